/** G1: from "start this lab" to the answer of the first command. */

import { Engine, type Host } from '../../lib/sitting/engine.ts';
import type { SittingListener } from '../../lib/sitting/sitting.ts';
import type { Template } from '../../lib/sitting/templates.ts';
import type { Figure } from '../harness/figure.ts';
import { type Contestant, interleave, timed, timedAsync } from '../harness/interleave.ts';
import { etcdStartMs, whyNoEtcd } from '../peers/etcd.ts';
import { openDesk, runLine } from '../scenes/desk.ts';
import { LAB, templateBuilder } from '../scenes/shelf.ts';
import { type Goal, mustEqual } from './goal.ts';

const EPOCH_MS = 1_767_603_600_000;
const LINE = 'kubectl get nodes';

export const start: Goal = {
  name: 'G1',
  async measure() {
    const build = templateBuilder();
    const building = timed((n) => build(n + 1), { samples: 2, warm: 6 });
    const template = build(1);
    const byFunction = await byCommand(template);
    mustEqual('kubectl get nodes by function and by shell', byFunction, await byShell(template));
    const contestants = [
      await timedAsync(() => byCommand(template), { samples: 40, warm: 200 }),
      await timedAsync(() => byShell(template), { samples: 40, warm: 200 }),
      await timedAsync(() => byEngine(template), { samples: 40, warm: 200 }),
      building,
    ];
    return figures(contestants);
  },
};

async function byCommand({ start: world }: Template): Promise<string> {
  const { text } = await openDesk(world.at(EPOCH_MS)).kubectl(['get', 'nodes']);
  return text;
}

async function byShell({ start: world }: Template): Promise<string> {
  return runLine(openDesk(world.at(EPOCH_MS)).shell(), LINE);
}

/** What a worker does when a page opens a sitting, and the first line typed there. */
async function byEngine(template: Template): Promise<string> {
  let text = '';
  const nothing = () => {};
  const listener: SittingListener = {
    text: (_, some) => {
      text += some;
    },
    rows: nothing,
    view: nothing,
    graded: nothing,
    note: nothing,
    files: nothing,
    edit: nothing,
    restarted: nothing,
  };
  const host: Host = { breathe: async () => {}, wallMs: () => EPOCH_MS, everyQuarterSecond: () => nothing };
  const engine = await Engine.open(template, EPOCH_MS, [], host, listener);
  await engine.keys(1, { clientId: 'bench', clientSeq: 1 }, `${LINE}\r`);
  for (let turn = 0; !hasPrompt(text) && turn < 10_000; turn++) await Promise.resolve();
  if (!hasPrompt(text)) throw new Error(`no prompt after ${LINE}: ${JSON.stringify(text.slice(-200))}`);
  await engine.close();
  return text;
}

/** The prompt and the switch to bracketed paste are the last that a terminal prints. */
const hasPrompt = (text: string) => text.includes('Ready') && text.endsWith('$ \u001b[?2004h');

async function figures(contestants: readonly Contestant[]): Promise<Figure[]> {
  const why = whyNoEtcd();
  const etcd: Contestant = { round: async () => [await etcdStartMs()] };
  const [command, shell, engine, building, peer] = await interleave(why ? contestants : [...contestants, etcd]);
  if (!command || !shell || !engine || !building) throw new Error('a contestant is missing');
  const name = 'etcd 3, start to healthy';
  const etcdPeer: NonNullable<Figure['peer']> = peer ? { name, series: peer } : { name, skipped: why ?? '' };
  const common = { goal: 'G1', unit: 'ms' };
  return [
    {
      ...common,
      what: 'a sitting is ready: fork, first kubectl get nodes by its function',
      ours: command,
      peer: etcdPeer,
      limits: [
        { on: 'p50', goal: 2, floor: 8 },
        { on: 'ratio', goal: 400, floor: 100 },
      ],
    },
    { ...common, what: 'the same through a fresh shell', ours: shell, limits: [{ on: 'p50', goal: 5, floor: 20 }] },
    {
      ...common,
      what: 'the same as a worker does it: a sitting opened, the line typed, the next prompt there',
      ours: engine,
      limits: [{ on: 'p50', goal: 5, floor: 20 }],
    },
    {
      ...common,
      what: `a new template: ${LAB} on another seed, folder to settled world`,
      ours: building,
      limits: [{ on: 'p50', goal: 100, floor: 1000 }],
      note: 'once a variant and worker; the first sitting of a variant waits for it',
    },
  ];
}
