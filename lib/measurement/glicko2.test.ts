import { expect, test } from 'vitest';
import { moveVolatility, ratePeriod, START_VOLATILITY, UNRATED, weigh } from './glicko2.ts';

/** The worked example of https://www.glicko.net/glicko/glicko2.pdf: a player of 1500 ± 200 meets three others. */
const PLAYER = { rating: 1500, deviation: 200, volatility: 0.06 };
const GAMES = [
  { rating: 1400, deviation: 30, share: 1, guess: 0 },
  { rating: 1550, deviation: 100, share: 0, guess: 0 },
  { rating: 1700, deviation: 300, share: 0, guess: 0 },
];

test('the worked example of the paper', () => {
  const evidence = weigh(PLAYER.rating, GAMES);
  expect(evidence.variance).toBeCloseTo(1.7785, 2);
  expect(evidence.improvement).toBeCloseTo(-0.4834, 2);
  const after = ratePeriod(PLAYER, GAMES);
  expect(after.rating).toBeCloseTo(1464.06, 1);
  expect(after.deviation).toBeCloseTo(151.52, 1);
  // The paper cuts 0.059996 off.
  expect(Math.floor(after.volatility * 1e5)).toBe(5999);
});

test('a period without answers only widens the deviation', () => {
  const { rating, deviation, volatility } = ratePeriod(PLAYER, []);
  expect({ rating, volatility }).toEqual({ rating: 1500, volatility: 0.06 });
  expect(deviation).toBeCloseTo(Math.hypot(200, 0.06 * 173.7178), 3);
});

test('a right answer that may be luck moves less than one that cannot be', () => {
  const item = { rating: 1500, deviation: 50, share: 1 };
  const typed = ratePeriod(UNRATED, [{ ...item, guess: 0 }]);
  const chosen = ratePeriod(UNRATED, [{ ...item, guess: 0.25 }]);
  expect(chosen.rating).toBeGreaterThan(1500);
  expect(chosen.rating).toBeLessThan(typed.rating);
  expect(chosen.deviation).toBeGreaterThan(typed.deviation);
});

test('results far from what was expected make the volatility larger', () => {
  const settled = { rating: 1500, deviation: 40, volatility: START_VOLATILITY };
  const lost = Array.from({ length: 12 }, () => ({ rating: 1100, deviation: 40, share: 0, guess: 0 }));
  expect(moveVolatility(settled, weigh(1500, lost))).toBeGreaterThan(START_VOLATILITY);
});
