/**
 * A person's abilities in all topics at once: one Gaussian whose topics are alike, so that an answer in one topic tells a little
 * about the others, much while little is known and next to nothing later.
 */
import { START_VOLATILITY } from './glicko2.ts';
import type { Gaussian } from './one-answer.ts';
import { LIKENESS, LOGIT, MIDDLE, SPREAD } from './scale.ts';

/** What is believed of a person; plain JSON. The order of all lists is that of `topics`. */
export interface Belief {
  readonly topics: readonly string[];
  /** Points. */
  readonly means: readonly number[];
  /** Points², row by row; symmetric. */
  readonly covariance: readonly (readonly number[])[];
  /** Logits a week: Glicko-2's σ. */
  readonly volatilities: readonly number[];
}

/** The belief in somebody of whom nothing is known: the distribution of all people. */
export function startBelief(topics: readonly string[]): Belief {
  return {
    topics,
    means: topics.map(() => MIDDLE),
    covariance: topics.map((_, row) => topics.map((__, column) => SPREAD ** 2 * (row === column ? 1 : LIKENESS))),
    volatilities: topics.map(() => START_VOLATILITY),
  };
}

/** A copy that answers are worked into; `toBelief` makes it a belief again. */
export interface Draft {
  readonly means: number[];
  readonly covariance: number[][];
}

export function draftOf({ means, covariance }: Belief): Draft {
  return { means: [...means], covariance: covariance.map((row) => [...row]) };
}

/** x = ability − difficulty, in logits, for an item in the topic at this place. */
export function compare(draft: Belief | Draft, at: number, item: { rating: number; deviation: number }): Gaussian {
  return {
    mean: (valueAt(draft.means, at) - item.rating) / LOGIT,
    variance: (varianceAt(draft, at) + item.deviation ** 2) / LOGIT ** 2,
  };
}

/** Works what an answer told of x into all topics: each moves with the answered one as far as the two are alike. */
export function moveAbilities(draft: Draft, at: number, before: Gaussian, after: Gaussian): void {
  const column = draft.covariance.map((row) => valueAt(row, at) / (before.variance * LOGIT ** 2));
  const shift = (after.mean - before.mean) * LOGIT;
  const lost = (before.variance - after.variance) * LOGIT ** 2;
  for (const [row, part] of column.entries()) {
    draft.means[row] = valueAt(draft.means, row) + part * shift;
    const values = draft.covariance[row] as number[];
    for (const [other, partOfOther] of column.entries()) {
      values[other] = valueAt(values, other) - part * partOfOther * lost;
    }
  }
}

/** Time makes beliefs wider, though never wider than of a stranger. */
export function widen(draft: Draft, volatilities: readonly number[], weeks: number): void {
  for (const [at, volatility] of volatilities.entries()) {
    const variance = varianceAt(draft, at);
    const wider = variance + weeks * (volatility * LOGIT) ** 2;
    (draft.covariance[at] as number[])[at] = Math.min(wider, Math.max(variance, SPREAD ** 2));
  }
}

/** By how much an answer that lessens the variance of x by `gain` (logits²) lessens the sum of the topics' variances, points². */
export function spreadGain(belief: Belief, at: number, x: Gaussian, gain: number): number {
  const scale = x.variance * LOGIT ** 2;
  return belief.covariance.reduce((sum, row) => sum + (valueAt(row, at) / scale) ** 2, 0) * gain * LOGIT ** 2;
}

export function placeOf({ topics }: Belief, topic: string): number {
  const at = topics.indexOf(topic);
  if (at < 0) throw new Error(`invariant: the belief has no topic ${topic}`);
  return at;
}

export function varianceAt({ covariance }: Belief | Draft, at: number): number {
  return valueAt(covariance[at] as readonly number[], at);
}

function valueAt(values: readonly number[], at: number): number {
  return values[at] as number;
}
