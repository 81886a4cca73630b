/** Chance as an argument: whoever starts a conversation says how a balancing step picks, once by a draw or every way in turn. */
import type { Cluster } from '../cluster.ts';
import type { State } from '../sim/state.ts';

/** Index of the chosen candidate. A purpose that begins with `resolver ` is one choice for a whole conversation. */
export interface Choose {
  (purpose: string, candidates: readonly { readonly probability: number }[]): number;
  /**
   * Whoever lists all ways may keep the outcome of a part of a conversation, with the state after it, for those ways that
   * differ in later choices only. Where it is absent the part is run.
   */
  part?<T>(state: State, run: () => T): T;
}

/** Runs a part of a conversation, or takes over how it went before when every choice up to its end is the same. */
export function partOf<T>(choose: Choose, state: State, run: () => T): T {
  return choose.part ? choose.part(state, run) : run();
}

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
  const parts: Part[] = [];
  do {
    const value = run(replay(decisions, parts));
    paths.push({ probability: weigh(decisions), value });
    if (paths.length > MAX_PATHS) throw new Error(`invariant: more than ${MAX_PATHS} paths`);
  } while (advance(decisions));
  return paths;
}

/** The same on forks of one cluster. */
export function allPaths<T>(cluster: Cluster, run: (fork: Cluster, choose: Choose) => T): WeightedPath<T>[] {
  return listPaths((choose) => run({ ...cluster, state: cluster.state.fork() }, choose));
}

/** How a part of a conversation went, after the choices before it and those within. */
interface Part {
  readonly from: number;
  /** Indices of the choices from the start of the conversation to the end of the part. */
  readonly chosen: readonly number[];
  readonly kept: ReadonlyMap<string, number>;
  readonly after: State;
  readonly outcome: unknown;
}

/** Follows the decisions made so far and takes the first candidate at every new one. */
function replay(decisions: Decision[], parts: Part[]): Choose {
  let next = 0;
  let kept = new Map<string, number>();
  const choose: Choose = (purpose, candidates) => {
    const before = purpose.startsWith('resolver ') ? kept.get(purpose) : undefined;
    if (before !== undefined && before < candidates.length) return before;
    if (candidates.length < 2) return 0;
    const decision = decisions[next] ?? { purpose, probabilities: candidates.map((c) => c.probability), index: 0 };
    decisions[next] = decision;
    next++;
    kept.set(purpose, decision.index);
    return decision.index;
  };
  choose.part = <T>(state: State, run: () => T): T => {
    const from = next;
    const known = parts.find((part) => part.from === from && isSoFar(part.chosen, decisions));
    if (known) {
      next = known.chosen.length;
      kept = new Map(known.kept);
      state.become(known.after);
      return known.outcome as T;
    }
    const outcome = run();
    const chosen = decisions.slice(0, next).map(({ index }) => index);
    // Ways come depth first: once a choice within this part has changed, what went before never comes again.
    parts.splice(0, parts.length, ...parts.filter((part) => isSoFar(part.chosen, decisions)));
    parts.push({ from, chosen, kept: new Map(kept), after: state.fork(), outcome });
    return outcome;
  };
  return choose;
}

function isSoFar(chosen: readonly number[], decisions: readonly Decision[]): boolean {
  return chosen.length <= decisions.length && chosen.every((index, at) => decisions[at]?.index === index);
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
