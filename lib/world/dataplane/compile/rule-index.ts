/** A node's rule set arranged for look-up by packet; one per rule set, kept as long as the rule set is. */
import { familyOf } from '../../net/ip.ts';
import { protocolText } from '../../net/protocol.ts';
import type { RuleSet, ServicePortRule } from './rule-set.ts';
import { type SelectedEndpoints, selectEndpoints } from './select-endpoints.ts';

export interface ServicePortEntry {
  readonly rule: ServicePortRule;
  readonly selected: SelectedEndpoints;
}

export interface RuleIndex {
  readonly entries: readonly ServicePortEntry[];
  /** Key `tcp 172.20.14.9 80`. */
  readonly byClusterIp: ReadonlyMap<string, ServicePortEntry>;
  /** External and load balancer addresses; the same key. */
  readonly byExternalIp: ReadonlyMap<string, ServicePortEntry>;
  /** Key: `nodePortKey`. */
  readonly byNodePort: ReadonlyMap<string, ServicePortEntry>;
  readonly clusterIps: ReadonlySet<string>;
}

const kept = new WeakMap<RuleSet, RuleIndex>();

export function indexOf(rules: RuleSet): RuleIndex {
  const known = kept.get(rules);
  if (known) return known;
  const index = build(rules);
  kept.set(rules, index);
  return index;
}

export function addressKey(protocol: ServicePortRule['protocol'], address: string, port: number): string {
  return `${protocolText(protocol)} ${address} ${port}`;
}

/** `tcp 30080`, of IPv6 `tcp6 30080`: a number is that of one Service in both families, with rules of their own. */
export function nodePortKey(protocol: ServicePortRule['protocol'], address: string, port: number): string {
  return `${protocolText(protocol)}${familyOf(address) === 'IPv6' ? '6' : ''} ${port}`;
}

function build({ ports, node, zone }: RuleSet): RuleIndex {
  const entries = ports.map((rule) => ({ rule, selected: selectEndpoints(rule, node, zone) }));
  const byClusterIp = new Map<string, ServicePortEntry>();
  const byExternalIp = new Map<string, ServicePortEntry>();
  const byNodePort = new Map<string, ServicePortEntry>();
  for (const entry of entries) {
    const { protocol, clusterIp, port, nodePort, externalIps, loadBalancerIps } = entry.rule;
    byClusterIp.set(addressKey(protocol, clusterIp, port), entry);
    for (const address of [...externalIps, ...loadBalancerIps]) {
      byExternalIp.set(addressKey(protocol, address, port), entry);
    }
    if (nodePort) byNodePort.set(nodePortKey(protocol, clusterIp, nodePort), entry);
  }
  return {
    entries,
    byClusterIp,
    byExternalIp,
    byNodePort,
    clusterIps: new Set(ports.map(({ clusterIp }) => clusterIp)),
  };
}
