import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { chooseItems } from './choose-items.ts';
import { readProgress } from './known.ts';
import type { TopicShelf } from './shelf.ts';

export interface Wish {
  readonly topic?: string | undefined;
  readonly items: number;
}

/** Of the order in which options are shown. */
export const SEEDS = 2 ** 31 - 1;

/** The id of a new session, saved with its items; nothing when there is no item on the topic. */
export async function startPractice(
  prisma: PrismaClient,
  shelf: TopicShelf,
  personId: string,
  wish: Wish,
  now: Date,
): Promise<string | undefined> {
  const topics = shelf.list().filter(({ id }) => wish.topic === undefined || id === wish.topic);
  const chosen = chooseItems(topics, await readProgress(prisma, personId, now), wish.items, randomInt(SEEDS));
  if (chosen.length === 0) return undefined;
  const id = uuidv7();
  await prisma.$transaction([
    prisma.itemVersion.createMany({
      data: chosen.map(({ name, hash, item }) => ({ hash, item: name, body: item })),
      skipDuplicates: true,
    }),
    prisma.practiceSession.create({
      data: {
        id,
        personId,
        topic: wish.topic ?? null,
        createdAt: now,
        askings: {
          create: chosen.map(({ name, hash }, position) => ({
            position,
            item: name,
            itemHash: hash,
            seed: randomInt(SEEDS),
          })),
        },
      },
    }),
  ]);
  return id;
}
