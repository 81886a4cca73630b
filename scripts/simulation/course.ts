/** People who practise for forty days, one item of each topic a day, while nobody knows how hard the items are. */
import { aim } from '../../lib/measurement/aim.ts';
import type { Belief } from '../../lib/measurement/common-factor.ts';
import { type Difficulty, startDifficulty } from '../../lib/measurement/difficulty.ts';
import { type Rating, type Result, ratePeriod, START_VOLATILITY } from '../../lib/measurement/glicko2.ts';
import { interval, start, update } from '../../lib/measurement/ratings.ts';
import { MIDDLE, SPREAD } from '../../lib/measurement/scale.ts';
import { type Random, randomStream } from '../../lib/world/sim/random.ts';
import type { Answered } from './optimum.ts';
import { isRight, shuffle, TOPICS, type TrueItem } from './people.ts';
import type { Estimate } from './scores.ts';

export interface Plan {
  readonly people: readonly (readonly number[])[];
  readonly items: readonly TrueItem[];
  readonly days: number;
  readonly seed: number;
  /** How an item is chosen among those not met: by chance, or as practice does. */
  readonly choice: 'Random' | 'Aimed';
  /** Whether an item begins where its author's level says. */
  readonly levels: 'Unknown' | 'Told';
  /** By how many points everybody is better in the end, growing day by day. */
  readonly learned?: number;
  /** By item id, when earlier people have told; else nobody knows. */
  readonly difficulties?: readonly Difficulty[];
}

export interface Learner {
  readonly abilities: readonly number[];
  readonly answers: Answered[];
  /** Items not met yet, by topic, in an order drawn for this person. */
  readonly queues: TrueItem[][];
  belief: Belief;
}

export interface Course {
  readonly learners: readonly Learner[];
  /** By item id: at the end, and when the item had its 200th answer. */
  readonly difficulties: readonly Difficulty[];
  readonly after200: ReadonlyMap<number, Difficulty>;
}

const DAY_IN_WEEKS = 1 / 7;
const MANY = 200;
/** So many items does practice look at for each that it asks. */
const LOOKED_AT = 12;

export function runCourse(plan: Plan): Course {
  const random = randomStream(plan.seed, 'simulation', 'course');
  const learners = plan.people.map((abilities) => enrol(abilities, plan.items, random));
  const difficulties = plan.items.map(
    ({ id, level }) => plan.difficulties?.[id] ?? startDifficulty(plan.levels === 'Told' ? level : undefined),
  );
  const counts = plan.items.map(() => 0);
  const after200 = new Map<number, Difficulty>();
  for (let day = 0; day < plan.days; day++) {
    for (const learner of shuffle(learners, random)) {
      const asked = learner.queues.map((queue) => takeItem(queue, learner.belief, difficulties, plan.choice, random));
      const answered = asked.map((item, topic) => ({
        item,
        right: isRight((learner.abilities[topic] as number) + ((plan.learned ?? 0) * day) / plan.days, item, random),
      }));
      const answers = answered.map(({ item, right }) => ({ ...rate(item, difficulties), share: Number(right) }));
      const updated = update(learner.belief, answers, DAY_IN_WEEKS);
      learner.belief = updated.belief;
      learner.answers.push(...answered);
      for (const [at, { id }] of asked.entries()) {
        const difficulty = updated.difficulties[at] as Difficulty;
        difficulties[id] = difficulty;
        counts[id] = (counts[id] as number) + 1;
        if (counts[id] === MANY) after200.set(id, difficulty);
      }
    }
  }
  return { learners, difficulties, after200 };
}

function enrol(abilities: readonly number[], items: readonly TrueItem[], random: Random): Learner {
  const queues = TOPICS.map((topic) =>
    shuffle(
      items.filter((item) => item.topic === topic),
      random,
    ),
  );
  return { abilities, answers: [], queues, belief: start(TOPICS) };
}

function rate(item: TrueItem, difficulties: readonly Difficulty[]) {
  return { topic: item.topic, guess: item.guess, difficulty: difficulties[item.id] as Difficulty, item };
}

function takeItem(
  queue: TrueItem[],
  belief: Belief,
  difficulties: readonly Difficulty[],
  choice: Plan['choice'],
  random: Random,
): TrueItem {
  if (choice === 'Random') return queue.pop() as TrueItem;
  const looked = Array.from({ length: LOOKED_AT }, () => rate(random.pick(queue), difficulties));
  const { item } = aim(belief, looked)[0] as ReturnType<typeof rate>;
  queue.splice(queue.indexOf(item), 1);
  return item;
}

/** All topics of all people in one list. */
export function listEstimates(learners: readonly Learner[]): readonly Estimate[] {
  return learners.flatMap(({ belief }) => TOPICS.map((topic) => interval(belief, topic)));
}

/** Glicko-2 as in the paper, in periods of ten answers, told how hard the items are in the end. */
export function ratePaper({ learners, difficulties }: Course, guessing: 'Ignored' | 'Known'): readonly Estimate[] {
  return learners.flatMap(({ answers }) =>
    TOPICS.map((topic) => {
      let rating: Rating = { rating: MIDDLE, deviation: SPREAD, volatility: START_VOLATILITY };
      const results = answers
        .filter(({ item }) => item.topic === topic)
        .map(
          ({ item, right }): Result => ({
            ...(difficulties[item.id] as Difficulty),
            share: Number(right),
            guess: guessing === 'Known' ? item.guess : 0,
          }),
        );
      for (let at = 0; at < results.length; at += 10) rating = ratePeriod(rating, results.slice(at, at + 10));
      return rating;
    }),
  );
}
