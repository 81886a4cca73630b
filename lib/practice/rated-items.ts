import type { PrismaClient } from '../../prisma/generated/client.ts';
import { TOPICS } from '../assessment/labs/schema.ts';
import type { TopicItem } from '../assessment/quiz/topic.ts';
import { type Rated, startDifficulty } from '../measurement/difficulty.ts';
import { guessOf } from '../measurement/guess.ts';
import type { TopicShelf } from './shelf.ts';

/** An item of the shelf as far as it can be rated: with its difficulty so far, or what its level says. */
export interface RatedItem extends Rated {
  readonly item: TopicItem;
}

/** Every item that moves a rating: explanations do not, nor do topics beyond the eight. */
export async function listRatedItems(prisma: PrismaClient, shelf: TopicShelf): Promise<RatedItem[]> {
  const rows = await prisma.difficulty.findMany({ where: { kind: 'Item' } });
  const known = new Map(rows.map(({ name, rating, deviation }) => [name, { rating, deviation }]));
  return shelf.list().flatMap(({ id: topic, items }) =>
    items.flatMap((item) => {
      const guess = guessOf(item.item);
      if (guess === undefined || !(TOPICS as readonly string[]).includes(topic)) return [];
      return [{ item, topic, guess, difficulty: known.get(item.name) ?? startDifficulty(item.item.level) }];
    }),
  );
}
