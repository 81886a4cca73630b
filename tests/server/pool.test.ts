import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, type Pool } from '../../lib/server/worlds/pool.ts';
import type { OpenSitting, WorkerEvent } from '../../lib/server/worlds/port.ts';
import type { Opened } from '../../lib/server/worlds/protocol.ts';
import type { RecordRow } from '../../lib/sitting/record.ts';
import { bundleEcho, until } from './bundle.ts';

/** What stands around a pool: rows in memory, texts by sitting. */
function createSurroundings() {
  const rows = new Map<string, RecordRow[]>();
  const texts = new Map<string, string>();
  const rebuilt: string[] = [];
  const rowsOf = (sittingId: string) => rows.get(sittingId) ?? [];
  const sitting = (sittingId: string): OpenSitting => ({
    sittingId,
    lab: 'clusterip/none',
    labVersion: 'v',
    labFiles: {},
    seed: 1,
    epochMs: 0,
    rows: rowsOf(sittingId),
    engineVersion: 7,
  });
  return {
    texts,
    rebuilt,
    rowsOf,
    sitting,
    onEvent(event: WorkerEvent) {
      if (event.type === 'rows') rows.set(event.sittingId, [...rowsOf(event.sittingId), ...event.rows]);
      if (event.type === 'text') texts.set(event.sittingId, (texts.get(event.sittingId) ?? '') + event.text);
    },
    async onTerminated(sittingId: string) {
      const seq = rowsOf(sittingId).length + 1;
      const body = { text: 'Terminated: used more than 2 s', exitCode: 143 };
      rows.set(sittingId, [...rowsOf(sittingId), { seq, kind: 'terminated', worldMs: 0, actor: 'system', body }]);
    },
    reload: async (sittingId: string) => sitting(sittingId),
    onRebuilt(sittingId: string, opened: Opened) {
      rebuilt.push(sittingId);
      texts.set(sittingId, opened.terminals[0]?.scrollback ?? '');
    },
    onFailed(sittingId: string, error: unknown) {
      throw new Error(`${sittingId}: ${error}`);
    },
  };
}

describe('the worker pool', () => {
  let script = '';
  let pool: Pool;
  let around: ReturnType<typeof createSurroundings>;
  let seq = 0;

  beforeAll(async () => {
    script = await bundleEcho();
    around = createSurroundings();
    pool = createPool({ script, size: 1, ...around });
    await pool.open(around.sitting('a'));
    await pool.open(around.sitting('b'));
  });
  afterAll(() => pool.shutdown());

  const type = (sittingId: string, text: string) =>
    pool.keys(sittingId, 1, { clientId: 'tab', clientSeq: ++seq }, text);

  test('a line comes back, and is in the record before its text', async () => {
    await type('a', 'hello\r');
    expect(around.texts.get('a')).toBe('hello\r\n$ ');
    expect(around.rowsOf('a')).toEqual([
      {
        seq: 1,
        kind: 'line',
        worldMs: 0,
        actor: 'person',
        terminal: 1,
        clientId: 'tab',
        clientSeq: 1,
        body: { line: 'hello' },
      },
    ]);
  });

  test('a line that never ends is ended within seconds; its sitting and the neighbour go on from their records', async () => {
    await type('b', 'neighbour\r');
    const startedAt = Date.now();
    const spinning = type('a', 'spin\r');
    const waiting = type('b', 'typed meanwhile\r');
    await Promise.all([spinning, waiting]);
    expect(Date.now() - startedAt).toBeGreaterThan(1_900);
    await until(() => around.rebuilt.length === 2);
    expect(around.texts.get('a')).toBe('$ hello\r\n$ Terminated: used more than 2 s\r\n$ ');
    expect(around.texts.get('b')).toContain('neighbour\r\n$ ');
    expect(around.rowsOf('b').map((row) => row.body)).toEqual([{ line: 'neighbour' }, { line: 'typed meanwhile' }]);
    await type('a', 'still here\r');
    expect(around.texts.get('a')).toContain('still here');
  });

  test('after Ctrl-C it is ended much sooner', async () => {
    const startedAt = Date.now();
    const spinning = type('a', 'spin\r');
    const interrupting = pool.interrupt('a', 1);
    await Promise.all([spinning, interrupting]);
    expect(Date.now() - startedAt).toBeLessThan(1_900);
    await type('a', 'back\r');
    expect(around.texts.get('a')).toContain('back');
  });

  test('Ctrl-C with nothing running ends nothing', async () => {
    const before = around.rebuilt.length;
    await pool.interrupt('a', 1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(around.rebuilt).toHaveLength(before);
  });

  test('a worker that dies is replaced', async () => {
    const before = around.rebuilt.length;
    await type('b', 'die\r');
    await until(() => around.rebuilt.length === before + 2);
    await type('b', 'risen\r');
    expect(around.texts.get('b')).toContain('risen');
  });

  test('a sitting that is not open is refused by name', async () => {
    await expect(pool.check('nobody', { clientId: 'tab', clientSeq: 1 })).rejects.toMatchObject({ code: 'NotOpen' });
  });

  test('a worker that does not start fails the call, and does not start again and again', async () => {
    const broken = createPool({ script: '/nonexistent/worker.mjs', size: 1, ...createSurroundings() });
    await expect(broken.open(around.sitting('c'))).rejects.toMatchObject({ code: 'NoWorker' });
    await broken.shutdown();
  });
});
