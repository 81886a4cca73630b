/** G4: what a used sitting at which nobody types occupies beside the template that all sittings of its variant share. */
import { createScrollback, type Scrollback } from '../../lib/server/sittings/scrollback.ts';
import { pack } from '../../lib/server/worlds/resting.ts';
import { Engine, type Host } from '../../lib/sitting/engine.ts';
import { fold } from '../../lib/sitting/opening.ts';
import type { RecordRow } from '../../lib/sitting/record.ts';
import type { Figure } from '../harness/figure.ts';
import { heapOf } from '../harness/heap.ts';
import { type Contestant, interleave } from '../harness/interleave.ts';
import type { Series } from '../harness/series.ts';
import { listCommands } from '../scenes/commands.ts';
import { buildShop, type Shop } from '../scenes/shop.ts';
import { type Goal, mustEqual } from './goal.ts';

const SITTINGS = 25;
const ROUNDS = 7;
const CLONES = 20;
/** Of the 10,000 of the goal: what one of many takes, times 10,000. Typing all of them would take ten minutes. */
const MANY = 400;
const EPOCH_MS = 1_767_603_600_000;

export const memory: Goal = {
  name: 'G4',
  async measure() {
    const shop = buildShop();
    const { engine, rows } = await use(shop);
    const folded = fold({ seq: 0, world: shop.start.at(EPOCH_MS) }, shop.start, rows);
    if (folded.kind !== 'Folded') throw new Error(folded.why);
    mustEqual('a world from its effects', folded.world.hash(), engine.worldHash());
    const clone = folded.world.snapshot();
    const [rest, clones] = await interleave(
      [heap(SITTINGS, () => atRest(shop)), heap(CLONES, async () => structuredClone(clone))],
      ROUNDS,
    );
    const [awake] = await interleave([heap(SITTINGS, () => use(shop).then(({ engine: one }) => one))], 1);
    const [many] = await interleave([heap(MANY, () => atRest(shop))], 1);
    if (!rest || !clones || !awake || !many) throw new Error('a contestant is missing');
    return figures(rest, clones, awake, many);
  },
};

const host: Host = {
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
  wallMs: () => 0,
  everyQuarterSecond: () => () => {},
};

interface Used {
  readonly engine: Engine;
  readonly rows: readonly RecordRow[];
  readonly scrollback: Scrollback;
}

/** As the product has it: the engine in its worker and the scrollback of the main thread; rows are in the database. */
async function use({ variant, start }: Shop): Promise<Used> {
  const rows: RecordRow[] = [];
  const scrollback = createScrollback('');
  const engine = await Engine.open({ variant, start }, EPOCH_MS, [], host, {
    text: (_, text) => scrollback.write(text),
    rows: (some) => rows.push(...some),
    view() {},
    graded() {},
    note() {},
    files() {},
    edit() {},
    restarted() {},
  });
  for (const [index, line] of listCommands().entries()) {
    await engine.keys(1, { clientId: 'bench', clientSeq: index + 1 }, `${line}\r`);
    await engine.settled();
  }
  return { engine, rows, scrollback };
}

async function atRest(shop: Shop): Promise<object> {
  const { engine, rows, scrollback } = await use(shop);
  // The database has them by now.
  (rows as RecordRow[]).length = 0;
  engine.rest(pack);
  scrollback.rest();
  return { engine, scrollback };
}

const heap = (count: number, make: () => Promise<unknown>): Contestant => ({
  round: async () => [await heapOf(count, make)],
});

function figures(rest: Series, clones: Series, awake: Series, many: Series): Figure[] {
  const common = { goal: 'G4', unit: 'KiB' };
  return [
    {
      ...common,
      what: 'a used sitting at rest (50 pods, 20 edits, 50 commands): its engine and its scrollback',
      ours: rest,
      peer: { name: 'structuredClone of the same world', series: clones },
      limits: [
        { on: 'p50', goal: 32, floor: 96 },
        { on: 'ratio', goal: 10, floor: 5 },
      ],
    },
    { ...common, what: 'the same while somebody types', ours: awake, limits: [] },
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
