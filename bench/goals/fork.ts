/** G5: a snapshot and one write, against copy-on-write libraries over the same objects. */
import { State } from '../../lib/world/sim/state.ts';
import type { Figure } from '../harness/figure.ts';
import { interleave, timed } from '../harness/interleave.ts';
import type { Series } from '../harness/series.ts';
import type { Immer, Mutative } from '../peers/copy-on-write.ts';
import { importJudge, NOT_INSTALLED } from '../peers/judges.ts';
import { type Goal, mustEqual } from './goal.ts';

interface Thing {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly replicas: number;
}
type Things = Record<string, Thing>;
type Change = (base: Things, key: string, replicas: number) => Things;

const SIZES = [
  { count: 500, samples: 40, batch: 50, warm: 2_000, peer: { samples: 20, warm: 300 }, goal: 1, ratio: [100, 20] },
  {
    count: 150_000,
    samples: 40,
    batch: 50,
    warm: 2_000,
    peer: { samples: 2, warm: 2 },
    goal: 10,
    ratio: [10_000, 2_000],
  },
] as const;

export const fork: Goal = {
  name: 'G5',
  async measure() {
    const changes = await listChanges();
    const figures: Figure[] = [];
    for (const size of SIZES) figures.push(await oneSize(size, changes));
    return figures;
  },
};

/** Each in its best mode: without freezing. */
async function listChanges(): Promise<{ name: string; change: Change }[]> {
  const immer = await importJudge<Immer>('immer');
  const mutative = await importJudge<Mutative>('mutative');
  immer?.setAutoFreeze(false);
  const recipe = (key: string, replicas: number) => (draft: Record<string, { replicas: number }>) => {
    (draft[key] as { replicas: number }).replicas = replicas;
  };
  return [
    ...(immer ? [{ name: 'Immer 11', change: ((base, key, n) => immer.produce(base, recipe(key, n))) as Change }] : []),
    ...(mutative
      ? [{ name: 'Mutative 2', change: ((base, key, n) => mutative.create(base, recipe(key, n))) as Change }]
      : []),
  ];
}

async function oneSize(size: (typeof SIZES)[number], changes: { name: string; change: Change }[]): Promise<Figure> {
  const keys = Array.from({ length: size.count }, (_, n) => `shop/pod-${n}`);
  const base: Things = Object.fromEntries(keys.map((key, n) => [key, thing(key, n)]));
  const ours = ourChange(keys, base);
  const key = (n: number) => keys[(n * 7919) % keys.length] as string;
  for (const { name, change } of changes) {
    mustEqual(`${name}: one write`, ours.read(key(3), -3), change(base, key(3), -3)[key(3)]);
  }
  const [mine, ...theirs] = await interleave([
    timed((n) => ours.write(key(n), n), size),
    ...changes.map(({ change }) => timed((n) => change(base, key(n), n), size.peer)),
  ]);
  const best = theirs
    .map((series, index) => ({ name: changes[index]?.name ?? '', series }))
    .sort((a, b) => rank(a) - rank(b))[0];
  const [goal, floor] = size.ratio;
  return {
    goal: 'G5',
    what: `fork and one write, ${size.count.toLocaleString('en')} objects`,
    unit: 'µs',
    ours: inMicroseconds(mine as Series),
    peer: best
      ? { name: `${best.name}, the better of two`, series: inMicroseconds(best.series) }
      : { name: 'Immer, Mutative', skipped: NOT_INSTALLED },
    limits: [
      { on: 'p50', goal: size.goal, floor: size.goal * 5 },
      { on: 'ratio', goal, floor },
    ],
  };
}

function thing(name: string, n: number): Thing {
  return { metadata: { name, labels: { app: `app-${n % 50}`, tier: 'backend' } }, replicas: n };
}

function ourChange(keys: readonly string[], base: Things) {
  const state = new State();
  for (const key of keys) state.table<Thing>('objects').set(key, base[key] as Thing);
  state.compact();
  const write = (key: string, replicas: number): State => {
    const forked = state.fork();
    const table = forked.table<Thing>('objects');
    table.set(key, { ...(table.get(key) as Thing), replicas });
    return forked;
  };
  return {
    write,
    read(key: string, replicas: number): Thing | undefined {
      const written = write(key, replicas).table<Thing>('objects').get(key);
      mustEqual('the original after a write to its fork', state.table<Thing>('objects').get(key), base[key]);
      return written;
    },
  };
}

const rank = ({ series }: { series: Series }) => Math.min(...series.rounds.flat());

function inMicroseconds({ rounds, cold }: Series): Series {
  return { rounds: rounds.map((round) => round.map((ms) => ms * 1000)), cold: cold && cold * 1000 };
}
