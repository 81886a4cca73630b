/** G15: one submission graded by its effects, against twenty kubectl processes that ask for less. */
import { grade } from '../../lib/assessment/grade.ts';
import type { World } from '../../lib/world/world.ts';
import type { Figure } from '../harness/figure.ts';
import { type Contestant, interleave, timed } from '../harness/interleave.ts';
import type { Series } from '../harness/series.ts';
import { openKubectl } from '../peers/kubectl.ts';
import { type UsedSitting, useSitting } from '../scenes/commands.ts';
import { buildShop, objectChecks, type Shop } from '../scenes/shop.ts';
import { solvedLabs } from '../scenes/solved-labs.ts';
import { type Goal, mustEqual } from './goal.ts';

export const grading: Goal = {
  name: 'G15',
  async measure() {
    const shop = buildShop();
    const used = await useSitting(shop);
    const graded = gradeOnce(shop, used);
    mustEqual(
      'the grade',
      graded.grade.tasks.map(({ points }) => points),
      [20, 5, 10],
    );
    mustEqual('the replayed world', graded.world.hash(), used.world.hash());
    const wanted = objectChecks().map((check) => check.wanted);
    const kubectl = await openKubectl(graded.world);
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
    const ours = timed(() => gradeOnce(shop, used), { samples: 20, warm: 200 });
    const [mine, theirs] = await interleave(peer ? [ours, peer] : [ours]);
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
        note: `${used.effects.length} effects; each proof and probe follows every path: 2 DNS servers × 9 pods`,
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

function gradeOnce({ variant, start }: Shop, { effects }: UsedSitting) {
  const world: World = start.fork();
  for (const effect of effects) world.perform(effect);
  return { world, grade: grade({ variant, world, start, answers: {} }) };
}
