/** Practice aims at success three to four times of five: hard enough to teach, easy enough to go on. */
import { type Belief, compare, placeOf } from './common-factor.ts';
import type { Rated } from './difficulty.ts';
import { expectShare } from './one-answer.ts';

/**
 * Models: https://www.nature.com/articles/s41467-019-12552-4
 * Differs: that optimum (85 % right) is derived for a learning machine; the band about it is ours.
 */
export const BAND = { from: 0.75, to: 0.85 } as const;

/** The share that this person is expected to get of it, 0 to 1: over all that is believed, luck included. */
export function expectSuccess(belief: Belief, { topic, difficulty, guess }: Rated): number {
  return expectShare(compare(belief, placeOf(belief, topic), difficulty), guess);
}

/**
 * The candidates within the band first, in their own order, then the others by how far off they are: whoever has put due concepts
 * in front finds them in front.
 */
export function aim<T extends Rated>(belief: Belief, candidates: readonly T[]): readonly T[] {
  return candidates
    .map((candidate) => ({ candidate, off: offBand(expectSuccess(belief, candidate)) }))
    .sort((a, b) => a.off - b.off)
    .map(({ candidate }) => candidate);
}

function offBand(share: number): number {
  return Math.max(0, BAND.from - share, share - BAND.to);
}
