/** Ports cut into ranges that no policy tells apart. */
import type { NetworkPolicyPort } from '../../api/networking/v1/networkpolicy.schema.ts';
import type { Protocol } from '../trace.ts';
import { addBit, type Bits, emptyBits, fullBits } from './bits.ts';

export interface PortAtom {
  readonly protocol: Protocol;
  /** ICMP has no ports: its one atom is 0 to 0. */
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
}

export interface PortAtoms {
  readonly list: readonly PortAtom[];
  /** Every atom. */
  readonly all: Bits;
}

/** `TCP 80`: a range of ports begins there. */
export type PortCut = `${string} ${number}`;

const WITH_PORTS = ['TCP', 'UDP', 'SCTP'] as const;
const LAST_PORT = 65_535;

export function cutPorts(cuts: Iterable<PortCut>): PortAtoms {
  const starts = new Map<string, number[]>(WITH_PORTS.map((protocol) => [protocol, [1]]));
  for (const cut of cuts) {
    const [protocol = '', port] = cut.split(' ');
    starts.get(protocol)?.push(Number(port));
  }
  const list = WITH_PORTS.flatMap((protocol) => atomsOf(protocol, starts.get(protocol) ?? []));
  list.push({ protocol: 'ICMP', from: 0, to: 0 });
  return { list, all: fullBits(list.length) };
}

function atomsOf(protocol: Protocol, starts: readonly number[]): PortAtom[] {
  const sorted = [...new Set(starts)].filter((port) => port >= 1 && port <= LAST_PORT).sort((a, b) => a - b);
  return sorted.map((from, index) => ({ protocol, from, to: (sorted[index + 1] ?? LAST_PORT + 1) - 1 }));
}

/** Where the ranges of a rule's port begin and end. A name has no number of its own: its receivers have. */
export function cutsOf({ protocol = 'TCP', port, endPort }: NetworkPolicyPort): PortCut[] {
  return typeof port === 'number' ? [`${protocol} ${port}`, `${protocol} ${(endPort ?? port) + 1}`] : [];
}

/** The numbers a receiver gives a name. */
export type NumbersOf = (name: string, protocol: string) => readonly number[];

const NONE: readonly number[] = [];

/** The atoms of a rule's ports; no port at all means every atom. */
export function atomsOfPorts(
  { list, all }: PortAtoms,
  ports: readonly NetworkPolicyPort[],
  numbersOf: NumbersOf,
): Bits {
  if (ports.length === 0) return all;
  const bits = emptyBits(list.length);
  for (const one of ports) {
    const { protocol = 'TCP', port } = one;
    const numbers = typeof port === 'string' ? numbersOf(port, protocol) : NONE;
    for (let index = 0; index < list.length; index++) {
      const atom = list[index] as PortAtom;
      if (atom.protocol === protocol && coversAtom(one, atom, numbers)) addBit(bits, index);
    }
  }
  return bits;
}

function coversAtom({ port, endPort }: NetworkPolicyPort, { from, to }: PortAtom, numbers: readonly number[]): boolean {
  if (port === undefined) return true;
  if (typeof port === 'number') return from >= port && to <= (endPort ?? port);
  return from === to && numbers.includes(from);
}

/** Atoms that have a port in common with that range. */
export function atomsWithin({ list }: PortAtoms, protocol: Protocol, first: number, last: number): Bits {
  const bits = emptyBits(list.length);
  for (const [index, atom] of list.entries()) {
    if (atom.protocol === protocol && atom.from <= last && atom.to >= first) addBit(bits, index);
  }
  return bits;
}
