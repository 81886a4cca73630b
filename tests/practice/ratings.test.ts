/** Ratings on the database: worked out of what was done, once, in its order; a placement that asks what tells most. */

import { Rating } from 'ts-fsrs';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TOPICS } from '../../lib/assessment/labs/schema.ts';
import { interval, start } from '../../lib/measurement/ratings.ts';
import { answerItem } from '../../lib/practice/answer-item.ts';
import { gradeOfTask } from '../../lib/practice/lab-memory.ts';
import { goOn, startPlacement } from '../../lib/practice/placement.ts';
import { rateAnswers, readBelief } from '../../lib/practice/rate.ts';
import { readPractice } from '../../lib/practice/read-practice.ts';
import { startPractice } from '../../lib/practice/start-practice.ts';
import type { AskedItem } from '../../lib/practice/wire.ts';
import { takeOver } from '../../lib/server/accounts/take-over.ts';
import type { Database } from '../../lib/server/database.ts';
import { rightAnswer } from '../builders/right-answer.ts';
import { labFolder } from '../server/labfolder.ts';
import { openTestDatabase } from '../server/testdatabase.ts';
import { SHELF } from './shelf.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const levelOfLab = () => 'working' as const;

let database: Database;
let person = '';
beforeAll(async () => {
  database = await openTestDatabase();
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  await rateAnswers(database.prisma, levelOfLab, NOW);
  person = await newPerson();
});

const parts = () => ({ prisma: database.prisma, shelf: SHELF, levelOfLab: () => 'working' as const });

async function newPerson(kind: 'Guest' | 'Account' = 'Guest'): Promise<string> {
  const id = uuidv7();
  await database.prisma.person.create({ data: { id, kind } });
  return id;
}

/** A session in which everything is answered, right or not at all. */
async function practise(who: string, how: 'right' | 'unknown', topic = 'nodeport', from = 1): Promise<void> {
  const { prisma } = database;
  const id = (await startPractice(parts(), who, { topic, items: 5 }, later(from))) ?? '';
  const items = (await readPractice(prisma, who, id))?.items ?? [];
  for (const [at, asked] of items.entries())
    await answerItem(prisma, who, id, asked.position, given(asked, how), later(from + at + 1));
}

function given(asked: AskedItem, how: 'right' | 'unknown'): unknown {
  const known = SHELF.findItem(asked.name);
  return how === 'right' && known ? rightAnswer(known.item, asked.body) : { unknown: true };
}

async function ratingOf(who: string, topic: string): Promise<number> {
  const belief = await readBelief(database.prisma, who, levelOfLab, later(60));
  return interval(belief ?? start(TOPICS), topic).rating;
}

describe('ratings', () => {
  test('rise with right answers and fall without, are the same before and after they are kept, and move once', async () => {
    const other = await newPerson();
    await practise(person, 'right');
    await practise(other, 'unknown');
    const before = await Promise.all([ratingOf(person, 'nodeport'), ratingOf(other, 'nodeport')]);
    expect(before[0]).toBeGreaterThan(1540);
    expect(before[1]).toBeLessThan(1460);
    expect(await ratingOf(person, 'dns')).toBeGreaterThan(1500);
    expect(await rateAnswers(database.prisma, levelOfLab, later(60))).toBe(10);
    const kept = await ratingOf(other, 'nodeport');
    expect(Math.abs(kept - (before[1] ?? 0))).toBeLessThan(30);
    expect(await rateAnswers(database.prisma, levelOfLab, later(61))).toBe(0);
    expect(await ratingOf(other, 'nodeport')).toBeCloseTo(kept, 6);
    const [item] = await database.prisma.difficulty.findMany({ where: { kind: 'Item', name: 'nodeport/one' } });
    expect(item).toMatchObject({ answers: 2, shares: 1 });
  });

  test('only the first answer to an item counts: what comes again is memory', async () => {
    await practise(person, 'unknown');
    const first = await ratingOf(person, 'nodeport');
    await practise(person, 'right', 'nodeport', 100);
    expect(await ratingOf(person, 'nodeport')).toBeCloseTo(first, 6);
  });

  test('a finished lab counts', async () => {
    const { prisma } = database;
    const hash = uuidv7();
    const labYaml = labFolder('dns/echo').files['lab.yaml'];
    await prisma.labVersion.create({ data: { hash, lab: 'dns/echo', files: { 'lab.yaml': labYaml } } });
    const id = uuidv7();
    await prisma.sitting.create({
      data: {
        id,
        ownerPersonId: person,
        labVersionHash: hash,
        lab: 'dns/echo',
        seed: 1,
        epochMs: 0n,
        engineVersion: 1,
        finishedAt: later(5),
      },
    });
    const grade = { score: 100, tasks: [{ id: 'type', points: 100, maxPoints: 100 }] };
    const score = {
      id: uuidv7(),
      score: 100,
      maxScore: 100,
      undecided: 0,
      findings: [],
      labVersionHash: hash,
      checkerVersion: 1,
      engineVersion: 1,
      notModelled: [],
    };
    await prisma.submission.create({
      data: { id: uuidv7(), sittingId: id, entrySeq: 1, kind: 'finish', body: { grade }, scores: { create: score } },
    });
    expect(await ratingOf(person, 'dns')).toBeGreaterThan(1540);
    await rateAnswers(prisma, levelOfLab, later(60));
    expect(await prisma.difficulty.findMany({ where: { kind: 'Lab', name: 'dns/echo' } })).toMatchObject([
      { answers: 1, shares: 1 },
    ]);
    const [memory] = await prisma.conceptMemory.findMany({ where: { personId: person } });
    expect(memory?.concept).toBe('dns/typing');
    expect(memory?.dueAt.getTime()).toBeGreaterThan(later(86_400).getTime());
  });

  test("a guest's rating goes along to a new account, and is worked into one that has its own", async () => {
    const [fresh, old] = [await newPerson('Account'), await newPerson('Account')];
    await practise(old, 'unknown', 'clusterip');
    await practise(person, 'right');
    const second = await newPerson();
    await practise(second, 'right');
    await rateAnswers(database.prisma, levelOfLab, later(60));
    const before = await ratingOf(person, 'nodeport');
    await takeOver(database.prisma, person, fresh);
    expect(await ratingOf(fresh, 'nodeport')).toBeCloseTo(before, 6);
    const alone = await ratingOf(old, 'nodeport');
    await takeOver(database.prisma, second, old);
    expect(await ratingOf(old, 'nodeport')).toBeGreaterThan(alone + 40);
  });
});

describe('a task of a lab', () => {
  test.each([
    [100, 0, Rating.Easy],
    [100, 1, Rating.Good],
    [100, 2, Rating.Hard],
    [100, 3, Rating.Again],
    [60, 0, Rating.Hard],
    [40, 0, Rating.Again],
  ])('%i of 100 points with %i hints', (points, hints, grade) => {
    expect(gradeOfTask({ id: 'fix', points, maxPoints: 100 }, hints)).toBe(grade);
  });
});

describe('a placement', () => {
  test('asks one item after the other, two a topic at most and none twice, and ends by itself', async () => {
    const id = (await startPlacement(parts(), person, NOW)) ?? '';
    expect(await goOn(parts(), person, id, NOW)).toBe('Waiting');
    expect(await goOn(parts(), await newPerson(), id, NOW)).toBe('Waiting');
    for (let answered = 1; ; answered++) {
      const view = await readPractice(database.prisma, person, id);
      expect(view).toMatchObject({ kind: 'Placement', most: 12, finished: false });
      const asked = view?.items.at(-1) as AskedItem;
      await answerItem(database.prisma, person, id, asked.position, given(asked, 'right'), later(answered));
      const going = await goOn(parts(), person, id, later(answered));
      if (going === 'Ended') break;
      expect(going).toBe('Asked');
      expect(answered).toBeLessThan(12);
    }
    const view = await readPractice(database.prisma, person, id);
    const names = view?.items.map(({ name }) => name) ?? [];
    expect(view?.finished).toBe(true);
    // The shelf of this test has two topics.
    expect(names).toHaveLength(4);
    expect(new Set(names).size).toBe(4);
    expect(await ratingOf(person, 'clusterip')).toBeGreaterThan(1540);
  });
});
