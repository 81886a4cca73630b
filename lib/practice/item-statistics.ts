/** How items do, for their authors: who gets them right, whether they tell good from better, which options nobody falls for. */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { markAnswer } from '../assessment/quiz/catalogue.ts';
import type { TopicItem } from '../assessment/quiz/topic.ts';
import { guessOf } from '../measurement/guess.ts';
import type { TopicShelf } from './shelf.ts';

export interface ItemStatistics {
  readonly name: string;
  /** First answers of people. */
  readonly answers: number;
  /** Their mean share of the points, 0 to 1. */
  readonly mean: number;
  /** Correlation of the share here with the mean share of the same people elsewhere; undefined while too few differ. */
  readonly discrimination: number | undefined;
  /** Of the answers to the item as it is now: how often each option, pair or near miss was chosen. */
  readonly chosen: readonly { readonly text: string; readonly right: boolean; readonly times: number }[];
  /** Why an author should look at it; nothing is said of fewer than `ENOUGH` answers. */
  readonly flags: readonly string[];
}

export const ENOUGH = 30;
const ENOUGH_FOR_OPTIONS = 50;
const MOST_ANSWERS = 2_000;
const KNOWN_BY_ALL = 0.97;
const TELLS_LITTLE = 0.1;
/** Types whose options somebody chooses among. */
const CHOICES: readonly string[] = ['single', 'output', 'fate', 'multiple'];

/** Every item that somebody has answered, those with flags first. */
export async function readItemStatistics(prisma: PrismaClient, shelf: TopicShelf): Promise<ItemStatistics[]> {
  const rows = await prisma.$queryRaw<Row[]>`
    WITH first AS (
      SELECT DISTINCT ON (s."personId", a."item") s."personId", a."item", a."share"
      FROM "Asking" a JOIN "PracticeSession" s ON s."id" = a."sessionId"
      WHERE a."share" IS NOT NULL ORDER BY s."personId", a."item", a."answeredAt"
    ), person AS (SELECT "personId", sum("share") AS "sum", count(*) AS "n" FROM first GROUP BY "personId")
    SELECT f."item" AS "name", count(*)::int AS "answers", avg(f."share") AS "mean",
      corr(f."share", (p."sum" - f."share") / nullif(p."n" - 1, 0)) AS "discrimination"
    FROM first f JOIN person p USING ("personId") GROUP BY f."item" ORDER BY f."item"`;
  const all: ItemStatistics[] = [];
  for (const row of rows) {
    const item = shelf.findItem(row.name);
    if (item) all.push(await statisticsOf(prisma, item, row));
  }
  return all.sort((a, b) => Number(b.flags.length > 0) - Number(a.flags.length > 0));
}

interface Row {
  readonly name: string;
  readonly answers: number;
  readonly mean: number;
  readonly discrimination: number | null;
}

async function statisticsOf(prisma: PrismaClient, item: TopicItem, row: Row): Promise<ItemStatistics> {
  const { name, answers, mean } = row;
  const chosen = await countChosen(prisma, item);
  const discrimination = row.discrimination ?? undefined;
  return { name, answers, mean, discrimination, chosen, flags: flagsOf(item, { ...row, chosen }) };
}

async function countChosen(prisma: PrismaClient, { name, hash, item }: TopicItem): Promise<ItemStatistics['chosen']> {
  const given = await prisma.asking.findMany({
    where: { item: name, itemHash: hash, answeredAt: { not: null } },
    take: MOST_ANSWERS,
    select: { seed: true, answer: true },
  });
  const counts = new Map<string, { text: string; right: boolean; times: number }>();
  for (const { seed, answer } of given) {
    for (const { text, right, chosen } of markAnswer(item, seed, answer).notes) {
      const count = counts.get(text) ?? { text, right: right === true, times: 0 };
      counts.set(text, { ...count, times: count.times + Number(chosen) });
    }
  }
  return [...counts.values()].sort((a, b) => b.times - a.times);
}

function flagsOf({ item }: TopicItem, { answers, mean, discrimination, chosen }: Row & Pick<ItemStatistics, 'chosen'>) {
  if (answers < ENOUGH) return [];
  const neverChosen =
    CHOICES.includes(item.type) && answers >= ENOUGH_FOR_OPTIONS ? chosen.filter(({ times }) => times === 0) : [];
  return [
    ...(mean >= KNOWN_BY_ALL ? ['everybody knows it'] : []),
    ...(mean <= (guessOf(item) ?? 0) ? ['nobody does better than by guessing'] : []),
    ...(discrimination !== null && discrimination < TELLS_LITTLE
      ? ['who is good elsewhere is not better here: look at the key']
      : []),
    ...neverChosen.map(({ text }) => `nobody chooses “${text}”`),
  ];
}
