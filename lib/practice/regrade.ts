/** When an item is corrected, what people answered to it is marked again by the new version, and they are told where that changes something. */
import type { Prisma, PrismaClient } from '../../prisma/generated/client.ts';
import { carryOver } from '../assessment/quiz/carry-over.ts';
import { markAnswer } from '../assessment/quiz/catalogue.ts';
import { type Item, itemSchema } from '../assessment/quiz/schema.ts';
import type { TopicItem } from '../assessment/quiz/topic.ts';
import type { TopicShelf } from './shelf.ts';
import type { Correction } from './wire.ts';

/** Answers marked again at a time. */
const MOST = 500;

/** The number of answers that were looked at; 0 when every answer stands under the item as it is now. */
export async function regradeAnswers(prisma: PrismaClient, shelf: TopicShelf, now: Date): Promise<number> {
  const current = new Map(shelf.list().flatMap(({ items }) => items.map((one) => [one.name, one] as const)));
  const answers = await listOutdated(prisma, current);
  for (const answer of answers) {
    const item = current.get(answer.item);
    if (item) await regrade(prisma, answer, item, now);
  }
  return answers.length;
}

interface Outdated {
  readonly sessionId: string;
  readonly position: number;
  readonly item: string;
  readonly seed: number;
  readonly answer: Prisma.JsonValue;
  readonly share: number;
  readonly body: unknown;
}

function listOutdated(prisma: PrismaClient, current: ReadonlyMap<string, TopicItem>): Promise<Outdated[]> {
  const versions = JSON.stringify([...current.values()].map(({ name, hash }) => ({ name, hash })));
  return prisma.$queryRaw<Outdated[]>`
    SELECT a."sessionId", a."position", a."item", a."seed", a."answer", a."share", v."body"
    FROM "Asking" a JOIN "ItemVersion" v ON v."hash" = a."itemHash"
    JOIN jsonb_to_recordset(${versions}::jsonb) AS c("name" text, "hash" text) ON c."name" = a."item"
    WHERE a."answeredAt" IS NOT NULL AND a."share" IS NOT NULL AND coalesce(a."markedHash", a."itemHash") <> c."hash"
    LIMIT ${MOST}`;
}

async function regrade(prisma: PrismaClient, answer: Outdated, { item, hash }: TopicItem, now: Date): Promise<void> {
  const share = shareUnder(itemSchema.parse(answer.body), item, answer) ?? answer.share;
  const changed = share !== answer.share;
  await prisma.asking.update({
    where: { sessionId_position: { sessionId: answer.sessionId, position: answer.position } },
    data: {
      markedHash: hash,
      ...(changed ? { share, shareBefore: answer.share, correctedAt: now, toldAt: null } : {}),
    },
  });
}

function shareUnder(before: Item, after: Item, { seed, answer }: Outdated): number | undefined {
  const carried = carryOver(before, after, seed, answer);
  return carried === undefined ? undefined : markAnswer(after, seed, carried).share;
}

/** Corrections that change something for the person, and that they have not been told of. */
export async function listCorrections(prisma: PrismaClient, personId: string): Promise<Correction[]> {
  const rows = await prisma.asking.findMany({
    where: { session: { personId }, correctedAt: { not: null }, toldAt: null },
    orderBy: { correctedAt: 'desc' },
    take: 20,
    include: { version: true },
  });
  return rows.map(({ sessionId, position, version, share, shareBefore }) => ({
    practiceId: sessionId,
    position,
    prompt: itemSchema.parse(version.body).prompt,
    before: shareBefore ?? 0,
    after: share ?? 0,
  }));
}

/** The person has read all of them. */
export async function tellCorrections(prisma: PrismaClient, personId: string, now: Date): Promise<void> {
  await prisma.asking.updateMany({
    where: { session: { personId }, correctedAt: { not: null }, toldAt: null },
    data: { toldAt: now },
  });
}
