/** Steps in their order. The share counts pairs of steps: all in the right order 1, half of them (chance) 0. */
import { z } from 'zod';
import { defineItemKind, lettersOf, place, repeated } from '../item-kind.ts';

export const order = defineItemKind({
  type: 'order',
  show: ({ steps }, seed) => ({
    type: 'order',
    steps: place(steps, seed, 'steps').map(({ key, value: { text } }) => ({ key, text })),
  }),
  answer: ({ steps }) =>
    z.strictObject({
      order: z
        .array(z.enum(lettersOf(steps.length)))
        .length(steps.length)
        .refine((keys) => new Set(keys).size === keys.length, 'every step stands once'),
    }),
  mark({ steps }, seed, { order: given }) {
    const placed = place(steps, seed, 'steps');
    const keys = steps.map((step) => placed.find(({ value }) => value === step)?.key ?? '');
    return {
      share: shareInOrder(given.map((key) => keys.indexOf(key))),
      key: steps.map(({ text }, index) => `${index + 1}. ${text}`).join(' '),
      notes: steps.map(({ text, because }, index) => ({
        key: keys[index] as string,
        text,
        chosen: given[index] === keys[index],
        right: true,
        because,
      })),
    };
  },
  lint: ({ steps }) => repeated(steps.map(({ text }) => text)).map((text) => `steps: “${text}” is there twice`),
});

function shareInOrder(ranks: readonly number[]): number {
  let right = 0;
  let pairs = 0;
  for (const [at, rank] of ranks.entries()) {
    for (const later of ranks.slice(at + 1)) {
      pairs++;
      if (later > rank) right++;
    }
  }
  return right === pairs ? 1 : Math.max(0, (2 * right) / pairs - 1);
}
