/** What a type of item is: how it is shown, what answers it takes, how they are marked. */
import type { z } from 'zod';
import { randomStream } from '../../world/sim/random.ts';
import type { ItemOf, ItemType } from './schema.ts';
import type { Marking, ShownBody } from './shown.ts';

export interface ItemKind<T extends ItemType, A> {
  readonly type: T;
  /** `seed` is that of this asking. */
  show(item: ItemOf<T>, seed: number): ShownBody;
  /** The answers that fit what was shown; anything else is a mistake of the client, not a wrong answer. */
  answer(item: ItemOf<T>): z.ZodType<A>;
  mark(item: ItemOf<T>, seed: number, answer: A): Marking;
  /** What is wrong with an item beyond its schema, in the author's words. */
  lint(item: ItemOf<T>): readonly string[];
}

/** Keeps the type of the answer between `answer` and `mark`. */
export function defineItemKind<T extends ItemType, A>(kind: ItemKind<T, A>): ItemKind<T, A> {
  return kind;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export interface Placed<V> {
  readonly key: string;
  readonly value: V;
}

/** The values in the order of one asking (Fisher–Yates), each with the letter of its place. */
export function place<V>(values: readonly V[], seed: number, purpose: string): readonly Placed<V>[] {
  const random = randomStream(seed, 'item', purpose);
  const shuffled = [...values];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j] as V, shuffled[i] as V];
  }
  return shuffled.map((value, index) => ({ key: LETTERS[index] as string, value }));
}

/** The letters of `count` places. */
export function lettersOf(count: number): [string, ...string[]] {
  return LETTERS.slice(0, count).split('') as [string, ...string[]];
}

export function repeated(texts: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return texts.filter((text) => {
    const folded = text.trim();
    const again = seen.has(folded);
    seen.add(folded);
    return again;
  });
}
