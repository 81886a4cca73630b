/** Ratings of people, difficulties of items and what labs leave in memory, worked out of what was done: again and again, in its order, by one process at a time. */
import type { Prisma, PrismaClient } from '../../prisma/generated/client.ts';
import { TOPICS } from '../assessment/labs/schema.ts';
import type { Belief } from '../measurement/common-factor.ts';
import { type Difficulty, startDifficulty } from '../measurement/difficulty.ts';
import { start, update } from '../measurement/ratings.ts';
import { rememberLabs } from './lab-memory.ts';
import { type LevelOfLab, listUnrated, type Result, type Unrated } from './unrated.ts';

/** Answers worked in at a time. */
const MOST = 500;
/** Names the lock under which ratings are written. */
const LOCK = 0x686f706c;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

type Database = Prisma.TransactionClient;

interface Standing {
  belief: Belief;
  asOfMs: number;
}

interface Known {
  difficulty: Difficulty;
  answers: number;
  shares: number;
}

/** Works in what is there; the number of answers and labs that were looked at. 0 also when another process is at it. */
export async function rateAnswers(prisma: PrismaClient, levelOfLab: LevelOfLab, now: Date): Promise<number> {
  return prisma.$transaction(async (database) => {
    const [{ mine } = { mine: false }] = await database.$queryRaw<{ mine: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(${LOCK}) AS "mine"`;
    if (!mine) return 0;
    const unrated = await listUnrated(database, levelOfLab, MOST);
    const looked = unrated.askings.length + unrated.sittings.length;
    if (looked > 0) await work(database, unrated, now);
    return looked;
  });
}

/** The belief in a person now, with what is not worked in yet; undefined: they have done nothing that counts. */
export async function readBelief(
  prisma: PrismaClient,
  personId: string,
  levelOfLab: LevelOfLab,
  now: Date,
): Promise<Belief | undefined> {
  const [stored, { results }] = await Promise.all([
    prisma.personRating.findUnique({ where: { personId } }),
    listUnrated(prisma, levelOfLab, MOST, personId),
  ]);
  if (!stored && results.length === 0) return undefined;
  const known = await readDifficulties(prisma, results);
  const standing = stored
    ? { belief: stored.belief as unknown as Belief, asOfMs: stored.asOf.getTime() }
    : { belief: start(TOPICS), asOfMs: results[0]?.at.getTime() ?? now.getTime() };
  for (const result of results) workIn(standing, knownOf(known, result), result);
  return standing.belief;
}

async function work(database: Database, { results, askings, sittings }: Unrated, now: Date): Promise<void> {
  const people = [...new Set(results.map(({ personId }) => personId))];
  const stored = await database.personRating.findMany({ where: { personId: { in: people } } });
  const standings = new Map<string, Standing>(
    stored.map((one) => [one.personId, { belief: one.belief as unknown as Belief, asOfMs: one.asOf.getTime() }]),
  );
  const known = await readDifficulties(database, results);
  for (const result of results) {
    const standing = standings.get(result.personId) ?? { belief: start(TOPICS), asOfMs: result.at.getTime() };
    standings.set(result.personId, standing);
    workIn(standing, knownOf(known, result), result);
  }
  await save(database, standings, known);
  await rememberLabs(database, sittings);
  await markRated(database, askings, sittings, now);
}

function workIn(standing: Standing, known: Known, { topic, share, guess, at }: Result): void {
  const weeks = Math.max(0, at.getTime() - standing.asOfMs) / WEEK_MS;
  const answer = { topic, share, guess, difficulty: known.difficulty };
  const { belief, difficulties } = update(standing.belief, [answer], weeks);
  standing.belief = belief;
  standing.asOfMs = Math.max(standing.asOfMs, at.getTime());
  known.difficulty = difficulties[0] ?? known.difficulty;
  known.answers++;
  known.shares += share;
}

const keyOf = ({ kind, name }: Pick<Result, 'kind' | 'name'>) => `${kind} ${name}`;

async function readDifficulties(database: Database, results: readonly Result[]): Promise<Map<string, Known>> {
  const names = [...new Set(results.map(({ name }) => name))];
  const rows = await database.difficulty.findMany({ where: { name: { in: names } } });
  return new Map(
    rows.map(({ kind, name, rating, deviation, answers, shares }) => [
      keyOf({ kind, name }),
      { difficulty: { rating, deviation }, answers, shares },
    ]),
  );
}

function knownOf(known: Map<string, Known>, result: Result): Known {
  const standing = known.get(keyOf(result)) ?? { difficulty: startDifficulty(result.level), answers: 0, shares: 0 };
  known.set(keyOf(result), standing);
  return standing;
}

async function save(database: Database, standings: Map<string, Standing>, known: Map<string, Known>): Promise<void> {
  const people = [...standings].map(([personId, { belief, asOfMs }]) => ({
    personId,
    belief,
    asOf: new Date(asOfMs).toISOString(),
  }));
  await database.$executeRaw`
    INSERT INTO "PersonRating" ("personId", "belief", "asOf")
    SELECT r."personId", r."belief", r."asOf"
    FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb) AS r("personId" uuid, "belief" jsonb, "asOf" timestamp)
    ON CONFLICT ("personId") DO UPDATE SET "belief" = excluded."belief", "asOf" = excluded."asOf"`;
  const difficulties = [...known].map(([key, { difficulty, answers, shares }]) => {
    const at = key.indexOf(' ');
    return { kind: key.slice(0, at), name: key.slice(at + 1), ...difficulty, answers, shares };
  });
  await database.$executeRaw`
    INSERT INTO "Difficulty" ("kind", "name", "rating", "deviation", "answers", "shares")
    SELECT d."kind"::"RatedKind", d."name", d."rating", d."deviation", d."answers", d."shares"
    FROM jsonb_to_recordset(${JSON.stringify(difficulties)}::jsonb)
      AS d("kind" text, "name" text, "rating" float, "deviation" float, "answers" int, "shares" float)
    ON CONFLICT ("kind", "name") DO UPDATE
    SET "rating" = excluded."rating", "deviation" = excluded."deviation", "answers" = excluded."answers", "shares" = excluded."shares"`;
}

async function markRated(
  database: Database,
  askings: Unrated['askings'],
  sittings: readonly string[],
  now: Date,
): Promise<void> {
  await database.$executeRaw`
    UPDATE "Asking" a SET "ratedAt" = ${now.toISOString()}::timestamp
    FROM jsonb_to_recordset(${JSON.stringify(askings)}::jsonb) AS r("sessionId" uuid, "position" int)
    WHERE a."sessionId" = r."sessionId" AND a."position" = r."position"`;
  await database.sitting.updateMany({ where: { id: { in: [...sittings] } }, data: { ratedAt: now } });
}
