/** What people have done that no rating reckons with yet: answered items, finished labs. */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { TOPICS } from '../assessment/labs/schema.ts';
import { itemSchema } from '../assessment/quiz/schema.ts';
import type { Level } from '../measurement/difficulty.ts';
import { guessOf } from '../measurement/guess.ts';

/** Something done once and for the first time by that person; `share` of its points, 0 to 1. */
export interface Result {
  readonly personId: string;
  readonly at: Date;
  readonly kind: 'Item' | 'Lab';
  /** `<topic>/<id>` or `<topic>/<slug>` */
  readonly name: string;
  readonly topic: string;
  readonly level: Level | undefined;
  readonly share: number;
  readonly guess: number;
}

export interface Unrated {
  /** In the order in which they were done. */
  readonly results: readonly Result[];
  /** What was looked at, results or not. */
  readonly askings: readonly { readonly sessionId: string; readonly position: number }[];
  readonly sittings: readonly string[];
}

export type LevelOfLab = (lab: string) => Level | undefined;

/** The oldest `most` of each kind; of one person where `personId` is given. What a person does again tells of memory and not of ability. */
export async function listUnrated(
  prisma: Pick<PrismaClient, '$queryRaw'>,
  levelOfLab: LevelOfLab,
  most: number,
  personId: string | null = null,
): Promise<Unrated> {
  const askings = await prisma.$queryRaw<AnsweredRow[]>`
    SELECT a."sessionId", a."position", a."item", a."share", a."answeredAt" AS "at", s."personId", v."body", NOT EXISTS (
      SELECT 1 FROM "Asking" e JOIN "PracticeSession" o ON o."id" = e."sessionId"
      WHERE e."item" = a."item" AND o."personId" = s."personId" AND e."answeredAt" < a."answeredAt") AS "isFirst"
    FROM "Asking" a JOIN "PracticeSession" s ON s."id" = a."sessionId" JOIN "ItemVersion" v ON v."hash" = a."itemHash"
    WHERE a."ratedAt" IS NULL AND a."answeredAt" IS NOT NULL AND (${personId}::uuid IS NULL OR s."personId" = ${personId}::uuid)
    ORDER BY a."answeredAt" LIMIT ${most}`;
  const sittings = await prisma.$queryRaw<FinishedRow[]>`
    SELECT t."id", t."lab", t."ownerPersonId" AS "personId", t."finishedAt" AS "at", (
      SELECT c."score" / nullif(c."maxScore", 0) FROM "Submission" u JOIN "Score" c ON c."submissionId" = u."id"
      WHERE u."sittingId" = t."id" ORDER BY u."createdAt" DESC, c."createdAt" DESC LIMIT 1) AS "share", NOT EXISTS (
      SELECT 1 FROM "Sitting" e WHERE e."lab" = t."lab" AND e."ownerPersonId" = t."ownerPersonId" AND e."finishedAt" < t."finishedAt") AS "isFirst"
    FROM "Sitting" t
    WHERE t."ratedAt" IS NULL AND t."finishedAt" IS NOT NULL AND (${personId}::uuid IS NULL OR t."ownerPersonId" = ${personId}::uuid)
    ORDER BY t."finishedAt" LIMIT ${most}`;
  const results = [...askings.flatMap(toItemResult), ...sittings.flatMap((row) => toLabResult(row, levelOfLab))];
  return {
    results: results.sort((a, b) => a.at.getTime() - b.at.getTime()),
    askings: askings.map(({ sessionId, position }) => ({ sessionId, position })),
    sittings: sittings.map(({ id }) => id),
  };
}

interface Row {
  readonly personId: string;
  readonly at: Date;
  readonly share: number | null;
  readonly isFirst: boolean;
}

interface AnsweredRow extends Row {
  readonly sessionId: string;
  readonly position: number;
  readonly item: string;
  readonly body: unknown;
}

interface FinishedRow extends Row {
  readonly id: string;
  readonly lab: string;
}

function toItemResult({ personId, at, share, isFirst, item: name, body }: AnsweredRow): Result[] {
  const item = itemSchema.parse(body);
  const guess = guessOf(item);
  const topic = topicOf(name);
  if (!isFirst || !topic || share === null || guess === undefined) return [];
  return [{ personId, at, kind: 'Item', name, topic, level: item.level, share, guess }];
}

function toLabResult({ personId, at, share, isFirst, lab }: FinishedRow, levelOfLab: LevelOfLab): Result[] {
  const topic = topicOf(lab);
  if (!isFirst || !topic || share === null) return [];
  return [{ personId, at, kind: 'Lab', name: lab, topic, level: levelOfLab(lab), share, guess: 0 }];
}

/** Undefined for a topic that is not one of the eight. */
function topicOf(name: string): string | undefined {
  return TOPICS.find((topic) => name.startsWith(`${topic}/`));
}
