/** The packet of the debrief: refused or lost in the start world, delivered in the finished one, the start world untouched. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { labVersion } from '../../lib/assessment/labs/folder.ts';
import { readLabFolder } from '../../lib/shelf/lab-folders.ts';
import { debriefTraces } from '../../lib/sitting/debrief-traces.ts';
import { Templates } from '../../lib/sitting/templates.ts';

const LABS = fileURLToPath(new URL('../../labs', import.meta.url));

interface TraceJson {
  readonly disposition: string;
  readonly steps: readonly { readonly node: string }[];
}

describe('the traces of a debrief', () => {
  test.each([
    ['clusterip/no-ready-endpoints', 'Rejected'],
    ['clusterip/one-node-in-four', 'Dropped'],
  ])('%s: %s before', (lab, fate) => {
    const folder = readLabFolder(join(LABS, lab));
    const { variant, start } = new Templates(1).get(lab, folder, labVersion(folder), 4);
    const hash = start.hash();
    const traces = debriefTraces(variant, start, start) as { before: TraceJson; after: TraceJson } | undefined;
    expect(traces?.before.disposition).toBe(fate);
    expect(traces?.after.disposition).toBe(fate);
    expect(traces?.after.steps[0]?.node).toBe(traces?.before.steps[0]?.node);
    expect(start.hash()).toBe(hash);
  });
});
