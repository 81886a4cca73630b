/**
 * A node's rule set arranged for look-up by packet. What all nodes share is arranged once for a list of rules, and what is a
 * node's own is worked out of a rule when a packet first meets it there: a walk costs the same among ten Services and ten thousand.
 */
import { familyOf } from '../../net/ip.ts';
import { protocolText } from '../../net/protocol.ts';
import type { RuleSet, ServicePortRule } from './rule-set.ts';
import { type SelectedEndpoints, selectEndpoints } from './select-endpoints.ts';

export interface ServicePortEntry {
  readonly rule: ServicePortRule;
  readonly selected: SelectedEndpoints;
}

interface Arranged {
  /** Key `tcp 172.20.14.9 80`. */
  readonly byClusterIp: ReadonlyMap<string, ServicePortRule>;
  /** External and load balancer addresses; the same key. */
  readonly byExternalIp: ReadonlyMap<string, ServicePortRule>;
  /** Key: `nodePortKey`. */
  readonly byNodePort: ReadonlyMap<string, ServicePortRule>;
  readonly clusterIps: ReadonlySet<string>;
}

const arranged = new WeakMap<readonly ServicePortRule[], Arranged>();
const kept = new WeakMap<RuleSet, RuleIndex>();

export class RuleIndex {
  readonly #rules: RuleSet;
  readonly #arranged: Arranged;
  readonly #entries = new Map<ServicePortRule, ServicePortEntry>();

  constructor(rules: RuleSet) {
    this.#rules = rules;
    this.#arranged = arrangedOf(rules.ports);
  }

  /** Of every rule, in their order. */
  get entries(): readonly ServicePortEntry[] {
    return this.#rules.ports.map((rule) => this.#entryOf(rule));
  }

  get clusterIps(): ReadonlySet<string> {
    return this.#arranged.clusterIps;
  }

  /** Key: `addressKey`. */
  atClusterIp(key: string): ServicePortEntry | undefined {
    return this.#find(this.#arranged.byClusterIp, key);
  }

  /** External and load balancer addresses; key: `addressKey`. */
  atExternalIp(key: string): ServicePortEntry | undefined {
    return this.#find(this.#arranged.byExternalIp, key);
  }

  /** Key: `nodePortKey`. */
  atNodePort(key: string): ServicePortEntry | undefined {
    return this.#find(this.#arranged.byNodePort, key);
  }

  #find(rules: ReadonlyMap<string, ServicePortRule>, key: string): ServicePortEntry | undefined {
    const rule = rules.get(key);
    return rule && this.#entryOf(rule);
  }

  #entryOf(rule: ServicePortRule): ServicePortEntry {
    const known = this.#entries.get(rule);
    if (known) return known;
    const entry = { rule, selected: selectEndpoints(rule, this.#rules.node, this.#rules.zone) };
    this.#entries.set(rule, entry);
    return entry;
  }
}

export function indexOf(rules: RuleSet): RuleIndex {
  const known = kept.get(rules);
  if (known) return known;
  const index = new RuleIndex(rules);
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

function arrangedOf(ports: readonly ServicePortRule[]): Arranged {
  const known = arranged.get(ports);
  if (known) return known;
  const made = arrange(ports);
  arranged.set(ports, made);
  return made;
}

function arrange(ports: readonly ServicePortRule[]): Arranged {
  const byClusterIp = new Map<string, ServicePortRule>();
  const byExternalIp = new Map<string, ServicePortRule>();
  const byNodePort = new Map<string, ServicePortRule>();
  for (const rule of ports) {
    const { protocol, clusterIp, port, nodePort, externalIps, loadBalancerIps } = rule;
    byClusterIp.set(addressKey(protocol, clusterIp, port), rule);
    for (const address of externalIps) byExternalIp.set(addressKey(protocol, address, port), rule);
    for (const address of loadBalancerIps) byExternalIp.set(addressKey(protocol, address, port), rule);
    if (nodePort) byNodePort.set(nodePortKey(protocol, clusterIp, nodePort), rule);
  }
  return { byClusterIp, byExternalIp, byNodePort, clusterIps: new Set(ports.map(({ clusterIp }) => clusterIp)) };
}
