/** Chance as an argument: whoever starts a conversation says how a balancing step picks, once by a draw or every way in turn. */
import type { Cluster } from '../cluster.ts';
import type { State } from '../sim/state.ts';

/**
 * Index of the chosen candidate. A purpose that begins with `resolver ` is one choice for a whole conversation. `turn` is the index whose turn
 * it is, where an order and not chance decides: whoever sends takes it, whoever lists all ways takes every candidate.
 */
export interface Choose {
  (purpose: string, candidates: readonly { readonly probability: number }[], turn?: number): number;
  /**
   * Whoever lists all ways may list those of a part of a conversation once, and go on from where each of them ended.
   * Where it is absent the part is run like anything else.
   */
  part?<T>(part: Part<T>): T;
}

/** A part of a conversation: what it answers and leaves behind follows from the state before it and its question alone. */
export interface Part<T> {
  readonly state: State;
  /** The question as text: equal questions of equal states have equal ways. */
  readonly question: string;
  run(choose: Choose): T;
  /** Whether the rest of the conversation goes the same after either outcome. */
  isSame(one: T, other: T): boolean;
}

/** Runs a part of a conversation, or takes over how it went before from the same state. */
export function partOf<T>(choose: Choose, part: Part<T>): T {
  return choose.part ? choose.part(part) : part.run(choose);
}

/** Whether look-ups with the same outcome are ways of their own, or one way with their joint probability. */
export type LookUps = 'Each' | 'Merged';

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
export function listPaths<T>(run: (choose: Choose) => T, lookUps: LookUps = 'Each'): WeightedPath<T>[] {
  const paths: WeightedPath<T>[] = [];
  const decisions: Decision[] = [];
  do {
    const value = run(replay(decisions, NOTHING_KEPT, lookUps).choose);
    paths.push({ probability: weigh(decisions), value });
    if (paths.length > MAX_PATHS) throw new Error(`invariant: more than ${MAX_PATHS} paths`);
  } while (advance(decisions));
  return paths;
}

/** The same on forks of one cluster. */
export function allPaths<T>(cluster: Cluster, run: (fork: Cluster, choose: Choose) => T): WeightedPath<T>[] {
  return listPaths((choose) => run({ ...cluster, state: cluster.state.fork() }, choose));
}

/** Which server a resolver asks, by purpose: chosen once a conversation. */
type Kept = ReadonlyMap<string, number>;

const NOTHING_KEPT: Kept = new Map();

/** Follows the decisions made so far and takes the first candidate at every new one. */
function replay(decisions: Decision[], before: Kept, lookUps: LookUps) {
  let next = 0;
  let kept = before;
  const choose: Choose = (purpose, candidates) => {
    const isResolver = purpose.startsWith('resolver ');
    const standing = isResolver ? kept.get(purpose) : undefined;
    if (standing !== undefined && standing < candidates.length) return standing;
    if (candidates.length < 2) return 0;
    const decision = decisions[next] ?? { purpose, probabilities: candidates.map((c) => c.probability), index: 0 };
    decisions[next] = decision;
    next++;
    if (isResolver) kept = new Map(kept).set(purpose, decision.index);
    return decision.index;
  };
  choose.part = <T>(part: Part<T>): T => {
    const ways = waysOf(part, kept, lookUps);
    const way = ways[choose(part.question, ways)] as Way<T>;
    kept = way.kept;
    part.state.become(way.after);
    return way.outcome;
  };
  return { choose, kept: (): Kept => kept };
}

/** One way that a part of a conversation can go. */
interface Way<T> {
  readonly probability: number;
  readonly kept: Kept;
  readonly after: State;
  readonly outcome: T;
}

/** Questions that are kept with one version of a state: more than a lab asks. */
const MAX_QUESTIONS = 64;

/** Every way of a part: listed once for a version of the state, however many conversations begin with it. */
function waysOf<T>(part: Part<T>, before: Kept, lookUps: LookUps): readonly Way<T>[] {
  const { answers } = part.state.version();
  const key = `${lookUps} ${part.question}${before.size > 0 ? JSON.stringify([...before]) : ''}`;
  const standing = answers.get(key);
  if (standing) return standing as readonly Way<T>[];
  const each = listWays(part, before, lookUps);
  const ways = lookUps === 'Merged' ? merge(each, part) : each;
  if (answers.size >= MAX_QUESTIONS) answers.clear();
  answers.set(key, ways);
  return ways;
}

function listWays<T>({ state, run }: Part<T>, before: Kept, lookUps: LookUps): Way<T>[] {
  const start = state.fork();
  const ways: Way<T>[] = [];
  const decisions: Decision[] = [];
  do {
    state.become(start);
    const { choose, kept } = replay(decisions, before, lookUps);
    const outcome = run(choose);
    ways.push({ probability: weigh(decisions), kept: kept(), after: state.fork(), outcome });
    if (ways.length > MAX_PATHS) throw new Error(`invariant: more than ${MAX_PATHS} paths`);
  } while (advance(decisions));
  return ways;
}

/** The first of all ways with the same outcome stands for them. */
function merge<T>(ways: readonly Way<T>[], { isSame }: Part<T>): Way<T>[] {
  const merged: Way<T>[] = [];
  for (const way of ways) {
    const at = merged.findIndex(({ outcome }) => isSame(outcome, way.outcome));
    const first = merged[at];
    if (first) merged[at] = { ...first, probability: first.probability + way.probability };
    else merged.push(way);
  }
  return merged;
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
