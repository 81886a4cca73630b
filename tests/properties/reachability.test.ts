/** The prover against two judges that know nothing of classes and atoms: the rules read one flow at a time, and the tracer. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../lib/world/cluster.ts';
import { entriesOf } from '../../lib/world/dataplane/objects.ts';
import { hasBit } from '../../lib/world/dataplane/reachability/bits.ts';
import { compileReachability } from '../../lib/world/dataplane/reachability/compile.ts';
import { type Endpoint, nameOfEndpoint, placeOfEndpoint } from '../../lib/world/dataplane/reachability/endpoints.ts';
import type { Reachability } from '../../lib/world/dataplane/reachability/reachability.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { nowMs, setNow } from '../../lib/world/sim/clock.ts';
import { ClusterBuilder, first, nodeName } from '../dataplane/cluster-builder.ts';
import { type Declared, type Flow, isLetThrough } from './naive-policies.ts';
import { build, policy, populate, putPolicy, type RandomPolicy, world } from './policy-worlds.ts';

function declaredIn(cluster: Cluster): Declared {
  return {
    policies: entriesOf(cluster, 'NetworkPolicy').map(([, one]) => one),
    namespaceLabels: new Map(
      entriesOf(cluster, 'Namespace').map(([name, { metadata }]) => [name, metadata.labels ?? {}]),
    ),
  };
}

interface Cell {
  readonly says: string;
  readonly flow: Flow;
  readonly allowed: boolean;
}

/** Ports that pods, rules and names have. */
const ASKED = [53, 79, 80, 81, 8080];

/** Every pair of endpoints, both ends of every port range and what is asked for; flows that cannot be are left out. */
function* cellsOf(proved: Reachability): Generator<Cell> {
  const { endpoints, atoms } = proved.compiled;
  for (const [index, from] of endpoints.entries()) {
    for (const [at, to] of endpoints.entries()) {
      if (from.kind === 'Outside' && to.kind === 'Outside') continue;
      const ports = proved.allowed(index, at);
      for (const [atom, { protocol, from: low, to: high }] of atoms.list.entries()) {
        for (const port of new Set([low, high, ...ASKED.filter((one) => one > low && one < high)])) {
          const says = `${nameOfEndpoint(from)} → ${nameOfEndpoint(to)} ${protocol} ${port}`;
          yield { says, flow: { from, to, protocol, port }, allowed: hasBit(ports, atom) };
        }
      }
    }
  }
}

const said = (proved: Reachability) =>
  new Map([...cellsOf(proved)].map(({ says, allowed }) => [says, allowed] as const));

describe('every pair of endpoints on every port', () => {
  test('is let through as the rules say, read one flow at a time', () => {
    fc.assert(
      fc.property(world, (random) => {
        const { cluster } = build(random);
        const declared = declaredIn(cluster);
        for (const { says, flow, allowed } of cellsOf(compileReachability({ cluster }))) {
          if (isLetThrough(declared, flow) !== allowed) expect(`${says} ${allowed}`).toBe(`${says} ${!allowed}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is dropped by a policy on its way exactly when it is not let through', () => {
    fc.assert(
      fc.property(world, (random) => {
        const { cluster } = build(random);
        const proved = compileReachability({ cluster });
        const { endpoints } = proved.compiled;
        for (const { says, flow, allowed } of cellsOf(proved)) {
          const find = ({ address }: Flow['from']) => endpoints.find((one) => one.address === address);
          const [from, to] = [find(flow.from), find(flow.to)];
          if (!from || !to || flow.protocol === 'SCTP') continue;
          const state = cluster.state.fork();
          const trace = traceFlow(
            { cluster: { ...cluster, state } },
            {
              from: placeOfEndpoint(cluster, from, to),
              to: { address: to.address, port: flow.port },
              protocol: flow.protocol as 'TCP',
            },
            first,
          );
          expect([says, trace.reason !== 'NetworkPolicyDenied']).toEqual([says, allowed]);
        }
      }),
      { numRuns: 25 },
    );
  });
});

test('a named port is a number of the pod that receives, also between pods that are alike in all else', () => {
  const alike = { namespace: 'x', node: 1, labels: { app: 'a' }, kind: 'Own' } as const;
  const ingress = [{ ports: [{ port: 'web' }] }];
  const { cluster } = build({
    pods: [
      { ...alike, web: 80 },
      { ...alike, web: 8080 },
    ],
    policies: [{ namespace: 'x', podSelector: {}, policyTypes: ['Ingress'], ingress }],
  });
  const known = said(compileReachability({ cluster }));
  const cells = ['x/p0 → x/p1 TCP 80', 'x/p0 → x/p1 TCP 8080', 'x/p1 → x/p0 TCP 80', 'x/p1 → x/p0 TCP 8080'];
  expect(cells.map((cell) => known.get(cell))).toEqual([false, true, true, false]);
});

describe('policies that change', () => {
  const edits = fc.array(fc.record({ name: fc.constantFrom('n0', 'n1', 'n2', 'n9'), to: fc.option(policy) }), {
    minLength: 1,
    maxLength: 4,
  });

  test('one edit after the other, compiled from what stood before, says what compiling from scratch says', () => {
    fc.assert(
      fc.property(world, edits, (random, changes) => {
        const builder = build(random);
        let proved = compileReachability({ cluster: builder.cluster });
        for (const { name, to } of changes) {
          // Another policy of that name may stand in the other namespace: it stays.
          if (to) putPolicy(builder, name, to);
          else
            for (const one of ['x', 'y'])
              builder.cluster.state.table('main/objects/networkpolicies.networking.k8s.io').delete(`${one}/${name}`);
          const next = compileReachability({ cluster: builder.cluster }, proved);
          expect(next.compiled.endpoints.length).toBeGreaterThanOrEqual(proved.compiled.endpoints.length);
          const scratch = compileReachability({ cluster: builder.cluster });
          const declared = declaredIn(builder.cluster);
          for (const { says, flow, allowed } of cellsOf(next)) {
            if (isLetThrough(declared, flow) !== allowed) expect(`${says} ${allowed}`).toBe(`${says} ${!allowed}`);
          }
          const known = said(next);
          for (const [says, allowed] of said(scratch)) {
            if (known.has(says)) expect([says, known.get(says)]).toEqual([says, allowed]);
          }
          proved = next;
        }
      }),
      { numRuns: 100 },
    );
  });

  test('what was compiled before an edit goes on saying what held then', () => {
    fc.assert(
      fc.property(world, policy, (random, more) => {
        const builder = build(random);
        const before = compileReachability({ cluster: builder.cluster });
        putPolicy(builder, 'n9', more);
        compileReachability({ cluster: builder.cluster }, before);
        expect(said(before)).toEqual(said(compileReachability({ cluster: build(random).cluster })));
      }),
      { numRuns: 50 },
    );
  });

  test('one more rule never takes a delivery away', () => {
    fc.assert(
      fc.property(world, fc.nat(), policy, (random, pick, { ingress = [], egress = [] }) => {
        fc.pre(random.policies.length > 0);
        const index = pick % random.policies.length;
        const policies = random.policies.map((one, at) =>
          at === index
            ? {
                ...one,
                // The defaults of an absent list are the API server's: only lists that are there grow.
                ...(one.ingress ? { ingress: [...one.ingress, ...ingress] } : {}),
                ...(one.egress ? { egress: [...one.egress, ...egress] } : {}),
              }
            : one,
        );
        const before = compileReachability({ cluster: build(random).cluster });
        const declared = declaredIn(build({ ...random, policies }).cluster);
        for (const { says, flow, allowed } of cellsOf(before)) {
          if (allowed) expect([says, isLetThrough(declared, flow)]).toEqual([says, true]);
        }
        const after = said(compileReachability({ cluster: build({ ...random, policies }).cluster }));
        for (const { says, allowed } of cellsOf(before))
          if (allowed && after.has(says)) expect([says, after.get(says)]).toEqual([says, true]);
      }),
      { numRuns: 100 },
    );
  });

  test('the order in which manifests are applied does not matter', () => {
    fc.assert(
      fc.property(world, (random) => {
        const builder = populate(random.pods);
        for (const [index, one] of [...random.policies.entries()].reverse()) putPolicy(builder, `n${index}`, one);
        const reversed = compileReachability({ cluster: builder.cluster });
        expect(said(reversed)).toEqual(said(compileReachability({ cluster: build(random).cluster })));
      }),
      { numRuns: 50 },
    );
  });
});

describe('what else decides', () => {
  /** Every cell that a pod or a node can send, said by the prover and by the tracer. */
  function expectAgreement(cluster: Cluster, own: 'Asked' | 'NotAsked' = 'Asked'): number {
    const proved = compileReachability({ cluster });
    let cells = 0;
    for (const { says, flow, allowed } of cellsOf(proved)) {
      if (flow.protocol === 'SCTP' || flow.from.address.includes(':') !== flow.to.address.includes(':')) continue;
      if (own === 'NotAsked' && flow.from.address === flow.to.address) continue;
      const find = ({ address }: Flow['from']) =>
        proved.compiled.endpoints.find((one) => one.address === address) as Endpoint;
      const trace = traceFlow(
        { cluster: { ...cluster, state: cluster.state.fork() } },
        {
          from: placeOfEndpoint(cluster, find(flow.from), find(flow.to)),
          to: { address: flow.to.address, port: flow.port },
          protocol: flow.protocol as 'TCP',
        },
        first,
      );
      expect([says, trace.reason !== 'NetworkPolicyDenied']).toEqual([says, allowed]);
      cells += 1;
    }
    return cells;
  }

  const vpcCni = (builder: ClusterBuilder, enabled: 'true' | 'false', mode: 'standard' | 'strict') => {
    const env = [{ name: 'NETWORK_POLICY_ENFORCING_MODE', value: mode }];
    const containers = [
      { name: 'aws-node', image: 'cni', env },
      { name: 'aws-eks-nodeagent', image: 'agent', args: [`--enable-network-policy=${enabled}`] },
    ];
    const metadata = { name: 'aws-node', namespace: 'kube-system' };
    builder.put('DaemonSet', { metadata, spec: { selector: {}, template: { metadata: {}, spec: { containers } } } });
    const config = { name: 'amazon-vpc-cni', namespace: 'kube-system' };
    return builder.put('ConfigMap', { metadata: config, data: { 'enable-network-policy-controller': enabled } });
  };
  const pods = (['a', 'b', 'c'] as const).map(
    (app, index) => ({ namespace: index < 2 ? 'x' : 'y', node: 1, labels: { app }, web: 80, kind: 'Own' }) as const,
  );
  const policies: RandomPolicy[] = [
    {
      namespace: 'x',
      podSelector: { matchLabels: { app: 'a' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'b' } } }], ports: [{ port: 'web' }] }],
    },
  ];

  test.each([
    ['off', 'false', 'standard'],
    ['on', 'true', 'standard'],
    ['on, strict', 'true', 'strict'],
  ] as const)("the VPC CNI's policy agent %s", (_, enabled, mode) => {
    expect(expectAgreement(vpcCni(build({ pods, policies }), enabled, mode).cluster)).toBeGreaterThan(100);
  });

  test('a pod that has only just started is open until its agent knows it, and what was compiled before knows that', () => {
    const builder = vpcCni(build({ pods, policies }), 'true', 'standard');
    const { cluster } = builder;
    const table = cluster.state.table<{ status: object }>('main/objects/pods');
    const [key, pod] = table.entries()[0] as readonly [string, { status: object }];
    table.set(key, { ...pod, status: { ...pod.status, startTime: nowMs(cluster.state) } });
    const young = compileReachability({ cluster });
    expectAgreement(cluster);
    const later = { ...cluster, state: cluster.state.fork() };
    setNow(later.state, nowMs(cluster.state) + 3_600_000);
    expectAgreement(later);
    const known = said(compileReachability({ cluster: later }, young));
    expect(known).toEqual(said(compileReachability({ cluster: later })));
    expect(known).not.toEqual(said(young));
  });

  test('addresses of both families', () => {
    const builder = new ClusterBuilder();
    for (const n of [1, 2]) {
      const addresses = [`10.0.${n}.20`, `fd00:${n}::20`].map((address) => ({ type: 'InternalIP', address }));
      builder.put('Node', { metadata: { name: nodeName(n), labels: {} }, spec: {}, status: { addresses } });
    }
    for (const [index, app] of ['a', 'b'].entries()) {
      const n = index + 1;
      const [podIP, second] = [`10.0.${n}.40`, `fd00:${n}::40`];
      const metadata = { name: app, namespace: 'x', labels: { app } };
      const status = { phase: 'Running', podIP, podIPs: [{ ip: podIP }, { ip: second }], hostIP: `10.0.${n}.20` };
      builder.put('Pod', {
        metadata,
        spec: { nodeName: nodeName(n), containers: [{ name: 'c', image: 'x' }] },
        status,
      });
    }
    const block = (cidr: string, ...except: string[]) => ({ ipBlock: { cidr, except } });
    putPolicy(builder, 'n0', {
      namespace: 'x',
      podSelector: { matchLabels: { app: 'b' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [block('fd00:1::/32', 'fd00:1::40/128'), block('10.0.1.0/24')], ports: [{ port: 80 }] }],
      egress: [{ to: [block('2001:db8::/32', '2001:db8:1::/48'), block('fd00:1::40/128')] }],
    });
    const { cluster } = builder.sync([1, 2]);
    const names = compileReachability({ cluster }).compiled.endpoints.map(nameOfEndpoint);
    expect(names).toEqual(expect.arrayContaining(['outside/2001:db8::', 'outside/2001:db8:1::', 'outside/10.0.1.0']));
    expect(expectAgreement(cluster, 'NotAsked')).toBeGreaterThan(100);
  });
});

describe('what makes no difference', () => {
  test('a label that no policy asks for; a range of ports in two parts; another name', () => {
    fc.assert(
      fc.property(world, (random) => {
        const plain = said(compileReachability({ cluster: build(random).cluster }));
        const labelled = random.pods.map((pod, index) => ({ ...pod, labels: { ...pod.labels, unasked: `${index}` } }));
        expect(said(compileReachability({ cluster: build({ ...random, pods: labelled }).cluster }))).toEqual(plain);
        const renamed = populate(random.pods);
        for (const [index, one] of random.policies.entries()) putPolicy(renamed, `another-${9 - index}`, one);
        expect(said(compileReachability({ cluster: renamed.cluster }))).toEqual(plain);
        const halves = JSON.parse(
          JSON.stringify(random.policies).replaceAll(
            '{"port":79,"endPort":81}',
            '{"port":79,"endPort":80},{"port":81}',
          ),
        ) as typeof random.policies;
        const parted = said(compileReachability({ cluster: build({ ...random, policies: halves }).cluster }));
        for (const [says, allowed] of plain) expect([says, parted.get(says)]).toEqual([says, allowed]);
      }),
      { numRuns: 60 },
    );
  });
});
