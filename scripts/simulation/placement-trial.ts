/** People nobody knows yet, placed by items whose difficulties were learned: adaptively, or all by the same fixed ones. */
import type { Belief } from '../../lib/measurement/common-factor.ts';
import type { Difficulty, Rated } from '../../lib/measurement/difficulty.ts';
import { pickMostTelling } from '../../lib/measurement/placement.ts';
import { interval, place, start, update } from '../../lib/measurement/ratings.ts';
import { type Random, randomStream } from '../../lib/world/sim/random.ts';
import type { Answered } from './optimum.ts';
import { isRight, TOPICS, type TrueItem } from './people.ts';
import type { Estimate } from './scores.ts';

export interface Candidate extends Rated {
  readonly item: TrueItem;
}

export interface Placed {
  readonly answers: readonly Answered[];
  readonly belief: Belief;
}

export function listCandidates(items: readonly TrueItem[], difficulties: readonly Difficulty[]): readonly Candidate[] {
  return items.map((item) => ({
    item,
    topic: item.topic,
    guess: item.guess,
    difficulty: difficulties[item.id] as Difficulty,
  }));
}

export function placeAll(
  people: readonly (readonly number[])[],
  candidates: readonly Candidate[],
  seed: number,
): readonly Placed[] {
  const random = randomStream(seed, 'simulation', 'placement');
  return people.map((abilities) => {
    const asked: Candidate[] = [];
    const answers: Answered[] = [];
    let belief = start(TOPICS);
    const itemSeed = random.int(2 ** 31);
    for (;;) {
      const next = place(belief, candidates, asked, itemSeed);
      if (next.kind === 'Enough') return { answers, belief };
      asked.push(next.item);
      belief = answer(belief, abilities, next.item, answers, random);
    }
  });
}

/** Everybody has the same items, in their order. */
export function testAll(
  people: readonly (readonly number[])[],
  items: readonly Candidate[],
  seed: number,
): readonly Placed[] {
  const random = randomStream(seed, 'simulation', 'fixed');
  return people.map((abilities) => {
    const answers: Answered[] = [];
    const belief = items.reduce((before, item) => answer(before, abilities, item, answers, random), start(TOPICS));
    return { answers, belief };
  });
}

function answer(
  belief: Belief,
  abilities: readonly number[],
  { item, ...rated }: Candidate,
  answers: Answered[],
  random: Random,
): Belief {
  const right = isRight(abilities[TOPICS.indexOf(item.topic as (typeof TOPICS)[number])] as number, item, random);
  answers.push({ item, right });
  return update(belief, [{ ...rated, share: Number(right) }]).belief;
}

/** Two items a topic: any two, or the two that tell most about a stranger. */
export function pickFixed(candidates: readonly Candidate[], which: 'Any' | 'Best', seed: number): readonly Candidate[] {
  const random = randomStream(seed, 'simulation', 'fixed items');
  return TOPICS.flatMap((topic) => {
    let left = candidates.filter((one) => one.topic === topic);
    return [0, 1].map(() => {
      const picked = which === 'Any' ? random.pick(left) : (pickMostTelling(start(TOPICS), left, seed) as Candidate);
      left = left.filter((one) => one !== picked);
      return picked;
    });
  });
}

export function listPlaced(placed: readonly Placed[]): readonly Estimate[] {
  return placed.flatMap(({ belief }) => TOPICS.map((topic) => interval(belief, topic)));
}
