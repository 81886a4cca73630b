import type { Prisma, PrismaClient } from '../../prisma/generated/client.ts';
import { answerSchema } from '../assessment/quiz/catalogue.ts';
import { type Item, itemSchema } from '../assessment/quiz/schema.ts';
import { gradeOf, remember } from './memory.ts';
import { awaitsCriteria, type StoredAsking, showAnswered, showAsking } from './read-practice.ts';
import type { AskedItem } from './wire.ts';

/** `Misfit`: the answer is none to this item; `at` and `says` tell where and what was expected. */
export type Answering =
  | { readonly kind: 'Marked'; readonly asked: AskedItem }
  | { readonly kind: 'Unknown' }
  | { readonly kind: 'Misfit'; readonly at: string; readonly says: string };

/** Time at which a person has left the desk, ms. */
const MOST_MS = 15 * 60 * 1000;

/**
 * Saves and marks an answer. The first one stands: sent again, from another tab or with another content, it comes back with its own
 * mark. Only an explanation is answered twice: its text, then the criteria that its writer says are met.
 */
export async function answerItem(
  prisma: PrismaClient,
  personId: string,
  sessionId: string,
  position: number,
  answer: unknown,
  now: Date,
): Promise<Answering> {
  if (!/^[0-9a-f-]{36}$/.test(sessionId)) return { kind: 'Unknown' };
  return prisma.$transaction(async (database) => {
    const asking = await lockAsking(database, personId, sessionId, position);
    if (!asking) return { kind: 'Unknown' };
    const item = itemSchema.parse(asking.version.body);
    if (asking.answer !== null && !awaitsCriteria(item, asking.answer)) return marked(asking);
    const given = asking.answer === null ? withoutCriteria(answer) : withText(asking, answer);
    const parsed = answerSchema(item, given).safeParse(given);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return { kind: 'Misfit', at: issue?.path.join('.') ?? '', says: issue?.message ?? 'invalid' };
    }
    const saved = { ...asking, answer: parsed.data };
    await save(database, personId, saved, item, now);
    return marked(saved);
  });
}

type Database = Prisma.TransactionClient;

interface Asking extends StoredAsking {
  readonly sessionId: string;
  readonly startedAt: Date;
}

/** Two tabs that answer one item come one after the other. */
async function lockAsking(
  database: Database,
  personId: string,
  sessionId: string,
  position: number,
): Promise<Asking | undefined> {
  await database.$queryRaw`SELECT 1 FROM "PracticeSession" WHERE "id" = ${sessionId}::uuid AND "personId" = ${personId}::uuid FOR UPDATE`;
  const found = await database.asking.findFirst({
    where: { sessionId, position, session: { personId } },
    include: { version: true, session: { select: { createdAt: true } } },
  });
  if (!found) return undefined;
  const last = await database.asking.aggregate({ where: { sessionId }, _max: { answeredAt: true } });
  return { ...found, startedAt: last._max.answeredAt ?? found.session.createdAt };
}

async function save(database: Database, personId: string, asking: Asking, item: Item, now: Date): Promise<void> {
  const { sessionId, position, seed, answer, startedAt } = asking;
  const { share, awaitsCriteria: isOpen } = showAnswered(item, seed, answer);
  const tookMs = Math.min(MOST_MS, Math.max(0, now.getTime() - startedAt.getTime()));
  await database.asking.update({
    where: { sessionId_position: { sessionId, position } },
    data: { answer: answer as Prisma.InputJsonValue, answeredAt: now, tookMs, share },
  });
  if (isOpen) return;
  await rememberConcepts(database, personId, asking.item, item, gradeOf(share, tookMs, item.level), now);
  const left = await database.asking.count({ where: { sessionId, answeredAt: null } });
  if (left === 0) await database.practiceSession.update({ where: { id: sessionId }, data: { finishedAt: now } });
}

async function rememberConcepts(
  database: Database,
  personId: string,
  name: string,
  item: Item,
  grade: ReturnType<typeof gradeOf>,
  now: Date,
): Promise<void> {
  for (const id of item.concepts) {
    const concept = `${name.split('/')[0]}/${id}`;
    const key = { personId_concept: { personId, concept } };
    const before = await database.conceptMemory.findUnique({ where: key });
    const { card, dueAt } = remember((before?.card ?? undefined) as never, grade, now);
    const data = { card: JSON.parse(JSON.stringify(card)) as Prisma.InputJsonValue, dueAt };
    await database.conceptMemory.upsert({ where: key, create: { personId, concept, ...data }, update: data });
  }
}

function marked(asking: Asking): Answering {
  return { kind: 'Marked', asked: showAsking(asking) };
}

/** Nobody ticks criteria before they have seen them. */
function withoutCriteria(answer: unknown): unknown {
  const { met: _, ...rest } = answer as { readonly met?: unknown };
  return rest;
}

/** The text stands as it was sent first. */
function withText({ answer }: Asking, given: unknown): unknown {
  return { text: (answer as { readonly text: string }).text, met: (given as { readonly met?: unknown }).met ?? [] };
}
