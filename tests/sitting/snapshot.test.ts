/** A sitting restored from a snapshot is the sitting: its world, what its terminals show, its grade; and when it is not, that is said. */
import { beforeAll, describe, expect, it } from 'vitest';
import { pack } from '../../lib/server/worlds/resting.ts';
import { Engine } from '../../lib/sitting/engine.ts';
import { fold, openStored, type Stored } from '../../lib/sitting/opening.ts';
import type { EffectBody, RecordRow } from '../../lib/sitting/record.ts';
import { RestingEngine } from '../../lib/sitting/resting-engine.ts';
import { restoreSnapshot, type Session, type Snapshot } from '../../lib/sitting/snapshot.ts';
import { Templates } from '../../lib/sitting/templates.ts';
import { ENGINE_VERSION } from '../../lib/world/world.ts';
import { EPOCH_MS, nobody, type Outcome, outcomeOf, play, playingHost, templateOf } from './recorded.ts';

const SITTINGS = 24;
const OLDER = ENGINE_VERSION - 1;
const templates = new Templates(20);

interface Played {
  readonly n: number;
  readonly rows: readonly RecordRow[];
  readonly outcome: Outcome;
  readonly taken: readonly Snapshot[];
}
const played: Played[] = [];

beforeAll(async () => {
  for (let n = 0; n < SITTINGS; n++) {
    const taken: Snapshot[] = [];
    const keep = async (engine: Engine) => {
      taken.push(await engine.snapshot());
      return undefined;
    };
    played.push({ n, ...(await play(n, templates, keep)), taken });
  }
}, 120_000);

const sessionOf = (snapshot: Snapshot) => (JSON.parse(snapshot.body) as { session: Session }).session;
const quiet = () =>
  played.flatMap((one) =>
    one.taken.filter((snapshot) => sessionOf(snapshot).state === 'Quiet').map((from) => ({ ...one, from })),
  );

async function open(n: number, stored: Stored) {
  const { template, rows, standing } = openStored(templateOf(n, templates), EPOCH_MS, stored);
  const written: RecordRow[] = [];
  const kept: Snapshot[] = [];
  const engine = await Engine.open(template, EPOCH_MS, rows, playingHost(999), {
    ...nobody,
    rows: (some) => written.push(...some),
    snapshot: (one) => kept.push(one),
  });
  if (standing.kind === 'Continued') engine.takeOver(standing.from, standing.to);
  return { engine, standing, written, kept };
}

describe('a snapshot', () => {
  it('and the effects after it are the world as it is, from every moment', () => {
    for (const { n, rows, outcome, taken } of played) {
      const { start } = templateOf(n, templates);
      for (const snapshot of taken) {
        const restored = restoreSnapshot(snapshot, start);
        expect(restored.world.hash()).toBe(snapshot.hash);
        const folded = fold(restored, start.at(EPOCH_MS), rows);
        expect(folded).toMatchObject({ kind: 'Folded' });
        expect(folded.kind === 'Folded' && folded.world.hash()).toBe(outcome.world);
      }
    }
  });

  it('of a quiet moment and the inputs after it are the whole sitting', async () => {
    expect(quiet().length).toBeGreaterThan(SITTINGS);
    for (const { n, rows, outcome, from } of quiet()) {
      const { engine } = await open(n, { rows, engineVersion: ENGINE_VERSION, from });
      expect({ n, seq: from.seq, ...outcomeOf(engine, rows.length) }).toEqual({ n, seq: from.seq, ...outcome });
    }
  }, 60_000);

  it('is much like a sitting at rest: one that is packed after every line is the same, with the same record', async () => {
    let packed = 0;
    for (const { n, outcome } of played) {
      const { rows } = await play(n, templates);
      const again = await play(n, templates, async (engine, around) => {
        const resting = new RestingEngine(engine, around);
        if (resting.rest(pack) === 'Resting') packed++;
        return resting.awake();
      });
      expect({ n, ...again.outcome }).toEqual({ n, ...outcome });
      expect(again.rows).toEqual(rows);
    }
    expect(packed).toBeGreaterThan(SITTINGS);
  }, 60_000);

  it('shares with the template what is the same in both', () => {
    const { n, taken } = played[0] as Played;
    const { start } = templateOf(n, templates);
    const { world } = restoreSnapshot(taken[0] as Snapshot, start);
    const own = world.state.tableNames().flatMap((name) =>
      world.state
        .table(name)
        .entries()
        .filter(([key, value]) => start.state.table(name).get(key) !== value),
    );
    const all = world.state.tableNames().flatMap((name) => world.state.table(name).entries());
    expect(own.length).toBeLessThan(all.length / 4);
  });
});

describe('a sitting of an older engine', () => {
  const last = (n: number) => {
    const { rows, taken, outcome } = played[n] as Played;
    const from = taken.at(-1) as Snapshot;
    return { rows, outcome, from: { ...from, engineVersion: OLDER } };
  };

  it('goes on from its newest snapshot, says so in the record, and is the same when it is opened again', async () => {
    const { rows, outcome, from } = last(0);
    const { engine, standing, written, kept } = await open(0, { rows, engineVersion: OLDER, from });
    expect(standing).toEqual({ kind: 'Continued', from: OLDER, to: ENGINE_VERSION });
    expect(engine.worldHash()).toBe(outcome.world);
    expect(written).toMatchObject([
      { seq: rows.length + 1, kind: 'engine', actor: 'system', body: { from: OLDER, to: ENGINE_VERSION } },
    ]);
    expect(kept).toMatchObject([{ seq: rows.length + 1, engineVersion: ENGINE_VERSION, hash: outcome.world }]);
    await engine.keys(1, { clientId: 'tab', clientSeq: 1 }, 'echo seen before\r');
    await engine.keys(1, { clientId: 'later', clientSeq: 1 }, 'echo here $PWD; touch more; kubectl get pods -A\r');
    await engine.settled();
    expect(engine.terminals()[0]?.scrollback).toContain('here /home/learner');
    expect(engine.terminals()[0]?.scrollback).not.toContain('seen before');
    const again = await open(0, {
      rows: [...rows, ...written],
      engineVersion: ENGINE_VERSION,
      from: kept[0] as Snapshot,
    });
    expect(again.engine.worldHash()).toBe(engine.worldHash());
    expect(again.engine.terminals()).toEqual(engine.terminals());
  });

  it('goes on from its start state when nothing later was saved and every effect still gives what it gave', async () => {
    const { rows, outcome } = last(1);
    const first: Snapshot[] = [];
    const template = templateOf(1, templates);
    const fresh = await Engine.open(template, EPOCH_MS, [], playingHost(1), {
      ...nobody,
      snapshot: (one) => first.push(one),
    });
    await fresh.keys(1, { clientId: 'tab', clientSeq: 1 }, 'kubectl get pods\r');
    await fresh.settled();
    await new Promise((resolve) => setImmediate(resolve));
    expect(first).toMatchObject([{ seq: 0 }]);
    const start = { ...(first[0] as Snapshot), engineVersion: OLDER };
    const { engine, standing } = await open(1, { rows, engineVersion: OLDER, from: start, first: start });
    expect(standing.kind).toBe('Continued');
    expect(engine.worldHash()).toBe(outcome.world);
  });

  it('opens for reading only at its last snapshot when an effect after it gives something else', async () => {
    const { n, rows, taken } = played.find((one) => one.rows.some((row) => row.kind === 'request')) as Played;
    const from = { ...(taken[0] as Snapshot), engineVersion: OLDER };
    const changed = rows.map((row) =>
      row.seq > from.seq && row.kind === 'request'
        ? { ...row, body: { ...(row.body as EffectBody), hash: 'other' } }
        : row,
    );
    const { engine, standing, written } = await open(n, { rows: changed, engineVersion: OLDER, from });
    expect(standing).toMatchObject({ kind: 'ReadOnly', why: expect.stringMatching(/^the effect at \d+ gives/) });
    expect(engine.worldHash()).toBe(from.hash);
    expect(written).toEqual([]);
  });

  it('opens for reading only when the snapshot itself is not what it was', async () => {
    const { rows, from } = last(2);
    const { standing } = await open(2, { rows, engineVersion: OLDER, from: { ...from, hash: 'other' } });
    expect(standing).toMatchObject({ kind: 'ReadOnly', why: expect.stringContaining('hash') });
  });

  it('says why it cannot be opened when nothing of it was saved', async () => {
    const { rows } = last(3);
    await expect(open(3, { rows, engineVersion: OLDER })).rejects.toMatchObject({ code: 'OlderEngine' });
    await expect(open(3, { rows, engineVersion: ENGINE_VERSION + 1 })).rejects.toMatchObject({ code: 'NewerEngine' });
  });

  it('in which nothing was done begins with the engine that runs', async () => {
    const { standing, written } = await open(4, { rows: [], engineVersion: OLDER });
    expect(standing.kind).toBe('Continued');
    expect(written).toMatchObject([{ seq: 1, kind: 'engine' }]);
  });
});
