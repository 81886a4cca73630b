/** When a concept comes back: FSRS over what people do, never over what they say of themselves. */
import { type Card, type CardInput, createEmptyCard, fsrs, type Grade, Rating } from 'ts-fsrs';
import type { Item } from '../assessment/quiz/schema.ts';

/** Without fuzz, so that one history has one schedule. */
const scheduler = fsrs({ request_retention: 0.9, enable_fuzz: false });

export interface Remembered {
  readonly card: Card;
  readonly dueAt: Date;
}

/** `before` as it was stored; nothing for a concept that is met for the first time. */
export function remember(before: CardInput | undefined, grade: Grade, at: Date): Remembered {
  const { card } = scheduler.next(before ?? createEmptyCard(at), at, grade);
  return { card, dueAt: card.due };
}

/** Who is right within this time knew it, ms. */
const QUICK_MS = { recall: 8_000, working: 15_000, senior: 25_000 } as const satisfies Record<Item['level'], number>;
/** From this share on, what is missing is a detail. */
const MOSTLY = 0.5;

export function gradeOf(share: number, tookMs: number, level: Item['level']): Grade {
  if (share < MOSTLY) return Rating.Again;
  if (share < 1) return Rating.Hard;
  return tookMs <= QUICK_MS[level] ? Rating.Easy : Rating.Good;
}
