/** What the database knows of a person's practice. Every read is by person. */
import { State } from 'ts-fsrs';
import type { Prisma, PrismaClient } from '../../prisma/generated/client.ts';
import type { Known } from './choose-items.ts';

export interface Progress extends Known {
  /** Every concept met, as `<topic>/<concept>`, and when it comes back. */
  readonly dueAtMs: ReadonlyMap<string, number>;
  /** Concepts that are beyond the first steps of learning, and not due. */
  readonly held: ReadonlySet<string>;
}

export async function readProgress(prisma: PrismaClient, personId: string, now: Date): Promise<Progress> {
  const [memories, answered] = await Promise.all([
    prisma.conceptMemory.findMany({
      where: { personId },
      orderBy: { dueAt: 'asc' },
      select: { concept: true, dueAt: true, card: true },
    }),
    prisma.asking.groupBy({
      by: ['item'],
      where: { session: { personId }, answeredAt: { not: null } },
      _max: { answeredAt: true },
    }),
  ]);
  return {
    dueAtMs: new Map(memories.map(({ concept, dueAt }) => [concept, dueAt.getTime()])),
    held: new Set(memories.filter(({ card, dueAt }) => dueAt > now && isLearned(card)).map(({ concept }) => concept)),
    due: memories.filter(({ dueAt }) => dueAt <= now).map(({ concept }) => concept),
    answeredAtMs: new Map(answered.map(({ item, _max }) => [item, _max.answeredAt?.getTime() ?? 0])),
  };
}

/** Not in the minutes after a first or a failed answer. */
function isLearned(card: Prisma.JsonValue): boolean {
  return (card as { readonly state?: number }).state === State.Review;
}
