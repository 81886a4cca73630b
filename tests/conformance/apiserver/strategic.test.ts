/** Strategic merge, held against the real binary's `kubectl patch --local --type=strategic`, which needs no server. */
import { describe, expect, test } from 'vitest';
import { getKind, type KindName } from '../../../lib/world/api/kinds.ts';
import type { JsonObject } from '../../../lib/world/apiserver/patch/json-value.ts';
import { patchShape } from '../../../lib/world/apiserver/patch/patch-shape.ts';
import { applyStrategicMerge } from '../../../lib/world/apiserver/patch/strategic-merge.ts';
import { StatusError } from '../../../lib/world/apiserver/status.ts';
import { getKubectl, runKubectl } from '../../parity/kubectl-binary.ts';
import { type RandomPatch, randomPatches } from './random-patches.ts';

/** A sample of them; `HOPLAB_JUDGES=all` compares as many as the issue asks for, which takes most of a minute. */
const COUNT = process.env.HOPLAB_JUDGES === 'all' ? 1000 : 150;
const SEED = 20_260_102;
const AT_ONCE = 4;
const REFUSED = 'refused';

async function theirs(binary: string, { object, patch }: RandomPatch): Promise<unknown> {
  const argv = ['patch', '--local', '--type=strategic', '-o', 'json', '-f', '-', '-p', JSON.stringify(patch)];
  const env = { HOME: '/nonexistent', PATH: process.env.PATH ?? '' };
  const { code, out } = await runKubectl(binary, argv, { cwd: '/', env, stdin: JSON.stringify(object) });
  return code === 0 ? JSON.parse(out) : REFUSED;
}

function ours({ object, patch }: RandomPatch): unknown {
  const { schema } = getKind(object.kind as KindName);
  try {
    const merged = applyStrategicMerge(object as JsonObject, patch as JsonObject, patchShape(schema));
    return JSON.parse(JSON.stringify(merged));
  } catch (error) {
    if (error instanceof StatusError) return REFUSED;
    throw error;
  }
}

describe.skipIf(process.env.HOPLAB_JUDGES === 'none')('strategic merge equals the real binary s', () => {
  test(`on ${COUNT} random patches`, { timeout: 280_000 }, async () => {
    const binary = getKubectl();
    const cases = randomPatches(COUNT, SEED);
    const differing: unknown[] = [];
    let next = 0;
    let compared = 0;
    const work = async (): Promise<void> => {
      for (let at = next++; at < cases.length; at = next++) {
        const one = cases[at] as RandomPatch;
        const [expected, found] = [await theirs(binary, one), ours(one)];
        compared++;
        if (JSON.stringify(sorted(expected)) !== JSON.stringify(sorted(found)))
          differing.push({ ...one, expected, found });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(compared).toBe(COUNT);
    expect(differing.slice(0, 3), `${differing.length} differ`).toEqual([]);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
