/** G15: one submission graded by its effects, against twenty kubectl processes that ask for less. */
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { grade } from '../../lib/assessment/grade.ts';
import { YOUNG_MB } from '../../lib/server/worlds/link.ts';
import type { Figure } from '../harness/figure.ts';
import { type Contestant, interleave, timed } from '../harness/interleave.ts';
import type { Series } from '../harness/series.ts';
import { ROOT } from '../peers/judges.ts';
import { openKubectl } from '../peers/kubectl.ts';
import { useSitting } from '../scenes/commands.ts';
import type { Graded, GradingOrder } from '../scenes/grading.ts';
import { buildShop, objectChecks } from '../scenes/shop.ts';
import { solvedLabs } from '../scenes/solved-labs.ts';
import { type Goal, mustEqual } from './goal.ts';

export const grading: Goal = {
  name: 'G15',
  async measure() {
    const thread = new Worker(join(ROOT, 'dist/bench-grading.mjs'), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const [graded] = (await once(thread, 'message')) as [Graded];
    mustEqual('the grade', graded.points, [20, 5, 10]);
    mustEqual('the replayed world', graded.replayed, graded.typed);
    const wanted = objectChecks().map((check) => check.wanted);
    const kubectl = await openKubectl((await useSitting(buildShop())).world);
    const peer: Contestant | undefined =
      'skipped' in kubectl
        ? undefined
        : {
            warmUp: async () => mustEqual('what kubectl says', await kubectl.ask(objectChecks()), wanted),
            round: async () => {
              const before = performance.now();
              await kubectl.ask(objectChecks());
              return [performance.now() - before];
            },
          };
    const ours: Contestant = {
      cold: graded.coldMs,
      warmUp: async () => void (await order(thread, 'warmUp')),
      round: () => order(thread, 'round'),
    };
    const [mine, theirs] = await interleave(peer ? [ours, peer] : [ours]);
    await thread.terminate();
    if (!('skipped' in kubectl)) await kubectl.close();
    if (!mine) throw new Error('a contestant is missing');
    const name = '20 kubectl 1.35 processes, two at a time, against a static API';
    return [
      ...(await measureLabs()),
      {
        goal: 'G15',
        what: 'one submission: 20 checks, 5 proofs, 10 probes, 50 commands replayed by their effects',
        unit: 'ms',
        ours: mine,
        peer: theirs ? { name, series: theirs } : { name, skipped: 'skipped' in kubectl ? kubectl.skipped : '' },
        limits: [
          { on: 'p99', goal: 10, floor: 100 },
          { on: 'rate', goal: 300, floor: 30 },
          { on: 'ratio', goal: 100, floor: 50 },
        ],
        note: `in a worker thread; ${graded.effects} effects; each proof and probe follows every path: 2 DNS servers × 9 pods`,
      },
    ];
  },
};

/** `grade` of each shipped lab's solution, every time of a world nobody has asked before. */
async function measureLabs(): Promise<Figure[]> {
  const labs = await Promise.all(solvedLabs());
  const contestants = labs.map(({ variant, start, world, answers }) =>
    timed(
      () => {
        const asked = world.fork();
        asked.advance(1);
        const { score, maxScore } = grade({ variant, world: asked, start, answers });
        mustEqual(`the grade of ${variant.name}`, score, maxScore);
      },
      { samples: 10, warm: 10 },
    ),
  );
  const series = await interleave(contestants);
  return labs.map(({ variant }, index) => ({
    goal: 'G15',
    what: `the grade of ${variant.name}, solved`,
    unit: 'ms',
    ours: series[index] as Series,
    limits: [],
  }));
}

async function order(thread: Worker, asked: GradingOrder): Promise<number[]> {
  thread.postMessage(asked);
  const [answer] = (await once(thread, 'message')) as [number[]];
  return answer;
}
