/** A worker thread that grades the one submission again and again, as the server's workers grade: asked for rounds by message. */
import { parentPort } from 'node:worker_threads';
import { grade } from '../../lib/assessment/grade.ts';
import type { World } from '../../lib/world/world.ts';
import { timed } from '../harness/interleave.ts';
import { type UsedSitting, useSitting } from './commands.ts';
import { buildShop, type Shop } from './shop.ts';

/** What the thread says when it has graded once. */
export interface Graded {
  readonly points: readonly number[];
  /** The replayed world's hash, and that of the world the commands were typed in. */
  readonly replayed: string;
  readonly typed: string;
  readonly effects: number;
  readonly coldMs: number;
}

export type GradingOrder = 'warmUp' | 'round';

const port = parentPort;
if (!port) throw new Error('grading runs as a worker thread');

const shop = buildShop();
const used = await useSitting(shop);
const first = gradeOnce(shop, used);
const contestant = timed(() => gradeOnce(shop, used), { samples: 20, warm: 200 });
port.on('message', async (order: GradingOrder) => port.postMessage((await contestant[order]?.()) ?? []));
port.postMessage({
  points: first.grade.tasks.map(({ points }) => points),
  replayed: first.world.hash(),
  typed: used.world.hash(),
  effects: used.effects.length,
  coldMs: contestant.cold ?? 0,
} satisfies Graded);

function gradeOnce({ variant, start }: Shop, { effects }: UsedSitting) {
  const world: World = start.fork();
  for (const effect of effects) world.perform(effect);
  return { world, grade: grade({ variant, world, start, answers: {} }) };
}
