/** A placement: eight to twelve items, each chosen after the answer before it, so that they tell most about all eight topics. */
import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { TOPICS } from '../assessment/labs/schema.ts';
import { place, start } from '../measurement/ratings.ts';
import { readBelief } from './rate.ts';
import { listRatedItems, type RatedItem } from './rated-items.ts';
import { type PracticeParts, SEEDS } from './start-practice.ts';

/** The id of a new placement with its first item; undefined when there is no item at all. */
export async function startPlacement(parts: PracticeParts, personId: string, now: Date): Promise<string | undefined> {
  const id = uuidv7();
  await parts.prisma.practiceSession.create({ data: { id, personId, kind: 'Placement', createdAt: now } });
  if ((await goOn(parts, personId, id, now)) === 'Asked') return id;
  await parts.prisma.practiceSession.delete({ where: { id } });
  return undefined;
}

/**
 * Adds the next item to a placement whose items are all answered, or ends it when enough is known. `Waiting`: an item is open, or it is no
 * placement of this person.
 */
export async function goOn(
  { prisma, shelf, levelOfLab }: PracticeParts,
  personId: string,
  sessionId: string,
  now: Date,
): Promise<'Asked' | 'Ended' | 'Waiting'> {
  const session = await prisma.practiceSession.findFirst({
    where: { id: sessionId, personId, kind: 'Placement', finishedAt: null },
    include: { askings: { select: { item: true, answeredAt: true } } },
  });
  if (!session || session.askings.some(({ answeredAt }) => answeredAt === null)) return 'Waiting';
  const all = await listRatedItems(prisma, shelf);
  const asked = session.askings.flatMap(({ item }) => all.find((one) => one.item.name === item) ?? []);
  const belief = (await readBelief(prisma, personId, levelOfLab, now)) ?? start(TOPICS);
  const placing = place(belief, await listCandidates(prisma, personId, all, asked), asked, seedOf(sessionId));
  if (placing.kind === 'Enough') {
    await prisma.practiceSession.update({ where: { id: sessionId }, data: { finishedAt: now } });
    return asked.length > 0 ? 'Ended' : 'Waiting';
  }
  await ask(prisma, sessionId, session.askings.length, placing.item);
  return 'Asked';
}

/** Items that the person has not seen outside this placement. */
async function listCandidates(
  prisma: PrismaClient,
  personId: string,
  all: readonly RatedItem[],
  asked: readonly RatedItem[],
): Promise<RatedItem[]> {
  const seen = await prisma.asking.findMany({
    where: { session: { personId }, answeredAt: { not: null } },
    distinct: ['item'],
    select: { item: true },
  });
  const names = new Set(seen.map(({ item }) => item));
  return all.filter((one) => asked.includes(one) || !names.has(one.item.name));
}

/** From two tabs at once only one item is added: the position is the key. */
async function ask(prisma: PrismaClient, sessionId: string, position: number, { item }: RatedItem): Promise<void> {
  await prisma.itemVersion.createMany({
    data: [{ hash: item.hash, item: item.name, body: item.item }],
    skipDuplicates: true,
  });
  await prisma.asking.createMany({
    data: [{ sessionId, position, item: item.name, itemHash: item.hash, seed: randomInt(SEEDS) }],
    skipDuplicates: true,
  });
}

function seedOf(sessionId: string): number {
  return Number.parseInt(sessionId.slice(-8), 16);
}
