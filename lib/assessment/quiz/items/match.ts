/** Left sides with their right sides, of which some may be spare. */
import { z } from 'zod';
import { defineItemKind, lettersOf, place, repeated } from '../item-kind.ts';
import type { ItemOf } from '../schema.ts';

export const match = defineItemKind({
  type: 'match',
  show: (item, seed) => ({
    type: 'match',
    lefts: placeLefts(item, seed).map(({ key, value: { left } }) => ({ key, text: left })),
    rights: placeRights(item, seed).map(({ key, value }) => ({ key, text: value })),
  }),
  answer: ({ pairs, spare }) =>
    z.strictObject({
      pairs: z.partialRecord(z.enum(lettersOf(pairs.length)), z.enum(lettersOf(pairs.length + spare.length))),
    }),
  mark(item, seed, { pairs: given }) {
    const rights = placeRights(item, seed);
    const keyOf = (text: string) => rights.find(({ value }) => value === text)?.key;
    const notes = placeLefts(item, seed).map(({ key, value: { left, right, because } }) => ({
      key,
      text: `${left} → ${right}`,
      chosen: given[key] === keyOf(right),
      right: true,
      because,
    }));
    const taken = Object.values(given);
    const spares = item.spare.map(({ right, because }) => ({
      text: right,
      chosen: taken.includes(keyOf(right)),
      right: false,
      because,
    }));
    return {
      share: notes.filter(({ chosen }) => chosen).length / notes.length,
      key: item.pairs.map(({ left, right }) => `${left} → ${right}`).join('; '),
      notes: [...notes, ...spares],
    };
  },
  lint: ({ pairs, spare }) => [
    ...repeated(pairs.map(({ left }) => left)).map((text) => `pairs: left “${text}” is there twice`),
    ...repeated([...pairs, ...spare].map(({ right }) => right)).map((text) => `right “${text}” is there twice`),
  ],
});

function placeLefts({ pairs }: ItemOf<'match'>, seed: number) {
  return place(pairs, seed, 'lefts');
}

function placeRights({ pairs, spare }: ItemOf<'match'>, seed: number) {
  return place(
    [...pairs, ...spare].map(({ right }) => right),
    seed,
    'rights',
  );
}
