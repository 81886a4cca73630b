/** Who is meant by one end of a claim, as classes and their members. */
import { familyOf } from '../../net/ip.ts';
import { addBit, type Bits, emptyBits, hasBit } from './bits.ts';
import type { Classes } from './classes.ts';
import type { Criteria } from './criteria.ts';
import type { Endpoint } from './endpoints.ts';
import type { ByNamespace } from './members.ts';

export type Party =
  | {
      readonly kind: 'Pods';
      readonly namespace?: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly name?: string;
    }
  | { readonly kind: 'Nodes'; readonly name?: string }
  /** Every range of addresses outside that some ipBlock tells apart. */
  | { readonly kind: 'Outside' };

/** The classes that a party has members in. */
export interface Selection {
  readonly classes: readonly number[];
  /** The same as a set. */
  readonly bits: Bits;
  /** How many classes there were. */
  readonly of: number;
  /** Whether a class is in it as a whole or not at all. */
  readonly isWhole: boolean;
  /** Members in that class, in the order of the endpoints; none left out. */
  membersOf(number: number): readonly number[];
}

/** What a selection is made of. */
interface Known {
  readonly endpoints: readonly Endpoint[];
  readonly classes: Classes;
  readonly byNamespace: ByNamespace;
  readonly criteria: Criteria;
}

/** `before`: the same party when there were fewer classes. */
export function select(compiled: Known, party: Party, before?: Selection): Selection {
  const { classes, endpoints, criteria } = compiled;
  const chosen = new Map<number, readonly number[]>();
  const isMember = (index: number) => isOf(party, endpoints[index] as Endpoint);
  function membersOf(number: number): readonly number[] {
    const known = chosen.get(number) ?? listMembers(compiled, number).filter(isMember);
    chosen.set(number, known);
    return known;
  }
  /** Where a class agrees in all that the party asks for, its first member answers for all. */
  const isWhole =
    !isNamed(party) &&
    (party.kind !== 'Pods' || Object.keys(party.labels ?? {}).every((key) => criteria.labelKeys.has(key)));
  const has = (number: number) => (isWhole ? isMember(classes.first[number] as number) : membersOf(number).length > 0);
  const numbers = before?.isWhole ? withSplit(before, classes) : candidateClasses(compiled, party).filter(has);
  const bits = emptyBits(classes.first.length);
  for (const number of numbers) addBit(bits, number);
  return { classes: numbers, bits, of: classes.first.length, isWhole, membersOf };
}

/** What was split from a class of the selection is in it too. */
function withSplit({ classes, bits, of }: Selection, { parent }: Classes): readonly number[] {
  const numbers = classes.slice();
  const added = new Set<number>();
  for (let number = of; number < parent.length; number++) {
    const from = parent[number] as number;
    if (from < of ? !hasBit(bits, from) : !added.has(from)) continue;
    added.add(number);
    numbers.push(number);
  }
  return numbers;
}

function isNamed(party: Party): boolean {
  return party.kind !== 'Outside' && party.name !== undefined;
}

function candidateClasses({ classes, endpoints, byNamespace }: Known, party: Party): readonly number[] {
  if (party.kind === 'Pods') {
    return party.namespace === undefined ? [...byNamespace.values()].flat() : (byNamespace.get(party.namespace) ?? []);
  }
  const kind = party.kind === 'Nodes' ? 'Node' : 'Outside';
  return Array.from(classes.first.keys()).filter((number) => endpoints[classes.first[number] as number]?.kind === kind);
}

function listMembers({ classes: { of, sizes } }: Known, number: number): number[] {
  const members: number[] = [];
  for (let at = of.indexOf(number); members.length < (sizes[number] as number); at = of.indexOf(number, at + 1)) {
    members.push(at);
  }
  return members;
}

function isOf(party: Party, { kind, pod, node }: Endpoint): boolean {
  switch (party.kind) {
    case 'Pods': {
      const { namespace, name, labels } = party;
      if (!pod || (namespace !== undefined && pod.metadata.namespace !== namespace)) return false;
      if (name !== undefined && pod.metadata.name !== name) return false;
      for (const key in labels) if (pod.metadata.labels?.[key] !== labels[key]) return false;
      return true;
    }
    case 'Nodes':
      return kind === 'Node' && (party.name === undefined || party.name === node);
    case 'Outside':
      return kind === 'Outside';
    default:
      return party satisfies never;
  }
}

/** Whether a packet can go from one to the other at all. */
export function isFlow(from: Endpoint, to: Endpoint): boolean {
  if (from.kind === 'Outside' && to.kind === 'Outside') return false;
  return familyOf(from.address) === familyOf(to.address);
}
