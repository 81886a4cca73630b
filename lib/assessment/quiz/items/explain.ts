/**
 * A free explanation. Words of the text suggest which criteria it meets; the person who wrote it has the last word, after reading
 * what a panel hopes to hear, so such an answer moves no rating.
 */
import { z } from 'zod';
import { defineItemKind, repeated } from '../item-kind.ts';
import type { ItemOf } from '../schema.ts';

export const explain = defineItemKind({
  type: 'explain',
  show: () => ({ type: 'explain' }),
  answer: ({ rubric }) =>
    z.strictObject({
      text: z.string().trim().min(1, 'expected your explanation').max(8_000),
      /** Criteria that the person says are met; nothing before they have seen them. */
      met: z
        .array(z.enum(rubric.map(({ id }) => id) as [string, ...string[]]))
        .max(rubric.length)
        .optional(),
    }),
  mark({ rubric, model }, _seed, { text, met }) {
    const isMet = (criterion: Criterion) => (met ? met.includes(criterion.id) : suggests(criterion, text));
    const points = rubric.filter(isMet).reduce((sum, one) => sum + one.points, 0);
    return {
      share: points / rubric.reduce((sum, one) => sum + one.points, 0),
      key: rubric.map(({ says }) => says).join('; '),
      notes: rubric.map((criterion) => ({
        key: criterion.id,
        text: criterion.says,
        chosen: isMet(criterion),
        right: true,
        because: `${criterion.points} ${criterion.points === 1 ? 'point' : 'points'}`,
      })),
      model,
    };
  },
  lint({ rubric, model }) {
    return [
      ...repeated(rubric.map(({ id }) => id)).map((id) => `rubric: ${id} is there twice`),
      ...rubric
        .filter((criterion) => !suggests(criterion, model))
        .map(({ id }) => `rubric ${id}: the model answer itself does not have its terms`),
    ];
  },
});

type Criterion = ItemOf<'explain'>['rubric'][number];

function suggests({ terms }: Criterion, text: string): boolean {
  const folded = text.toLowerCase().replaceAll(/\s+/g, ' ');
  return terms.every((group) => group.some((term) => folded.includes(term.toLowerCase())));
}
