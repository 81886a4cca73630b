/** The same deployment-and-service work on webernetes: five pods answering through a NodePort, both from a loaded process. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from '../harness/figure.ts';
import { type Contestant, interleave } from '../harness/interleave.ts';
import type { Series } from '../harness/series.ts';
import { NOT_INSTALLED, ROOT } from '../peers/judges.ts';
import type { Work } from '../scenes/five-pods.ts';
import { WEBERNETES } from '../scenes/five-pods-webernetes.ts';
import { type Goal, mustEqual } from './goal.ts';

interface Crew {
  readonly loadMs: number;
  work(cluster: 'ready' | 'new'): Promise<Work>;
  end(): void;
}

const OUR_RUNS = 8;
/** Runs before the first round; one of theirs lasts as long as a hundred of ours. */
const WARM = { ours: 100, theirs: 4 };

export const fivePods: Goal = {
  name: 'five-pods',
  async measure() {
    const ours = await hire('ours');
    const peer = existsSync(WEBERNETES) ? await hire('webernetes') : undefined;
    try {
      return [...(await oneKind('ready', ours, peer)), ...(await oneKind('new', ours, peer))];
    } finally {
      ours.end();
      peer?.end();
    }
  },
};

async function oneKind(cluster: 'ready' | 'new', ours: Crew, peer: Crew | undefined): Promise<Figure[]> {
  const runs: Work[][][] = [[], []];
  const contestant = (crew: Crew, index: number, count: number, warm: number): Contestant => ({
    warmUp: async () => {
      for (let run = 0; run < warm; run++) mustEqual('pods that answered', (await crew.work(cluster)).answered, 5);
    },
    round: async () => {
      const round: Work[] = [];
      for (let run = 0; run < count; run++) round.push(await crew.work(cluster));
      runs[index]?.push(round);
      return [];
    },
  });
  await interleave([contestant(ours, 0, OUR_RUNS, WARM.ours), ...(peer ? [contestant(peer, 1, 1, WARM.theirs)] : [])]);
  const series = (index: number, field: 'wallMs' | 'cpuMs'): Series => ({
    rounds: (runs[index] ?? []).map((round) => round.map((work) => work[field])),
  });
  const what = cluster === 'ready' ? 'five pods answer through a NodePort' : 'the same with the cluster made first';
  return (['wallMs', 'cpuMs'] as const).map((field): Figure => {
    const [goal, floor] = field === 'wallMs' ? [50, 10] : [20, 4];
    return {
      goal: 'five-pods',
      what: `${what}, ${field === 'wallMs' ? 'wall time' : 'CPU'}`,
      unit: 'ms',
      ours: series(0, field),
      peer: peer
        ? { name: webernetesName(), series: series(1, field) }
        : { name: 'webernetes', skipped: NOT_INSTALLED },
      limits: cluster === 'ready' ? [{ on: 'ratio', goal, floor }] : [],
      note: `loading not counted: ours ${Math.round(ours.loadMs)} ms${peer ? `, theirs ${Math.round(peer.loadMs)} ms` : ''}`,
    };
  });
}

function webernetesName(): string {
  const { version } = JSON.parse(readFileSync(join(WEBERNETES, 'package.json'), 'utf8')) as { version: string };
  return `webernetes ${version}`;
}

/** Starts a process of the crew and waits until it is loaded. */
async function hire(who: 'ours' | 'webernetes'): Promise<Crew> {
  const child = fork(join(ROOT, 'dist/bench-five-pods.mjs'), [who], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const { loadMs } = await next<{ loadMs: number }>(child);
  return {
    loadMs,
    work(cluster) {
      const answer = next<Work>(child);
      child.send(cluster);
      return answer;
    },
    end: () => void child.kill(),
  };
}

function next<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const failed = () => reject(new Error('a process of the five pods ended'));
    child.once('exit', failed);
    child.once('message', (message) => {
      child.off('exit', failed);
      resolve(message as T);
    });
  });
}
