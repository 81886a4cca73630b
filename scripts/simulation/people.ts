/** People and items whose truth is known, drawn from a seed. */
import type { Level } from '../../lib/measurement/difficulty.ts';
import { LIKENESS, LOGIT, MIDDLE, SPREAD } from '../../lib/measurement/scale.ts';
import { type Random, randomStream } from '../../lib/world/sim/random.ts';

export const TOPICS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'] as const;

export interface TrueItem {
  readonly id: number;
  readonly topic: string;
  readonly level: Level;
  /** 1 / number of options. */
  readonly guess: number;
  /** Points. */
  readonly difficulty: number;
}

/** Abilities in points, in the order of TOPICS: N(1500, 174) a topic, correlated by 0.5 through one common factor. */
export function drawPeople(count: number, seed: number): readonly (readonly number[])[] {
  const random = randomStream(seed, 'simulation', 'people');
  return Array.from({ length: count }, () => {
    const common = normal(random) * Math.sqrt(LIKENESS);
    return TOPICS.map(() => MIDDLE + SPREAD * (common + normal(random) * Math.sqrt(1 - LIKENESS)));
  });
}

const TRUE_LEVELS: readonly (readonly [Level, number])[] = [
  ['recall', 1350],
  ['working', 1500],
  ['senior', 1650],
];
/** How far the items of one level lie apart, points. */
const WITHIN_LEVEL = 200;

/** `perTopic` items of each topic: levels in turn, three to six options. */
export function drawItems(perTopic: number, seed: number): readonly TrueItem[] {
  const random = randomStream(seed, 'simulation', 'items');
  return Array.from({ length: perTopic * TOPICS.length }, (_, id) => {
    const [level, middle] = TRUE_LEVELS[id % TRUE_LEVELS.length] as readonly [Level, number];
    return {
      id,
      topic: TOPICS[Math.floor(id / perTopic)] as string,
      level,
      guess: 1 / (3 + random.int(4)),
      difficulty: middle + WITHIN_LEVEL * normal(random),
    };
  });
}

export function isRight(ability: number, item: TrueItem, random: Random): boolean {
  const knows = 1 / (1 + Math.exp((item.difficulty - ability) / LOGIT));
  return random.next() < item.guess + (1 - item.guess) * knows;
}

/** Standard normal, by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

export function shuffle<T>(values: readonly T[], random: Random): T[] {
  const shuffled = [...values];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled;
}
