/** The prover and the tracer on the clusters of the labs that have NetworkPolicies, as they begin and as they are solved. */
import { describe, expect, test } from 'vitest';
import { buildScenario } from '../../lib/assessment/labs/scenario.ts';
import { resolveVariant } from '../../lib/assessment/labs/variant.ts';
import { gradeSubmission } from '../../lib/assessment/submission.ts';
import { listLabs, readLabFolder } from '../../lib/shelf/lab-folders.ts';
import type { Cluster } from '../../lib/world/cluster.ts';
import { hasBit } from '../../lib/world/dataplane/reachability/bits.ts';
import { compileReachability } from '../../lib/world/dataplane/reachability/compile.ts';
import { nameOfEndpoint, placeOfEndpoint } from '../../lib/world/dataplane/reachability/endpoints.ts';
import { isFlow } from '../../lib/world/dataplane/reachability/party.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { first } from '../dataplane/cluster-builder.ts';

const labs = listLabs(['labs'])
  .map(({ name, directory }) => resolveVariant(name, readLabFolder(directory), 3))
  .filter(({ objects }) => JSON.stringify(objects).includes('"NetworkPolicy"'));

/** Flows of which the two say otherwise, and how many policies dropped. */
function compare(cluster: Cluster) {
  const reachability = compileReachability({ cluster });
  const { endpoints, atoms } = reachability.compiled;
  const differ: string[] = [];
  let denied = 0;
  for (const [index, from] of endpoints.entries()) {
    for (const [at, to] of endpoints.entries()) {
      if (!isFlow(from, to)) continue;
      const ports = reachability.allowed(index, at);
      for (const [atom, { protocol, from: port }] of atoms.list.entries()) {
        const fork = { ...cluster, state: cluster.state.fork() };
        const place = placeOfEndpoint(cluster, from, to);
        const { reason } = traceFlow(
          { cluster: fork },
          { from: place, to: { address: to.address, port }, protocol },
          first,
        );
        if (reason === 'NetworkPolicyDenied') denied += 1;
        if ((reason === 'NetworkPolicyDenied') === hasBit(ports, atom)) {
          differ.push(`${nameOfEndpoint(from)} → ${nameOfEndpoint(to)} ${port}/${protocol}: ${reason}`);
        }
      }
    }
  }
  return { differ, denied };
}

test('there are such labs', () => expect(labs.length).toBeGreaterThanOrEqual(3));

describe.each(labs.map((variant) => [variant.name, variant] as const))('%s', (_, variant) => {
  test('every flow between pods, nodes and outside has the same fate for both', async () => {
    const start = buildScenario(variant);
    const input = { manifests: [], commands: variant.solution, answers: {} };
    const { world } = await gradeSubmission(variant, start, input);
    expect(compare(start.cluster()).differ).toEqual([]);
    const solved = compare(world.cluster());
    expect(solved.differ).toEqual([]);
    expect(solved.denied).toBeGreaterThan(0);
  });
});
