/**
 * The ipsets of kube-proxy in ipvs mode, for both address families: it keeps those of a family too that no Service has.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/ipset.go, proxier.go (ipsetInfo, syncProxyRules)
 */
import { type IpFamily, isSameFamily } from '../../../net/ip.ts';
import { protocolText } from '../../../net/protocol.ts';
import { indexOf, type ServicePortEntry } from '../../compile/rule-index.ts';
import type { RuleSet } from '../../compile/rule-set.ts';
import { hostRange, isWithin } from '../../compile/source-ranges.ts';
import { listHeld, listVirtualServers, type VirtualServer } from '../../compile/virtual-servers.ts';

export type SetType = 'hash:ip' | 'hash:ip,port' | 'hash:ip,port,ip' | 'hash:ip,port,net' | 'bitmap:port';

/** Name, type, and the comment that stands in rules. */
const SETS = [
  ['KUBE-LOOP-BACK', 'hash:ip,port,ip', 'Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose'],
  ['KUBE-CLUSTER-IP', 'hash:ip,port', 'Kubernetes service cluster ip + port for masquerade purpose'],
  ['KUBE-EXTERNAL-IP', 'hash:ip,port', 'Kubernetes service external ip + port for masquerade and filter purpose'],
  ['KUBE-EXTERNAL-IP-LOCAL', 'hash:ip,port', 'Kubernetes service external ip + port with externalTrafficPolicy=local'],
  ['KUBE-LOAD-BALANCER', 'hash:ip,port', 'Kubernetes service lb portal'],
  [
    'KUBE-LOAD-BALANCER-FW',
    'hash:ip,port',
    'Kubernetes service load balancer ip + port for load balancer with sourceRange',
  ],
  [
    'KUBE-LOAD-BALANCER-LOCAL',
    'hash:ip,port',
    'Kubernetes service load balancer ip + port with externalTrafficPolicy=local',
  ],
  [
    'KUBE-LOAD-BALANCER-SOURCE-IP',
    'hash:ip,port,ip',
    'Kubernetes service load balancer ip + port + source IP for packet filter purpose',
  ],
  [
    'KUBE-LOAD-BALANCER-SOURCE-CIDR',
    'hash:ip,port,net',
    'Kubernetes service load balancer ip + port + source cidr for packet filter purpose',
  ],
  ['KUBE-NODE-PORT-TCP', 'bitmap:port', 'Kubernetes nodeport TCP port for masquerade purpose'],
  ['KUBE-NODE-PORT-LOCAL-TCP', 'bitmap:port', 'Kubernetes nodeport TCP port with externalTrafficPolicy=local'],
  ['KUBE-NODE-PORT-UDP', 'bitmap:port', 'Kubernetes nodeport UDP port for masquerade purpose'],
  ['KUBE-NODE-PORT-LOCAL-UDP', 'bitmap:port', 'Kubernetes nodeport UDP port with externalTrafficPolicy=local'],
  [
    'KUBE-NODE-PORT-SCTP-HASH',
    'hash:ip,port',
    "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'",
  ],
  [
    'KUBE-NODE-PORT-LOCAL-SCTP-HASH',
    'hash:ip,port',
    "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'",
  ],
  ['KUBE-HEALTH-CHECK-NODE-PORT', 'bitmap:port', 'Kubernetes health check node port'],
  ['KUBE-IPVS-IPS', 'hash:ip', 'Addresses on the ipvs interface'],
] as const satisfies readonly (readonly [string, SetType, string])[];

export type SetKey = (typeof SETS)[number][0];

export interface IpSet {
  readonly key: SetKey;
  /** As the kernel knows it: that of IPv6 begins with `KUBE-6-` and is cut at 31 characters. */
  readonly name: string;
  readonly type: SetType;
  readonly family: IpFamily;
  readonly comment: string;
  readonly entries: readonly string[];
}

const MAX_NAME = 31;

export function listSets(rules: RuleSet, family: IpFamily): readonly IpSet[] {
  const entries = collect(rules, family);
  return SETS.map(([key, type, comment]) => {
    const name = family === 'IPv6' ? key.replace('KUBE-', 'KUBE-6-').slice(0, MAX_NAME) : key;
    return { key, name, type, family, comment, entries: [...(entries.get(key) ?? [])] };
  });
}

type Entries = Map<SetKey, Set<string>>;

function collect(rules: RuleSet, family: IpFamily): Entries {
  const entries: Entries = new Map();
  const like = family === 'IPv6' ? '::' : '0.0.0.0';
  const add = (key: SetKey, entry: string) => entries.set(key, (entries.get(key) ?? new Set()).add(entry));
  for (const entry of indexOf(rules).entries) if (isSameFamily(entry.rule.clusterIp, like)) addPort(entry, rules, add);
  for (const server of listVirtualServers(rules)) if (isSameFamily(server.address, like)) addServer(server, rules, add);
  for (const address of listHeld(rules)) if (isSameFamily(address, like)) add('KUBE-IPVS-IPS', address);
  return entries;
}

type Add = (key: SetKey, entry: string) => void;

function addPort({ rule }: ServicePortEntry, { node }: RuleSet, add: Add): void {
  const protocol = protocolText(rule.protocol);
  for (const { address, port, node: at } of rule.endpoints) {
    if (at === node) add('KUBE-LOOP-BACK', `${address},${protocol}:${port},${address}`);
  }
  if (rule.healthCheckNodePort) add('KUBE-HEALTH-CHECK-NODE-PORT', String(rule.healthCheckNodePort));
}

function addServer(server: VirtualServer, rules: RuleSet, add: Add): void {
  const { kind, protocol, address, port, policy } = server;
  const entry = `${address},${protocolText(protocol)}:${port}`;
  switch (kind) {
    case 'ClusterIp':
      add('KUBE-CLUSTER-IP', entry);
      return;
    case 'ExternalIp':
      add(policy === 'Local' ? 'KUBE-EXTERNAL-IP-LOCAL' : 'KUBE-EXTERNAL-IP', entry);
      return;
    case 'LoadBalancer':
      add('KUBE-LOAD-BALANCER', entry);
      if (policy === 'Local') add('KUBE-LOAD-BALANCER-LOCAL', entry);
      addSources(server, entry, rules, add);
      return;
    case 'NodePort': {
      const [all, local] = NODE_PORT_SETS[protocol];
      const member = protocol === 'SCTP' ? entry : String(port);
      add(all, member);
      if (policy === 'Local') add(local, member);
      return;
    }
    default:
      kind satisfies never;
  }
}

const NODE_PORT_SETS = {
  TCP: ['KUBE-NODE-PORT-TCP', 'KUBE-NODE-PORT-LOCAL-TCP'],
  UDP: ['KUBE-NODE-PORT-UDP', 'KUBE-NODE-PORT-LOCAL-UDP'],
  SCTP: ['KUBE-NODE-PORT-SCTP-HASH', 'KUBE-NODE-PORT-LOCAL-SCTP-HASH'],
} as const satisfies Record<VirtualServer['protocol'], readonly [SetKey, SetKey]>;

function addSources({ entry: { rule }, address }: VirtualServer, entry: string, rules: RuleSet, add: Add): void {
  if (rule.sourceRanges.length === 0) return;
  add('KUBE-LOAD-BALANCER-FW', entry);
  for (const range of rule.sourceRanges) add('KUBE-LOAD-BALANCER-SOURCE-CIDR', `${entry},${netText(range.trim())}`);
  if (letsNodeIn(rules, rule.sourceRanges, address)) add('KUBE-LOAD-BALANCER-SOURCE-IP', `${entry},${address}`);
}

/** The kernel prints a range of one address without its length. */
function netText(range: string): string {
  const [address = ''] = range.split('/');
  return range === hostRange(address) ? address : range;
}

/** Whether one of the ranges holds the node itself. */
export function letsNodeIn({ addresses }: RuleSet, ranges: readonly string[], like: string): boolean {
  const own = addresses.find((address) => isSameFamily(address, like));
  return own !== undefined && ranges.some((range) => isWithin(range.trim(), own));
}
