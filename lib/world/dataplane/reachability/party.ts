/** Who is meant by one end of a claim, as classes and their members. */
import { familyOf } from '../../net/ip.ts';
import { addBit, type Bits, emptyBits } from './bits.ts';
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

export function select(compiled: Known, party: Party): Selection {
  const { classes, endpoints, criteria } = compiled;
  const chosen = new Map<number, readonly number[]>();
  const isMember = (index: number) => isOf(party, endpoints[index] as Endpoint);
  const candidates = candidateClasses(compiled, party);
  /** Where a class agrees in all that the party asks for, its first member answers for all. */
  const isWhole =
    party.kind !== 'Pods' ||
    (party.name === undefined && Object.keys(party.labels ?? {}).every((key) => criteria.labelKeys.has(key)));
  const numbers = candidates.filter((number) =>
    isWhole && !isNamed(party) ? isMember(classes.first[number] as number) : membersOf(number).length > 0,
  );
  function membersOf(number: number): readonly number[] {
    const known = chosen.get(number) ?? listMembers(compiled, number).filter(isMember);
    chosen.set(number, known);
    return known;
  }
  const bits = emptyBits(classes.first.length);
  for (const number of numbers) addBit(bits, number);
  return { classes: numbers, bits, membersOf };
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
