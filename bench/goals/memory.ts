/** G4: what a used sitting occupies beside the template that all sittings of its variant share. */
import { World } from '../../lib/world/world.ts';
import type { Figure } from '../harness/figure.ts';
import { heapOf } from '../harness/heap.ts';
import { type Contestant, interleave } from '../harness/interleave.ts';
import type { Series } from '../harness/series.ts';
import { type UsedSitting, useSitting } from '../scenes/commands.ts';
import { buildShop, type Shop } from '../scenes/shop.ts';
import { type Goal, mustEqual } from './goal.ts';

const SITTINGS = 100;
const CLONES = 20;
/** Of the 10,000 of the goal; the figure is the share of one times 10,000. */
const MANY = 2_000;

export const memory: Goal = {
  name: 'G4',
  async measure() {
    const shop = buildShop();
    const used = await useSitting(shop);
    mustEqual('a world from its effects', replay(shop, used).hash(), used.world.hash());
    const sitting = (): object => ({ world: replay(shop, used), ...atRest(used) });
    const [whole, overlay, clone] = await interleave([
      heap(SITTINGS, sitting),
      heap(SITTINGS, () => replay(shop, used)),
      heap(CLONES, () => structuredClone(used.world.snapshot())),
    ]);
    if (!whole || !overlay || !clone) throw new Error('a contestant is missing');
    const [many] = await interleave([heap(MANY, sitting)], 1);
    return figures(used, whole, overlay, clone, many as Series);
  },
};

/** The effects of the record again, with their bodies as they come from the database. */
function replay({ start }: Shop, { effects }: UsedSitting): World {
  const world = new World(start, start.state.fork());
  for (const effect of effects) world.perform(structuredClone(effect));
  return world;
}

/** What is kept of a sitting at which nobody types: the record and the shell, as the database has them. */
function atRest({ rows, shell }: UsedSitting): object {
  return { record: bytes(rows), shell: bytes(shell) };
}

/** A copy of its own; a string might share its memory with another. */
function bytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

const heap = (count: number, make: () => unknown): Contestant => ({ round: async () => [await heapOf(count, make)] });

function figures(used: UsedSitting, whole: Series, overlay: Series, clone: Series, many: Series): Figure[] {
  const { record, shell } = sizes(used);
  const parts = `record ${record} KiB as JSON (${used.rows.length} rows, ${used.effects.length} effects), shell ${shell} KiB`;
  const common = { goal: 'G4', unit: 'KiB' };
  return [
    {
      ...common,
      what: 'a used sitting (50 pods, 20 edits, 50 commands): world overlay, record, shell snapshot',
      ours: whole,
      peer: { name: 'structuredClone of the same world', series: clone },
      limits: [
        { on: 'p50', goal: 32, floor: 96 },
        { on: 'ratio', goal: 10, floor: 5 },
      ],
      note: parts,
    },
    { ...common, what: 'of that the world overlay', ours: overlay, limits: [] },
    {
      ...common,
      unit: 'MiB',
      what: '10,000 used sittings over base',
      ours: { rounds: many.rounds.map((round) => round.map((kib) => (kib * 10_000) / 1024)) },
      limits: [{ on: 'p50', goal: 500, floor: 1000 }],
      note: `measured with ${MANY} and multiplied`,
    },
  ];
}

function sizes({ rows, shell }: UsedSitting): { record: string; shell: string } {
  const kib = (value: unknown) => (JSON.stringify(value).length / 1024).toFixed(1);
  return { record: kib(rows), shell: kib(shell) };
}
