/** From the address of a sitting to a prompt one can type at. */
import { createHash } from 'node:crypto';
import { findChromium } from '../../tests/e2e/chromium.ts';
import type { Figure } from '../harness/figure.ts';
import { ROUNDS } from '../harness/interleave.ts';
import { openPageScene } from '../scenes/page.ts';
import type { Goal } from './goal.ts';

export const page: Goal = {
  name: 'page',
  async measure() {
    const chromium = findChromium();
    if (!chromium) {
      process.stdout.write('page skipped: no Chromium (CHROMIUM_PATH names one)\n');
      return [];
    }
    const scene = await openPageScene(chromium);
    try {
      const cold = await scene.visit();
      const rounds: Awaited<ReturnType<typeof scene.visit>>[] = [];
      while (rounds.length < ROUNDS) rounds.push(await scene.visit());
      const all = [cold, ...rounds];
      return [
        figure(
          'a page opens, prompt with focus, new browser',
          all.map(({ fresh }) => fresh.promptMs),
          [300, 600],
        ),
        figure(
          'its first key on the screen',
          all.map(({ fresh }) => fresh.firstKeyMs),
        ),
        figure(
          'the same again, code cached',
          all.map(({ again }) => again.promptMs),
          [185, 400],
        ),
        figure(
          'its first key on the screen, code cached',
          all.map(({ again }) => again.firstKeyMs),
        ),
      ];
    } finally {
      await scene.end();
    }
  },
};

/** The first of `values` is the very first visit. */
function figure(what: string, [cold, ...values]: number[], limits?: readonly [number, number]): Figure {
  const ours = { rounds: values.map((value) => [value]), cold };
  return {
    goal: 'page',
    what,
    unit: 'ms',
    ours,
    limits: limits ? [{ on: 'p50', goal: limits[0], floor: limits[1] }] : [],
    note: `browser and server share the cores; one core hashes 1 MiB (SHA-256) in ${hashMs().toFixed(1)} ms`,
  };
}

/** How fast this machine is, as a small piece of work that browsers and servers do natively. */
function hashMs(): number {
  const block = Buffer.alloc(1024 * 1024);
  const times = Array.from({ length: 20 }, () => {
    const start = performance.now();
    createHash('sha256').update(block).digest();
    return performance.now() - start;
  });
  return Math.min(...times);
}
