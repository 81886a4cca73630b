/** Every type of item by its name, and the three things one does with any item. */
import { z } from 'zod';
import type { ItemKind } from './item-kind.ts';
import { explain } from './items/explain.ts';
import { fate } from './items/fate.ts';
import { field } from './items/field.ts';
import { line } from './items/line.ts';
import { match } from './items/match.ts';
import { multiple } from './items/multiple.ts';
import { order } from './items/order.ts';
import { output } from './items/output.ts';
import { single } from './items/single.ts';
import { value } from './items/value.ts';
import type { Item, ItemType } from './schema.ts';
import type { Marking, ShownBody } from './shown.ts';

type AnyKind = ItemKind<never, never>;

const KINDS = { single, multiple, output, order, match, value, field, line, fate, explain } as const satisfies Record<
  ItemType,
  unknown
>;

function kindOf(item: Item): AnyKind {
  return KINDS[item.type] as unknown as AnyKind;
}

export function showBody(item: Item, seed: number): ShownBody {
  return kindOf(item).show(item as never, seed);
}

/** Said in place of an answer: no guess, so nothing to measure but that it is not known. */
const unknownAnswer = z.strictObject({ unknown: z.literal(true) });

/** The shape of an answer to this item; `given` may be the words for not knowing, which fit every item. */
export function answerSchema(item: Item, given: unknown): z.ZodType {
  return isUnknown(given) ? unknownAnswer : kindOf(item).answer(item as never);
}

/** `answer` has been parsed with `answerSchema`. */
export function markAnswer(item: Item, seed: number, answer: unknown): Marking {
  if (!isUnknown(answer)) return kindOf(item).mark(item as never, seed, answer as never);
  const { notes, ...marking } = kindOf(item).mark(item as never, seed, NOTHING[item.type] as never);
  return {
    ...marking,
    share: 0,
    notes: notes.filter(({ text }) => text !== '').map((note) => ({ ...note, chosen: false })),
  };
}

export function isUnknown(answer: unknown): boolean {
  return unknownAnswer.safeParse(answer).success;
}

/** The answer of each type in which nothing is said. */
const NOTHING: Readonly<Record<ItemType, unknown>> = {
  single: { choice: '' },
  output: { choice: '' },
  fate: { choice: '' },
  multiple: { choices: [] },
  order: { order: [] },
  match: { pairs: {} },
  value: { value: '' },
  field: { value: '' },
  line: { line: 0 },
  explain: { text: '', met: [] },
};

export function lintKind(item: Item): readonly string[] {
  return kindOf(item).lint(item as never);
}
