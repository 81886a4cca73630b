/** Where packets of a cluster in ipvs mode go, who hides whom, and who says what when nobody is there: a source for each. */
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../lib/world/cluster.ts';
import { allPaths } from '../../../lib/world/dataplane/choice.ts';
import type { Trace } from '../../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../../lib/world/dataplane/tracer.ts';
import type { Flow } from '../../../lib/world/dataplane/walk.ts';
import { CLUSTER_IPS, GUARD } from './ipvs-inside-cases.ts';
import { OUTSIDE } from './ipvs-outside-cases.ts';
import { anIpvsShop, flowOf } from './ipvs-world.ts';

/** `10.0.2.31:8080 sees 10.0.1.20`, `IcmpPortUnreachable`, `Timeout`: what happens in all ways, each once. */
function fatesOf(cluster: Cluster, flow: Flow): string {
  const paths = allPaths(cluster, (fork, choose) => traceFlow({ cluster: fork }, flow, choose));
  return [...new Set(paths.map(({ value }) => fateOf(value)))].sort().join(' | ');
}

function fateOf({ disposition, response, backend, sourceSeen }: Trace): string {
  if (disposition !== 'Delivered' || response !== 'Reply' || !backend) return response;
  return `${backend.address}:${backend.port} sees ${sourceSeen?.address}`;
}

describe.each([
  ['cluster IPs', CLUSTER_IPS],
  ['what no virtual server takes', GUARD],
  ['from outside', OUTSIDE],
] as const)('%s', (_title, rows) => {
  it.each(rows)('$says ($source)', ({ cart, config, from, to, protocol = 'TCP', fate }) => {
    expect(fatesOf(anIpvsShop(cart, config).cluster, flowOf(from, to, protocol))).toBe(fate);
  });
});
