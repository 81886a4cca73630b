import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('doubles up to fifteen seconds and keeps half of it', () => {
  expect([0, 1, 2, 3].map((attempt) => backoffMs(attempt, 0))).toEqual([150, 300, 600, 1200]);
  expect(backoffMs(40, 0)).toBe(7500);
  expect(backoffMs(40, 0.999)).toBeLessThanOrEqual(15_000);
});

test('chance spreads the upper half only', () => {
  expect(backoffMs(2, 0.5)).toBe(900);
});
