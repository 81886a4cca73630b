/** G4: what a used sitting at which nobody types occupies beside the template that all sittings of its variant share. */
import { createScrollback, type Scrollback } from '../../lib/server/sittings/scrollback.ts';
import { packInOrder } from '../../lib/server/worlds/packing.ts';
import type { Engine as Seat } from '../../lib/server/worlds/protocol.ts';
import { Resting } from '../../lib/server/worlds/resting.ts';
import { seated } from '../../lib/server/worlds/seated.ts';
import { Engine, type Host } from '../../lib/sitting/engine.ts';
import { fold } from '../../lib/sitting/opening.ts';
import type { RecordRow } from '../../lib/sitting/record.ts';
import { RestingEngine } from '../../lib/sitting/resting-engine.ts';
import type { Figure } from '../harness/figure.ts';
import { heapOf } from '../harness/heap.ts';
import { type Contestant, interleave, timedAsync } from '../harness/interleave.ts';
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
    const { unpacked, line, lineAwake } = await wake(shop);
    const woken = await interleave([unpacked, line, lineAwake], ROUNDS);
    if (!rest || !clones || !awake || !many) throw new Error('a contestant is missing');
    return [...figures(rest, clones, awake, many), ...wakings(woken)];
  },
};

const host: Host = {
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
  wallMs: () => 0,
  everyQuarterSecond: () => () => {},
};

interface Used {
  readonly engine: Engine;
  /** What its worker holds of it. */
  readonly seat: Seat;
  readonly resting: Resting;
  readonly rows: readonly RecordRow[];
  readonly scrollback: Scrollback;
}

/** As the product has it: the engine in its worker and the scrollback of the main thread; rows are in the database. */
async function use({ variant, start }: Shop): Promise<Used> {
  const rows: RecordRow[] = [];
  const scrollback = createScrollback('');
  const listener = {
    text: (_, text) => scrollback.write(text),
    rows: (some) => rows.push(...some),
    view() {},
    graded() {},
    note() {},
    files() {},
    edit() {},
    restarted() {},
  } satisfies Parameters<typeof Engine.open>[4];
  const beginning = { variant, start };
  const engine = await Engine.open(beginning, EPOCH_MS, [], host, listener);
  const resting = new Resting();
  const around = { beginning, epochMs: EPOCH_MS, host, listener };
  const seat = seated(new RestingEngine(engine, around), { kind: 'Same' }, resting, packInOrder());
  for (const [index, line] of listCommands().entries()) {
    await seat.keys(1, { clientId: 'bench', clientSeq: index + 1 }, `${line}\r`);
    await engine.settled();
  }
  return { engine, seat, resting, rows, scrollback };
}

async function atRest(shop: Shop): Promise<Pick<Used, 'seat' | 'resting' | 'scrollback'>> {
  const { seat, resting, rows, scrollback } = await use(shop);
  // The database has them by now.
  (rows as RecordRow[]).length = 0;
  resting.look(Number.POSITIVE_INFINITY);
  scrollback.rest();
  return { seat, resting, scrollback };
}

/** Ms until one that rests is told all it shows, and until it has run a line: what the next input costs more than others. */
async function wake(
  shop: Shop,
): Promise<{ readonly unpacked: Contestant; readonly line: Contestant; readonly lineAwake: Contestant }> {
  const { seat, resting } = await atRest(shop);
  let clientSeq = 1_000;
  const line = async () => {
    await seat.keys(1, { clientId: 'bench', clientSeq: ++clientSeq }, 'echo here\r');
    await (seat as unknown as Engine).settled();
  };
  const rested = (call: () => unknown) => async () => {
    resting.look(Number.POSITIVE_INFINITY);
    const before = performance.now();
    await call();
    return performance.now() - before;
  };
  const round = (call: () => Promise<number>): Contestant => ({
    round: async () => {
      const samples: number[] = [];
      for (let n = 0; n < 10; n++) samples.push(await call());
      return samples;
    },
  });
  return {
    unpacked: round(rested(() => seat.terminals())),
    line: round(rested(line)),
    lineAwake: await timedAsync(line, { samples: 10, warm: 20 }),
  };
}

const heap = (count: number, make: () => Promise<unknown>): Contestant => ({
  round: async () => [await heapOf(count, make)],
});

function wakings([unpacked, line, lineAwake]: readonly Series[]): Figure[] {
  if (!unpacked || !line || !lineAwake) throw new Error('a contestant is missing');
  const common = { goal: 'G4', unit: 'ms' };
  return [
    {
      ...common,
      what: 'a sitting at rest stands again, with its terminals',
      ours: unpacked,
      limits: [{ on: 'p50', goal: 5, floor: 25 }],
    },
    { ...common, what: 'one line in a sitting at rest, until it has run', ours: line, limits: [] },
    { ...common, what: 'the same line in one that stands', ours: lineAwake, limits: [] },
  ];
}

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
