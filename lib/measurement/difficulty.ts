/** How hard an item or a lab is, learned from the answers of all people: the same machinery as ratings, from the other side. */
import type { Gaussian } from './one-answer.ts';
import { LOGIT, MIDDLE } from './scale.ts';

/** Points. Who is rated as high as an item is hard gets half of what guessing leaves. */
export interface Difficulty {
  readonly rating: number;
  readonly deviation: number;
}

/** Something that can be put to a person and is marked: an item, or a lab with `guess` 0. */
export interface Rated {
  readonly topic: string;
  /** The share of its points that somebody gets who knows nothing, 0 to 1. */
  readonly guess: number;
  readonly difficulty: Difficulty;
}

export type Level = 'recall' | 'working' | 'senior' | 'staff';

/** What an author's word for the level is worth before anybody has answered. */
const LEVELS: Readonly<Record<Level, number>> = { recall: 1350, working: 1500, senior: 1650, staff: 1800 };
const LEVEL_DEVIATION = 200;
const UNKNOWN_DEVIATION = 250;

/** The belief in an item that nobody has answered; without a level it is wider. */
export function startDifficulty(level?: Level): Difficulty {
  return level
    ? { rating: LEVELS[level], deviation: LEVEL_DEVIATION }
    : { rating: MIDDLE, deviation: UNKNOWN_DEVIATION };
}

/**
 * The belief after an answer that moved x = ability − difficulty (logits) from `before` to `after`: the difficulty takes the part of the
 * move that its own share in the doubt about x is.
 */
export function moveDifficulty(difficulty: Difficulty, before: Gaussian, after: Gaussian): Difficulty {
  const part = (difficulty.deviation / LOGIT) ** 2 / before.variance;
  const variance = difficulty.deviation ** 2 - (part * LOGIT) ** 2 * (before.variance - after.variance);
  return {
    rating: difficulty.rating - part * (after.mean - before.mean) * LOGIT,
    deviation: Math.sqrt(variance),
  };
}
