/** Sittings in the real worker and a database: drained, killed, taken over by a newer engine, or shown only. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labVersion } from '../../lib/assessment/labs/folder.ts';
import type { Database } from '../../lib/server/database.ts';
import type { Live } from '../../lib/server/sittings/live.ts';
import { hello } from '../../lib/server/sittings/live.ts';
import { readRecord } from '../../lib/server/sittings/record.ts';
import { Sittings } from '../../lib/server/sittings/sittings.ts';
import { createSitting } from '../../lib/server/sittings/store.ts';
import { readLabFolder } from '../../lib/shelf/lab-folders.ts';
import { ENGINE_VERSION } from '../../lib/world/world.ts';
import { until } from './bundle.ts';
import { openTestDatabase } from './testdatabase.ts';

const LAB = 'clusterip/no-ready-endpoints';
const root = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the project: the worker takes packages from there. */
const script = join(root, `dist/upgrade-worker-${process.pid}.mjs`);
const folder = readLabFolder(join(root, 'tests/sitting/labs', LAB));
const scope = { personId: '01930000-0000-7000-8000-00000000000a' };

let database: Database;
let server: Sittings;
let troubles: unknown[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  await database.prisma.person.create({ data: { id: scope.personId, kind: 'Guest' } });
  const entryPoints = [join(root, 'lib/server/worlds/worker.ts')];
  await build({ entryPoints, outfile: script, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  boot();
}, 60_000);

afterAll(async () => {
  await server.shutdown();
  await database.close();
  rmSync(script, { force: true });
});

/** A server process as it comes up. */
function boot(): void {
  troubles = [];
  const holder = { id: `process-${Math.random()}`, company: 'alone' } as const;
  server = new Sittings({
    database,
    holder,
    script,
    workers: 1,
    gatherMs: 5,
    onTrouble: (error) => troubles.push(error),
  });
}

function create(engineVersion = ENGINE_VERSION): Promise<string> {
  const version = { labVersion: labVersion(folder), labFiles: folder };
  return createSitting(database.prisma, scope, {
    lab: LAB,
    ...version,
    seed: 2,
    epochMs: 1_767_603_600_000,
    engineVersion,
  });
}

const open = (id: string) => server.open(scope, id, `address-${id}`);
const screen = (live: Live) =>
  (hello(live) as unknown as { terminals: { scrollback: string }[] }).terminals[0]?.scrollback ?? '';
/** At the end of the screen, with the switch that lets pastes through. */
const PROMPT = /\$ \S*$/;
let typed = 0;
async function type(live: Live, line: string): Promise<void> {
  await server.pool.keys(live.stored.id, 1, { clientId: 'tab', clientSeq: ++typed }, `${line}\r`);
  await until(() => screen(live).includes(line) && PROMPT.test(screen(live)));
  await server.saved(live);
}

/** A sitting with two lines typed, left by a server that was drained. */
async function drained(): Promise<string> {
  const id = await create();
  const live = await open(id);
  await type(live, 'cd /tmp; NAME=kept; kubectl get pods -A');
  await type(live, 'echo $NAME > note; kubectl create namespace mine');
  await server.shutdown();
  boot();
  return id;
}

const setEngine = async (id: string, engineVersion: number) => {
  await database.prisma.sitting.update({ where: { id }, data: { engineVersion } });
  await database.prisma.snapshot.updateMany({ where: { sittingId: id }, data: { engineVersion } });
};
const snapshotsOf = (id: string) =>
  database.prisma.snapshot.findMany({ where: { sittingId: id }, orderBy: { seq: 'asc' } });

describe('a server that is drained', () => {
  test('leaves the start and the newest state of every sitting; the state after the last row', async () => {
    const id = await drained();
    const [rows, snapshots] = [await readRecord(database.prisma, id), await snapshotsOf(id)];
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
    expect(snapshots.map(({ seq }) => seq)).toEqual([0, rows.length]);
    const body = JSON.parse(inflateRawSync(snapshots[1]?.body ?? new Uint8Array()).toString()) as object;
    expect(body).toMatchObject({
      world: { engineVersion: ENGINE_VERSION },
      session: { state: 'Quiet', terminals: [{ id: 1 }] },
    });
  }, 30_000);
});

describe('after an upgrade of the engine', () => {
  test('a sitting goes on where it was drained, with a row that says so, and is the same after a crash', async () => {
    const id = await drained();
    await setEngine(id, ENGINE_VERSION - 1);
    const live = await open(id);
    expect(hello(live)).toMatchObject({ notice: { kind: 'continued' } });
    await type(live, 'echo $NAME $PWD; cat note; kubectl get ns mine');
    expect(screen(live)).toMatch(/kept \/tmp\r\nkept\r\nNAME[ A-Z]*\r\nmine +Active/);
    const rows = await readRecord(database.prisma, id);
    expect(rows.find(({ kind }) => kind === 'engine')?.body).toEqual({ from: ENGINE_VERSION - 1, to: ENGINE_VERSION });
    const before = screen(live);
    // A killed process gives nothing back.
    await server.pool.shutdown();
    boot();
    const again = await open(id);
    expect(screen(again)).toBe(before);
    expect(again.standing).toEqual({ kind: 'Same' });
    expect(troubles).toEqual([]);
  }, 30_000);

  test('a sitting that was killed goes on from its start, by its effects', async () => {
    const id = await create();
    await type(await open(id), 'kubectl create namespace mine');
    await server.shutdown();
    await database.prisma.snapshot.deleteMany({ where: { sittingId: id, seq: { gt: 0 } } });
    boot();
    await setEngine(id, ENGINE_VERSION - 1);
    const live = await open(id);
    expect(live.standing.kind).toBe('Continued');
    await type(live, 'kubectl get ns mine -o name');
    expect(screen(live)).toContain('namespace/mine');
  }, 30_000);

  test('a sitting whose state is not what it was is shown only, takes no input, and is reported to us', async () => {
    const id = await drained();
    await setEngine(id, ENGINE_VERSION - 1);
    await database.prisma.snapshot.updateMany({ where: { sittingId: id }, data: { hash: 'other' } });
    const live = await open(id);
    expect(hello(live)).toMatchObject({ notice: { kind: 'read-only', text: expect.stringContaining('our fault') } });
    expect(screen(live)).toContain('kubectl create namespace mine');
    const rows = (await readRecord(database.prisma, id)).length;
    const keys = server.pool.keys(id, 1, { clientId: 'tab', clientSeq: ++typed }, 'echo no\r');
    await expect(keys).rejects.toMatchObject({ code: 'ReadOnly' });
    expect(await server.pool.readFile(id, '/tmp/note')).toBe('kept\n');
    await server.shutdown();
    expect(await readRecord(database.prisma, id)).toHaveLength(rows);
    expect(troubles).toMatchObject([
      { message: expect.stringMatching(/read-only: the snapshot at \d+ has another hash/) },
    ]);
    boot();
  }, 30_000);

  test('a sitting of which nothing was saved says why it does not open', async () => {
    const id = await drained();
    await setEngine(id, ENGINE_VERSION - 1);
    await database.prisma.snapshot.deleteMany({ where: { sittingId: id } });
    await expect(open(id)).rejects.toMatchObject({
      code: 'OlderEngine',
      message: expect.stringContaining('no state of it was saved'),
    });
  }, 30_000);

  test('a sitting of a newer engine says that the server must be upgraded', async () => {
    const id = await drained();
    await setEngine(id, ENGINE_VERSION + 1);
    await expect(open(id)).rejects.toMatchObject({
      code: 'NewerEngine',
      message: expect.stringContaining('when the server is upgraded'),
    });
  }, 30_000);
});
