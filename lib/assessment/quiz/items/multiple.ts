/** Several options are right. Each one chosen rightly counts, each one chosen wrongly takes as much away. */
import { z } from 'zod';
import { defineItemKind, lettersOf, place } from '../item-kind.ts';
import { lintTexts, showChoices } from './one-of.ts';

export const multiple = defineItemKind({
  type: 'multiple',
  show: ({ options }, seed) => ({ type: 'multiple', options: showChoices(options, seed) }),
  answer: ({ options }) => z.strictObject({ choices: z.array(z.enum(lettersOf(options.length))).max(options.length) }),
  mark({ options }, seed, { choices }) {
    const notes = place(options, seed, 'options').map(({ key, value: { text, right, because } }) => ({
      key,
      text,
      chosen: choices.includes(key),
      right: right === true,
      because,
    }));
    const keys = notes.filter(({ right }) => right);
    const hits = keys.filter(({ chosen }) => chosen).length;
    const misses = notes.filter(({ chosen, right }) => chosen && !right).length;
    return {
      share: Math.max(0, hits - misses) / keys.length,
      key: keys.map(({ text }) => text).join('; '),
      notes,
    };
  },
  lint({ options }) {
    const keys = options.filter(({ right }) => right).length;
    return [
      ...(keys >= 1 && keys < options.length ? [] : [`options: ${keys} of ${options.length} are right`]),
      ...lintTexts(options).filter((problem) => !problem.includes('stands out')),
    ];
  },
});
