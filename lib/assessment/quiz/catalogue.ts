/** Every type of item by its name, and the three things one does with any item. */
import type { z } from 'zod';
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

/** The shape of an answer to this item. */
export function answerSchema(item: Item): z.ZodType {
  return kindOf(item).answer(item as never);
}

/** `answer` has been parsed with `answerSchema`. */
export function markAnswer(item: Item, seed: number, answer: unknown): Marking {
  return kindOf(item).mark(item as never, seed, answer as never);
}

export function lintKind(item: Item): readonly string[] {
  return kindOf(item).lint(item as never);
}
