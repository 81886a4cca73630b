/** From the address of a sitting to a prompt one can type at. */
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
      return [
        figure(
          'a page opens, prompt with focus, new browser',
          [300, 600],
          cold.newMs,
          rounds.map(({ newMs }) => newMs),
        ),
        figure(
          'the same again, code cached',
          [185, 400],
          cold.againMs,
          rounds.map(({ againMs }) => againMs),
        ),
      ];
    } finally {
      await scene.end();
    }
  },
};

function figure(what: string, [goal, floor]: readonly [number, number], cold: number, values: number[]): Figure {
  const ours = { rounds: values.map((value) => [value]), cold };
  return { goal: 'page', what, unit: 'ms', ours, limits: [{ on: 'p50', goal, floor }] };
}
