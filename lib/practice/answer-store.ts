/**
 * An answer in the database: one statement reads all that marking needs, one writes all that follows. A thousand people who answer within
 * a second wait for nobody's lock, and an answer is there with its memories or not at all.
 */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { StoredAsking } from './read-practice.ts';

export interface Asking extends StoredAsking {
  readonly sessionId: string;
  readonly kind: 'Practice' | 'Placement';
  /** When the person could begin with it: their last answer of the session, or its start. */
  readonly startedAt: Date;
  /** What they remember of the item's concepts: cards by `<topic>/<concept>`. */
  readonly cards: Readonly<Record<string, unknown>>;
}

/** Undefined: there is no such asking, or it belongs to somebody else. */
export async function findAsking(
  prisma: PrismaClient,
  personId: string,
  sessionId: string,
  position: number,
): Promise<Asking | undefined> {
  const [row] = await prisma.$queryRaw<FoundAsking[]>`
    SELECT a."item", a."seed", a."answer", v."body", s."kind",
      coalesce((SELECT max(o."answeredAt") FROM "Asking" o WHERE o."sessionId" = s."id"), s."createdAt") AS "startedAt",
      (SELECT json_object_agg(m."concept", m."card") FROM "ConceptMemory" m WHERE m."personId" = s."personId" AND m."concept" IN
        (SELECT split_part(a."item", '/', 1) || '/' || c FROM jsonb_array_elements_text(v."body"->'concepts') c)) AS "cards"
    FROM "Asking" a JOIN "PracticeSession" s ON s."id" = a."sessionId" JOIN "ItemVersion" v ON v."hash" = a."itemHash"
    WHERE a."sessionId" = ${sessionId}::uuid AND a."position" = ${position} AND s."personId" = ${personId}::uuid`;
  if (!row) return undefined;
  const { item, seed, answer, body, kind, startedAt, cards } = row;
  return { sessionId, position, item, seed, answer, version: { body }, kind, startedAt, cards: cards ?? {} };
}

interface FoundAsking {
  readonly item: string;
  readonly seed: number;
  readonly answer: unknown;
  readonly body: unknown;
  readonly kind: Asking['kind'];
  readonly startedAt: Date;
  readonly cards: Record<string, unknown> | null;
}

export interface Memory {
  readonly concept: string;
  readonly dueAt: Date;
  readonly card: unknown;
}

export interface SavedAnswer {
  readonly answer: unknown;
  readonly at: Date;
  readonly tookMs: number;
  readonly share: number;
  /** Absent while something is still to be said of the answer. */
  readonly memories: readonly Memory[] | undefined;
}

/** `TooLate`: another answer came first; nothing was written. */
export async function saveAnswer(
  prisma: PrismaClient,
  personId: string,
  { sessionId, position, answer: before }: Asking,
  { answer, at, tookMs, share, memories }: SavedAnswer,
): Promise<'Saved' | 'TooLate'> {
  const [{ saved } = { saved: 0 }] = await prisma.$queryRaw<{ saved: number }[]>`
    WITH answered AS (
      UPDATE "Asking" SET "answer" = ${JSON.stringify(answer)}::jsonb, "answeredAt" = ${at.toISOString()}::timestamp, "tookMs" = ${tookMs}, "share" = ${share}
      WHERE "sessionId" = ${sessionId}::uuid AND "position" = ${position}
        AND "answer" IS NOT DISTINCT FROM ${before === null ? null : JSON.stringify(before)}::jsonb
      RETURNING "sessionId"
    ), remembered AS (
      INSERT INTO "ConceptMemory" ("personId", "concept", "dueAt", "card")
      SELECT ${personId}::uuid, m."concept", m."dueAt", m."card"
      FROM answered, jsonb_to_recordset(${JSON.stringify(memories ?? [])}::jsonb) AS m("concept" text, "dueAt" timestamp, "card" jsonb)
      ON CONFLICT ("personId", "concept") DO UPDATE SET "dueAt" = excluded."dueAt", "card" = excluded."card"
    ), finished AS (
      UPDATE "PracticeSession" s SET "finishedAt" = ${at.toISOString()}::timestamp FROM answered
      WHERE s."id" = answered."sessionId" AND s."kind" = 'Practice' AND ${memories !== undefined} AND NOT EXISTS (
        SELECT 1 FROM "Asking" o WHERE o."sessionId" = s."id" AND o."position" <> ${position} AND o."answeredAt" IS NULL)
    )
    SELECT count(*)::int AS "saved" FROM answered`;
  return saved === 1 ? 'Saved' : 'TooLate';
}
