/** Every item of the shelf: the linter has nothing to say, what is shown tells no key, and the key is marked right. */
import { describe, expect, test } from 'vitest';
import { answerSchema, markAnswer, showBody } from '../../lib/assessment/quiz/catalogue.ts';
import { lintTopic } from '../../lib/assessment/quiz/lint.ts';
import type { Item } from '../../lib/assessment/quiz/schema.ts';
import type { ShownBody } from '../../lib/assessment/quiz/shown.ts';
import { readTopic } from '../../lib/assessment/quiz/topic.ts';
import { labRoots, listTopics, readTopicFolder } from '../../lib/shelf/lab-folders.ts';
import { SHELF } from '../practice/shelf.ts';

const topics = listTopics(labRoots(undefined)).map(({ directory }) => readTopic(readTopicFolder(directory)));
const SEEDS = [1, 2, 77];

describe.each([...topics, ...SHELF.list()])('$title', (topic) => {
  test('the linter has nothing to say', () => {
    expect(lintTopic(topic)).toEqual([]);
  }, 60_000);

  test.each(topic.items)('$name', ({ item }) => {
    for (const seed of SEEDS) {
      const body = showBody(item, seed);
      const shown = JSON.stringify(body);
      expect(shown).not.toContain('"because":');
      const answer = answerSchema(item, undefined).parse(rightAnswer(item, body));
      expect(markAnswer(item, seed, answer)).toMatchObject({ share: 1 });
      expect(showBody(item, seed)).toEqual(body);
      const unknown = markAnswer(item, seed, { unknown: true });
      expect(unknown).toMatchObject({ share: 0, key: markAnswer(item, seed, answer).key });
      expect(unknown.notes.filter(({ chosen }) => chosen)).toEqual([]);
    }
  });
});

/** The key, said in the letters under which this asking shows it: found by the texts of the item's file. */
function rightAnswer(item: Item, body: ShownBody): unknown {
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
