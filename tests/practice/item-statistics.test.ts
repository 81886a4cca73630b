/** Statistics of items: who answered, whether it tells good from better, and what an author is told. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerItem } from '../../lib/practice/answer-item.ts';
import { readItemStatistics } from '../../lib/practice/item-statistics.ts';
import { readPractice } from '../../lib/practice/read-practice.ts';
import { startPractice } from '../../lib/practice/start-practice.ts';
import type { AskedItem } from '../../lib/practice/wire.ts';
import type { Database } from '../../lib/server/database.ts';
import { rightAnswer } from '../builders/right-answer.ts';
import { openTestDatabase } from '../server/testdatabase.ts';
import { SHELF } from './shelf.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const PEOPLE = 60;
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(() => database.close());

test('a wrong key, what everybody knows and an option that nobody chooses are flagged; a good item is not', async () => {
  const parts = { prisma: database.prisma, shelf: SHELF, levelOfLab: () => undefined };
  for (let n = 0; n < PEOPLE; n++) {
    const who = uuidv7();
    await database.prisma.person.create({ data: { id: who, kind: 'Guest' } });
    const id = (await startPractice(parts, who, { topic: 'nodeport', items: 5 }, NOW)) ?? '';
    for (const asked of (await readPractice(database.prisma, who, id))?.items ?? [])
      await answerItem(database.prisma, who, id, asked.position, answerOf(asked, n % 2 === 0), NOW);
  }
  const all = await readItemStatistics(database.prisma, SHELF);
  const of = (name: string) => all.find((one) => one.name === name);
  expect(of('nodeport/steps')).toMatchObject({ answers: PEOPLE, mean: 1, flags: ['everybody knows it'] });
  expect(of('nodeport/one')?.flags).toContain('who is good elsewhere is not better here: look at the key');
  expect(of('nodeport/one')?.discrimination).toBeLessThan(-0.9);
  expect(of('nodeport/read')).toMatchObject({ mean: 0.5, flags: ['nobody chooses “third”'] });
  expect(of('nodeport/pairs')).toMatchObject({ mean: 0.5, flags: [] });
  expect(all[0]?.flags).not.toEqual([]);
}, 60_000);

/** The strong know everything but what `one` wrongly has for its key; the weak know the order of the steps alone. */
function answerOf(asked: AskedItem, isStrong: boolean): unknown {
  const right = rightAnswer(SHELF.findItem(asked.name)?.item as never, asked.body);
  if (asked.name === 'nodeport/steps') return right;
  const second = 'options' in asked.body ? asked.body.options.find(({ text }) => text === 'second')?.key : undefined;
  if (asked.name === 'nodeport/one') return isStrong ? { choice: second } : right;
  if (isStrong) return right;
  return asked.name === 'nodeport/read' ? { choice: second } : { unknown: true };
}
