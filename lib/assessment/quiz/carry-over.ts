/** An answer to one version of an item, said in the letters of another: options are known by their texts, wherever they stand. */
import { answerSchema, isUnknown, showBody } from './catalogue.ts';
import type { Item } from './schema.ts';
import type { ShownBody, ShownOption } from './shown.ts';

/**
 * What the person would have answered to `after`, parsed; undefined where that cannot be said: another type, or what they chose is no
 * longer there. `seed` is that of the asking.
 */
export function carryOver(before: Item, after: Item, seed: number, answer: unknown): unknown {
  if (before.type !== after.type) return undefined;
  if (isUnknown(answer)) return answer;
  const given = translate(showBody(before, seed), showBody(after, seed), answer as Given);
  const parsed = answerSchema(after, given).safeParse(given);
  return parsed.success ? parsed.data : undefined;
}

interface Given {
  readonly choice?: string;
  readonly choices?: readonly string[];
  readonly order?: readonly string[];
  readonly pairs?: Readonly<Record<string, string>>;
  readonly line?: number;
}

function translate(before: ShownBody, after: ShownBody, answer: Given): unknown {
  if ('options' in before && 'options' in after) {
    const letter = letters(before.options, after.options);
    if (answer.choice !== undefined) return { choice: letter(answer.choice) };
    return { choices: answer.choices?.map(letter) };
  }
  if ('steps' in before && 'steps' in after) return { order: answer.order?.map(letters(before.steps, after.steps)) };
  if ('lefts' in before && 'lefts' in after) {
    const [left, right] = [letters(before.lefts, after.lefts), letters(before.rights, after.rights)];
    return { pairs: Object.fromEntries(Object.entries(answer.pairs ?? {}).map(([key, to]) => [left(key), right(to)])) };
  }
  if ('lines' in before && 'lines' in after) {
    const text = before.lines[(answer.line ?? 0) - 1];
    return { line: after.lines.indexOf(text ?? '') + 1 };
  }
  return answer;
}

function letters(before: readonly ShownOption[], after: readonly ShownOption[]) {
  return (key: string): string | undefined => {
    const chosen = before.find((one) => one.key === key);
    return after.find(({ text, fate }) => text === chosen?.text && fate === chosen?.fate)?.key;
  };
}
