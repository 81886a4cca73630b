/** Chance as an argument: whoever starts a conversation says how a balancing step picks, once by a draw or every way in turn. */
import type { Cluster } from '../cluster.ts';

/** Index of the chosen candidate. A purpose that begins with `resolver ` is one choice for a whole conversation. */
export type Choose = (purpose: string, candidates: readonly { readonly probability: number }[]) => number;

export interface WeightedPath<T> {
  readonly probability: number;
  readonly value: T;
}

/** More paths than this are a mistake in the question, not an answer. */
const MAX_PATHS = 4096;

interface Decision {
  readonly purpose: string;
  readonly probabilities: readonly number[];
  index: number;
}

/**
 * Runs a conversation once for every combination of choices, depth first; probabilities add up to 1. Each run must start from the same state.
 *
 * Differs: a resolver picks one DNS server pod for all queries of a conversation, so that ten queries are not 2^10 paths.
 */
export function listPaths<T>(run: (choose: Choose) => T): WeightedPath<T>[] {
  const paths: WeightedPath<T>[] = [];
  const decisions: Decision[] = [];
  do {
    const value = run(replay(decisions));
    paths.push({ probability: weigh(decisions), value });
    if (paths.length > MAX_PATHS) throw new Error(`invariant: more than ${MAX_PATHS} paths`);
  } while (advance(decisions));
  return paths;
}

/** The same on forks of one cluster. */
export function allPaths<T>(cluster: Cluster, run: (fork: Cluster, choose: Choose) => T): WeightedPath<T>[] {
  return listPaths((choose) => run({ ...cluster, state: cluster.state.fork() }, choose));
}

/** Follows the decisions made so far and takes the first candidate at every new one. */
function replay(decisions: Decision[]): Choose {
  let next = 0;
  const kept = new Map<string, number>();
  return (purpose, candidates) => {
    const before = purpose.startsWith('resolver ') ? kept.get(purpose) : undefined;
    if (before !== undefined && before < candidates.length) return before;
    if (candidates.length < 2) return 0;
    const decision = decisions[next] ?? { purpose, probabilities: candidates.map((c) => c.probability), index: 0 };
    decisions[next] = decision;
    next++;
    kept.set(purpose, decision.index);
    return decision.index;
  };
}

function weigh(decisions: readonly Decision[]): number {
  return decisions.reduce((product, { probabilities, index }) => product * (probabilities[index] ?? 0), 1);
}

/** The next combination in depth-first order; false when all were seen. */
function advance(decisions: Decision[]): boolean {
  for (let last = decisions.pop(); last; last = decisions.pop()) {
    if (last.index + 1 < last.probabilities.length) {
      last.index++;
      decisions.push(last);
      return true;
    }
  }
  return false;
}
