/**
 * `npm run simulate`: people whose abilities are known answer items whose difficulties are known, and the ratings, which know neither,
 * are compared with the truth and with the best that can be known from the same answers. The tables of docs/measurement.md.
 */
import { interval, start, update } from '../lib/measurement/ratings.ts';
import { type Course, listEstimates, type Plan, ratePaper, runCourse } from './simulation/course.ts';
import { type Answered, drawCurves, estimate, fitDifficulties } from './simulation/optimum.ts';
import { drawItems, drawPeople, TOPICS, type TrueItem } from './simulation/people.ts';
import {
  type Candidate,
  listCandidates,
  listPlaced,
  type Placed,
  pickFixed,
  placeAll,
  testAll,
} from './simulation/placement-trial.ts';
import { mean, type Scores, score } from './simulation/scores.ts';

const PEOPLE = 2_000;
/** So many that forty answers a topic of all people are two hundred an item. */
const ITEMS = 400;
const DAYS = 40;
const SEED = 1;
const FITTING_ROUNDS = 12;
/** Of each topic, in a placement. */
const SHELF = 30;
const FIXED_DRAWS = 20;

const items = drawItems(ITEMS, SEED);
const people = drawPeople(PEOPLE, SEED);
const truths = people.flat();
const trueCurves = drawCurves(
  items,
  items.map(({ difficulty }) => difficulty),
);

function run(over: Partial<Plan>): Course {
  return runCourse({ people, items, days: DAYS, seed: SEED, choice: 'Random', levels: 'Unknown', ...over });
}

function optimum(all: readonly (readonly Answered[])[], curves = trueCurves, truth = truths): Scores {
  return score(
    all.flatMap((answers) => estimate(answers, curves)),
    truth,
  );
}

function row(name: string, { correlation, error, coverage, deviation }: Scores, ...more: string[]): void {
  const cells = [correlation.toFixed(3), error.toFixed(1), `${(100 * coverage).toFixed(1)} %`, deviation.toFixed(1)];
  console.log(`| ${[name, ...cells, ...more].join(' | ')} |`);
}

function head(title: string, ...more: string[]): void {
  const columns = ['', 'correlation', 'error', '90 % intervals hold', 'deviation claimed', ...more];
  console.log(`\n${title}\n\n| ${columns.join(' | ')} |\n|${columns.map(() => '---|').join('')}`);
}

function reportAbilities(course: Course): void {
  const answers = course.learners.map((learner) => learner.answers);
  head(`Abilities after ${DAYS} answers a topic, ${PEOPLE} people, ${TOPICS.length} topics`);
  row('ours', score(listEstimates(course.learners), truths));
  const fitted = drawCurves(items, fitDifficulties(items, answers, FITTING_ROUNDS));
  row('optimum, difficulties learned from all answers, looking back', optimum(answers, fitted));
  row('optimum that is told the difficulties', optimum(answers));
  row('Glicko-2 as in the paper, told of guessing', score(ratePaper(course, 'Known'), truths));
  row('Glicko-2 as in the paper', score(ratePaper(course, 'Ignored'), truths));
}

function reportDifficulties(course: Course): void {
  const many = items.filter(({ id }) => course.after200.has(id));
  const count = (DAYS * PEOPLE) / ITEMS;
  head(`Difficulties of ${items.length} items, nothing known at the start`);
  row(
    `ours, the ${many.length} items that had 200 answers, at the 200th`,
    score(
      many.map(({ id }) => course.after200.get(id) as { rating: number; deviation: number }),
      many.map(({ difficulty }) => difficulty),
    ),
  );
  row(`ours, all items in the end (${count} answers on average)`, score(course.difficulties, listTrue(items)));
}

function listTrue(all: readonly TrueItem[]): readonly number[] {
  return all.map(({ difficulty }) => difficulty);
}

function reportVariants(): void {
  head('The same in other circumstances: abilities, and the optimum that is told the difficulties', 'optimum', 'right');
  const variants: readonly [string, Partial<Plan>][] = [
    ['authors’ levels told', { levels: 'Told' }],
    ['items chosen as practice does, for 75–85 %', { choice: 'Aimed' }],
    ['everybody learns 100 points meanwhile', { learned: 100 }],
  ];
  for (const [name, over] of variants) {
    const { learners } = run(over);
    const truth = truths.map((ability) => ability + (over.learned ?? 0));
    const best = optimum(
      learners.map(({ answers }) => answers),
      trueCurves,
      truth,
    );
    const right = mean(learners.flatMap(({ answers }) => answers.map((answer) => Number(answer.right))));
    row(name, score(listEstimates(learners), truth), best.correlation.toFixed(3), `${(100 * right).toFixed(1)} %`);
  }
}

function reportPlacement(course: Course): void {
  const strangers = drawPeople(PEOPLE, SEED + 1);
  const truth = strangers.flat();
  const candidates = listCandidates(items, course.difficulties).filter(({ item }) => item.id % ITEMS < SHELF);
  const tell = (name: string, placed: readonly Placed[]) => {
    const best = optimum(
      placed.map(({ answers }) => answers),
      trueCurves,
      truth,
    );
    const asked = mean(placed.map(({ answers }) => answers.length));
    row(name, score(listPlaced(placed), truth), best.correlation.toFixed(3), asked.toFixed(1));
  };
  head(`Placement of ${PEOPLE} others, from ${SHELF} items a topic`, 'optimum', 'items asked');
  tell('12 adaptive', placeAll(strangers, candidates, SEED));
  const any = Array.from({ length: FIXED_DRAWS }, (_, draw) => pickFixed(candidates, 'Any', draw));
  const tests = any.map((fixed) => ({ fixed, placed: testAll(strangers, fixed, SEED) }));
  const scores = tests.map(({ placed }) => score(listPlaced(placed), truth));
  row(`16 fixed, two a topic by chance, mean of ${FIXED_DRAWS} such tests`, averageOf(scores), '', '16');
  const alone = tests.map(({ fixed, placed }) =>
    score(
      placed.flatMap((one) => markAlone(one, fixed)),
      truth,
    ),
  );
  row('the same tests, each topic by itself', averageOf(alone), '', '16');
  tell(
    '16 fixed, the two a topic that tell most about a stranger',
    testAll(strangers, pickFixed(candidates, 'Best', SEED), SEED),
  );
}

/** As if topics had nothing in common. */
function markAlone({ answers }: Placed, fixed: readonly Candidate[]) {
  return TOPICS.map((topic) => {
    const own = answers.filter(({ item }) => item.topic === topic);
    const rated = own.map(({ item, right }) => ({
      ...(fixed.find((one) => one.item === item) as Candidate),
      share: Number(right),
    }));
    return interval(update(start([topic]), rated).belief, topic);
  });
}

function averageOf(all: readonly Scores[]): Scores {
  const average = (key: keyof Scores) => mean(all.map((one) => one[key]));
  return {
    correlation: average('correlation'),
    error: average('error'),
    coverage: average('coverage'),
    deviation: average('deviation'),
  };
}

const course = run({});
reportAbilities(course);
reportDifficulties(course);
reportVariants();
reportPlacement(course);
