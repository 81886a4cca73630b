/**
 * A node's rule set arranged for look-up by packet. What all nodes share is arranged once for a list of rules, and what is a
 * node's own is worked out of a rule when a packet first meets it there: a walk costs the same among ten Services and ten thousand.
 */
import { familyOf } from '../../net/ip.ts';
import { protocolText, type TransportProtocol } from '../../net/protocol.ts';
import type { RuleSet, ServicePortRule } from './rule-set.ts';
import { type SelectedEndpoints, selectEndpoints } from './select-endpoints.ts';

export interface ServicePortEntry {
  readonly rule: ServicePortRule;
  readonly selected: SelectedEndpoints;
}

interface Arranged {
  readonly byClusterIp: ByAddress;
  /** External and load balancer addresses. */
  readonly byExternalIp: ByAddress;
  readonly byNodePort: ReadonlyMap<string, ServicePortRule>;
}

/** By address first: most packets are for none of them, which one look says. */
type ByAddress = ReadonlyMap<string, ReadonlyMap<string, ServicePortRule>>;

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

  isClusterIp(address: string): boolean {
    return this.#arranged.byClusterIp.has(address);
  }

  atClusterIp(protocol: TransportProtocol, address: string, port: number): ServicePortEntry | undefined {
    const rule = this.#arranged.byClusterIp.get(address)?.get(portKey(protocol, port));
    return rule && this.#entryOf(rule);
  }

  /** External and load balancer addresses. */
  atExternalIp(protocol: TransportProtocol, address: string, port: number): ServicePortEntry | undefined {
    const rule = this.#arranged.byExternalIp.get(address)?.get(portKey(protocol, port));
    return rule && this.#entryOf(rule);
  }

  /** `address` is the node's; a node port has rules for each family of its Service. */
  atNodePort(protocol: TransportProtocol, address: string, port: number): ServicePortEntry | undefined {
    const { byNodePort } = this.#arranged;
    const rule = byNodePort.size > 0 ? byNodePort.get(nodePortKey(protocol, address, port)) : undefined;
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

/** `tcp 80`. */
function portKey(protocol: TransportProtocol, port: number): string {
  return `${protocolText(protocol)} ${port}`;
}

/** `tcp 30080`, of IPv6 `tcp6 30080`: a number is that of one Service in both families, with rules of their own. */
function nodePortKey(protocol: TransportProtocol, address: string, port: number): string {
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
  const byClusterIp = new Map<string, Map<string, ServicePortRule>>();
  const byExternalIp = new Map<string, Map<string, ServicePortRule>>();
  const byNodePort = new Map<string, ServicePortRule>();
  for (const rule of ports) {
    const { protocol, clusterIp, port, nodePort, externalIps, loadBalancerIps } = rule;
    const key = portKey(protocol, port);
    put(byClusterIp, clusterIp, key, rule);
    for (const address of externalIps) put(byExternalIp, address, key, rule);
    for (const address of loadBalancerIps) put(byExternalIp, address, key, rule);
    if (nodePort) byNodePort.set(nodePortKey(protocol, clusterIp, nodePort), rule);
  }
  return { byClusterIp, byExternalIp, byNodePort };
}

function put(
  into: Map<string, Map<string, ServicePortRule>>,
  address: string,
  key: string,
  rule: ServicePortRule,
): void {
  const ofAddress = into.get(address);
  if (ofAddress) ofAddress.set(key, rule);
  else into.set(address, new Map([[key, rule]]));
}
