/** A smaller `npm run simulate`: people and items whose truth is known, from one seed. */
import { beforeAll, expect, test } from 'vitest';
import { BAND } from '../../lib/measurement/aim.ts';
import { type Figures, listMisses } from '../../scripts/simulation/bounds.ts';
import { type Course, listEstimates, runCourse } from '../../scripts/simulation/course.ts';
import { drawCurves, estimate } from '../../scripts/simulation/optimum.ts';
import { drawItems, drawPeople } from '../../scripts/simulation/people.ts';
import { listCandidates, listPlaced, pickFixed, placeAll, testAll } from '../../scripts/simulation/placement-trial.ts';
import { averageOf, mean, type Scores, score } from '../../scripts/simulation/scores.ts';

const [PEOPLE, STRANGERS, ITEMS, SHELF, SEED] = [300, 400, 60, 15, 7];
const DAYS = 40;

const people = drawPeople(PEOPLE, SEED);
const items = drawItems(ITEMS, SEED);
const plan = { people, items, days: DAYS, seed: SEED, choice: 'Random', levels: 'Unknown' } as const;

function measure(course: Course): Figures {
  const truths = people.flat();
  const curves = drawCurves(
    items,
    items.map(({ difficulty }) => difficulty),
  );
  const many = items.filter(({ id }) => course.after200.has(id));
  return {
    abilities: score(listEstimates(course.learners), truths),
    optimum: score(
      course.learners.flatMap(({ answers }) => estimate(answers, curves)),
      truths,
    ),
    difficulties: score(
      many.map(({ id }) => course.after200.get(id) ?? { rating: 0, deviation: 0 }),
      many.map(({ difficulty }) => difficulty),
    ),
    ...measurePlacement(course),
  };
}

function measurePlacement({ difficulties }: Course): { placement: Scores; fixed: Scores } {
  const strangers = drawPeople(STRANGERS, SEED + 1);
  const truths = strangers.flat();
  const candidates = listCandidates(items, difficulties).filter(({ item }) => item.id % ITEMS < SHELF);
  const tests = [1, 2, 3, 4].map((draw) => testAll(strangers, pickFixed(candidates, 'Any', draw), SEED));
  return {
    placement: score(listPlaced(placeAll(strangers, candidates, SEED)), truths),
    fixed: averageOf(tests.map((placed) => score(listPlaced(placed), truths))),
  };
}

let figures: Figures;
beforeAll(() => {
  figures = measure(runCourse(plan));
});

test('ratings, intervals, difficulties and placement are as promised', () => {
  expect(listMisses(figures)).toEqual([]);
});

test('the optimum is what theory gives for forty answers, and nothing beats it', () => {
  expect(figures.optimum.correlation).toBeGreaterThan(0.88);
  expect(figures.optimum.correlation).toBeLessThan(0.93);
  expect(figures.optimum.coverage).toBeCloseTo(0.9, 1);
  expect(figures.abilities.error).toBeGreaterThan(figures.optimum.error);
});

test('the promises can fail', () => {
  const { abilities, optimum, difficulties, placement, fixed } = figures;
  const narrow = { ...abilities, coverage: 0.8 };
  expect(listMisses({ ...figures, abilities: narrow })).toEqual(['90 % intervals of abilities hold 80.0 %']);
  const weak = { ...abilities, correlation: optimum.correlation - 0.031 };
  expect(listMisses({ ...figures, abilities: weak })).toHaveLength(1);
  expect(listMisses({ ...figures, difficulties: { ...difficulties, correlation: 0.89 } })).toHaveLength(1);
  expect(listMisses({ ...figures, placement: fixed, fixed: placement })).toHaveLength(1);
});

test('practice that aims is right in three to four of five', () => {
  const { learners } = runCourse({ ...plan, people: people.slice(0, 100), days: 20, choice: 'Aimed', levels: 'Told' });
  const right = mean(learners.flatMap(({ answers }) => answers.map((answer) => Number(answer.right))));
  expect(right).toBeGreaterThan(BAND.from - 0.02);
  expect(right).toBeLessThan(BAND.to + 0.02);
});
