/**
 * What NetworkPolicies let through between all pods, nodes and addresses outside, for every port at once: exact, and without a packet.
 * Everything is worked out for classes of endpoints and atoms of ports, and only when it is asked.
 *
 * Differs: Services, listeners and routes are the tracer's. Addresses are those that arrive: a Service is asked about by its endpoints.
 */

import { matchesSelector } from '../../apiserver/selectors/label-selector.ts';
import type { PolicyDirection } from '../compile/policies.ts';
import type { Network } from '../network.ts';
import type { Position } from './address-line.ts';
import { addBits, type Bits, emptyBits, hasBit, keepBits, nextBit } from './bits.ts';
import type { Classes } from './classes.ts';
import type { Criteria } from './criteria.ts';
import type { Endpoint, Outside } from './endpoints.ts';
import type { EngineMode } from './engine-modes.ts';
import { type ByNamespace, Members } from './members.ts';
import { type Party, type Selection, select } from './party.ts';
import { type Policy, type PolicyRule, readPolicy } from './policy-rules.ts';
import { atomsOfPorts, type PortAtoms, type PortCut } from './port-atoms.ts';

/** What a rule lets through at an endpoint. */
export class Row {
  readonly rule: PolicyRule;
  /** Undefined: it depends on who receives. */
  readonly ports: Bits | undefined;
  readonly #members: Members;
  #peers: Bits | 'Everybody' | undefined;

  constructor(rule: PolicyRule, ports: Bits | undefined, members: Members) {
    this.rule = rule;
    this.ports = ports;
    this.#members = members;
  }

  /** Undefined: everybody. Worked out when somebody asks: for most rows the ports decide. */
  get peers(): Bits | undefined {
    this.#peers ??= this.#members.of(this.rule) ?? 'Everybody';
    return this.#peers === 'Everybody' ? undefined : this.#peers;
  }
}

/** What was compiled, and what of it the next compilation can take over. */
export interface Compiled {
  readonly net: Network;
  readonly endpoints: readonly Endpoint[];
  /** What is outside, cut anew. */
  readonly outside: Outside;
  readonly positions: () => readonly Position[];
  readonly classes: Classes;
  readonly byNamespace: ByNamespace;
  readonly criteria: Criteria;
  /** Where the ports begin and end that some rule names. */
  readonly namedCuts: ReadonlySet<PortCut>;
  readonly atoms: PortAtoms;
  readonly policiesOf: ReadonlyMap<string, readonly Policy[]>;
  readonly modeOf: (endpoint: Endpoint) => EngineMode;
}

/** By class; a place without a value was not asked about yet, `null`: not isolated. */
export type ByClass<T> = (readonly T[] | null | undefined)[];

/** What was found out since, for the next compilation: all by direction. */
export interface Found {
  readonly members: Members;
  /** Who is meant by a party, by its text. */
  readonly selections: Map<string, Selection>;
  /** Atoms of a rule's ports; of named ones by the class that receives. */
  readonly ports: Map<PolicyRule, Bits | Bits[]>;
  /** The rules of the policies that select a class. */
  readonly rules: Readonly<Record<PolicyDirection, ByClass<PolicyRule>>>;
  readonly rows: Readonly<Record<PolicyDirection, ByClass<Row>>>;
}

export class Reachability {
  readonly compiled: Compiled;
  readonly found: Found;
  readonly #scratch: Bits;

  constructor(compiled: Compiled, before?: Found) {
    this.compiled = compiled;
    this.found = {
      members: new Members({ ...compiled, cluster: compiled.net.cluster }, before?.members),
      selections: before?.selections ?? new Map(),
      ports: before?.ports ?? new Map(),
      rules: before?.rules ?? { Ingress: [], Egress: [] },
      rows: before?.rows ?? { Ingress: [], Egress: [] },
    };
    this.#scratch = emptyBits(compiled.atoms.list.length);
  }

  /** The classes in which a party has members. */
  select(party: Party): Selection {
    const key = JSON.stringify(party);
    const known = this.found.selections.get(key);
    if (known?.of === this.compiled.classes.first.length) return known;
    const found = select(this.compiled, party, known);
    this.found.selections.set(key, found);
    return found;
  }

  /** Of the class with that number. */
  firstOf(number: number): Endpoint {
    const { endpoints, classes } = this.compiled;
    return endpoints[classes.first[number] as number] as Endpoint;
  }

  /** Port atoms that policies let through between two endpoints, by their places in the list. */
  allowed(from: number, to: number): Bits {
    const { endpoints, classes, atoms } = this.compiled;
    const [sender, receiver] = [endpoints[from] as Endpoint, endpoints[to] as Endpoint];
    const found = atoms.all.slice();
    // No policy keeps a pod from itself, and nothing outside has policies here.
    if (from === to) return found;
    const [one, other] = [classes.of[from] as number, classes.of[to] as number];
    this.keepAllowed('Egress', one, other, found);
    if (!isOwnNode(sender, receiver)) this.keepAllowed('Ingress', other, one, found);
    return found;
  }

  /** The same between any endpoint of one class and any other endpoint of the other, a pod's own node left out; written into `found`. */
  between(from: number, to: number, found: Bits): Bits {
    found.set(this.compiled.atoms.all);
    this.keepAllowed('Egress', from, to, found);
    if (nextBit(found, 0) >= 0) this.keepAllowed('Ingress', to, from, found);
    return found;
  }

  /** Leaves in `found` what the policies of a class let through to (`Egress`) or from (`Ingress`) another. */
  keepAllowed(direction: PolicyDirection, number: number, peer: number, found: Bits): void {
    const rows = this.rowsOf(direction, number);
    if (!rows) return;
    const allowed = this.#scratch.fill(0);
    for (const row of rows) {
      const { peers } = row;
      if (!peers || hasBit(peers, peer)) addBits(allowed, this.portsOf(row, peer));
    }
    keepBits(found, allowed);
  }

  /** Undefined: not isolated. */
  rowsOf(direction: PolicyDirection, number: number): readonly Row[] | undefined {
    const rows = this.found.rows[direction];
    const known = rows[number];
    if (known !== undefined) return known ?? undefined;
    const found = this.#rulesOf(direction, number)?.map((rule) => this.#rowOf(direction, number, rule));
    rows[number] = found ?? null;
    return found;
  }

  #rulesOf(direction: PolicyDirection, number: number): readonly PolicyRule[] | undefined {
    const rules = this.found.rules[direction];
    const known = rules[number];
    if (known !== undefined) return known ?? undefined;
    const found = this.#readRules(direction, number);
    rules[number] = found ?? null;
    return found;
  }

  #readRules(direction: PolicyDirection, number: number): readonly PolicyRule[] | undefined {
    const endpoint = this.firstOf(number);
    const mode = this.compiled.modeOf(endpoint);
    if (!endpoint.pod || mode === 'Off' || mode === 'NotYet') return undefined;
    const policies = this.listIsolating(direction, number);
    if (policies.length === 0 && mode !== 'Strict') return undefined;
    return policies.flatMap((policy) => readPolicy(policy)[direction] ?? []);
  }

  /** Policies that select the pods of a class for that direction, by name. */
  listIsolating(direction: PolicyDirection, number: number): readonly Policy[] {
    const { pod } = this.firstOf(number);
    const own = this.compiled.policiesOf.get(pod?.metadata.namespace ?? '') ?? [];
    return own.filter(
      (policy) => readPolicy(policy)[direction] && matchesSelector(policy.spec.podSelector, pod?.metadata.labels),
    );
  }

  /** What the ports of a row are where that class receives. */
  portsOf({ rule, ports }: Row, receiver: number): Bits {
    return ports ?? this.#named(rule, receiver);
  }

  #rowOf(direction: PolicyDirection, number: number, rule: PolicyRule): Row {
    const ports =
      rule.portsAre === 'Numbers'
        ? this.#numbered(rule)
        : direction === 'Ingress'
          ? this.#named(rule, number)
          : undefined;
    return new Row(rule, ports, this.found.members);
  }

  #numbered(rule: PolicyRule): Bits {
    const known = this.found.ports.get(rule) as Bits | undefined;
    if (known) return known;
    const found = atomsOfPorts(this.compiled.atoms, rule.ports, () => []);
    this.found.ports.set(rule, found);
    return found;
  }

  /** What the names of a rule's ports mean where that class receives. */
  #named(rule: PolicyRule, receiver: number): Bits {
    const byReceiver = (this.found.ports.get(rule) as Bits[] | undefined) ?? [];
    this.found.ports.set(rule, byReceiver);
    byReceiver[receiver] ??= atomsOfPorts(this.compiled.atoms, rule.ports, (wanted, spoken) =>
      numbersOf(this.firstOf(receiver), wanted, spoken),
    );
    return byReceiver[receiver];
  }
}

/** What comes from the pod's own node is always let in. */
export function isOwnNode(from: Endpoint, to: Endpoint): boolean {
  return from.kind === 'Node' && to.kind === 'Pod' && from.node === to.node;
}

/** The ports that an endpoint's containers call by that name. */
function numbersOf({ pod }: Endpoint, wanted: string, spoken: string): readonly number[] {
  const numbers: number[] = [];
  for (const { ports } of pod?.spec.containers ?? []) {
    if (!ports) continue;
    for (const { name, containerPort, protocol = 'TCP' } of ports) {
      if (name === wanted && protocol === spoken) numbers.push(containerPort);
    }
  }
  return numbers;
}
