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
import { addBits, type Bits, emptyBits, hasBit, keepBits } from './bits.ts';
import type { Classes } from './classes.ts';
import type { Criteria } from './criteria.ts';
import type { Endpoint } from './endpoints.ts';
import type { EngineMode } from './engine-modes.ts';
import { type ByNamespace, Members } from './members.ts';
import { type Policy, type PolicyRule, readPolicy } from './policy-rules.ts';
import { atomsOfPorts, type PortAtoms } from './port-atoms.ts';

/** What a rule lets through at an endpoint. */
export interface Row {
  readonly rule: PolicyRule;
  /** Undefined: everybody. */
  readonly peers: Bits | undefined;
  /** Undefined: it depends on who receives. */
  readonly ports: Bits | undefined;
}

/** What was compiled, and what of it the next compilation can take over. */
export interface Compiled {
  readonly net: Network;
  readonly endpoints: readonly Endpoint[];
  readonly positions: () => readonly Position[];
  readonly classes: Classes;
  readonly byNamespace: ByNamespace;
  readonly criteria: Criteria;
  readonly atoms: PortAtoms;
  readonly policiesOf: ReadonlyMap<string, readonly Policy[]>;
  readonly modeOf: (endpoint: Endpoint) => EngineMode;
}

/** By class; a place without a value was not asked about yet, `null`: not isolated. */
export type RowsByClass = (readonly Row[] | null | undefined)[];

export class Reachability {
  readonly compiled: Compiled;
  readonly members: Members;
  /** Atoms of a rule's ports, by their text, and for named ports by the receiver's class too. */
  readonly ports: Map<string, Bits>;
  readonly rows: Readonly<Record<PolicyDirection, RowsByClass>>;
  readonly #scratch: Bits;

  constructor(compiled: Compiled, before?: Pick<Reachability, 'members' | 'ports' | 'rows'>) {
    this.compiled = compiled;
    this.members = new Members({ ...compiled, cluster: compiled.net.cluster }, before?.members);
    this.ports = before?.ports ?? new Map();
    this.rows = before?.rows ?? { Ingress: [], Egress: [] };
    this.#scratch = emptyBits(compiled.atoms.list.length);
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
    this.keepAllowed('Ingress', to, from, found);
    return found;
  }

  /** Leaves in `found` what the policies of a class let through to (`Egress`) or from (`Ingress`) another. */
  keepAllowed(direction: PolicyDirection, number: number, peer: number, found: Bits): void {
    const rows = this.rowsOf(direction, number);
    if (!rows) return;
    const allowed = this.#scratch.fill(0);
    for (const row of rows) if (!row.peers || hasBit(row.peers, peer)) addBits(allowed, this.portsOf(row, peer));
    keepBits(found, allowed);
  }

  /** Undefined: not isolated. */
  rowsOf(direction: PolicyDirection, number: number): readonly Row[] | undefined {
    const known = this.rows[direction][number];
    if (known !== undefined) return known ?? undefined;
    const found = this.#readRows(direction, number);
    this.rows[direction][number] = found ?? null;
    return found;
  }

  #readRows(direction: PolicyDirection, number: number): readonly Row[] | undefined {
    const endpoint = this.firstOf(number);
    const { pod } = endpoint;
    const mode = this.compiled.modeOf(endpoint);
    if (!pod || mode === 'Off' || mode === 'NotYet') return undefined;
    const policies = this.listIsolating(direction, number);
    if (policies.length === 0 && mode !== 'Strict') return undefined;
    return policies.flatMap((policy) =>
      (readPolicy(policy)[direction] ?? []).map((rule) => this.#rowOf(direction, number, rule)),
    );
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
    return ports ?? this.#portsAt(rule, receiver);
  }

  #rowOf(direction: PolicyDirection, number: number, rule: PolicyRule): Row {
    const ports =
      rule.portsAre === 'Numbers'
        ? this.#numbered(rule)
        : direction === 'Ingress'
          ? this.#portsAt(rule, number)
          : undefined;
    return { rule, peers: this.members.of(rule), ports };
  }

  #numbered({ ports, portsKey }: PolicyRule): Bits {
    const known = this.ports.get(portsKey);
    if (known) return known;
    const found = atomsOfPorts(this.compiled.atoms, ports, () => []);
    this.ports.set(portsKey, found);
    return found;
  }

  /** What the ports of a rule are where that class receives. */
  #portsAt({ ports, portsKey }: PolicyRule, receiver: number): Bits {
    const key = `${receiver} ${portsKey}`;
    const known = this.ports.get(key);
    if (known) return known;
    const containers = this.firstOf(receiver).pod?.spec.containers ?? [];
    const found = atomsOfPorts(this.compiled.atoms, ports, (wanted, spoken) =>
      containers.flatMap((container) =>
        (container.ports ?? [])
          .filter(({ name, protocol = 'TCP' }) => name === wanted && protocol === spoken)
          .map(({ containerPort }) => containerPort),
      ),
    );
    this.ports.set(key, found);
    return found;
  }
}

/** What comes from the pod's own node is always let in. */
export function isOwnNode(from: Endpoint, to: Endpoint): boolean {
  return from.kind === 'Node' && to.kind === 'Pod' && from.node === to.node;
}
