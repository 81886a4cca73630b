import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { TOPICS } from '../assessment/labs/schema.ts';
import { aim } from '../measurement/aim.ts';
import type { Belief } from '../measurement/common-factor.ts';
import { start } from '../measurement/ratings.ts';
import { type Aim, chooseItems } from './choose-items.ts';
import { readProgress } from './known.ts';
import { readBelief } from './rate.ts';
import { listRatedItems, type RatedItem } from './rated-items.ts';
import type { TopicShelf } from './shelf.ts';
import type { LevelOfLab } from './unrated.ts';

export interface PracticeParts {
  readonly prisma: PrismaClient;
  readonly shelf: TopicShelf;
  readonly levelOfLab: LevelOfLab;
}

export interface Wish {
  readonly topic?: string | undefined;
  readonly items: number;
}

/** Of the order in which options are shown. */
export const SEEDS = 2 ** 31 - 1;

/** The id of a new session, saved with its items; nothing when there is no item on the topic. */
export async function startPractice(
  { prisma, shelf, levelOfLab }: PracticeParts,
  personId: string,
  wish: Wish,
  now: Date,
): Promise<string | undefined> {
  const topics = shelf.list().filter(({ id }) => wish.topic === undefined || id === wish.topic);
  const [known, belief, rated] = await Promise.all([
    readProgress(prisma, personId, now),
    readBelief(prisma, personId, levelOfLab, now),
    listRatedItems(prisma, shelf),
  ]);
  const aimed = aimAt(belief ?? start(TOPICS), rated);
  const chosen = chooseItems(topics, known, aimed, wish.items, randomInt(SEEDS));
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

/** Explanations move no rating, so nobody knows how hard they are: they stay behind. */
function aimAt(belief: Belief, rated: readonly RatedItem[]): Aim {
  const known = new Map(rated.map((one) => [one.item.name, one]));
  return (items) => {
    const ratable = items.flatMap(({ name }) => known.get(name) ?? []);
    return [...aim(belief, ratable).map(({ item }) => item), ...items.filter(({ name }) => !known.has(name))];
  };
}
