/**
 * /etc/resolv.conf of a place, as the kubelet and the node's DHCP client write it.
 * Models: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
import type { Pod } from '../api/core/v1/pod.schema.ts';
import { SERVICE_RANGE } from '../apiserver/registry/allocation/ranges.ts';
import { defaultServiceCidrs } from '../apiserver/registry/allocation/service-ranges.ts';
import type { Cluster } from '../cluster.ts';
import { findObject } from '../dataplane/objects.ts';
import { topologyOf } from '../dataplane/topology.ts';
import type { Place } from '../dataplane/trace.ts';
import { vpcResolverAddress } from '../dataplane/vpc-address.ts';
import { cidrAddress, cidrContains, parseAnyCidr } from '../net/cidr.ts';
import { nowMs } from '../sim/clock.ts';
import { clusterDnsServers } from './cluster-dns.ts';
import { absoluteName } from './message.ts';
import { vpcDomain } from './vpc-resolver.ts';

export interface ResolvConf {
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  /** In the order in which they stand: `ndots:5`. */
  readonly options: readonly string[];
}

/** The kubelet keeps at most these. */
const MAX_NAMESERVERS = 3;
const MAX_SEARCH = 32;

export function resolvConfOf(cluster: Cluster, place: Place): ResolvConf {
  const pod =
    'pod' in place ? topologyOf(cluster).podByName.get(`${place.pod.namespace}/${place.pod.name}`) : undefined;
  return pod ? ofPod(cluster, pod) : ofNode(cluster);
}

/** `search`, `nameserver` and `options` lines, as containerd writes them for the kubelet. */
export function formatResolvConf({ nameservers, search, options }: ResolvConf): string {
  const lines = [
    ...(search.length > 0 ? [`search ${search.join(' ')}`] : []),
    ...nameservers.map((server) => `nameserver ${server}`),
    ...(options.length > 0 ? [`options ${options.join(' ')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** The value of `ndots`, `timeout` or `attempts`. Models: https://man7.org/linux/man-pages/man5/resolv.conf.5.html */
export function optionOf({ options }: ResolvConf, name: 'ndots' | 'timeout' | 'attempts'): number {
  const fallback = { ndots: 1, timeout: 5, attempts: 2 }[name];
  const limit = { ndots: 15, timeout: 30, attempts: 5 }[name];
  const written = options.findLast((option) => option.startsWith(`${name}:`))?.slice(name.length + 1);
  const value = Number(written);
  return written === undefined || !Number.isInteger(value) ? fallback : Math.min(value, limit);
}

/** The names that are tried, in order: with fewer dots than `ndots` the search list comes first. */
export function candidateNames(name: string, conf: ResolvConf): string[] {
  if (name.endsWith('.')) return [absoluteName(name)];
  const dots = name.split('.').length - 1;
  const searched = conf.search.map((domain) => absoluteName(`${name}.${domain === '.' ? '' : domain}`));
  const asIs = absoluteName(name);
  return dots >= optionOf(conf, 'ndots') ? [asIs, ...searched] : [...searched, asIs];
}

function ofNode(cluster: Cluster): ResolvConf {
  return { nameservers: [vpcResolverAddress(cluster)], search: [vpcDomain(cluster)], options: [] };
}

function ofPod(cluster: Cluster, pod: Pod): ResolvConf {
  const { dnsPolicy = 'ClusterFirst', dnsConfig, hostNetwork } = pod.spec;
  const own = basis(cluster, pod, dnsPolicy, hostNetwork ?? false);
  const options = new Map(own.options.map((option) => [option.split(':')[0] as string, option]));
  for (const { name, value } of dnsConfig?.options ?? []) {
    if (name) options.set(name, value === undefined ? name : `${name}:${value}`);
  }
  return {
    nameservers: unique([...own.nameservers, ...(dnsConfig?.nameservers ?? [])]).slice(0, MAX_NAMESERVERS),
    search: unique([...own.search, ...(dnsConfig?.searches ?? [])]).slice(0, MAX_SEARCH),
    options: [...options.values()],
  };
}

/** What the policy gives before `dnsConfig` is merged in. On the host network ClusterFirst means Default. */
function basis(cluster: Cluster, { metadata, status }: Pod, policy: string, hostNetwork: boolean): ResolvConf {
  if (policy === 'None') return { nameservers: [], search: [], options: [] };
  if (policy === 'Default' || (policy === 'ClusterFirst' && hostNetwork)) return ofNode(cluster);
  const search = [`${metadata.namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local', vpcDomain(cluster)];
  const servers = clusterDnsServers(cluster, Number(status.startTime ?? nowMs(cluster.state)));
  return { nameservers: servers.length > 0 ? servers : [clusterDnsAddress(cluster)], search, options: ['ndots:5'] };
}

/**
 * The address that the kubelets were started with: the tenth of the Service range.
 * A cluster given with another range is recognised by its kube-dns Service.
 */
export function clusterDnsAddress(cluster: Cluster): string {
  const standing = findObject(cluster, 'Service', 'kube-dns', 'kube-system')?.spec.clusterIP;
  if (standing && !cidrContains(SERVICE_RANGE, standing)) return standing;
  const [range = ''] = defaultServiceCidrs(cluster);
  return cidrAddress(parseAnyCidr(range) ?? SERVICE_RANGE, 10);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
