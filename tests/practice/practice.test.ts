/** Practice sessions on the database: what is asked, answered, kept and remembered. */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerItem } from '../../lib/practice/answer-item.ts';
import { readProgress } from '../../lib/practice/known.ts';
import { listTopics, readTopicPage } from '../../lib/practice/list-topics.ts';
import { readPractice } from '../../lib/practice/read-practice.ts';
import { readProgressPage } from '../../lib/practice/read-progress.ts';
import { startPractice } from '../../lib/practice/start-practice.ts';
import type { AskedItem } from '../../lib/practice/wire.ts';
import type { Database } from '../../lib/server/database.ts';
import { openTestDatabase } from '../server/testdatabase.ts';
import { SHELF } from './shelf.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const LABS = [{ name: 'nodeport/echo', title: 'Echo', level: 'senior' as const, concepts: ['a'] }];
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

let database: Database;
let person = '';
beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  person = await newPerson();
});

const parts = () => ({ prisma: database.prisma, shelf: SHELF, levelOfLab: () => 'working' as const });

async function newPerson(): Promise<string> {
  const id = uuidv7();
  await database.prisma.person.create({ data: { id, kind: 'Guest' } });
  return id;
}

async function begin(topic?: string, items = 10): Promise<string> {
  return (await startPractice(parts(), person, { topic, items }, NOW)) ?? '';
}

async function itemsOf(id: string): Promise<readonly AskedItem[]> {
  return (await readPractice(database.prisma, person, id))?.items ?? [];
}

async function positionOf(id: string, name: string): Promise<AskedItem> {
  return (await itemsOf(id)).find((one) => one.name === name) as AskedItem;
}

async function answer(id: string, name: string, given: unknown, at = later(10)) {
  const { position } = await positionOf(id, name);
  return answerItem(database.prisma, person, id, position, given, at);
}

/** The key under which an option is shown. */
async function keyOf(id: string, name: string, text: string): Promise<string> {
  const { body } = await positionOf(id, name);
  return 'options' in body ? (body.options.find((one) => one.text === text)?.key ?? '') : '';
}

/** Some answer that fits the item. */
function someAnswer({ body }: AskedItem): unknown {
  if (body.type === 'order') return { order: body.steps.map(({ key }) => key) };
  if (body.type === 'match') return { pairs: {} };
  if (body.type === 'multiple') return { choices: [] };
  return { choice: 'a' };
}

describe('a session', () => {
  test('asks each item once, explanations last, and says no key before the answer', async () => {
    const items = await itemsOf(await begin());
    expect(new Set(items.map(({ name }) => name)).size).toBe(10);
    expect(items.at(-1)?.body.type).toBe('explain');
    const shown = JSON.stringify(items);
    for (const secret of ['because', 'right":true', 'accept', 'wrong":', 'rubric', 'answer":1000'])
      expect(shown).not.toContain(secret);
  });

  test('of one topic asks that topic', async () => {
    const items = await itemsOf(await begin('nodeport'));
    expect(items.map(({ topic }) => topic)).toEqual(Array(5).fill('nodeport'));
  });

  test('on a topic without items is none', async () => {
    expect(await begin('egress')).toBe('');
  });

  test('is nobody else’s', async () => {
    const id = await begin();
    const other = await newPerson();
    expect(await readPractice(database.prisma, other, id)).toBeUndefined();
    expect(await answerItem(database.prisma, other, id, 0, { choice: 'a' }, NOW)).toEqual({ kind: 'Unknown' });
    expect(await readPractice(database.prisma, person, 'x')).toBeUndefined();
  });

  test('ends with its last answer', async () => {
    const id = await begin('nodeport');
    const items = await itemsOf(id);
    for (const [index, item] of items.entries()) {
      expect((await readPractice(database.prisma, person, id))?.finished).toBe(false);
      expect(await answer(id, item.name, someAnswer(item), later(index))).toMatchObject({ kind: 'Marked' });
    }
    expect((await readPractice(database.prisma, person, id))?.finished).toBe(true);
  });
});

describe('an answer', () => {
  test('comes back with the key, every reason and the sources, and after a reload too', async () => {
    const id = await begin('nodeport');
    const told = await answer(id, 'nodeport/one', { choice: await keyOf(id, 'nodeport/one', 'second') });
    const expected = { share: 0, key: 'first', explanation: 'Because.' };
    expect(told).toMatchObject({ kind: 'Marked', asked: { answered: expected } });
    const { answered } = await positionOf(id, 'nodeport/one');
    expect(answered).toMatchObject(expected);
    expect(answered?.notes.find(({ chosen }) => chosen)).toMatchObject({ text: 'second', because: 'it is not' });
  });

  test('stands: sent twice, or changed, the first one counts', async () => {
    const id = await begin('nodeport');
    const right = { choice: await keyOf(id, 'nodeport/one', 'first') };
    const wrong = { choice: await keyOf(id, 'nodeport/one', 'third') };
    const told = await Promise.all([answer(id, 'nodeport/one', wrong), answer(id, 'nodeport/one', right)]);
    const shares = told.map((one) => (one.kind === 'Marked' ? one.asked.answered?.share : undefined));
    expect(new Set(shares).size).toBe(1);
    expect(await database.prisma.conceptMemory.count({ where: { personId: person } })).toBe(1);
  });

  test.each([
    ['nodeport/one', { choice: 'z' }, 'choice'],
    ['nodeport/one', { wahl: 'a' }, 'choice'],
    ['nodeport/steps', { order: ['a', 'a', 'b', 'c'] }, 'order'],
    ['clusterip/count', { value: 'many' }, 'value'],
    ['clusterip/wrong-line', { line: 4 }, 'line'],
    ['clusterip/panel', { text: ' ' }, 'text'],
  ])('%s %j fits no item: says where', async (name, given, at) => {
    const id = await begin();
    expect(await answer(id, name, given)).toMatchObject({ kind: 'Misfit', at });
    expect((await positionOf(id, name)).answered).toBeUndefined();
  });

  test('in words: the text stands, then its writer says which criteria it meets', async () => {
    const id = await begin('clusterip');
    const first = await answer(id, 'clusterip/panel', { text: 'Each node has conntrack.', met: ['keep'] });
    expect(first).toMatchObject({ asked: { answered: { awaitsCriteria: true, share: 3 / 4 } } });
    const second = await answer(id, 'clusterip/panel', { text: 'other', met: ['node'] });
    expect(second).toMatchObject({
      asked: { answered: { awaitsCriteria: false, share: 1 / 4, answer: { text: 'Each node has conntrack.' } } },
    });
  });
});

describe('memory', () => {
  test('what was missed comes back first, what was known later', async () => {
    const id = await begin('nodeport');
    await answer(id, 'nodeport/one', { choice: await keyOf(id, 'nodeport/one', 'second') });
    await answer(id, 'nodeport/read', { choice: await keyOf(id, 'nodeport/read', 'first') });
    const { dueAtMs } = await readProgress(database.prisma, person, NOW);
    expect(dueAtMs.get('nodeport/a')).toBeLessThan(dueAtMs.get('nodeport/b') ?? 0);
    const soon = later(600);
    expect((await readProgress(database.prisma, person, soon)).due).toEqual(['nodeport/a']);
    const again = await startPractice(parts(), person, { items: 1 }, soon);
    const [first] = await itemsOf(again ?? '');
    expect(['nodeport/several', 'nodeport/one']).toContain(first?.name);
  });

  test('what is known at once is held until a later day', async () => {
    const id = await begin('nodeport');
    await answer(id, 'nodeport/one', { choice: await keyOf(id, 'nodeport/one', 'first') }, later(1));
    const page = await readTopicPage(database.prisma, SHELF, person, 'nodeport', 6, later(600));
    expect(page?.concepts.map(({ state }) => state)).toEqual(['held', 'new']);
  });

  test('a topic says what is new, being learned and held', async () => {
    const id = await begin('nodeport');
    await answer(id, 'nodeport/one', { choice: await keyOf(id, 'nodeport/one', 'second') });
    const page = await readTopicPage(database.prisma, SHELF, person, 'nodeport', 6, later(600));
    expect(page?.concepts.map(({ state }) => state)).toEqual(['learning', 'new']);
    expect(page).toMatchObject({ items: 5, labs: 6, met: 1, due: 1, hasPrimer: false });
    const all = await listTopics(database.prisma, SHELF, person, LABS, later(600));
    expect(all.dueLab).toEqual({ name: 'nodeport/echo', title: 'Echo' });
    expect(all.open).toMatchObject({ practiceId: id, answered: 1, items: 5 });
    expect(all.topics.map(({ hasPrimer }) => hasPrimer)).toEqual([false, true]);
  });
});

describe('progress', () => {
  test('counts what was met, what was right the last time, and lists what was done, of this person alone', async () => {
    const id = await begin(undefined, 2);
    const [first] = await itemsOf(id);
    await answerItem(database.prisma, person, id, first?.position ?? 0, { unknown: true }, later(10));
    const labs = [{ name: `${first?.topic}/echo`, title: 'Echo', level: 'senior' as const, concepts: [] }];
    const seen = await readProgressPage(database.prisma, SHELF, labs, person, later(20));
    expect(seen.topics.find((topic) => topic.id === first?.topic)).toMatchObject({
      met: 1,
      right: 0,
      labs: [{ title: 'Echo', tries: 0 }],
    });
    expect(seen.done).toMatchObject([{ kind: 'Practice', id, answered: 1, right: 0, items: 2 }]);
    const other = await readProgressPage(database.prisma, SHELF, labs, await newPerson(), later(20));
    expect(other.done).toEqual([]);
    expect(other.topics.every(({ met, remembered, learning }) => met + remembered + learning === 0)).toBe(true);
  });
});
