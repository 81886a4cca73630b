/** Random Services against an oracle written from the documentation, not from the compiler. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allPaths } from '../../lib/world/dataplane/choice.ts';
import type { Place, Trace } from '../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { ClusterBuilder, type EndpointSpec, nodeName, podPlace } from './cluster-builder.ts';

interface Case {
  readonly endpoints: readonly (EndpointSpec & { readonly node: number })[];
  readonly internal: 'Cluster' | 'Local';
  readonly external: 'Cluster' | 'Local';
  readonly way: 'ClusterIp' | 'NodePort';
  readonly from: 'Pod' | 'Host' | 'Outside';
}

const endpoint = fc.record({
  node: fc.constantFrom(1, 2, 3),
  state: fc.constantFrom('ready', 'unready', 'leaving', 'gone'),
});

const cases: fc.Arbitrary<Case> = fc.record({
  endpoints: fc.array(endpoint, { maxLength: 4 }).map((list) =>
    list.map(({ node, state }, index) => ({
      node,
      ip: `10.0.${node}.${40 + index}`,
      ready: state === 'ready',
      serving: state === 'ready' || state === 'leaving',
      terminating: state === 'leaving' || state === 'gone',
    })),
  ),
  internal: fc.constantFrom('Cluster', 'Local'),
  external: fc.constantFrom('Cluster', 'Local'),
  way: fc.constantFrom('ClusterIp', 'NodePort'),
  from: fc.constantFrom('Pod', 'Host', 'Outside'),
});

function worldOf({ endpoints, internal, external }: Case): ClusterBuilder {
  const builder = new ClusterBuilder().node(1).node(2).node(3).pod({ name: 'web', node: 1, ip: '10.0.1.31' });
  for (const [index, { ip, node }] of endpoints.entries()) builder.pod({ name: `cart-${index}`, node, ip });
  const spec = { type: 'NodePort', internalTrafficPolicy: internal, externalTrafficPolicy: external };
  return builder.service({ name: 'cart', ip: '172.20.14.9', nodePort: 30_080, endpoints, spec }).sync();
}

/**
 * Addresses that may be reached from node 1; `Reject`: nobody anywhere, `Drop`: nobody here.
 * Models: https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies, KEP-1669
 */
function oracle({ endpoints, internal, external, way, from }: Case): readonly string[] | 'Reject' | 'Drop' {
  const ready = endpoints.filter((one) => one.ready);
  const leaving = endpoints.filter((one) => !one.ready && one.serving && one.terminating);
  if (ready.length + leaving.length === 0) return 'Reject';
  const policy = way === 'ClusterIp' ? internal : external;
  const anywhere = (ready.length > 0 ? ready : leaving).map(({ ip }) => ip);
  // The node itself is not bound by the external policy.
  const shortCircuit = way === 'NodePort' && from === 'Host';
  if (policy === 'Cluster' || shortCircuit) return anywhere;
  const here = ready.some(({ node }) => node === 1) ? ready : leaving;
  const local = here.filter(({ node }) => node === 1).map(({ ip }) => ip);
  return local.length > 0 ? local : 'Drop';
}

function placeOf(from: Case['from']): Place {
  if (from === 'Pod') return podPlace('web');
  if (from === 'Host') return { cluster: 'main', node: nodeName(1) };
  return { cluster: 'main', address: '10.9.9.9', atNode: nodeName(1) };
}

function pathsOf(one: Case, builder: ClusterBuilder) {
  const to = one.way === 'ClusterIp' ? { address: '172.20.14.9', port: 80 } : { address: '10.0.1.20', port: 30_080 };
  return allPaths(builder.cluster, (cluster, choose) =>
    traceFlow({ cluster }, { from: placeOf(one.from), to, protocol: 'TCP' }, choose),
  );
}

function fateOf({ disposition, backend }: Trace): string {
  if (disposition === 'Delivered') return backend?.address ?? '';
  return disposition === 'Rejected' ? 'Reject' : 'Drop';
}

test('every path goes where the documentation says, and together they go nowhere else', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const fates = new Set(pathsOf(one, worldOf(one)).map(({ value }) => fateOf(value)));
      const expected = oracle(one);
      expect([...fates].sort()).toEqual(typeof expected === 'string' ? [expected] : [...new Set(expected)].sort());
    }),
    { numRuns: 400, seed: 20_261_122 },
  );
});

test('probabilities add up to 1, a recognised reply undoes the way there, and asking leaves no mark', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const builder = worldOf(one);
      const { state } = builder.cluster;
      const snapshot = () => state.tableNames().map((name) => [name, state.table(name).entries()]);
      const before = snapshot();
      const paths = pathsOf(one, builder);
      expect(snapshot()).toEqual(before);
      expect(paths.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      for (const { value } of paths.filter((path) => path.value.response === 'Reply')) {
        const reply = value.steps.at(-1)?.packet;
        const address = one.way === 'ClusterIp' ? '172.20.14.9' : '10.0.1.20';
        expect([reply?.src, reply?.sport]).toEqual([address, one.way === 'ClusterIp' ? 80 : 30_080]);
      }
    }),
    { numRuns: 200, seed: 20_261_122 },
  );
});
