import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../lib/server/database.ts';
import { lockFolder } from '../../lib/server/folderlock.ts';
import { applyMigrations, type SqlSession } from '../../lib/server/migrations.ts';
import { releaseLease, takeLease } from '../../lib/server/sittings/lease.ts';
import { createRecord, LeaseLost, readRecord } from '../../lib/server/sittings/record.ts';
import { createSitting, deleteExpired, findSitting, listSittings } from '../../lib/server/sittings/store.ts';
import type { RecordRow } from '../../lib/sitting/record.ts';
import { openTestDatabase } from './testdatabase.ts';

describe('the folder lock', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a second holder is told about the first', async () => {
    const lock = await lockFolder(folder, 'process 7, http://localhost:3000');
    await expect(lockFolder(folder, 'other')).rejects.toThrow(/in use by another Hoplab server \(process 7, http:/);
    await lock.release();
    const again = await lockFolder(folder, 'next');
    await again.release();
  });

  test('what a killed process left behind does not hold it', async () => {
    writeFileSync(join(folder, 'lock.sock'), '');
    const lock = await lockFolder(folder, 'next');
    await lock.release();
  });

  test('a path too long for a socket is locked all the same', async () => {
    const deep = join(folder, 'd'.repeat(60), 'e'.repeat(60));
    const lock = await lockFolder(deep, 'first');
    await expect(lockFolder(deep, 'second')).rejects.toMatchObject({ code: 'FolderInUse' });
    await lock.release();
  });
});

describe('migrations', () => {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  const client = new PGlite();
  const session: SqlSession = {
    query: async <Row>(sql: string, parameters?: readonly unknown[]) =>
      (await client.query<Row>(sql, [...(parameters ?? [])])).rows,
    script: async (sql) => void (await client.exec(sql)),
  };
  const write = (name: string, sql: string) => {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'migration.sql'), sql);
  };
  afterAll(async () => {
    await client.close();
    rmSync(folder, { recursive: true });
  });

  test('are applied once, in order, with the rows that prisma writes', async () => {
    write('20260101000000_one', 'CREATE TABLE one (id int); CREATE TABLE two (id int);');
    write('20260102000000_two', 'ALTER TABLE two ADD COLUMN name text;');
    expect(await applyMigrations(session, folder)).toEqual(['20260101000000_one', '20260102000000_two']);
    expect(await applyMigrations(session, folder)).toEqual([]);
    const rows = await session.query<{ checksum: string; applied_steps_count: number }>(
      'SELECT * FROM _prisma_migrations',
    );
    expect(rows.map((row) => [row.checksum.length, row.applied_steps_count])).toEqual([
      [64, 1],
      [64, 1],
    ]);
  });

  test('one that fails leaves nothing of itself', async () => {
    write('20260103000000_three', 'CREATE TABLE three (id int); SELECT nonsense;');
    await expect(applyMigrations(session, folder)).rejects.toThrow();
    expect(await session.query("SELECT 1 FROM pg_tables WHERE tablename = 'three'")).toEqual([]);
    rmSync(join(folder, '20260103000000_three'), { recursive: true });
  });

  test('one that this version does not know is of a newer one, and nothing is applied', async () => {
    rmSync(join(folder, '20260102000000_two'), { recursive: true });
    write('20260104000000_four', 'CREATE TABLE four (id int);');
    await expect(applyMigrations(session, folder)).rejects.toMatchObject({
      code: 'MigrationMismatch',
      message: expect.stringMatching(/newer Hoplab: it has 20260102000000_two/),
    });
    expect(await session.query("SELECT 1 FROM pg_tables WHERE tablename = 'four'")).toEqual([]);
    rmSync(join(folder, '20260104000000_four'), { recursive: true });
  });

  test('one that was edited after it was applied is refused', async () => {
    write('20260102000000_two', 'ALTER TABLE two ADD COLUMN other text;');
    await expect(applyMigrations(session, folder)).rejects.toMatchObject({ code: 'MigrationMismatch' });
  });
});

describe('sittings in the database', () => {
  let database: Database;
  const alice = { personId: '01930000-0000-7000-8000-000000000001' };
  const bob = { personId: '01930000-0000-7000-8000-000000000002' };
  const lab = {
    lab: 'clusterip/x',
    labVersion: 'hash',
    labFiles: { 'lab.yaml': 'id: 1' },
    seed: 3,
    epochMs: 1_700_000_000_000,
  };
  const row = (seq: number): RecordRow => ({
    seq,
    kind: 'line',
    worldMs: seq,
    actor: 'person',
    terminal: 1,
    clientId: 'tab',
    clientSeq: seq,
    body: { line: `echo ${seq}` },
  });
  const open = (scope: typeof alice) => createSitting(database.prisma, scope, { ...lab, engineVersion: 1 });
  const record = () => createRecord(database.prisma, { gatherMs: 5, onTrouble: (error) => void error });

  beforeAll(async () => {
    database = await openTestDatabase();
    await database.prisma.person.createMany({
      data: [alice, bob].map(({ personId }) => ({ id: personId, kind: 'Guest' as const })),
    });
  }, 60_000);
  afterAll(() => database.close());

  test('belong to one person', async () => {
    const id = await open(alice);
    expect(await findSitting(database.prisma, alice, id)).toMatchObject({ ...lab, finished: false });
    expect(await findSitting(database.prisma, bob, id)).toBeUndefined();
    expect(await findSitting(database.prisma, alice, "x' OR 1=1")).toBeUndefined();
    expect(await listSittings(database.prisma, bob)).toEqual([]);
  });

  test('keep their rows as they were written, many sittings in one commit', async () => {
    const holder = { id: 'p1', company: 'others' } as const;
    const leases = await Promise.all(
      [open(alice), open(bob)].map(async (id) => takeLease(database.prisma, holder, await id)),
    );
    const writer = record();
    await Promise.all(
      leases.flatMap((lease) => [writer.append(lease, [row(1), row(2)]), writer.append(lease, [row(3)])]),
    );
    for (const lease of leases) {
      expect(await readRecord(database.prisma, lease.sittingId)).toEqual([row(1), row(2), row(3)]);
    }
  });

  test('a commit that is tried again writes each row once', async () => {
    const lease = await takeLease(database.prisma, { id: 'p1', company: 'alone' }, await open(alice));
    await record().append(lease, [row(1)]);
    await record().append(lease, [row(1), row(2)]);
    expect(await readRecord(database.prisma, lease.sittingId)).toEqual([row(1), row(2)]);
  });

  test('a process whose lease was taken can append no more; others in the same commit can', async () => {
    const first = { id: 'p1', company: 'others' } as const;
    const second = { id: 'p2', company: 'alone' } as const;
    const old = await takeLease(database.prisma, first, await open(alice));
    const other = await takeLease(database.prisma, first, await open(bob));
    const taken = await takeLease(database.prisma, second, old.sittingId);
    const writer = record();
    const results = await Promise.allSettled([
      writer.append(old, [row(1)]),
      writer.append(taken, [row(1)]),
      writer.append(other, [row(1)]),
    ]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect((results[0] as PromiseRejectedResult).reason).toBeInstanceOf(LeaseLost);
    expect(await readRecord(database.prisma, old.sittingId)).toHaveLength(1);
  });

  test('a living process keeps its lease until it gives it back', async () => {
    const first = { id: 'p1', company: 'others' } as const;
    const second = { id: 'p2', company: 'others' } as const;
    const lease = await takeLease(database.prisma, first, await open(alice));
    await expect(takeLease(database.prisma, second, lease.sittingId)).rejects.toMatchObject({ code: 'HeldElsewhere' });
    await releaseLease(database.prisma, lease);
    expect((await takeLease(database.prisma, second, lease.sittingId)).epoch).toBe(lease.epoch + 1);
  });

  test('a guest whose time is over is deleted with everything', async () => {
    const id = await open(bob);
    await database.prisma.person.update({ where: { id: bob.personId }, data: { expiresAt: new Date(0) } });
    await deleteExpired(database.prisma);
    expect(await findSitting(database.prisma, bob, id)).toBeUndefined();
    expect(await listSittings(database.prisma, alice)).not.toEqual([]);
  });
});
