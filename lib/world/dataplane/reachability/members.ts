/** Which classes the peers of a rule mean. */
import type { NetworkPolicyPeer } from '../../api/networking/v1/networkpolicy.schema.ts';
import { type LabelSelector, matchesSelector } from '../../apiserver/selectors/label-selector.ts';
import type { Cluster } from '../../cluster.ts';
import { namespaceLabels } from '../compile/policies.ts';
import { isIn, type Position, rangeOf } from './address-line.ts';
import { addBit, type Bits, emptyBits, hasBit } from './bits.ts';
import type { Classes } from './classes.ts';
import type { Endpoint } from './endpoints.ts';
import { type PolicyRule, peersKey } from './policy-rules.ts';

/** The classes of pods by their namespace. */
export type ByNamespace = ReadonlyMap<string, readonly number[]>;

/** `before` has those of the first classes already. */
export function classesByNamespace(
  classes: Classes,
  endpoints: readonly Endpoint[],
  before: ByNamespace = new Map(),
  from = 0,
): ByNamespace {
  const found = new Map<string, readonly number[]>(before);
  const grown = new Map<string, number[]>();
  for (let number = from; number < classes.first.length; number++) {
    const namespace = endpoints[classes.first[number] as number]?.pod?.metadata.namespace;
    if (namespace === undefined) continue;
    const known = grown.get(namespace) ?? [...(before.get(namespace) ?? [])];
    known.push(number);
    grown.set(namespace, known);
    found.set(namespace, known);
  }
  return found;
}

export interface Population {
  readonly cluster: Cluster;
  readonly endpoints: readonly Endpoint[];
  /** Of the address of every endpoint. */
  readonly positions: () => readonly Position[];
  readonly classes: Classes;
  readonly byNamespace: ByNamespace;
}

/** A set from a time when there were so many classes. */
interface Kept {
  readonly bits: Bits;
  readonly classes: number;
}

/** Sets of classes, each worked out once for all rules that mean the same peers. */
export class Members {
  readonly #all: Population;
  readonly #kept: Map<string, Kept>;
  /** The same by rule, so that a rule is put into words once. */
  readonly #byRule: Map<PolicyRule, Kept>;
  readonly #namespaces = new Map<string, readonly string[]>();

  /** `before`: sets of a time when there may have been fewer classes. */
  constructor(all: Population, before?: Members) {
    this.#all = all;
    const { kept, byRule } = before ? before.#takenOver(all.classes) : { kept: new Map(), byRule: new Map() };
    this.#kept = kept;
    this.#byRule = byRule;
  }

  /** Classes that are split otherwise elsewhere have the same numbers: what is kept from then on is not for them. */
  #takenOver(classes: Classes) {
    if (classes === this.#all.classes) return { kept: this.#kept, byRule: this.#byRule };
    return { kept: new Map(this.#kept), byRule: new Map(this.#byRule) };
  }

  /** Undefined: everybody. */
  of(rule: PolicyRule): Bits | undefined {
    if (rule.peers.length === 0) return undefined;
    const classes = this.#all.classes.first.length;
    const known = this.#byRule.get(rule);
    if (known?.classes === classes) return known.bits;
    const key = peersKey(rule);
    const kept = this.#kept.get(key);
    const bits = kept ? this.#extend(kept) : this.#find(rule);
    this.#kept.set(key, { bits, classes });
    this.#byRule.set(rule, { bits, classes });
    return bits;
  }

  #find({ peers, policy }: PolicyRule): Bits {
    const bits = emptyBits(this.#all.classes.first.length);
    for (const peer of peers) this.#add(bits, policy.metadata.namespace ?? '', peer);
    return bits;
  }

  #add(bits: Bits, own: string, { ipBlock, namespaceSelector, podSelector }: NetworkPolicyPeer): void {
    if (ipBlock) {
      this.#addBlock(bits, ipBlock.cidr, ipBlock.except ?? []);
      return;
    }
    for (const namespace of namespaceSelector ? this.#namespacesOf(namespaceSelector) : [own]) {
      for (const number of this.#all.byNamespace.get(namespace) ?? []) {
        const labels = this.#firstOf(number).pod?.metadata.labels;
        if (podSelector === undefined || matchesSelector(podSelector, labels)) addBit(bits, number);
      }
    }
  }

  #addBlock(bits: Bits, cidr: string, except: readonly string[]): void {
    const block = rangeOf(cidr);
    const holes = except.map(rangeOf);
    const { first } = this.#all.classes;
    const positions = this.#all.positions();
    for (let number = 0; number < first.length; number++) {
      const position = positions[first[number] as number] as Position;
      if (isIn(block, position) && !holes.some((hole) => isIn(hole, position))) addBit(bits, number);
    }
  }

  #namespacesOf(selector: LabelSelector): readonly string[] {
    const key = JSON.stringify(selector);
    const known = this.#namespaces.get(key);
    if (known) return known;
    const names = [...this.#all.byNamespace.keys()];
    const found = names.filter((name) => matchesSelector(selector, namespaceLabels(this.#all.cluster, name)));
    this.#namespaces.set(key, found);
    return found;
  }

  #firstOf(number: number): Endpoint {
    const { endpoints, classes } = this.#all;
    return endpoints[classes.first[number] as number] as Endpoint;
  }

  /** A new class has the peers that the one it was split from had. */
  #extend({ bits: old, classes }: Kept): Bits {
    const { parent } = this.#all.classes;
    if (classes === parent.length) return old;
    const bits = emptyBits(parent.length);
    bits.set(old);
    // A parent always has the lower number, so it is there already.
    for (let number = classes; number < parent.length; number++) {
      if (hasBit(bits, parent[number] as number)) addBit(bits, number);
    }
    return bits;
  }
}
