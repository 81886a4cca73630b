/** What the database knows of a person's practice. Every read is by person. */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { Known } from './choose-items.ts';

export interface Progress extends Known {
  /** Every concept met, as `<topic>/<concept>`, and when it comes back. */
  readonly dueAtMs: ReadonlyMap<string, number>;
}

export async function readProgress(prisma: PrismaClient, personId: string, now: Date): Promise<Progress> {
  const [memories, answered] = await Promise.all([
    prisma.conceptMemory.findMany({
      where: { personId },
      orderBy: { dueAt: 'asc' },
      select: { concept: true, dueAt: true },
    }),
    prisma.asking.groupBy({
      by: ['item'],
      where: { session: { personId }, answeredAt: { not: null } },
      _max: { answeredAt: true },
    }),
  ]);
  return {
    dueAtMs: new Map(memories.map(({ concept, dueAt }) => [concept, dueAt.getTime()])),
    due: memories.filter(({ dueAt }) => dueAt <= now).map(({ concept }) => concept),
    answeredAtMs: new Map(answered.map(({ item, _max }) => [item, _max.answeredAt?.getTime() ?? 0])),
  };
}
