/**
 * Glicko-2, with items as opponents and with guessing.
 *
 * Models: https://www.glicko.net/glicko/glicko2.pdf
 * Differs: an item can be guessed, so the expected share is c + (1 − c)·E; information and score are those of that likelihood, which for
 * c = 0 are the paper's. `ratePeriod` is else the paper's steps 2 to 8. Ratings of people take from here only how the volatility moves:
 * the paper's one Newton step per period is replaced by the exact mean and variance after each answer (one-answer.ts), worked into all
 * topics at once (common-factor.ts); docs/measurement.md has both side by side.
 */
import { LOGIT, MIDDLE } from './scale.ts';

/** Points; the volatility is in logits a period, as in the paper. */
export interface Rating {
  readonly rating: number;
  readonly deviation: number;
  readonly volatility: number;
}

/** One answer: how hard the item is (points), the share of its points (0 to 1), what a guess gets (0 to 1). */
export interface Result {
  readonly rating: number;
  readonly deviation: number;
  readonly share: number;
  readonly guess: number;
}

export const START_VOLATILITY = 0.06;

/** How freely the volatility moves: the paper's τ, 0.3 to 1.2. */
const TAU = 0.5;
const TOLERANCE = 1e-6;

/** The paper's v (variance of an estimate by these results alone, logits²) and Δ (how far it lies from the rating, logits). */
export interface Evidence {
  readonly variance: number;
  readonly improvement: number;
}

/** Steps 3 and 4. `results` is not empty. */
export function weigh(rating: number, results: readonly Result[]): Evidence {
  let [information, score] = [0, 0];
  for (const result of results) {
    const g = 1 / Math.sqrt(1 + (3 * (result.deviation / LOGIT) ** 2) / Math.PI ** 2);
    const expected = 1 / (1 + Math.exp((-g * (rating - result.rating)) / LOGIT));
    const chance = result.guess + (1 - result.guess) * expected;
    /** 1 without guessing; less, the more of a right answer may be luck. */
    const worth = expected / chance;
    information += g * g * worth * (1 - result.guess) * expected * (1 - expected);
    score += g * worth * (result.share - chance);
  }
  return { variance: 1 / information, improvement: score / information };
}

/** Step 5, by the Illinois variant of regula falsi. `deviation` in points. */
export function moveVolatility({ deviation, volatility }: Rating, { variance, improvement }: Evidence): number {
  const spread = (deviation / LOGIT) ** 2 + variance;
  const start = Math.log(volatility ** 2);
  const f = (x: number) => {
    const grown = Math.exp(x) + spread;
    return (Math.exp(x) * (improvement ** 2 - grown)) / (2 * grown ** 2) - (x - start) / TAU ** 2;
  };
  let steps = 1;
  while (f(start - steps * TAU) < 0) steps++;
  const surplus = improvement ** 2 - spread;
  let [low, high] = [start, surplus > 0 ? Math.log(surplus) : start - steps * TAU];
  let [atLow, atHigh] = [f(low), f(high)];
  while (Math.abs(high - low) > TOLERANCE) {
    const between = low + ((low - high) * atLow) / (atHigh - atLow);
    const atBetween = f(between);
    if (atBetween * atHigh <= 0) [low, atLow] = [high, atHigh];
    else atLow /= 2;
    [high, atHigh] = [between, atBetween];
  }
  return Math.exp(low / 2);
}

/** A rating after one period, as the paper has it. */
export function ratePeriod(before: Rating, results: readonly Result[]): Rating {
  const phi = before.deviation / LOGIT;
  if (results.length === 0) return { ...before, deviation: Math.hypot(phi, before.volatility) * LOGIT };
  const evidence = weigh(before.rating, results);
  const volatility = moveVolatility(before, evidence);
  const variance = 1 / (1 / (phi ** 2 + volatility ** 2) + 1 / evidence.variance);
  return {
    rating: before.rating + ((variance * evidence.improvement) / evidence.variance) * LOGIT,
    deviation: Math.sqrt(variance) * LOGIT,
    volatility,
  };
}

/** The paper's unrated player. */
export const UNRATED: Rating = { rating: MIDDLE, deviation: 350, volatility: START_VOLATILITY };
