/** A corrected item: answers to its old version are marked by the new one, once, and the people concerned are told. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carryOver } from '../../lib/assessment/quiz/carry-over.ts';
import { markAnswer, showBody } from '../../lib/assessment/quiz/catalogue.ts';
import { type Item, itemSchema } from '../../lib/assessment/quiz/schema.ts';
import type { Topic } from '../../lib/assessment/quiz/topic.ts';
import { answerItem } from '../../lib/practice/answer-item.ts';
import { readPractice } from '../../lib/practice/read-practice.ts';
import { listCorrections, regradeAnswers, tellCorrections } from '../../lib/practice/regrade.ts';
import type { TopicShelf } from '../../lib/practice/shelf.ts';
import { startPractice } from '../../lib/practice/start-practice.ts';
import type { Database } from '../../lib/server/database.ts';
import { rightAnswer } from '../builders/right-answer.ts';
import { openTestDatabase } from '../server/testdatabase.ts';
import { SHELF } from './shelf.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(() => database.close());

/** The shelf with one of its items changed. */
function corrected(name: string, change: (item: Item) => Item): TopicShelf {
  const list = (): Topic[] =>
    SHELF.list().map((topic) => ({
      ...topic,
      items: topic.items.map((one) =>
        one.name === name ? { ...one, item: change(one.item), hash: `new ${name}` } : one,
      ),
    }));
  return {
    list,
    findItem: (wanted) =>
      list()
        .flatMap(({ items }) => items)
        .find((one) => one.name === wanted),
  };
}

/** The key moves to the option `second`, and the options stand the other way round. */
const otherKey = (item: Item): Item =>
  itemSchema.parse({
    ...item,
    options:
      'options' in item &&
      item.options
        .map(({ right: _, ...option }) => ({ ...option, ...(option.text === 'second' ? { right: true } : {}) }))
        .toReversed(),
  });

test('who chose what is right now is marked right, is told, and is told once; others are not', async () => {
  const { prisma } = database;
  const [lucky, other] = [uuidv7(), uuidv7()];
  for (const id of [lucky, other]) await prisma.person.create({ data: { id, kind: 'Guest' } });
  const parts = { prisma, shelf: SHELF, levelOfLab: () => undefined };
  for (const who of [lucky, other]) {
    const id = (await startPractice(parts, who, { topic: 'nodeport', items: 5 }, NOW)) ?? '';
    const asked = (await readPractice(prisma, who, id))?.items.find(({ name }) => name === 'nodeport/one');
    const options = asked && 'options' in asked.body ? asked.body.options : [];
    const wanted = who === lucky ? 'second' : 'third';
    const choice = options.find(({ text }) => text === wanted)?.key;
    await answerItem(prisma, who, id, asked?.position ?? 0, { choice }, NOW);
  }
  expect(await regradeAnswers(prisma, SHELF, NOW)).toBe(0);
  const shelf = corrected('nodeport/one', otherKey);
  expect(await regradeAnswers(prisma, shelf, NOW)).toBe(2);
  expect(await regradeAnswers(prisma, shelf, NOW)).toBe(0);
  expect(await listCorrections(prisma, lucky)).toMatchObject([{ prompt: 'Which?', before: 0, after: 1 }]);
  expect(await listCorrections(prisma, other)).toEqual([]);
  await tellCorrections(prisma, lucky, NOW);
  expect(await listCorrections(prisma, lucky)).toEqual([]);
});

describe('an answer carried over to the same item in another order', () => {
  const items = SHELF.list().flatMap((topic) => topic.items);
  test.each(items)('$name', ({ item }) => {
    const turned = itemSchema.parse(
      Object.fromEntries(
        Object.entries(item).map(([key, value]) => [
          key,
          ['options', 'pairs', 'spare'].includes(key) ? [...value].reverse() : value,
        ]),
      ),
    );
    for (const seed of [1, 2, 77]) {
      const carried = carryOver(item, turned, seed, rightAnswer(item, showBody(item, seed)));
      expect(markAnswer(turned, seed, carried).share).toBe(1);
    }
  });

  test('is nothing where the chosen option is gone or the type is another', () => {
    const item = SHELF.findItem('nodeport/one')?.item as Item;
    const other = SHELF.findItem('clusterip/count')?.item as Item;
    expect(carryOver(item, other, 1, { choice: 'a' })).toBeUndefined();
    const renamed = itemSchema.parse({
      ...item,
      options: 'options' in item && item.options.map((one) => ({ ...one, text: `new ${one.text}` })),
    });
    expect(carryOver(item, renamed, 1, { choice: 'a' })).toBeUndefined();
    expect(carryOver(item, renamed, 1, { unknown: true })).toEqual({ unknown: true });
  });
});
