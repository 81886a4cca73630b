/** What policies let through in one world and not in another: by pairs of endpoints that both have, and ranges of ports. */
import { hasBit } from './bits.ts';
import { type Endpoint, nameOfEndpoint } from './endpoints.ts';
import { isFlow } from './party.ts';
import { cutPorts, type PortAtom, type PortCut } from './port-atoms.ts';
import { isOwnNode, type Reachability } from './reachability.ts';

/** Between every one of `from` and every other one of `to`, pods' own nodes left out. */
export interface Difference {
  readonly from: readonly Endpoint[];
  readonly to: readonly Endpoint[];
  readonly opened: readonly PortAtom[];
  readonly closed: readonly PortAtom[];
  /** How many pairs of endpoints these are. */
  readonly pairs: number;
}

/** Endpoints that neither world tells apart. */
interface Joint {
  readonly before: number;
  readonly after: number;
  readonly members: Endpoint[];
}

/** A joint range of ports, and which atom of each world holds it. */
interface JointAtom {
  readonly atom: PortAtom;
  readonly before: number;
  readonly after: number;
}

/** Undefined: there are more than `maxPairs` pairs of classes. Endpoints are the same when their kinds, names and addresses are. */
export function compareReachability(
  before: Reachability,
  after: Reachability,
  maxPairs: number,
): readonly Difference[] | undefined {
  const joints = joinClasses(before, after);
  if (joints.length ** 2 > maxPairs) return undefined;
  const atoms = joinAtoms(before, after);
  const [then, now] = [before.compiled.atoms.all.slice(), after.compiled.atoms.all.slice()];
  return joints.flatMap((from) =>
    joints.flatMap((to): Difference[] => {
      const [sender, receiver] = [from.members[0] as Endpoint, to.members[0] as Endpoint];
      if (!isFlow(sender, receiver)) return [];
      before.between(from.before, to.before, then);
      after.between(from.after, to.after, now);
      const opened: PortAtom[] = [];
      const closed: PortAtom[] = [];
      for (const one of atoms) {
        const [was, is] = [hasBit(then, one.before), hasBit(now, one.after)];
        if (was !== is) (is ? opened : closed).push(one.atom);
      }
      if (opened.length + closed.length === 0) return [];
      const pairs = countPairs(from, to);
      return pairs === 0 ? [] : [{ from: from.members, to: to.members, opened, closed, pairs }];
    }),
  );
}

function joinClasses(before: Reachability, after: Reachability): Joint[] {
  const known = new Map<string, number>();
  for (const [index, one] of before.compiled.endpoints.entries()) {
    known.set(keyOf(one), before.compiled.classes.of[index] as number);
  }
  const joints = new Map<string, Joint>();
  for (const [index, one] of after.compiled.endpoints.entries()) {
    const was = known.get(keyOf(one));
    if (was === undefined) continue;
    const is = after.compiled.classes.of[index] as number;
    const key = `${was} ${is}`;
    const joint = joints.get(key);
    if (joint) joint.members.push(one);
    else joints.set(key, { before: was, after: is, members: [one] });
  }
  return [...joints.values()];
}

function keyOf(one: Endpoint): string {
  return `${nameOfEndpoint(one)} ${one.address}`;
}

function joinAtoms(before: Reachability, after: Reachability): JointAtom[] {
  const [old, young] = [before.compiled.atoms.list, after.compiled.atoms.list];
  const cuts = [...old, ...young].map(({ protocol, from }): PortCut => `${protocol} ${from}`);
  const holding = (list: readonly PortAtom[], { protocol, from }: PortAtom) =>
    list.findIndex((one) => one.protocol === protocol && one.from <= from && one.to >= from);
  return cutPorts(cuts).list.map((atom) => ({ atom, before: holding(old, atom), after: holding(young, atom) }));
}

function countPairs(from: Joint, to: Joint): number {
  const all = from.members.length * to.members.length - (from === to ? from.members.length : 0);
  if (from.members[0]?.kind !== 'Node' || to.members[0]?.kind !== 'Pod') return all;
  const own = to.members.filter((pod) => from.members.some((node) => isOwnNode(node, pod)));
  return all - own.length;
}
