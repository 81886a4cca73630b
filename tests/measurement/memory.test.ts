/**
 * The schedule of concepts is FSRS-6 as its authors have it. Vectors:
 * https://github.com/open-spaced-repetition/ts-fsrs/blob/main/packages/fsrs/__tests__/FSRS-6.test.ts and, by the same weights,
 * https://github.com/open-spaced-repetition/fsrs-rs/blob/037345fd57472ea392a6086f217b1c73a9fa171a/src/inference.rs#L836-L841
 */
import { type Card, fsrs, type Grade, Rating } from 'ts-fsrs';
import { expect, test } from 'vitest';
import { remember } from '../../lib/practice/memory.ts';
import { randomStream } from '../../lib/world/sim/random.ts';

const { Again, Hard, Good, Easy } = Rating;
const START = new Date('2026-11-23T12:30:00Z');
const DAY_MS = 86_400_000;

test('intervals of thirteen reviews, each on the day it is due', () => {
  const grades: Grade[] = [Good, Good, Good, Good, Good, Good, Again, Again, Good, Good, Good, Good, Good];
  let card: Card | undefined;
  const days = grades.map((grade) => {
    card = remember(card, grade, card?.due ?? START).card;
    return card.scheduled_days;
  });
  expect(days).toEqual([0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]);
});

test('stability and difficulty after six reviews on given days', () => {
  const grades: Grade[] = [Again, Good, Good, Good, Good, Good];
  let [at, card]: [number, Card | undefined] = [START.getTime(), undefined];
  for (const [index, days] of [0, 0, 1, 3, 8, 21].entries()) {
    at += days * DAY_MS;
    card = remember(card, grades[index] as Grade, new Date(at)).card;
  }
  expect(card?.stability).toBeCloseTo(53.62691, 4);
  expect(card?.difficulty).toBeCloseTo(6.3574867, 4);
});

test.each([
  [Again, 0.212, 6.4133, 0],
  [Hard, 1.2931, 5.11217071, 0],
  [Good, 2.3065, 2.11810397, 0],
  [Easy, 8.2956, 1, 8],
] as const)('the first review by grade %i', (grade, stability, difficulty, days) => {
  const { card } = remember(undefined, grade, START);
  expect([card.stability, card.difficulty, card.scheduled_days]).toEqual([stability, difficulty, days]);
});

test('what was stored as JSON goes on as the library goes on, over 200 random histories', () => {
  const library = fsrs({ enable_fuzz: false });
  const random = randomStream(1, 'fsrs', 'histories');
  for (let history = 0; history < 200; history++) {
    let [at, ours, theirs]: [number, Card | undefined, Card | undefined] = [START.getTime(), undefined, undefined];
    for (let review = 0; review < 12; review++) {
      const [grade, now] = [random.pick([Again, Hard, Good, Easy] as Grade[]), new Date(at)];
      ours = JSON.parse(JSON.stringify(remember(ours, grade, now).card)) as Card;
      theirs = theirs ? library.next(theirs, now, grade).card : remember(undefined, grade, now).card;
      expect(new Date(ours.due)).toEqual(theirs.due);
      at += Math.ceil(random.next() * 40 * DAY_MS);
    }
  }
});
