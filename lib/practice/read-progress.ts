/** What a person has done so far, by topic and in its order. Every read is by person. */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { Topic } from '../assessment/quiz/topic.ts';
import type { Belief } from '../measurement/common-factor.ts';
import type { Level } from '../measurement/difficulty.ts';
import { interval } from '../measurement/ratings.ts';
import { type Progress, readProgress } from './known.ts';
import { readBelief } from './rate.ts';
import { listCorrections } from './regrade.ts';
import type { TopicShelf } from './shelf.ts';
import type { LevelOfLab } from './unrated.ts';
import type { Done, LabProgress, ProgressAnswer, TopicProgress } from './wire.ts';

/** A published lab, as far as progress is concerned. */
export interface KnownLab {
  readonly name: string;
  readonly title: string;
  readonly level: Level;
  /** Of its tasks. */
  readonly concepts: readonly string[];
}

/** Lines of history; the topics count everything. */
const MOST_DONE = 30;

interface Sat {
  readonly id: string;
  readonly lab: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** 0 to 1; null: never graded. */
  readonly best: number | null;
}

export async function readProgressPage(
  prisma: PrismaClient,
  shelf: TopicShelf,
  labs: readonly KnownLab[],
  personId: string,
  now: Date,
): Promise<ProgressAnswer> {
  const levelOfLab: LevelOfLab = (lab) => labs.find(({ name }) => name === lab)?.level;
  const [progress, right, sat, practised, belief, corrections] = await Promise.all([
    readProgress(prisma, personId, now),
    listRight(prisma, personId),
    listSat(prisma, personId),
    listPractised(prisma, personId),
    readBelief(prisma, personId, levelOfLab, now),
    listCorrections(prisma, personId),
  ]);
  const titles = new Map(labs.map(({ name, title }) => [name, title]));
  const sittings = sat.map((one) => labDone(one, titles));
  const done = [...practised, ...sittings].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MOST_DONE);
  const topics = shelf.list().map((topic) => ({
    ...topicProgress(topic, progress, right, labProgress(topic.id, labs, sat)),
    ...ratingOf(belief, topic.id),
  }));
  return { corrections, topics, done };
}

function ratingOf(belief: Belief | undefined, topic: string): Pick<TopicProgress, 'rating'> {
  if (!belief?.topics.includes(topic)) return {};
  const { rating, low, high, provisional } = interval(belief, topic);
  return { rating: { rating: Math.round(rating), low: Math.round(low), high: Math.round(high), provisional } };
}

function topicProgress(
  { id, title, items, concepts }: Topic,
  { answeredAtMs, dueAtMs, held }: Progress,
  right: ReadonlySet<string>,
  labs: readonly LabProgress[],
): TopicProgress {
  const met = items.filter(({ name }) => answeredAtMs.has(name));
  const remembered = concepts.filter((concept) => held.has(`${id}/${concept.id}`)).length;
  return {
    id,
    title,
    items: items.length,
    met: met.length,
    right: met.filter(({ name }) => right.has(name)).length,
    concepts: concepts.length,
    remembered,
    learning: concepts.filter((concept) => dueAtMs.has(`${id}/${concept.id}`)).length - remembered,
    labs,
  };
}

function labProgress(topic: string, labs: readonly KnownLab[], sat: readonly Sat[]): LabProgress[] {
  return labs
    .filter(({ name }) => name.startsWith(`${topic}/`))
    .map(({ name, title }) => {
      const tries = sat.filter(({ lab }) => lab === name);
      const graded = tries.flatMap(({ best }) => best ?? []);
      return { name, title, tries: tries.length, ...(graded.length > 0 ? { best: Math.max(...graded) } : {}) };
    });
}

/** Items that were right the last time they were answered. */
async function listRight(prisma: PrismaClient, personId: string): Promise<ReadonlySet<string>> {
  const last = await prisma.$queryRaw<{ item: string; share: number }[]>`
    SELECT DISTINCT ON (a."item") a."item", a."share" FROM "Asking" a JOIN "PracticeSession" s ON s."id" = a."sessionId"
    WHERE s."personId" = ${personId}::uuid AND a."answeredAt" IS NOT NULL ORDER BY a."item", a."answeredAt" DESC`;
  return new Set(last.filter(({ share }) => share === 1).map(({ item }) => item));
}

function listSat(prisma: PrismaClient, personId: string): Promise<Sat[]> {
  return prisma.$queryRaw<Sat[]>`
    SELECT t."id", t."lab", t."createdAt", t."finishedAt", max(c."score" / nullif(c."maxScore", 0)) AS "best" FROM "Sitting" t
    LEFT JOIN "Submission" u ON u."sittingId" = t."id" LEFT JOIN "Score" c ON c."submissionId" = u."id"
    WHERE t."ownerPersonId" = ${personId}::uuid GROUP BY t."id" ORDER BY t."createdAt" DESC`;
}

async function listPractised(prisma: PrismaClient, personId: string): Promise<Done[]> {
  const sessions = await prisma.practiceSession.findMany({
    where: { personId },
    orderBy: { createdAt: 'desc' },
    take: MOST_DONE,
    include: { askings: { select: { share: true, answeredAt: true } } },
  });
  return sessions.map(({ id, createdAt, topic, askings }) => ({
    kind: 'Practice',
    id,
    at: createdAt.toISOString(),
    ...(topic ? { topic } : {}),
    right: askings.filter(({ share }) => share === 1).length,
    answered: askings.filter(({ answeredAt }) => answeredAt !== null).length,
    items: askings.length,
  }));
}

function labDone({ id, lab, createdAt, finishedAt, best }: Sat, titles: ReadonlyMap<string, string>): Done {
  return {
    kind: 'Lab',
    id,
    at: createdAt.toISOString(),
    lab,
    title: titles.get(lab) ?? lab,
    ...(best === null ? {} : { share: best }),
    finished: finishedAt !== null,
  };
}
