/** Claims over all flows between two parties: proven, or refuted by a flow. */
import { addBit, addBits, type Bits, emptyBits, firstCommon, firstMissing, hasBit, keepBits, nextBit } from './bits.ts';
import type { Endpoint } from './endpoints.ts';
import { isFlow, type Party, type Selection } from './party.ts';
import { atomsWithin, type PortAtom } from './port-atoms.ts';
import { isOwnNode, type Reachability } from './reachability.ts';

export interface Claim {
  readonly from: Party;
  readonly to: Party;
  readonly protocol: PortAtom['protocol'];
  readonly port: number;
  /** The last one when ports of a range are meant. */
  readonly endPort?: number;
  /** ALWAYS: policies let every flow through. NEVER: none. */
  readonly wants: 'ALWAYS' | 'NEVER';
}

export interface Flow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol: PortAtom['protocol'];
  readonly port: number;
}

export interface Proof {
  /** Undefined: the claim holds. */
  readonly counterexample: Flow | undefined;
  /** How many pairs of classes there are; 0: the claim says nothing, as there is nobody on one side. */
  readonly pairs: number;
}

/** A pod's way to itself is not a flow of any claim. */
export function prove(reachability: Reachability, claim: Claim): Proof {
  const { compiled } = reachability;
  const last = claim.endPort ?? claim.port;
  const wanted = atomsWithin(compiled.atoms, claim.protocol, claim.port, last);
  const from = reachability.select(claim.from);
  const to = reachability.select(claim.to);
  const pairs = from.classes.length * to.classes.length;
  const nodes = from.classes.filter((one) => reachability.firstOf(one).kind === 'Node');
  const senders = emptyBits(compiled.classes.first.length);
  const question: Question = { reachability, from, nodes, to, wanted, wants: claim.wants, senders };
  for (const number of to.classes) {
    const found = refute(question, number);
    if (!found) continue;
    const atom = compiled.atoms.list[found.atom] as PortAtom;
    const port = Math.max(atom.from, claim.port);
    const [sender, receiver] = [compiled.endpoints[found.from] as Endpoint, compiled.endpoints[found.to] as Endpoint];
    return { pairs, counterexample: { from: sender, to: receiver, protocol: claim.protocol, port } };
  }
  return { pairs, counterexample: undefined };
}

interface Question {
  readonly reachability: Reachability;
  readonly from: Selection;
  /** Those of `from` that are nodes. */
  readonly nodes: readonly number[];
  readonly to: Selection;
  /** Atoms of ports. */
  readonly wanted: Bits;
  readonly wants: Claim['wants'];
  /** Written anew for every receiver. */
  readonly senders: Bits;
}

/** Places of two endpoints, and the atom on which they refute the claim. */
interface Refuted {
  readonly from: number;
  readonly to: number;
  readonly atom: number;
}

function refute(question: Question, receiver: number): Refuted | undefined {
  const { reachability, nodes, wanted, wants } = question;
  const found = emptyBits(reachability.compiled.atoms.list.length);
  const suspects = wants === 'NEVER' ? letIn(question, receiver) : notSurelyLetIn(question, receiver);
  for (let sender = nextBit(suspects, 0); sender >= 0; sender = nextBit(suspects, sender + 1)) {
    reachability.between(sender, receiver, found);
    const atom = wants === 'NEVER' ? firstCommon(found, wanted) : firstMissing(wanted, found);
    const pair = atom < 0 ? undefined : findPair(question, sender, receiver, 'NotOwnNode');
    if (pair) return { ...pair, atom };
  }
  if (wants === 'ALWAYS') return undefined;
  // What comes from a pod's own node is let in whatever its policies say.
  for (const sender of nodes) {
    const pair = findPair(question, sender, receiver, 'OwnNode');
    if (pair) return { ...pair, atom: nextBit(wanted, 0) };
  }
  return undefined;
}

const NOBODY = emptyBits(0);

/** Senders that the receiver's rules let in on one of the atoms at least. */
function letIn({ reachability, from, wanted, senders }: Question, receiver: number): Bits {
  const rows = reachability.rowsOf('Ingress', receiver);
  if (!rows) return from.bits;
  const open = rows.filter(({ ports }) => !ports || firstCommon(ports, wanted) >= 0);
  if (open.length === 0) return NOBODY;
  if (open.some(({ peers }) => !peers)) return from.bits;
  senders.fill(0);
  for (const { peers } of open) addBits(senders, peers as Bits);
  keepBits(senders, from.bits);
  return senders;
}

/** Senders with policies of their own for egress, and those that the receiver's rules leave out on one of the atoms. */
function notSurelyLetIn({ reachability, from, wanted }: Question, receiver: number): Bits {
  const suspects = emptyBits(reachability.compiled.classes.first.length);
  for (const sender of from.classes) if (reachability.rowsOf('Egress', sender)) addBit(suspects, sender);
  const rows = reachability.rowsOf('Ingress', receiver);
  if (!rows) return suspects;
  for (let atom = nextBit(wanted, 0); atom >= 0; atom = nextBit(wanted, atom + 1)) {
    const open = rows.filter(({ ports }) => !ports || hasBit(ports, atom));
    if (open.some(({ peers }) => !peers)) continue;
    const senders = emptyBits(suspects.length * 32);
    for (const { peers } of open) addBits(senders, peers as Bits);
    for (let word = 0; word < suspects.length; word++) {
      suspects[word] = (suspects[word] as number) | ((from.bits[word] as number) & ~(senders[word] as number));
    }
  }
  return suspects;
}

/** The first two members that are two, and stand to each other as it is wanted. */
function findPair(
  { reachability, from, to }: Question,
  sender: number,
  receiver: number,
  nodes: 'OwnNode' | 'NotOwnNode',
): Pick<Refuted, 'from' | 'to'> | undefined {
  const { endpoints } = reachability.compiled;
  if (!isFlow(reachability.firstOf(sender), reachability.firstOf(receiver))) return undefined;
  const receivers = to.membersOf(receiver);
  for (const one of from.membersOf(sender)) {
    const found = receivers.find(
      (other) =>
        other !== one && isOwnNode(endpoints[one] as Endpoint, endpoints[other] as Endpoint) === (nodes === 'OwnNode'),
    );
    if (found !== undefined) return { from: one, to: found };
  }
  return undefined;
}

function placeOf({ compiled: { endpoints } }: Reachability, wanted: Endpoint): number {
  const place = endpoints.findIndex(({ kind, address }) => kind === wanted.kind && address === wanted.address);
  if (place < 0) throw new Error(`invariant: ${wanted.address} is no endpoint`);
  return place;
}

export function classOf(reachability: Reachability, endpoint: Endpoint): number {
  return reachability.compiled.classes.of[placeOf(reachability, endpoint)] as number;
}

export function atomOf({ compiled: { atoms } }: Reachability, { protocol, port }: Flow): number {
  return atoms.list.findIndex((one) => one.protocol === protocol && one.from <= port && one.to >= port);
}

/** Whether policies let the flow through. */
export function isOpen(reachability: Reachability, flow: Flow): boolean {
  const ports = reachability.allowed(placeOf(reachability, flow.from), placeOf(reachability, flow.to));
  return hasBit(ports, atomOf(reachability, flow));
}
