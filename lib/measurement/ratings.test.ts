import { describe, expect, test } from 'vitest';
import { aim, expectSuccess } from './aim.ts';
import { startDifficulty } from './difficulty.ts';
import { interval, PLACEMENT, place, start, update } from './ratings.ts';
import { SPREAD } from './scale.ts';

const TOPICS = ['dns', 'nodeport', 'vpc-cni'];
const item = (topic: string, rating = 1500, guess = 0.25) => ({ topic, guess, difficulty: { rating, deviation: 40 } });

describe('a belief', () => {
  test('begins where all people are, provisionally', () => {
    const { rating, deviation, low, high, provisional } = interval(start(TOPICS), 'dns');
    expect([rating, deviation, provisional]).toEqual([1500, SPREAD, true]);
    expect(high - low).toBeCloseTo(2 * 1.645 * SPREAD, 0);
  });

  test('survives its way through JSON', () => {
    const { belief } = update(start(TOPICS), [{ ...item('dns'), share: 1 }], 1);
    expect(JSON.parse(JSON.stringify(belief))).toEqual(belief);
  });

  test('rises with a right answer, most in its own topic, and the item sinks', () => {
    const { belief, difficulties } = update(start(TOPICS), [{ ...item('dns'), share: 1 }]);
    const [own, other] = [interval(belief, 'dns').rating, interval(belief, 'nodeport').rating];
    expect(own).toBeGreaterThan(other);
    expect(other - 1500).toBeCloseTo((own - 1500) / 2, 6);
    expect(difficulties[0]?.rating).toBeLessThan(1500);
    expect(difficulties[0]?.deviation).toBeLessThan(40);
  });

  test('falls as far for “I don’t know” as for a wrong answer', () => {
    const { belief } = update(start(TOPICS), [{ ...item('dns'), share: 0 }]);
    expect(interval(belief, 'dns').rating).toBeLessThan(1450);
  });

  test('counts a lab by the share of its points', () => {
    const lab = { topic: 'dns', guess: 0, difficulty: startDifficulty('senior') };
    const rate = (share: number) => interval(update(start(TOPICS), [{ ...lab, share }]).belief, 'dns').rating;
    expect(rate(1)).toBeGreaterThan(rate(0.6));
    expect(rate(0.6)).toBeGreaterThan(rate(0));
  });

  test('grows wider with time, never wider than of a stranger', () => {
    const known = update(
      start(TOPICS),
      Array.from({ length: 30 }, () => ({ ...item('dns'), share: 0.6 })),
    ).belief;
    const deviationAfter = (weeks: number) => interval(update(known, [], weeks).belief, 'dns').deviation;
    expect(deviationAfter(10)).toBeCloseTo(Math.hypot(deviationAfter(0), 0.06 * 173.7178 * Math.sqrt(10)), 1);
    expect(deviationAfter(100_000)).toBe(SPREAD);
  });

  test('says so when a topic is not in it', () => {
    expect(() => interval(start(TOPICS), 'ebpf')).toThrow('ebpf');
  });
});

describe('a placement', () => {
  const candidates = TOPICS.flatMap((topic) => [1300, 1450, 1500, 1650].map((rating) => item(topic, rating)));
  const many = Array.from({ length: 8 }, (_, at) => `topic-${at}`);
  const broad = many.flatMap((topic) => [1300, 1450, 1600].map((rating) => item(topic, rating)));

  function runPlacement(topics: readonly string[], shelf: typeof candidates, share: (at: number) => number) {
    const asked: typeof candidates = [];
    let belief = start(topics);
    for (;;) {
      const next = place(belief, shelf, asked, 5);
      if (next.kind === 'Enough') return { asked, belief };
      belief = update(belief, [{ ...next.item, share: share(asked.length) }]).belief;
      asked.push(next.item);
    }
  }

  test('asks no more than twelve, no item twice, no topic more than twice, every topic once', () => {
    const { asked, belief } = runPlacement(many, broad, (at) => at % 2);
    expect(asked.length).toBeLessThanOrEqual(PLACEMENT.most);
    expect(asked.length).toBeGreaterThanOrEqual(PLACEMENT.least);
    expect(new Set(asked).size).toBe(asked.length);
    for (const topic of many) {
      const times = asked.filter((one) => one.topic === topic).length;
      expect([1, 2]).toContain(times);
      expect(interval(belief, topic).provisional).toBe(true);
    }
  });

  test('ends where there is nothing left to ask', () => {
    expect(runPlacement(TOPICS, candidates, () => 1).asked).toHaveLength(TOPICS.length * PLACEMENT.mostPerTopic);
  });

  test('goes up with whoever is right and down with whoever is wrong', () => {
    const [up, down] = [1, 0].map(
      (share) => runPlacement(many, broad, () => share).asked.at(-1)?.difficulty.rating ?? 0,
    );
    expect(up).toBeGreaterThan(down as number);
  });
});

describe('practice', () => {
  test('is asked for within the band first, in the order given, then by how far off', () => {
    const belief = start(TOPICS);
    const [hopeless, first, second, easy] = [2200, 1300, 1260, 800].map((rating) => item('dns', rating));
    const order = [hopeless, first, second, easy] as NonNullable<typeof first>[];
    expect(expectSuccess(belief, order[1] as (typeof order)[0])).toBeGreaterThan(0.75);
    expect(expectSuccess(belief, order[2] as (typeof order)[0])).toBeLessThan(0.85);
    expect(aim(belief, order)).toEqual([first, second, easy, hopeless]);
  });
});
