/**
 * The real kubectl 1.35 and the terminal's kubectl, the same lines on forks of the same world: standard output, standard
 * error and exit code are equal to the byte.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBridge } from './bridge.ts';
import { listLines } from './cases/catalogue.ts';
import { runBoth, type Stage } from './harness.ts';
import { KNOWN } from './known.ts';
import { getKubectl } from './kubectl-binary.ts';
import { type Line, shapeOf } from './lines.ts';
import { prepareWorld } from './worlds.ts';

const lines = listLines();
const verbs = [...new Set(lines.map(({ verb }) => verb))];
const failing = new Map<string, number>();

let stage: Stage;

beforeAll(async () => {
  const binary = getKubectl();
  const folder = mkdtempSync(join(tmpdir(), 'hoplab-parity-'));
  stage = { binary, folder, bridge: await openBridge(folder), template: prepareWorld() };
}, 60_000);

afterAll(async () => {
  if (stage === undefined) return;
  await stage.bridge.close();
  rmSync(stage.folder, { recursive: true, force: true });
  process.stdout.write(`${figures()}\n`);
});

async function compare(line: Line): Promise<void> {
  const { ours, theirs } = await runBoth(stage, line);
  if (theirs.code !== 0) failing.set(line.verb, (failing.get(line.verb) ?? 0) + 1);
  const reason = KNOWN[line.source];
  if (reason === undefined) expect(ours).toEqual(theirs);
  else expect(ours, `no longer different: ${reason}`).not.toEqual(theirs);
}

/** Lines, failing ones and known differences, verb by verb. */
function figures(): string {
  const rows = verbs.map((verb) => {
    const mine = lines.filter((line) => line.verb === verb);
    const known = mine.filter(({ source }) => KNOWN[source] !== undefined).length;
    return `${verb}: ${mine.length} lines, ${failing.get(verb) ?? 0} failing${known > 0 ? `, ${known} known to differ` : ''}`;
  });
  const fail = [...failing.values()].reduce((sum, count) => sum + count, 0);
  const known = Object.keys(KNOWN).length;
  return `kubectl parity: ${lines.length} lines, ${fail} failing, ${known} known to differ\n  ${rows.join('\n  ')}`;
}

function mostAlike(): [string, number] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(shapeOf(line), (counts.get(shapeOf(line)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
}

if (process.env.HOPLAB_JUDGES === 'none') {
  describe.skip('kubectl parity: switched off by HOPLAB_JUDGES=none', () =>
    it('has nothing to compare with', () => {}));
} else {
  for (const verb of verbs) {
    describe.concurrent(`kubectl ${verb}`, () => {
      for (const line of lines.filter((one) => one.verb === verb)) it(line.source, () => compare(line));
    });
  }
  describe('the suite', () => {
    it('has many lines, many that fail, and few variations of one', () => {
      expect(lines.length).toBeGreaterThanOrEqual(400);
      expect([...failing.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(150);
      expect(mostAlike()[1], mostAlike()[0]).toBeLessThanOrEqual(12);
      for (const verb of verbs)
        expect(lines.filter((line) => line.verb === verb).length, verb).toBeGreaterThanOrEqual(8);
    });
    it('knows no difference of a line that is not there', () => {
      const sources = new Set(lines.map(({ source }) => source));
      expect(Object.keys(KNOWN).filter((source) => !sources.has(source))).toEqual([]);
    });
  });
}
