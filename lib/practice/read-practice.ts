import type { PrismaClient } from '../../prisma/generated/client.ts';
import { isUnknown, markAnswer, showBody } from '../assessment/quiz/catalogue.ts';
import { type Item, itemSchema } from '../assessment/quiz/schema.ts';
import { PLACEMENT } from '../measurement/ratings.ts';
import type { AnsweredItem, AskedItem, PracticeView } from './wire.ts';

/** An asking as it is stored, with the item as it was asked. */
export interface StoredAsking {
  readonly position: number;
  readonly item: string;
  readonly seed: number;
  readonly answer: unknown;
  readonly version: { readonly body: unknown };
}

/** Nothing when there is no such session, or it belongs to somebody else. */
export async function readPractice(
  prisma: PrismaClient,
  personId: string,
  id: string,
): Promise<PracticeView | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const found = await prisma.practiceSession.findFirst({
    where: { id, personId },
    include: { askings: { orderBy: { position: 'asc' }, include: { version: true } } },
  });
  if (!found) return undefined;
  return {
    id,
    kind: found.kind,
    most: found.kind === 'Placement' ? PLACEMENT.most : found.askings.length,
    ...(found.topic ? { topic: found.topic } : {}),
    items: found.askings.map(showAsking),
    finished: found.finishedAt !== null,
  };
}

/** What the person may see of it: the key only once they have answered. */
export function showAsking({ position, item: name, seed, answer, version }: StoredAsking): AskedItem {
  const item = itemSchema.parse(version.body);
  const { level, prompt, exhibit } = item;
  return {
    position,
    name,
    topic: name.split('/')[0] as string,
    level,
    prompt,
    ...(exhibit ? { exhibit } : {}),
    body: showBody(item, seed),
    ...(answer === null || answer === undefined ? {} : { answered: showAnswered(item, seed, answer) }),
  };
}

export function showAnswered(item: Item, seed: number, answer: unknown): AnsweredItem {
  return {
    ...markAnswer(item, seed, answer),
    answer,
    explanation: item.explanation,
    sources: item.sources,
    awaitsCriteria: awaitsCriteria(item, answer),
  };
}

/** An explanation counts when its writer has said which criteria it meets. */
export function awaitsCriteria(item: Item, answer: unknown): boolean {
  return item.type === 'explain' && !isUnknown(answer) && (answer as { readonly met?: unknown }).met === undefined;
}
