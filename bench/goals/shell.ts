/** G3: what our session layer costs over bare just-bash. */
import { Bash } from 'just-bash';
import type { Figure } from '../harness/figure.ts';
import { heapOf } from '../harness/heap.ts';
import { type Contestant, interleave, timedAsync } from '../harness/interleave.ts';
import { median } from '../harness/series.ts';
import { openDesk, runLine } from '../scenes/desk.ts';
import { templateBuilder } from '../scenes/shelf.ts';
import { type Goal, mustEqual } from './goal.ts';

const BARE = 'bare just-bash, warm';
const LINES = [
  ['a line: echo hi', 'echo hi'],
  // `echo hi` needs no just-bash; these do.
  ['a line: printf', "printf '%s-%s\\n' a b"],
  ['a loop of echo', 'for i in 1 2 3; do echo $i; done'],
  ['a pipeline: printf | sort | head', "printf 'b\\nc\\na\\n' | sort | head -n 2"],
] as const;
const SHELLS = 200;

export const shell: Goal = {
  name: 'G3',
  async measure() {
    const { start } = templateBuilder()(1);
    return [...(await lineFigures(start)), await overFunction(start), await idleHeap(start)];
  },
};

type World = Parameters<typeof openDesk>[0];

/** Best mode: no in-process hardening, as we run it, and kept between lines. */
const bareShell = () => new Bash({ cwd: '/home/learner', files: {}, defenseInDepth: false });

async function lineFigures(start: World): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [what, line] of LINES) {
    const session = openDesk(start.fork()).shell();
    const bare = bareShell();
    mustEqual(line, await runLine(session, line), (await bare.exec(line)).stdout);
    const [ours, peer] = await interleave([
      await timedAsync(() => runLine(session, line), { samples: 60, warm: 300 }),
      await timedAsync(() => bare.exec(line), { samples: 60, warm: 300 }),
    ]);
    if (!ours || !peer) continue;
    const limits = [{ on: 'ratio', goal: 1 / 1.2, floor: 1 / 1.5 }] as const;
    const note = 'the ratio is bare over ours: 0.83 is 20 % on top';
    figures.push({ goal: 'G3', what, unit: 'ms', ours, peer: { name: BARE, series: peer }, limits, note });
  }
  return figures;
}

/** One plain command as a line, minus the same command by its function, measured in turn. */
async function overFunction(start: World): Promise<Figure> {
  const desk = openDesk(start.fork());
  const session = desk.shell();
  const [line, command] = [
    await timedAsync(() => runLine(session, 'kubectl get nodes'), { samples: 60, warm: 300 }),
    await timedAsync(() => desk.kubectl(['get', 'nodes']), { samples: 60, warm: 300 }),
  ];
  const [whole, part] = await interleave([line, command], 15);
  const rounds = (whole?.rounds ?? []).map((round, index) => [median(round) - median(part?.rounds[index] ?? [])]);
  return {
    goal: 'G3',
    what: 'a plain one-command line over its function',
    unit: 'ms',
    ours: { rounds },
    limits: [{ on: 'p50', goal: 0.2, floor: 0.6 }],
    note: 'difference of the medians of each round',
  };
}

async function idleHeap(start: World): Promise<Figure> {
  const ours = (): Contestant => ({ round: async () => [await heapOf(SHELLS, () => oneIdle(start))] });
  const bare = (): Contestant => ({
    round: async () => [
      await heapOf(SHELLS, async () => {
        const made = bareShell();
        await made.exec('echo hi');
        return made;
      }),
    ],
  });
  const [mine, theirs] = await interleave([ours(), bare()]);
  if (!mine || !theirs) throw new Error('a contestant is missing');
  return {
    goal: 'G3',
    what: 'heap of an idle shell that ran one line',
    unit: 'KiB',
    ours: mine,
    peer: { name: 'a bare just-bash', series: theirs },
    limits: [{ on: 'ratio', goal: 1 / 1.2, floor: 1 / 1.5 }],
    note: 'ours with the fork of its world; an idle shell of a sitting is dropped and rebuilt from its snapshot',
  };
}

async function oneIdle(start: World): Promise<unknown> {
  const session = openDesk(start.fork()).shell();
  await runLine(session, 'echo hi');
  return session;
}
