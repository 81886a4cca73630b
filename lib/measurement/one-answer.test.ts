import { expect, test } from 'vitest';
import { expectGain, expectShare, type Gaussian, learn, type Outcome } from './one-answer.ts';

/** The same integrals by brute force, a thousand times finer. */
function learnSlowly({ mean, variance }: Gaussian, { share, guess }: Outcome): Gaussian {
  const sums = [0, 0, 0];
  for (let z = -9; z <= 9; z += 0.001) {
    const x = mean + z * Math.sqrt(variance);
    const right = guess + (1 - guess) / (1 + Math.exp(-x));
    const weight = Math.exp(-(z * z) / 2) * right ** share * (1 - right) ** (1 - share);
    for (const power of [0, 1, 2]) sums[power] = (sums[power] ?? 0) + weight * x ** power;
  }
  const [all = 0, first = 0, second = 0] = sums;
  return { mean: first / all, variance: second / all - (first / all) ** 2 };
}

test.each([
  [
    { mean: 0, variance: 1 },
    { share: 1, guess: 0 },
  ],
  [
    { mean: 0, variance: 3 },
    { share: 1, guess: 0.25 },
  ],
  [
    { mean: -2.5, variance: 4 },
    { share: 1, guess: 1 / 3 },
  ],
  [
    { mean: 3, variance: 0.2 },
    { share: 0, guess: 0.2 },
  ],
  [
    { mean: 0.5, variance: 1.5 },
    { share: 0.4, guess: 0.2 },
  ],
])('the posterior of %j after %j is the exact one', (belief, outcome) => {
  const fast = learn(belief, outcome);
  const slow = learnSlowly(belief, outcome);
  expect(fast.mean).toBeCloseTo(slow.mean, 4);
  expect(fast.variance).toBeCloseTo(slow.variance, 4);
});

test('a wrong answer tells the same however the item could be guessed', () => {
  const belief = { mean: 0.3, variance: 1.2 };
  expect(learn(belief, { share: 0, guess: 0.5 }).mean).toBeCloseTo(learn(belief, { share: 0, guess: 0 }).mean, 12);
});

test('a right answer far above somebody is taken for luck', () => {
  const hard = { mean: -6, variance: 1 };
  expect(learn(hard, { share: 1, guess: 0.25 }).mean - hard.mean).toBeLessThan(0.02);
  expect(learn(hard, { share: 1, guess: 0 }).mean - hard.mean).toBeGreaterThan(0.5);
});

test('the expected share lies between guessing and all, and halfway for an even match', () => {
  expect(expectShare({ mean: 0, variance: 2 }, 0)).toBeCloseTo(0.5, 7);
  expect(expectShare({ mean: 0, variance: 2 }, 0.2)).toBeCloseTo(0.6, 7);
  expect(expectShare({ mean: -30, variance: 1 }, 0.2)).toBeCloseTo(0.2, 6);
});

test('the expected gain is what the variance loses on average', () => {
  const [belief, guess] = [{ mean: 0.7, variance: 1.1 }, 0.25];
  const chance = expectShare(belief, guess);
  const left =
    chance * learn(belief, { share: 1, guess }).variance + (1 - chance) * learn(belief, { share: 0, guess }).variance;
  expect(expectGain(belief, guess)).toBeCloseTo(belief.variance - left, 6);
});
