/** Which item tells most about a person, over all topics. */
import { randomStream } from '../world/sim/random.ts';
import { type Belief, compare, placeOf, spreadGain } from './common-factor.ts';
import type { Rated } from './difficulty.ts';
import { expectGain } from './one-answer.ts';

/** Among items that tell about as much the seed decides: not everybody is to meet the same ones. */
const ABOUT_AS_MUCH = 0.95;

/** The candidate after which the topics' variances are expected to be least in sum; nothing when there is none. */
export function pickMostTelling<T extends Rated>(
  belief: Belief,
  candidates: readonly T[],
  seed: number,
): T | undefined {
  const told = candidates.map((candidate) => ({ candidate, gain: expectTold(belief, candidate) }));
  const most = Math.max(...told.map(({ gain }) => gain));
  const best = told.filter(({ gain }) => gain >= ABOUT_AS_MUCH * most);
  return best.length > 0 ? randomStream(seed, 'placement', 'item').pick(best).candidate : undefined;
}

/** Points² by which an answer is expected to lessen the sum of the topics' variances. */
function expectTold(belief: Belief, { topic, difficulty, guess }: Rated): number {
  const at = placeOf(belief, topic);
  const x = compare(belief, at, difficulty);
  return spreadGain(belief, at, x, expectGain(x, guess));
}
