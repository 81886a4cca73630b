/** Which classes the peers of a rule mean. */
import type { NetworkPolicyPeer } from '../../api/networking/v1/networkpolicy.schema.ts';
import { type LabelSelector, matchesSelector } from '../../apiserver/selectors/label-selector.ts';
import type { Cluster } from '../../cluster.ts';
import { namespaceLabels } from '../compile/policies.ts';
import { isIn, type Position, rangeOf } from './address-line.ts';
import { addBit, type Bits, emptyBits, hasBit } from './bits.ts';
import type { Classes } from './classes.ts';
import type { Endpoint } from './endpoints.ts';
import type { PolicyRule } from './policy-rules.ts';

/** The classes of pods by their namespace. */
export type ByNamespace = ReadonlyMap<string, readonly number[]>;

export function classesByNamespace(classes: Classes, endpoints: readonly Endpoint[]): ByNamespace {
  const found = new Map<string, number[]>();
  for (const [number, first] of classes.first.entries()) {
    const namespace = endpoints[first]?.pod?.metadata.namespace;
    if (namespace === undefined) continue;
    const known = found.get(namespace);
    if (known) known.push(number);
    else found.set(namespace, [number]);
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

/** Sets of classes, each worked out once for all rules that mean the same peers. */
export class Members {
  readonly #all: Population;
  readonly #kept: Map<string, Bits>;
  readonly #namespaces = new Map<string, readonly string[]>();

  /** `before`: sets of a time when there may have been fewer classes. */
  constructor(all: Population, before?: Members) {
    this.#all = all;
    const { classes } = all;
    const grown = before !== undefined && before.#all.classes.parent.length !== classes.parent.length;
    this.#kept = before && !grown ? before.#kept : new Map();
    if (grown) for (const [key, bits] of before.#kept) this.#kept.set(key, this.#extend(bits, before.#all.classes));
  }

  /** Undefined: everybody. */
  of({ peers, peersKey, policy }: PolicyRule): Bits | undefined {
    if (peers.length === 0) return undefined;
    const known = this.#kept.get(peersKey);
    if (known) return known;
    const bits = emptyBits(this.#all.classes.first.length);
    for (const peer of peers) this.#add(bits, policy.metadata.namespace ?? '', peer);
    this.#kept.set(peersKey, bits);
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

  #extend(old: Bits, before: Classes): Bits {
    const { parent } = this.#all.classes;
    const bits = emptyBits(parent.length);
    bits.set(old);
    // A parent always has the lower number, so it is there already.
    for (let number = before.parent.length; number < parent.length; number++) {
      if (hasBit(bits, parent[number] as number)) addBit(bits, number);
    }
    return bits;
  }
}
