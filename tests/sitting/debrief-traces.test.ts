/** The packet of the debrief: refused or lost in the start world, delivered in the finished one, the start world untouched. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { labVersion } from '../../lib/assessment/labs/folder.ts';
import { gradeSubmission } from '../../lib/assessment/submission.ts';
import { listLabs, readLabFolder } from '../../lib/shelf/lab-folders.ts';
import { debriefTraces } from '../../lib/sitting/debrief-traces.ts';
import { Templates } from '../../lib/sitting/templates.ts';

const LABS = fileURLToPath(new URL('../../labs', import.meta.url));

interface TraceJson {
  readonly disposition: string;
  readonly reason: string;
  readonly steps: readonly { readonly node: string; readonly packet: { readonly dport: number } }[];
}

/** Labs whose calls arrive before and after: what changes is by which way. */
const SAME_CALLS = ['nodeport/host-port-or-node-port'];

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

  const labs = listLabs([LABS]).map(({ name }) => name);
  // Of a name that is not found no packet was sent.
  test.each(labs.filter((lab) => !SAME_CALLS.includes(lab) && !lab.startsWith('dns/')))(
    '%s: the solution changes what the packet meets',
    async (lab) => {
      const folder = readLabFolder(join(LABS, lab));
      const { variant, start } = new Templates(1).get(lab, folder, labVersion(folder), 4);
      const solved = await gradeSubmission(variant, start, { manifests: [], commands: variant.solution, answers: {} });
      expect(solved.score).toBe(100);
      const traces = debriefTraces(variant, start, solved.world) as { before: TraceJson; after: TraceJson } | undefined;
      // Of a lab that closes what stood open it is the packet before that arrives.
      expect([traces?.before.disposition, traces?.after.disposition]).toContain('Delivered');
      // A call that the wrong process takes is delivered too, at another port.
      const fate = (trace: TraceJson | undefined) => [
        trace?.disposition,
        trace?.reason,
        trace?.steps.map(({ packet }) => packet.dport),
      ];
      expect(fate(traces?.before)).not.toEqual(fate(traces?.after));
    },
  );

  test('where the check compares calls with one another, no single packet is shown', () => {
    const name = 'clusterip/keep-the-backend';
    const folder = readLabFolder(join(LABS, name));
    const { variant, start } = new Templates(1).get(name, folder, labVersion(folder), 4);
    const [sticks] = variant.lab.tasks;
    if (!sticks) throw new Error(`${name} has no task`);
    expect(debriefTraces({ ...variant, lab: { ...variant.lab, tasks: [sticks] } }, start, start)).toBeUndefined();
  });
});
