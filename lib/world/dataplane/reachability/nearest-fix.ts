/** The smallest single change that turns the fate of a flow, found by trying: each candidate is proven anew. */
import type { Network } from '../network.ts';
import { compareReachability } from './compare.ts';
import { compileReachability } from './compile.ts';
import { afterEdit, type Edit } from './edit.ts';
import { editsThatClose, editsThatOpen, type Side } from './edits-of-flow.ts';
import { atomOf, classOf, type Flow, isOpen } from './prove.ts';
import type { Reachability } from './reachability.ts';

export interface Fix {
  readonly edit: Edit;
  /** Other pairs of endpoints for which it changes some port too; undefined: too many to look at. */
  readonly alsoChanges: number | undefined;
}

export interface NearestFix {
  /** Those that change the least besides come first; empty: none of the single changes that were tried is enough. */
  readonly fixes: readonly Fix[];
  readonly tried: number;
}

/** Pairs of classes that are compared for one edit. */
const MAX_PAIRS = 100_000;

/** How to open a flow that policies deny, or to close one that they let through. */
export function findNearestFix(reachability: Reachability, flow: Flow, wanted: 'Open' | 'Close'): NearestFix {
  const edits = listEdits(reachability, flow, wanted);
  const fixes = edits.flatMap((edit): Fix[] => {
    const { net } = reachability.compiled;
    const edited: Network = { ...net, cluster: afterEdit(net.cluster, edit) };
    const after = compileReachability(edited, reachability);
    if (isOpen(after, flow) !== (wanted === 'Open')) return [];
    return [{ edit, alsoChanges: countOthers(reachability, after, flow) }];
  });
  const size = ({ alsoChanges = Number.POSITIVE_INFINITY }: Fix) => alsoChanges;
  // Sorting keeps the order of equals: what changes one rule stands before what changes whole objects.
  return { fixes: fixes.sort((one, other) => Math.sign(size(one) - size(other)) || 0), tried: edits.length };
}

function listEdits(reachability: Reachability, flow: Flow, wanted: 'Open' | 'Close'): Edit[] {
  const sides = listSides(reachability, flow);
  const edits = sides.flatMap(wanted === 'Open' ? editsThatOpen : editsThatClose);
  const seen = new Set<string>();
  return edits.filter(({ kind, namespace, name, object }) => {
    const key = JSON.stringify([kind, namespace, name, object]);
    return !seen.has(key) && seen.add(key);
  });
}

function listSides(reachability: Reachability, flow: Flow): Side[] {
  const { from, to } = flow;
  const [sender, receiver] = [classOf(reachability, from), classOf(reachability, to)];
  const atom = atomOf(reachability, flow);
  const one = { reachability, flow, atom };
  return [
    { ...one, direction: 'Ingress', own: to, ownClass: receiver, peer: from, peerClass: sender },
    { ...one, direction: 'Egress', own: from, ownClass: sender, peer: to, peerClass: receiver },
  ];
}

/** Pairs of endpoints, besides the flow's own, between which some port is opened or closed. */
function countOthers(before: Reachability, after: Reachability, flow: Flow): number | undefined {
  const differences = compareReachability(before, after, MAX_PAIRS);
  if (!differences) return undefined;
  const isOwn = differences.some(
    ({ from, to }) =>
      from.some(({ address }) => address === flow.from.address) &&
      to.some(({ address }) => address === flow.to.address),
  );
  return differences.reduce((sum, { pairs }) => sum + pairs, isOwn ? -1 : 0);
}
