import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { Topic } from '../assessment/quiz/topic.ts';
import { PLACEMENT } from '../measurement/ratings.ts';
import { type Progress, readProgress } from './known.ts';
import type { KnownLab } from './read-progress.ts';
import type { TopicShelf } from './shelf.ts';
import type { ConceptState, TopicAnswer, TopicCard, TopicsAnswer } from './wire.ts';

/** Every topic with what the person has met of it, and their open session. */
export async function listTopics(
  prisma: PrismaClient,
  shelf: TopicShelf,
  personId: string,
  labs: readonly KnownLab[],
  now: Date,
): Promise<TopicsAnswer> {
  const progress = await readProgress(prisma, personId, now);
  const open = await prisma.practiceSession.findFirst({
    where: { personId, finishedAt: null },
    orderBy: { createdAt: 'desc' },
    include: { askings: { select: { answeredAt: true } } },
  });
  const placements = await prisma.practiceSession.count({
    where: { personId, kind: 'Placement', finishedAt: { not: null } },
  });
  return {
    topics: shelf.list().map((topic) => cardOf(topic, progress, countLabs(labs, topic.id))),
    ...suggestLab(progress.due, labs),
    placed: placements > 0,
    ...(open
      ? {
          open: {
            practiceId: open.id,
            ...(open.topic ? { topic: open.topic } : {}),
            answered: open.askings.filter(({ answeredAt }) => answeredAt !== null).length,
            items: open.kind === 'Placement' ? PLACEMENT.most : open.askings.length,
          },
        }
      : {}),
  };
}

/** Nothing when there is no such topic. */
export async function readTopicPage(
  prisma: PrismaClient,
  shelf: TopicShelf,
  personId: string,
  id: string,
  labs: number,
  now: Date,
): Promise<TopicAnswer | undefined> {
  const topic = shelf.list().find((one) => one.id === id);
  if (!topic) return undefined;
  const progress = await readProgress(prisma, personId, now);
  return {
    ...cardOf(topic, progress, labs),
    concepts: topic.concepts.map((concept) => ({
      id: concept.id,
      title: concept.title,
      state: stateOf(progress, `${id}/${concept.id}`),
    })),
    ...(topic.primer ? { primer: topic.primer } : {}),
  };
}

function countLabs(labs: readonly KnownLab[], topic: string): number {
  return labs.filter(({ name }) => name.startsWith(`${topic}/`)).length;
}

/** For the concept that has been due longest of those that a lab practises. */
function suggestLab(due: readonly string[], labs: readonly KnownLab[]): Pick<TopicsAnswer, 'dueLab'> {
  for (const concept of due) {
    const lab = labs.find(({ name, concepts }) => concepts.some((id) => `${name.split('/')[0]}/${id}` === concept));
    if (lab) return { dueLab: { name: lab.name, title: lab.title } };
  }
  return {};
}

function cardOf({ id, title, items, primer }: Topic, progress: Progress, labs: number): TopicCard {
  return {
    id,
    title,
    items: items.length,
    labs,
    hasPrimer: primer !== undefined,
    met: items.filter(({ name }) => progress.answeredAtMs.has(name)).length,
    due: progress.due.filter((concept) => concept.startsWith(`${id}/`)).length,
  };
}

function stateOf({ dueAtMs, held }: Progress, concept: string): ConceptState {
  if (!dueAtMs.has(concept)) return 'new';
  return held.has(concept) ? 'held' : 'learning';
}
