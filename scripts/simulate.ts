/**
 * `npm run simulate`: people whose abilities are known answer items whose difficulties are known, and the ratings, which know neither,
 * are compared with the truth and with the best that can be known from the same answers. The tables of docs/measurement.md.
 */
import { interval, start, update } from '../lib/measurement/ratings.ts';
import { type Figures, listMisses } from './simulation/bounds.ts';
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
import { averageOf, type Estimate, mean, type Scores, score } from './simulation/scores.ts';

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

function reportAbilities(course: Course, fitted: readonly number[]): Pick<Figures, 'abilities' | 'optimum'> {
  const answers = course.learners.map((learner) => learner.answers);
  head(`Abilities after ${DAYS} answers a topic, ${PEOPLE} people, ${TOPICS.length} topics`);
  const abilities = score(listEstimates(course.learners), truths);
  row('ours', abilities);
  row('optimum, difficulties learned from all answers, looking back', optimum(answers, drawCurves(items, fitted)));
  const told = optimum(answers);
  row('optimum that is told the difficulties', told);
  row('Glicko-2 as in the paper, told of guessing', score(ratePaper(course, 'Known'), truths));
  row('Glicko-2 as in the paper', score(ratePaper(course, 'Ignored'), truths));
  return { abilities, optimum: told };
}

function reportDifficulties(course: Course, fitted: readonly number[]): Scores {
  const many = items.filter(({ id }) => course.after200.has(id));
  const count = (DAYS * PEOPLE) / ITEMS;
  head(`Difficulties of ${items.length} items, nothing known at the start`);
  const after200 = score(
    many.map(({ id }) => getDifficulty(course, id)),
    listTrue(many),
  );
  row(`ours, the ${many.length} items that had 200 answers, at the 200th`, after200);
  row(`ours, all items in the end (${count} answers on average)`, score(course.difficulties, listTrue(items)));
  const best = score(
    fitted.map((rating) => ({ rating, deviation: 0 })),
    listTrue(items),
  );
  console.log(`| optimum, looking back | ${best.correlation.toFixed(3)} | ${best.error.toFixed(1)} | | |`);
  return after200;
}

function getDifficulty({ after200 }: Course, id: number): Estimate {
  return after200.get(id) as Estimate;
}

function listTrue(all: readonly TrueItem[]): readonly number[] {
  return all.map(({ difficulty }) => difficulty);
}

function reportVariants({ difficulties }: Course): void {
  head('The same in other circumstances: abilities, and the optimum that is told the difficulties', 'optimum', 'right');
  const variants: readonly [string, Partial<Plan>][] = [
    ['authors’ levels told', { levels: 'Told' }],
    ['items chosen as practice does, for 75–85 %', { choice: 'Aimed' }],
    ['items known before', { difficulties, seed: SEED + 1 }],
    ['items known before, everybody learns 50 points meanwhile', { difficulties, seed: SEED + 1, learned: 50 }],
    ['items known before, everybody learns 100 points meanwhile', { difficulties, seed: SEED + 1, learned: 100 }],
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

function reportPlacement(course: Course): Pick<Figures, 'placement' | 'fixed'> {
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
    const scores = score(listPlaced(placed), truth);
    row(name, scores, best.correlation.toFixed(3), asked.toFixed(1));
    return scores;
  };
  head(`Placement of ${PEOPLE} others, from ${SHELF} items a topic`, 'optimum', 'items asked');
  const placement = tell('12 adaptive', placeAll(strangers, candidates, SEED));
  const any = Array.from({ length: FIXED_DRAWS }, (_, draw) => pickFixed(candidates, 'Any', draw));
  const tests = any.map((fixed) => ({ fixed, placed: testAll(strangers, fixed, SEED) }));
  const scores = tests.map(({ placed }) => score(listPlaced(placed), truth));
  const fixed = averageOf(scores);
  row(`16 fixed, two a topic by chance, mean of ${FIXED_DRAWS} such tests`, fixed, '', '16');
  const better = scores.filter(({ correlation }) => correlation > placement.correlation).length;
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
  console.log(`\n${better} of the ${FIXED_DRAWS} tests by chance correlate more than the placement.`);
  return { placement, fixed };
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

const course = run({});
const fitted = fitDifficulties(
  items,
  course.learners.map(({ answers }) => answers),
  FITTING_ROUNDS,
);
const abilities = reportAbilities(course, fitted);
const difficulties = reportDifficulties(course, fitted);
reportVariants(course);
const misses = listMisses({ ...abilities, difficulties, ...reportPlacement(course) });
console.log(misses.length === 0 ? '\nAll as promised.' : `\nNot as promised:\n${misses.join('\n')}`);
process.exitCode = misses.length === 0 ? 0 : 1;
