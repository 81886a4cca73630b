/**
 * What one answer tells. The quantity is x = ability − difficulty in logits, believed to be Gaussian; an answer is right with
 * probability c + (1 − c) / (1 + e^−x), where c is the chance to be right by guessing.
 */

/** In logits. */
export interface Gaussian {
  readonly mean: number;
  readonly variance: number;
}

/** `share` of the points, 0 to 1; `guess`: the share that somebody gets who knows nothing, 0 to 1. */
export interface Outcome {
  readonly share: number;
  readonly guess: number;
}

/** Places and weights of a sum that stands for the integral over a Gaussian: the trapezoid rule, exact here to eight digits. */
const STEP = 0.5;
const PLACES = Array.from({ length: 25 }, (_, index) => (index - 12) * STEP);
const WEIGHTS = PLACES.map((place) => (STEP * Math.exp((-place * place) / 2)) / Math.sqrt(2 * Math.PI));

/** The share that somebody is expected to get whose x is so believed, 0 to 1. */
export function expectShare(x: Gaussian, guess: number): number {
  const width = Math.sqrt(x.variance);
  let sum = 0;
  for (const [index, place] of PLACES.entries())
    sum += (WEIGHTS[index] as number) * right(x.mean + width * place, guess);
  return sum;
}

/** The belief after an answer: the mean and variance of the exact posterior. The variance grows where a right answer was a surprise. */
export function learn(x: Gaussian, outcome: Outcome): Gaussian {
  const width = Math.sqrt(x.variance);
  let [sum, first, second] = [0, 0, 0];
  for (const [index, place] of PLACES.entries()) {
    const weight = (WEIGHTS[index] as number) * likelihood(x.mean + width * place, outcome);
    sum += weight;
    first += weight * place;
    second += weight * place * place;
  }
  const shift = first / sum;
  return { mean: x.mean + width * shift, variance: x.variance * (second / sum - shift * shift) };
}

/**
 * By how much an answer is expected to lessen the variance of x, logits²: the variance of the mean that it will lead to. Before the
 * answer the mean of the places is 0, so what a right answer moves up a wrong one moves down.
 */
export function expectGain(x: Gaussian, guess: number): number {
  const width = Math.sqrt(x.variance);
  let [chance, shift] = [0, 0];
  for (const [index, place] of PLACES.entries()) {
    const weight = (WEIGHTS[index] as number) * right(x.mean + width * place, guess);
    chance += weight;
    shift += weight * place;
  }
  return (x.variance * shift * shift) / (chance * (1 - chance));
}

function right(x: number, guess: number): number {
  return guess + (1 - guess) / (1 + Math.exp(-x));
}

/** A part of the points counts as that part of a right answer and the rest of a wrong one. */
function likelihood(x: number, { share, guess }: Outcome): number {
  const chance = right(x, guess);
  if (share === 1) return chance;
  if (share === 0) return 1 - chance;
  return chance ** share * (1 - chance) ** (1 - share);
}
