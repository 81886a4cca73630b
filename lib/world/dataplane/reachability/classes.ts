/**
 * Endpoints that no policy tells apart are one class: what holds between two classes is found out once. Classes are only ever split: a set
 * of classes from before a split is brought up to date by asking for each new class what held for the one it came from.
 */
import { familyOf } from '../../net/ip.ts';
import { cutsUpTo, type Position, sortedCuts } from './address-line.ts';
import type { Criteria } from './criteria.ts';
import type { Endpoint } from './endpoints.ts';
import type { PortCut } from './port-atoms.ts';

export interface Classes {
  /** Of every endpoint. */
  readonly of: Uint32Array;
  /** One endpoint of every class, the first. */
  readonly first: Uint32Array;
  /** How many endpoints each has. */
  readonly sizes: Uint32Array;
  /** The class that each was split from, which has a lower number; the first one is its own. */
  readonly parent: Uint32Array;
}

/** All in one class. */
export function oneClass(count: number): Classes {
  return withFirsts(new Uint32Array(count), [0]);
}

/** What of an endpoint may differ within a class. */
type Trait = (endpoint: number) => unknown;

/** Splits the classes by kind, namespace and family of addresses, and by what else the caller tells of each. */
export function splitBySort(
  classes: Classes,
  endpoints: readonly Endpoint[],
  trait: (one: Endpoint) => string,
): Classes {
  const namespaces = split(classes, (index) => {
    const { kind, pod } = endpoints[index] as Endpoint;
    // No namespace is called that.
    return pod ? pod.metadata.namespace : ` ${kind}`;
  });
  const families = split(namespaces, (index) => familyOf((endpoints[index] as Endpoint).address));
  return split(families, (index) => trait(endpoints[index] as Endpoint));
}

/** Splits the classes by all that these criteria see. */
export function splitBy(
  classes: Classes,
  endpoints: readonly Endpoint[],
  positions: () => readonly Position[],
  { labelKeys, addressCuts, portNames }: Criteria,
): Classes {
  let now = classes;
  for (const key of labelKeys) now = split(now, (index) => (endpoints[index] as Endpoint).pod?.metadata.labels?.[key]);
  for (const name of portNames) now = split(now, (index) => portsNamed(endpoints[index] as Endpoint, name));
  if (addressCuts.size === 0) return now;
  const cuts = sortedCuts(addressCuts);
  const at = positions();
  return split(now, (index) => cutsUpTo(cuts, at[index] as Position));
}

/** `TCP 80,TCP 81`: what the pod's containers call by that name; empty where nothing is called so. */
function portsNamed({ pod }: Endpoint, wanted: string): string {
  let found = '';
  for (const { ports } of pod?.spec.containers ?? []) {
    if (!ports) continue;
    for (const { name, containerPort, protocol = 'TCP' } of ports) {
      if (name === wanted) found += `${found && ','}${protocol} ${containerPort}`;
    }
  }
  return found;
}

/** Where the ports begin and end that somebody calls by one of these names. */
export function cutsOfNames(
  { first }: Classes,
  endpoints: readonly Endpoint[],
  names: ReadonlySet<string>,
): Set<PortCut> {
  const cuts = new Set<PortCut>();
  const seen = new Set<string>();
  for (const name of names) {
    for (const index of first) {
      const named = portsNamed(endpoints[index] as Endpoint, name);
      if (named === '' || seen.has(named)) continue;
      seen.add(named);
      for (const number of named.split(',')) {
        const [protocol = '', port] = number.split(' ');
        cuts.add(`${protocol} ${Number(port)}`).add(`${protocol} ${Number(port) + 1}`);
      }
    }
  }
  return cuts;
}

/** The same classes when the trait tells none of their members apart. */
function split(classes: Classes, traitOf: Trait): Classes {
  const { of, parent } = classes;
  let now: Uint32Array | undefined;
  let parents: number[] = [];
  /** The trait of the members that keep the number. */
  const kept: unknown[] = new Array(parent.length).fill(NOT_MET);
  const others = new Map<number, Map<unknown, number>>();
  for (let index = 0; index < of.length; index++) {
    const old = of[index] as number;
    const trait = traitOf(index);
    if (kept[old] === trait) continue;
    if (kept[old] === NOT_MET) {
      kept[old] = trait;
      continue;
    }
    if (!now) {
      now = of.slice();
      parents = Array.from(parent);
    }
    now[index] = splitOff(others, parents, old, trait);
  }
  return now ? withFirsts(now, parents) : classes;
}

const NOT_MET = Symbol('no member met');

function splitOff(others: Map<number, Map<unknown, number>>, parents: number[], old: number, trait: unknown): number {
  let known = others.get(old);
  if (!known) {
    known = new Map();
    others.set(old, known);
  }
  let number = known.get(trait);
  if (number === undefined) {
    number = parents.push(old) - 1;
    known.set(trait, number);
  }
  return number;
}

/** The classes with further endpoints, each in the class of the one it is like so far. */
export function addEndpoints({ of, parent }: Classes, classesOfThem: readonly number[]): Classes {
  const more = new Uint32Array(of.length + classesOfThem.length);
  more.set(of);
  more.set(classesOfThem, of.length);
  return withFirsts(more, parent);
}

function withFirsts(of: Uint32Array, parents: ArrayLike<number>): Classes {
  const first = new Uint32Array(parents.length);
  const sizes = new Uint32Array(parents.length);
  for (let index = of.length - 1; index >= 0; index--) {
    const number = of[index] as number;
    first[number] = index;
    sizes[number] = (sizes[number] as number) + 1;
  }
  return { of, first, sizes, parent: Uint32Array.from(parents) };
}
