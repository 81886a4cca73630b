/** A thousand learners who each answer a question every eight seconds, and all of them within one. */
import { findPostgres, startPostgres } from '../../scripts/postgres.mjs';
import type { Figure } from '../harness/figure.ts';
import { type Learner, newLearner } from '../scenes/learners.ts';
import { startServer } from '../scenes/server.ts';
import type { Goal } from './goal.ts';

const LEARNERS = 1_000;
const EVERY_MS = 8_000;
const ROUNDS = 3;
const AT_ONCE = 32;

export const learners: Goal = {
  name: 'learners',
  async measure() {
    const bin = findPostgres();
    if (!bin) {
      process.stdout.write('learners skipped: no initdb and pg_ctl found\n');
      return [];
    }
    const postgres = await startPostgres(bin, 'Synced');
    const server = await startServer({ DATABASE_URL: postgres.url });
    try {
      const all = await gather(server.base);
      const rounds: number[][] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await spread(all, EVERY_MS));
      const burst = await spread(all, 1_000);
      return [
        figure('an answer is marked and kept: 1,000 learners, one each every 8 s', rounds, [150, 600]),
        figure('the same when all of them answer within one second', [burst], [2_000, 4_000]),
      ];
    } finally {
      await server.end();
      await postgres.stop();
    }
  },
};

async function gather(base: string): Promise<Learner[]> {
  const all: Learner[] = [];
  while (all.length < LEARNERS) {
    const wanted = Math.min(AT_ONCE, LEARNERS - all.length);
    all.push(...(await Promise.all(Array.from({ length: wanted }, () => newLearner(base, ROUNDS + 1)))));
  }
  return all;
}

/** Everybody answers once, evenly over the time; the time to each acknowledgement, ms. */
async function spread(all: readonly Learner[], overMs: number): Promise<number[]> {
  return Promise.all(
    all.map(async (learner, n) => {
      await new Promise((resolve) => setTimeout(resolve, (n * overMs) / all.length));
      return learner.answer();
    }),
  );
}

function figure(what: string, rounds: readonly number[][], [goal, floor]: readonly [number, number]): Figure {
  return {
    goal: 'learners',
    what,
    unit: 'ms',
    ours: { rounds: [...rounds], cold: undefined },
    limits: [{ on: 'p99', goal, floor }],
    note: 'over HTTP; server, Postgres (commits wait for the disk) and the learners share the cores',
  };
}
