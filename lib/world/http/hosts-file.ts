/** Names that a place knows without asking: /etc/hosts of a container, `localhost` everywhere. */
import type { Cluster } from '../cluster.ts';
import { podAddresses, topologyOf } from '../dataplane/topology.ts';
import type { Place } from '../dataplane/trace.ts';
import { hostnameOf } from '../workloads/environment.ts';

/** Undefined: the name must be looked up. Models: https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/ */
export function findMountedHost(cluster: Cluster, from: Place, host: string): readonly string[] | undefined {
  if (host === 'localhost') return ['127.0.0.1'];
  if ('node' in from) return from.node === host ? addressesOf(cluster, host) : undefined;
  if (!('pod' in from)) return undefined;
  const pod = topologyOf(cluster).podByName.get(`${from.pod.namespace}/${from.pod.name}`);
  if (!pod) return undefined;
  const alias = pod.spec.hostAliases?.find(({ hostnames }) => hostnames?.includes(host));
  if (alias) return [alias.ip];
  return hostnameOf(pod) === host && pod.status.podIP ? podAddresses(pod) : undefined;
}

function addressesOf(cluster: Cluster, node: string): readonly string[] | undefined {
  const addresses = topologyOf(cluster).nodeByName.get(node)?.addresses ?? [];
  return addresses.length > 0 ? addresses : undefined;
}
