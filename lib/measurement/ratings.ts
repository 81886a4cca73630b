/**
 * How good somebody is in each topic, and how sure that is. Pure: a belief and answers give a belief. Ratings are points around
 * 1500, a belief is plain JSON for one column, a difficulty two numbers for one row per item or lab.
 *
 * Only the first answer of a person to an item counts; what comes again is the memory's (lib/practice/memory.ts). A lab counts
 * as an answer with `share` = score / maximum of its first grade and `guess` 0.
 */
import {
  type Belief,
  compare,
  draftOf,
  moveAbilities,
  placeOf,
  startBelief,
  varianceAt,
  widen,
} from './common-factor.ts';
import { type Difficulty, moveDifficulty, type Rated } from './difficulty.ts';
import { moveVolatility, weigh } from './glicko2.ts';
import { learn } from './one-answer.ts';
import { pickMostTelling } from './placement.ts';
import { NINETY } from './scale.ts';

/** What somebody did with an item or a lab: `share` of its points, 0 to 1. “I don't know” is 0. */
export interface Answer extends Rated {
  readonly share: number;
}

/** `topics`: each once; their order is that of the belief's lists. */
export function start(topics: readonly string[]): Belief {
  return startBelief(topics);
}

/** `difficulties` are those of the answered items, in the order of the answers. */
export interface Updated {
  readonly belief: Belief;
  readonly difficulties: readonly Difficulty[];
}

/**
 * The beliefs in the person and in the items after answers, given in their order (a session, a single answer, a lab); `weeks` have
 * passed since the last update, 0 or more. An item answered twice in one list must carry its new difficulty the second time.
 */
export function update(before: Belief, answers: readonly Answer[], weeks = 0): Updated {
  const volatilities = before.volatilities.map((volatility, at) => followVolatility(before, at, volatility, answers));
  const draft = draftOf(before);
  widen(draft, volatilities, weeks);
  const difficulties = answers.map((answer) => {
    const at = placeOf(before, answer.topic);
    const x = compare(draft, at, answer.difficulty);
    const after = learn(x, answer);
    moveAbilities(draft, at, x, after);
    return moveDifficulty(answer.difficulty, x, after);
  });
  return { belief: { topics: before.topics, ...draft, volatilities }, difficulties };
}

function followVolatility(belief: Belief, at: number, volatility: number, answers: readonly Answer[]): number {
  const own = answers.filter(({ topic }) => topic === belief.topics[at]);
  if (own.length === 0) return volatility;
  const { rating, deviation } = interval(belief, belief.topics[at] as string);
  const results = own.map(({ difficulty, share, guess }) => ({ ...difficulty, share, guess }));
  return moveVolatility({ rating, deviation, volatility }, weigh(rating, results));
}

/** Points. In 90 of 100 cases the ability lies between `low` and `high`. */
export interface Interval {
  readonly rating: number;
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
  /** So little is known that a page should say so. */
  readonly provisional: boolean;
}

const PROVISIONAL_DEVIATION = 110;

/** Throws for a topic that the belief does not have. */
export function interval(belief: Belief, topic: string): Interval {
  const at = placeOf(belief, topic);
  const rating = belief.means[at] as number;
  const deviation = Math.sqrt(varianceAt(belief, at));
  return {
    rating,
    deviation,
    low: rating - NINETY * deviation,
    high: rating + NINETY * deviation,
    provisional: deviation >= PROVISIONAL_DEVIATION,
  };
}

/** Of one placement. */
export const PLACEMENT = { least: 8, most: 12, mostPerTopic: 2, enoughDeviation: 140 } as const;

export type Placing<T> = { readonly kind: 'Ask'; readonly item: T } | { readonly kind: 'Enough' };

/**
 * The next item of a placement: the one that tells most about all topics together. `asked` are those of this placement so far, the
 * same objects as in `candidates`. It is enough after twelve, or after eight when the topics' deviation is small enough on average.
 */
export function place<T extends Rated>(
  belief: Belief,
  candidates: readonly T[],
  asked: readonly T[],
  seed: number,
): Placing<T> {
  if (asked.length >= PLACEMENT.most) return { kind: 'Enough' };
  if (asked.length >= PLACEMENT.least && meanDeviation(belief) <= PLACEMENT.enoughDeviation) return { kind: 'Enough' };
  const open = candidates.filter(
    (one) => !asked.includes(one) && asked.filter(({ topic }) => topic === one.topic).length < PLACEMENT.mostPerTopic,
  );
  const item = pickMostTelling(belief, open, seed + asked.length);
  return item ? { kind: 'Ask', item } : { kind: 'Enough' };
}

function meanDeviation({ topics, covariance }: Belief): number {
  return covariance.reduce((sum, row, at) => sum + Math.sqrt(row[at] as number), 0) / topics.length;
}
