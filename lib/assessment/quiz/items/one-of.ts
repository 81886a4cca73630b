/** One option is right: plain choice, a command's output to read, a packet's fate to predict. */
import { z } from 'zod';
import { lettersOf, place, repeated } from '../item-kind.ts';
import type { Fate } from '../schema.ts';
import type { Marking, ShownOption } from '../shown.ts';

export interface Choice {
  readonly text: string;
  readonly fate?: Fate;
  readonly right?: true | undefined;
  readonly because: string;
}

export const choiceAnswer = (count: number) => z.strictObject({ choice: z.enum(lettersOf(count)) });

export function showChoices(choices: readonly Choice[], seed: number): readonly ShownOption[] {
  return place(choices, seed, 'options').map(({ key, value: { text, fate } }) => ({
    key,
    text,
    ...(fate ? { fate } : {}),
  }));
}

export function markChoice(choices: readonly Choice[], seed: number, choice: string): Marking {
  const notes = place(choices, seed, 'options').map(({ key, value: { text, right, because } }) => ({
    key,
    text,
    chosen: key === choice,
    right: right === true,
    because,
  }));
  return {
    share: notes.some(({ chosen, right }) => chosen && right) ? 1 : 0,
    key: choices.find(({ right }) => right)?.text ?? '',
    notes,
  };
}

export function lintChoices(choices: readonly Choice[]): readonly string[] {
  const keys = choices.filter(({ right }) => right).length;
  return [...(keys === 1 ? [] : [`options: ${keys} are right, expected one`]), ...lintTexts(choices)];
}

/** A right option that stands out by its length, catch-all options, and one text twice. */
export function lintTexts(choices: readonly Choice[]): readonly string[] {
  const texts = choices.map(({ text }) => text);
  const longestWrong = Math.max(...choices.filter(({ right }) => !right).map(({ text }) => text.length));
  const telling = choices.filter(
    ({ text, right }) => right && text.length > longestWrong * TELLING && text.length > SHORT,
  );
  return [
    ...repeated(texts).map((text) => `options: “${text}” is there twice`),
    ...telling.map(({ text }) => `options: the right one stands out by its length: “${text}”`),
    ...texts.filter((text) => CATCH_ALL.test(text)).map((text) => `options: “${text}” refers to the others`),
  ];
}

/** So many times the longest wrong option, above so many characters. */
const TELLING = 1.3;
const SHORT = 24;
const CATCH_ALL = /\b(all|none|both|any) of (the above|these|them)\b/i;
