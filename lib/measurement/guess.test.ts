import { expect, test } from 'vitest';
import { markAnswer } from '../assessment/quiz/catalogue.ts';
import { type Item, itemSchema } from '../assessment/quiz/schema.ts';
import { guessOf } from './guess.ts';

const COMMON = {
  id: 'one',
  level: 'working',
  concepts: ['a'],
  prompt: 'Which?',
  explanation: 'So.',
  sources: [{ title: 'Docs', url: 'https://kubernetes.io/docs/', version: '1.35' }],
};
const option = (text: string, right = false) => ({ text, because: 'so', ...(right ? { right: true } : {}) });
const make = (fields: Record<string, unknown>): Item => itemSchema.parse({ ...COMMON, ...fields });

/** The mean share over these answers, as the marking has it. */
function meanShare(item: Item, answers: readonly unknown[]): number {
  return answers.reduce<number>((sum, answer) => sum + markAnswer(item, 1, answer).share, 0) / answers.length;
}

test('one of four', () => {
  const item = make({ type: 'single', options: [option('w', true), option('x'), option('y'), option('z')] });
  expect(guessOf(item)).toBe(0.25);
  expect(
    meanShare(
      item,
      [...'abcd'].map((choice) => ({ choice })),
    ),
  ).toBe(0.25);
});

test('several of five', () => {
  const texts = ['v', 'w', 'x', 'y', 'z'];
  const item = make({ type: 'multiple', options: texts.map((text, at) => option(text, at < 2)) });
  const all = Array.from({ length: 32 }, (_, bits) => ({ choices: [...'abcde'].filter((_, at) => bits & (1 << at)) }));
  expect(guessOf(item)).toBeCloseTo(meanShare(item, all), 12);
});

test('the order of four steps', () => {
  const item = make({ type: 'order', steps: ['w', 'x', 'y', 'z'].map((text) => ({ text, because: 'so' })) });
  const all = permute([...'abcd']).map((order) => ({ order }));
  expect(all).toHaveLength(24);
  expect(guessOf(item)).toBeCloseTo(meanShare(item, all), 12);
});

test('pairs with one to spare', () => {
  const pairs = ['x', 'y', 'z'].map((text) => ({ left: text, right: `${text}${text}`, because: 'so' }));
  const item = make({ type: 'match', pairs, spare: [{ right: 'ww', because: 'so' }] });
  const all = permute([...'abcd']).map(([a, b, c]) => ({ pairs: { a, b, c } }));
  expect(guessOf(item)).toBeCloseTo(meanShare(item, all), 12);
});

test('a line of a file, a typed value, an explanation', () => {
  const decoys = [1, 2].map((line) => ({ line, because: 'so' }));
  expect(guessOf(make({ type: 'line', file: 'a\nb\nc\n\nd\ne\n', wrong: 3, because: 'so', decoys }))).toBe(0.2);
  const near = [{ value: '1', because: 'so' }];
  expect(guessOf(make({ type: 'value', kind: 'number', answer: '30', near }))).toBe(0);
  const rubric = ['p', 'q', 'r'].map((id) => ({ id, says: id, points: 1, terms: [[id]] }));
  expect(guessOf(make({ type: 'explain', model: 'p q r', rubric }))).toBeUndefined();
});

function permute(letters: readonly string[]): string[][] {
  if (letters.length === 0) return [[]];
  return letters.flatMap((letter) => permute(letters.filter((one) => one !== letter)).map((rest) => [letter, ...rest]));
}
