import type { PrismaClient } from '../../prisma/generated/client.ts';
import { answerSchema } from '../assessment/quiz/catalogue.ts';
import { type Item, itemSchema } from '../assessment/quiz/schema.ts';
import { type Asking, findAsking, type Memory, saveAnswer } from './answer-store.ts';
import { gradeOf, remember } from './memory.ts';
import { awaitsCriteria, showAnswered, showAsking } from './read-practice.ts';
import type { AskedItem } from './wire.ts';

/** `Misfit`: the answer is none to this item; `at` and `says` tell where and what was expected. */
export type Answering =
  | { readonly kind: 'Marked'; readonly asked: AskedItem; readonly session: Asking['kind'] }
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
  const asking = await findAsking(prisma, personId, sessionId, position);
  if (!asking) return { kind: 'Unknown' };
  const item = itemSchema.parse(asking.version.body);
  if (asking.answer !== null && !awaitsCriteria(item, asking.answer)) return marked(asking);
  const given = asking.answer === null ? withoutCriteria(answer) : withText(asking, answer);
  const parsed = answerSchema(item, given).safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { kind: 'Misfit', at: issue?.path.join('.') ?? '', says: issue?.message ?? 'invalid' };
  }
  const saved = await save(prisma, personId, asking, item, parsed.data, now);
  // Whoever was first from another tab has marked it.
  if (saved === 'TooLate') return answerItem(prisma, personId, sessionId, position, answer, now);
  return marked({ ...asking, answer: parsed.data });
}

function save(prisma: PrismaClient, personId: string, asking: Asking, item: Item, answer: unknown, at: Date) {
  const { share, awaitsCriteria: isOpen } = showAnswered(item, asking.seed, answer);
  const tookMs = Math.min(MOST_MS, Math.max(0, at.getTime() - asking.startedAt.getTime()));
  const memories = isOpen ? undefined : rememberConcepts(asking, item, gradeOf(share, tookMs, item.level), at);
  return saveAnswer(prisma, personId, asking, { answer, at, tookMs, share, memories });
}

function rememberConcepts(
  { item: name, cards }: Asking,
  item: Item,
  grade: ReturnType<typeof gradeOf>,
  at: Date,
): Memory[] {
  return item.concepts.map((id) => {
    const concept = `${name.split('/')[0]}/${id}`;
    return { concept, ...remember((cards[concept] ?? undefined) as never, grade, at) };
  });
}

function marked(asking: Asking): Answering {
  return { kind: 'Marked', asked: showAsking(asking), session: asking.kind };
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
