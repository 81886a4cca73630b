/** How close estimates are to the truth. */
import { NINETY } from '../../lib/measurement/scale.ts';

export interface Estimate {
  readonly rating: number;
  readonly deviation: number;
}

export interface Scores {
  /** Pearson's, of estimates and truth. */
  readonly correlation: number;
  /** Root of the mean squared error, points. */
  readonly error: number;
  /** Part of the 90 % intervals that hold the truth, 0 to 1. */
  readonly coverage: number;
  /** Mean deviation that the estimates claim, points. */
  readonly deviation: number;
}

/** `truths` in the order of `estimates`. */
export function score(estimates: readonly Estimate[], truths: readonly number[]): Scores {
  const pairs = estimates.map((estimate, index) => ({ ...estimate, truth: truths[index] as number }));
  return {
    correlation: correlate(
      pairs.map(({ rating }) => rating),
      truths,
    ),
    error: Math.sqrt(mean(pairs.map(({ rating, truth }) => (rating - truth) ** 2))),
    coverage: mean(pairs.map(({ rating, deviation, truth }) => Number(Math.abs(rating - truth) <= NINETY * deviation))),
    deviation: mean(pairs.map(({ deviation }) => deviation)),
  };
}

export function averageOf(all: readonly Scores[]): Scores {
  const average = (key: keyof Scores) => mean(all.map((one) => one[key]));
  return {
    correlation: average('correlation'),
    error: average('error'),
    coverage: average('coverage'),
    deviation: average('deviation'),
  };
}

function correlate(a: readonly number[], b: readonly number[]): number {
  const [middleA, middleB] = [mean(a), mean(b)];
  const product = mean(a.map((value, index) => (value - middleA) * ((b[index] as number) - middleB)));
  const spread = (values: readonly number[], middle: number) => mean(values.map((value) => (value - middle) ** 2));
  return product / Math.sqrt(spread(a, middleA) * spread(b, middleB));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
