/** G2: a table of fifty pods by the terminal's kubectl and by the real one, against the same world. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serveWorld } from '../../lib/cli/served-world.ts';
import type { World } from '../../lib/world/world.ts';
import { findKubectl } from '../../scripts/schemas/build.ts';
import type { Figure } from '../harness/figure.ts';
import { interleave, timedAsync } from '../harness/interleave.ts';
import { NOT_INSTALLED, ROOT } from '../peers/judges.ts';
import { openDesk, runLine } from '../scenes/desk.ts';
import { buildShop } from '../scenes/shop.ts';
import { type Goal, mustEqual } from './goal.ts';

const LINE = 'get pods -n shop -o wide';
const WORDS = LINE.split(' ');
/** Ages are printed in whole minutes then, and are far from the next one. */
const OLD_MS = 42.5 * 60_000;

const run = promisify(execFile);

export const getPods: Goal = {
  name: 'G2',
  async measure() {
    const { start } = buildShop();
    start.advance(OLD_MS);
    const world = start.at(Date.now() - start.nowMs());
    const real = await openReal(world);
    try {
      return await measure(world, real);
    } finally {
      await real?.close();
    }
  },
};

async function measure(world: World, real: Real | undefined): Promise<Figure[]> {
  const desk = openDesk(world.fork());
  const shell = openDesk(world.fork()).shell();
  const ask = async () => (await desk.kubectl(WORDS)).text;
  if (real) mustEqual(`kubectl ${LINE}`, await ask(), await real.get());
  const [byFunction, byShell, process] = await interleave([
    await timedAsync(ask, { samples: 60, warm: 300 }),
    await timedAsync(() => runLine(shell, `kubectl ${LINE}`), { samples: 60, warm: 300 }),
    ...(real ? [await timedAsync(() => real.get(), { samples: 5, warm: 4 })] : []),
  ]);
  if (!byFunction || !byShell) throw new Error('a contestant is missing');
  const name = 'kubectl 1.35, over TLS, discovery cached';
  const peer = process ? { name, series: process } : { name, skipped: NOT_INSTALLED };
  const limits = [
    { on: 'p50', goal: 0.3, floor: 1.5 },
    { on: 'ratio', goal: 100, floor: 50 },
  ] as const;
  return [
    { goal: 'G2', what: `kubectl ${LINE}, 50 pods, by its function`, unit: 'ms', ours: byFunction, peer, limits },
    { goal: 'G2', what: 'the same as a line of the shell', unit: 'ms', ours: byShell, peer, limits: [] },
  ];
}

interface Real {
  get(): Promise<string>;
  close(): Promise<void>;
}

async function openReal(world: World): Promise<Real | undefined> {
  const binary = findKubectl(ROOT);
  if (!binary) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'bench-get-'));
  const served = await serveWorld(world.fork(), { port: 0, folder: join(folder, 'tls') });
  const config = join(folder, 'kubeconfig');
  writeFileSync(config, served.kubeconfig);
  const env = { ...process.env, HOME: folder, KUBECONFIG: config };
  return {
    get: async () => (await run(binary, WORDS, { env })).stdout,
    async close() {
      await served.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
