import type { Item } from '../../lib/assessment/quiz/schema.ts';
import type { ShownBody } from '../../lib/assessment/quiz/shown.ts';

/** The key, said in the letters under which this asking shows it: found by the texts of the item's file. */
export function rightAnswer(item: Item, body: ShownBody): Readonly<Record<string, unknown>> {
  switch (item.type) {
    case 'single':
    case 'output':
    case 'fate':
      return { choice: rightKeys(item, body)[0] };
    case 'multiple':
      return { choices: rightKeys(item, body) };
    case 'order':
      return { order: item.steps.map(({ text }) => keyOf('steps' in body ? body.steps : [], text)) };
    case 'match': {
      const { lefts, rights } = body as Extract<ShownBody, { type: 'match' }>;
      return {
        pairs: Object.fromEntries(item.pairs.map((pair) => [keyOf(lefts, pair.left), keyOf(rights, pair.right)])),
      };
    }
    case 'value':
      return { value: item.answer };
    case 'field':
      return { value: item.accept[0] };
    case 'line':
      return { line: item.wrong };
    case 'explain':
      return { text: item.model };
    default:
      return item satisfies never;
  }
}

function rightKeys(
  { options }: Extract<Item, { options: readonly unknown[] }>,
  body: ShownBody,
): readonly (string | undefined)[] {
  const shown = 'options' in body ? body.options : [];
  return options
    .filter(({ right }) => right)
    .map((option) => {
      const text = option.text ?? ('fate' in option ? option.fate : '');
      return shown.find((one) => one.text === text && (!('fate' in option) || one.fate === option.fate))?.key;
    });
}

function keyOf(shown: readonly { readonly key: string; readonly text: string }[], text: string): string {
  return shown.find((one) => one.text === text)?.key ?? '';
}
