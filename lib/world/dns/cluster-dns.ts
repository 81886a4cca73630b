/**
 * The name servers that kubelets write into pods: those of `clusterDNS` in ConfigMap kube-system/kubelet-config, in the words of kubeadm, where a
 * cluster has one. A pod keeps what stood when it was started.
 *
 * Models: https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-reconfigure/#applying-kubelet-configuration-changes
 * Differs: every kubelet has a changed ConfigMap at once; nobody brings it to the nodes and starts them anew. On EKS, which has no such
 * ConfigMap, new nodes bring another value.
 */
import { parse } from 'yaml';
import { type Cluster, clusterTable } from '../cluster.ts';
import { findObject } from '../dataplane/objects.ts';
import { isIp } from '../net/ip.ts';
import { nowMs } from '../sim/clock.ts';

export const KUBELET_CONFIG = { namespace: 'kube-system', name: 'kubelet-config', key: 'kubelet' } as const;

interface Setting {
  readonly sinceMs: number;
  /** Empty: the kubelets' own. */
  readonly servers: readonly string[];
}

const ALL = 'kubelets';

function table(cluster: Cluster) {
  return clusterTable<readonly Setting[]>(cluster, 'clusterdns');
}

/** Of a pod that was started then; empty: as the kubelets came. */
export function clusterDnsServers(cluster: Cluster, startedMs: number): readonly string[] {
  const settings = table(cluster).get(ALL) ?? [];
  return settings.findLast(({ sinceMs }) => sinceMs <= startedMs)?.servers ?? [];
}

/** Notes what the ConfigMap says now. */
export function keepClusterDns(cluster: Cluster): void {
  const { namespace, name, key } = KUBELET_CONFIG;
  const servers = readServers(findObject(cluster, 'ConfigMap', name, namespace)?.data?.[key]);
  const before = table(cluster).get(ALL) ?? [];
  if ((before.at(-1)?.servers ?? []).join() === servers.join()) return;
  table(cluster).set(ALL, [...before, { sinceMs: nowMs(cluster.state), servers }]);
}

/** A text that is no configuration says nothing. */
function readServers(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  try {
    const written = parse(text, { maxAliasCount: 100 }) as { readonly clusterDNS?: unknown } | null;
    return Array.isArray(written?.clusterDNS) ? written.clusterDNS.map(String).filter(isIp) : [];
  } catch {
    return [];
  }
}
