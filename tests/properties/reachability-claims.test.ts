/** Claims over all flows, their counterexamples and the nearest fix, against every flow read one at a time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../lib/world/cluster.ts';
import { entriesOf } from '../../lib/world/dataplane/objects.ts';
import { compileReachability } from '../../lib/world/dataplane/reachability/compile.ts';
import { afterEdit } from '../../lib/world/dataplane/reachability/edit.ts';
import type { Endpoint } from '../../lib/world/dataplane/reachability/endpoints.ts';
import { findNearestFix } from '../../lib/world/dataplane/reachability/nearest-fix.ts';
import type { Party } from '../../lib/world/dataplane/reachability/party.ts';
import { type Claim, type Flow, prove } from '../../lib/world/dataplane/reachability/prove.ts';
import { witness } from '../../lib/world/dataplane/reachability/witness.ts';
import { type Declared, isLetThrough } from './naive-policies.ts';
import { build, NAMESPACES, policy, putPolicy, world } from './policy-worlds.ts';

const party: fc.Arbitrary<Party> = fc.oneof(
  fc.constant({ kind: 'Pods' } as const),
  fc.constantFrom(...NAMESPACES).map((namespace) => ({ kind: 'Pods', namespace }) as const),
  fc.constantFrom('a', 'b').map((app) => ({ kind: 'Pods', labels: { app } }) as const),
  fc.constant({ kind: 'Pods', namespace: 'x', name: 'p0' } as const),
  fc.constant({ kind: 'Nodes' } as const),
  fc.constant({ kind: 'Outside' } as const),
);
const claim: fc.Arbitrary<Claim> = fc.record({
  from: party,
  to: party,
  protocol: fc.constantFrom('TCP', 'UDP'),
  port: fc.constantFrom(53, 80, 81, 8080, 9999),
  wants: fc.constantFrom('ALWAYS', 'NEVER'),
});

function declaredIn(cluster: Cluster): Declared {
  return {
    policies: entriesOf(cluster, 'NetworkPolicy').map(([, one]) => one),
    namespaceLabels: new Map(
      entriesOf(cluster, 'Namespace').map(([name, { metadata }]) => [name, metadata.labels ?? {}]),
    ),
  };
}

function isOf(wanted: Party, { kind, pod }: Endpoint): boolean {
  if (wanted.kind === 'Nodes') return kind === 'Node';
  if (wanted.kind === 'Outside') return kind === 'Outside';
  const { namespace, name, labels } = wanted;
  return (
    pod !== undefined &&
    (namespace === undefined || pod.metadata.namespace === namespace) &&
    (name === undefined || pod.metadata.name === name) &&
    (labels === undefined || pod.metadata.labels?.app === labels.app)
  );
}

test('a claim holds exactly when no flow refutes it, and what refutes it does', () => {
  fc.assert(
    fc.property(world, claim, (random, asked) => {
      const { cluster } = build(random);
      const reachability = compileReachability({ cluster });
      const declared = declaredIn(cluster);
      const { endpoints } = reachability.compiled;
      const refutes = (from: Endpoint, to: Endpoint) =>
        isLetThrough(declared, { from, to, protocol: asked.protocol, port: asked.port }) === (asked.wants === 'NEVER');
      const refuted = endpoints.some(
        (from) =>
          isOf(asked.from, from) &&
          endpoints.some(
            (to) =>
              isOf(asked.to, to) &&
              from !== to &&
              !(from.kind === 'Outside' && to.kind === 'Outside') &&
              refutes(from, to),
          ),
      );
      const { counterexample } = prove(reachability, asked);
      expect(counterexample !== undefined).toBe(refuted);
      if (!counterexample) return;
      const { from, to, port } = counterexample;
      expect([isOf(asked.from, from), isOf(asked.to, to), port, refutes(from, to)]).toEqual([
        true,
        true,
        asked.port,
        true,
      ]);
      // Throws when the tracer does not say so.
      witness({ cluster }, counterexample, asked.wants);
    }),
    { numRuns: 400 },
  );
});

test('what was proven before an edit of a policy does not change what is proven after it', () => {
  fc.assert(
    fc.property(
      world,
      fc.array(policy, { minLength: 1, maxLength: 3 }),
      fc.array(claim, { minLength: 1, maxLength: 4 }),
      (random, edits, asked) => {
        const builder = build(random);
        let reachability = compileReachability({ cluster: builder.cluster });
        for (const edit of edits) {
          for (const one of asked) prove(reachability, one);
          putPolicy(builder, 'n0', edit);
          reachability = compileReachability({ cluster: builder.cluster }, reachability);
          const scratch = compileReachability({ cluster: builder.cluster });
          const holds = (proved: typeof scratch) => asked.map((one) => prove(proved, one).counterexample === undefined);
          expect(holds(reachability)).toEqual(holds(scratch));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('a range of ports is refuted by its lowest port that will do', () => {
  const ingress = [{ ports: [{ port: 90 }] }];
  const pods = ([1, 2] as const).map((node) => ({ namespace: 'x', node, labels: {}, web: 80, kind: 'Own' }) as const);
  const { cluster } = build({
    pods,
    policies: [{ namespace: 'x', podSelector: {}, policyTypes: ['Ingress'], ingress }],
  });
  const all = { from: { kind: 'Pods' }, to: { kind: 'Pods' }, protocol: 'TCP', port: 85, endPort: 95 } as const;
  const found = (wants: Claim['wants']) =>
    prove(compileReachability({ cluster }), { ...all, wants }).counterexample?.port;
  expect([found('NEVER'), found('ALWAYS')]).toEqual([90, 85]);
});

/** Pairs of endpoints, besides the flow's own, between which some port has another fate, read one flow at a time. */
function countOthers(before: Cluster, after: Cluster, flow: Flow): number {
  const [old, young] = [compileReachability({ cluster: before }), compileReachability({ cluster: after })];
  const keyOf = ({ kind, address }: Endpoint) => `${kind} ${address}`;
  const podOf = (cluster: Cluster, one: Endpoint) => ({
    ...one,
    pod:
      one.pod &&
      entriesOf(cluster, 'Pod').find(
        ([key]) => key === `${one.pod?.metadata.namespace}/${one.pod?.metadata.name}`,
      )?.[1],
  });
  const ports = [old, young].flatMap(({ compiled }) =>
    compiled.atoms.list.map(({ protocol, from: port }) => ({ protocol, port })),
  );
  const [then, now] = [declaredIn(before), declaredIn(after)];
  const differs = (from: Endpoint, to: Endpoint) =>
    ports.some((port) => {
      const was = isLetThrough(then, { ...port, from: podOf(before, from), to: podOf(before, to) });
      return was !== isLetThrough(now, { ...port, from: podOf(after, from), to: podOf(after, to) });
    });
  return old.compiled.endpoints.reduce(
    (sum, from) =>
      sum +
      old.compiled.endpoints.filter(
        (to) =>
          from !== to &&
          !(from.kind === 'Outside' && to.kind === 'Outside') &&
          !(keyOf(from) === keyOf(flow.from) && keyOf(to) === keyOf(flow.to)) &&
          differs(from, to),
      ).length,
    0,
  );
}

describe('the nearest fix', () => {
  test('turns the fate of the flow, and what is said to change besides it is what changes', () => {
    let fixed = 0;
    fc.assert(
      fc.property(world, claim, (random, asked) => {
        const { cluster } = build(random);
        const reachability = compileReachability({ cluster });
        const { counterexample } = prove(reachability, asked);
        if (!counterexample) return;
        const { fixes } = findNearestFix(reachability, counterexample, asked.wants === 'NEVER' ? 'Close' : 'Open');
        for (const { edit, alsoChanges } of fixes) {
          const edited = afterEdit(cluster, edit);
          const after = compileReachability({ cluster: edited });
          const find = ({ kind, address }: Endpoint) =>
            after.compiled.endpoints.find((one) => one.kind === kind && one.address === address) as Endpoint;
          const flow = { ...counterexample, from: find(counterexample.from), to: find(counterexample.to) };
          if (!flow.from || !flow.to) continue;
          expect(isLetThrough(declaredIn(edited), flow)).toBe(asked.wants === 'ALWAYS');
          expect(alsoChanges).toBe(countOthers(cluster, edited, flow));
          fixed += 1;
        }
        const sizes = fixes.map(({ alsoChanges = 0 }) => alsoChanges);
        expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
      }),
      { numRuns: 400 },
    );
    expect(fixed).toBeGreaterThan(100);
  });

  const web = { namespace: 'x', node: 1, labels: { app: 'a' }, web: 80, kind: 'Own' } as const;
  const shop = (ingress: object[]) =>
    build({
      pods: [web, { ...web, labels: { app: 'b' } }, { ...web, namespace: 'y', node: 2, labels: { app: 'c' } }],
      policies: [{ namespace: 'x', podSelector: { matchLabels: { app: 'a' } }, ingress: ingress as never }],
    });
  const said = (cluster: Cluster, asked: Claim) => {
    const reachability = compileReachability({ cluster });
    const flow = prove(reachability, asked).counterexample;
    if (!flow) return 'holds';
    const { fixes, tried } = findNearestFix(reachability, flow, asked.wants === 'NEVER' ? 'Close' : 'Open');
    const [first] = fixes;
    if (!first) return `none of ${tried}`;
    const { kind, namespace, name, field, says } = first.edit;
    return `${kind} ${namespace}/${name} ${field}: ${says} (also ${first.alsoChanges})`;
  };
  const fromB = { kind: 'Pods', namespace: 'x', labels: { app: 'b' } } as const;
  const toA = { kind: 'Pods', namespace: 'x', labels: { app: 'a' } } as const;
  const asks = { from: fromB, to: toA, protocol: 'TCP', port: 80 } as const;

  test('is a port where the peer fits', () => {
    const { cluster } = shop([{ from: [{ podSelector: { matchLabels: { app: 'b' } } }], ports: [{ port: 8080 }] }]);
    expect(said(cluster, { ...asks, wants: 'ALWAYS' })).toBe(
      'NetworkPolicy x/n0 spec.ingress[0].ports: add 80/TCP (also 0)',
    );
  });

  test('is a peer where the port fits', () => {
    const { cluster } = shop([{ from: [{ podSelector: { matchLabels: { app: 'c' } } }], ports: [{ port: 80 }] }]);
    expect(said(cluster, { ...asks, wants: 'ALWAYS' })).toBe(
      'NetworkPolicy x/n0 spec.ingress[0].from: add pods app=b (also 0)',
    );
  });

  test('closes the one port of several', () => {
    const ports = [{ port: 80 }, { port: 8080 }];
    const { cluster } = shop([{ from: [{ podSelector: {} }], ports }]);
    expect(said(cluster, { ...asks, wants: 'NEVER' })).toBe(
      'NetworkPolicy x/n0 spec.ingress[0].ports: remove 80/TCP (also 0)',
    );
  });

  test('says so when no single change is enough', () => {
    const builder = shop([]);
    builder.put('NetworkPolicy', {
      metadata: { name: 'no-way-out', namespace: 'x' },
      spec: {
        podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
        policyTypes: ['Egress', 'Ingress'],
      },
    });
    expect(said(builder.cluster, { ...asks, wants: 'ALWAYS' })).toMatch(/^none of \d+$/);
  });
});
