/**
 * What must hold of the data plane whatever the Services are: rules compiled edit by edit are the rules compiled from scratch, the order
 * of writing does not matter, a reply undoes what was done to the packet, a known flow stays where it began, and a recorded life can be
 * lived again.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../../lib/world/apiserver/request.ts';
import { removeObject } from '../../lib/world/apiserver/store.ts';
import type { Cluster } from '../../lib/world/cluster.ts';
import { bootstrapCluster } from '../../lib/world/controlplane/bootstrap.ts';
import { allPaths } from '../../lib/world/dataplane/choice.ts';
import { compileRules } from '../../lib/world/dataplane/compile/node-rules.ts';
import { DEFAULT_PROXY_CONFIG } from '../../lib/world/dataplane/compile/proxy-config.ts';
import { indexOf } from '../../lib/world/dataplane/compile/rule-index.ts';
import { ruleSets } from '../../lib/world/dataplane/compile/rule-set.ts';
import { listFlows } from '../../lib/world/dataplane/conntrack.ts';
import { iptablesSave } from '../../lib/world/dataplane/render/iptables-save.ts';
import { nftKubeProxy } from '../../lib/world/dataplane/render/nft/kube-proxy.ts';
import { reverse } from '../../lib/world/dataplane/reply.ts';
import type { Place, Trace } from '../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import type { Effect } from '../../lib/world/effect.ts';
import { World } from '../../lib/world/world.ts';
import {
  ClusterBuilder,
  type EndpointSpec,
  nodeName,
  podPlace,
  type ServiceSpec,
} from '../dataplane/cluster-builder.ts';

const SEED = 20_261_123;

const endpoint = fc
  .tuple(fc.constantFrom(1, 2, 3), fc.constantFrom('ready', 'ready', 'unready', 'leaving', 'gone'), fc.nat(5))
  .map(([node, state, host]): EndpointSpec => {
    const ready = state === 'ready';
    const terminating = state === 'leaving' || state === 'gone';
    return { ip: `10.0.${node}.${40 + host}`, node, ready, serving: ready || state === 'leaving', terminating };
  });

const policy = fc.constantFrom('Cluster', 'Local');

const service = fc
  .record({
    which: fc.nat(3),
    protocol: fc.constantFrom<'TCP' | 'UDP'>('TCP', 'UDP'),
    endpoints: fc.uniqueArray(endpoint, { maxLength: 4, selector: ({ ip }) => ip }),
    internal: policy,
    external: policy,
    exposed: fc.boolean(),
    affinity: fc.boolean(),
  })
  .map(({ which, protocol, endpoints, internal, external, exposed, affinity }): ServiceSpec => {
    const spec = {
      type: exposed ? 'LoadBalancer' : 'ClusterIP',
      internalTrafficPolicy: internal,
      externalTrafficPolicy: external,
      ...(affinity ? { sessionAffinity: 'ClientIP' } : {}),
      ...(exposed && external === 'Local' ? { healthCheckNodePort: 32_000 + which } : {}),
    };
    return {
      name: `s${which}`,
      ip: `172.20.14.${10 + which}`,
      portName: 'p',
      port: 80 + which,
      targetPort: protocol === 'TCP' ? 8080 : 8081,
      protocol,
      endpoints,
      ...(exposed ? { nodePort: 30_080 + which } : {}),
      spec,
      status: exposed ? { loadBalancer: { ingress: [{ ip: `198.51.100.${which}` }] } } : {},
    };
  });

type Edit = { readonly put: ServiceSpec } | { readonly remove: number };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: service.map((put) => ({ put })) },
  { weight: 1, arbitrary: fc.nat(3).map((remove) => ({ remove })) },
);

function nodes(): ClusterBuilder {
  return new ClusterBuilder().node(1).node(2).node(3).pod({ name: 'web', node: 1, ip: '10.0.1.31' });
}

function perform(builder: ClusterBuilder, one: Edit): void {
  if ('put' in one) {
    builder.service(one.put);
    return;
  }
  removeObject(builder.cluster, 'Service', `s${one.remove}`, 'shop');
  removeObject(builder.cluster, 'EndpointSlice', `s${one.remove}-abcde`, 'shop');
}

/** All that a node's kernel would hold, in both modes, and what its packets are looked up in. */
function compiled(cluster: Cluster): unknown {
  return [1, 2, 3].map(nodeName).map((node) => {
    const rules = compileRules(cluster, node, DEFAULT_PROXY_CONFIG, 0);
    ruleSets(cluster).set(node, rules);
    const { entries } = indexOf(rules);
    return { rules, entries, iptables: iptablesSave(cluster, node).slice(1, -1), nft: nftKubeProxy(rules) };
  });
}

/** The same objects in a cluster that has compiled nothing yet. */
function afresh(edits: readonly Edit[]): Cluster {
  const builder = nodes();
  const last = new Map<string, ServiceSpec>();
  for (const one of edits) {
    if ('put' in one) last.set(one.put.name, one.put);
    else last.delete(`s${one.remove}`);
  }
  for (const spec of last.values()) builder.service(structuredClone(spec));
  return builder.cluster;
}

describe('compiling', () => {
  test('after every edit the rules are those that are compiled from scratch', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        const builder = nodes();
        compiled(builder.cluster);
        for (const [at, one] of edits.entries()) {
          perform(builder, one);
          expect(compiled(builder.cluster)).toEqual(compiled(afresh(edits.slice(0, at + 1))));
        }
      }),
      { numRuns: 150, seed: SEED },
    );
  });

  test('what is taken back leaves the very rules that stood before', () => {
    fc.assert(
      fc.property(fc.array(service, { maxLength: 4 }), service, (services, passing) => {
        const builder = nodes();
        const others = services.filter(({ name }) => name !== passing.name);
        for (const spec of others) builder.service(spec);
        const before = compiled(builder.cluster);
        builder.service(passing);
        compiled(builder.cluster);
        perform(builder, { remove: Number(passing.name.slice(1)) });
        expect(compiled(builder.cluster)).toEqual(before);
      }),
      { numRuns: 100, seed: SEED },
    );
  });

  test('the order in which objects were written does not matter', () => {
    const both = fc.uniqueArray(service, { maxLength: 4, selector: ({ name }) => name }).chain((services) =>
      fc.record({
        services: fc.constant(services),
        shuffled: fc.shuffledSubarray(services, { minLength: services.length, maxLength: services.length }),
      }),
    );
    fc.assert(
      fc.property(both, ({ services, shuffled }) => {
        const [one, other] = [services, shuffled].map((list) => {
          const builder = nodes();
          for (const spec of list) builder.service(spec);
          return compiled(builder.cluster);
        });
        expect(one).toEqual(other);
      }),
      { numRuns: 100, seed: SEED },
    );
  });
});

interface Question {
  readonly from: Place;
  readonly to: { readonly address: string; readonly port: number };
  readonly protocol: 'TCP' | 'UDP';
}

const CLIENTS: readonly Place[] = [
  podPlace('web'),
  { cluster: 'main', node: nodeName(1) },
  { cluster: 'main', address: '203.0.113.9', atNode: nodeName(1) },
];

/** Every client to every way into the Service. */
function questionsOf({ ip, port = 80, nodePort, protocol = 'TCP', name }: ServiceSpec): Question[] {
  const ways = [
    { address: ip, port },
    ...(nodePort
      ? [
          { address: '10.0.1.20', port: nodePort },
          { address: `198.51.100.${name.slice(1)}`, port },
        ]
      : []),
  ];
  return CLIENTS.flatMap((from) => ways.map((to) => ({ from, to, protocol })));
}

function household(spec: ServiceSpec, mode: string, clusterCidr: string): ClusterBuilder {
  const builder = nodes();
  for (const [index, { ip, node = 1 }] of (spec.endpoints ?? []).entries()) {
    builder.pod({ name: `p${index}`, node, ip });
  }
  return builder.service(spec).sync([1, 2, 3], { mode, clusterCidr });
}

const settings = fc.record({
  spec: service,
  mode: fc.constantFrom('iptables', 'nftables'),
  clusterCidr: fc.constantFrom('', '10.0.0.0/16', '10.0.1.0/24'),
});

function translations({ steps }: Trace, stages: readonly string[]): Trace['steps'] {
  return steps.filter(({ stage }) => stages.includes(stage));
}

describe('the way back', () => {
  test('a reply that is recognised is the first packet turned round, and undoes at a node what was done there', () => {
    fc.assert(
      fc.property(settings, ({ spec, mode, clusterCidr }) => {
        const { cluster } = household(spec, mode, clusterCidr);
        for (const question of questionsOf(spec)) {
          for (const { value } of allPaths(cluster, (fork, choose) => traceFlow({ cluster: fork }, question, choose))) {
            if (value.response === 'Reply') expectUndone(value, question);
          }
        }
      }),
      { numRuns: 120, seed: SEED },
    );
  });

  function expectUndone(trace: Trace, { to }: Question): void {
    const forth = translations(trace, ['ServiceDNAT', 'NodePortDNAT', 'Masquerade']);
    const back = translations(trace, ['ReplyTranslation']);
    const arrived = trace.steps.at(-1)?.packet;
    expect({ src: arrived?.src, sport: arrived?.sport }).toEqual({ src: to.address, sport: to.port });
    // Where it was translated, and nowhere else.
    expect(new Set(back.map(({ node }) => node))).toEqual(new Set(forth.map(({ node }) => node)));
    const first = trace.steps[0];
    if (first?.stage === 'PodEgress') expect(arrived).toEqual(reverse(first.packet));
    expect(trace.masqueraded).toBe(forth.some(({ stage }) => stage === 'Masquerade') ? 'Always' : 'Never');
  }

  test('every node that the packet passed remembers how it came and how it left, each once', () => {
    fc.assert(
      fc.property(settings, ({ spec, mode, clusterCidr }) => {
        const { cluster } = household(spec, mode, clusterCidr);
        const [question] = questionsOf(spec);
        if (!question) return;
        const trace = traceFlow({ cluster }, question, () => 0);
        const passed = new Set(trace.steps.map(({ node }) => node).filter((node) => node !== 'fabric'));
        for (const n of [1, 2, 3]) {
          const flows = listFlows(cluster, nodeName(n));
          expect(flows.length).toBeLessThanOrEqual(1);
          if (flows.length > 0) expect(passed.has(nodeName(n))).toBe(true);
          for (const { translated } of flows)
            expect(trace.steps.map(({ packet }) => packet)).toContainEqual(translated);
        }
      }),
      { numRuns: 120, seed: SEED },
    );
  });

  test('a connection that is kept stays with its endpoint, whatever the rules become', () => {
    const changed = fc.record({ one: settings, later: service, pick: fc.nat(3) });
    fc.assert(
      fc.property(changed, ({ one: { spec, mode, clusterCidr }, later, pick }) => {
        const tcp = { ...spec, protocol: 'TCP' as const, targetPort: 8080 };
        const builder = household(tcp, mode, clusterCidr);
        const [question] = questionsOf(tcp);
        if (!question) return;
        const flow = { ...question, sourcePort: 40_000, connection: 'Kept' } as const;
        const choose = (_purpose: string, all: readonly unknown[]) => pick % all.length;
        const first = traceFlow({ cluster: builder.cluster }, flow, choose);
        if (first.response !== 'Reply') return;
        builder.service({
          ...later,
          name: tcp.name,
          ip: tcp.ip,
          port: tcp.port ?? 80,
          protocol: 'TCP',
          targetPort: 8080,
        });
        builder.sync([1, 2, 3], { mode, clusterCidr });
        const again = traceFlow({ cluster: builder.cluster }, flow, choose);
        expect(again.backend).toEqual(first.backend);
        expect(again.sourceSeen).toEqual(first.sourceSeen);
      }),
      { numRuns: 120, seed: SEED },
    );
  });
});

const SHOP = [
  {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: { name: 'cart', namespace: 'default' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'cart' } },
      template: {
        metadata: { labels: { app: 'cart' } },
        spec: {
          containers: [{ name: 'app', image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['netexec'] }],
        },
      },
    },
  },
  {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name: 'cart', namespace: 'default' },
    spec: { type: 'NodePort', selector: { app: 'cart' }, ports: [{ port: 80, targetPort: 8080, nodePort: 30_080 }] },
  },
];

let start: World | undefined;

/** A settled cluster with a shop in it; a fork of one template each time. */
function aShop(): World {
  if (!start) {
    start = new World({ seed: 7, epochMs: 1_795_000_000_000 });
    for (const manifest of bootstrapCluster({ nodes: 3, zones: 3 })) start.create('main', manifest);
    for (const manifest of SHOP) start.create('main', manifest);
    start.settle(900_000);
  }
  return start.fork();
}

function patch(path: string, body: object): Effect {
  const request: ApiRequest = {
    method: 'PATCH',
    path,
    query: {},
    headers: { 'content-type': 'application/merge-patch+json' },
    body,
  };
  return { type: 'request', cluster: 'main', request };
}

const DEPLOYMENT = '/apis/apps/v1/namespaces/default/deployments/cart';
const SERVICE = '/api/v1/namespaces/default/services/cart';

function call(node: number, url: string): Effect {
  const from = { cluster: 'main', node: `ip-10-0-${node}-20.us-west-2.compute.internal` };
  return { type: 'send', conversation: { kind: 'http', from, call: { method: 'GET', url, maxTimeMs: 2000 } } };
}

const effect: fc.Arbitrary<Effect> = fc.oneof(
  fc.nat(4).map((replicas) => patch(DEPLOYMENT, { spec: { replicas } })),
  policy.map((externalTrafficPolicy) => patch(SERVICE, { spec: { externalTrafficPolicy } })),
  fc.constantFrom('ClientIP', 'None').map((sessionAffinity) => patch(SERVICE, { spec: { sessionAffinity } })),
  fc.constantFrom(8080, 9999).map((targetPort) => patch(SERVICE, { spec: { ports: [{ port: 80, targetPort }] } })),
  fc.constantFrom(0, 50, 120, 1000, 5000, 40_000).map((ms): Effect => ({ type: 'advance', ms })),
  fc
    .tuple(fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2, 3))
    .map(([from, to]) => call(from, `http://10.0.${to}.20:30080/hostname`)),
  fc.constantFrom(1, 2, 3).map((node) => call(node, 'http://10.0.1.20:10256/healthz')),
);

describe('a life lived again', () => {
  test('the same effects give the same answers and the same world, also from a snapshot on the way', () => {
    fc.assert(
      fc.property(fc.array(effect, { minLength: 2, maxLength: 10 }), fc.nat(9), (effects, cut) => {
        const live = aShop();
        let restored: World | undefined;
        const answers = effects.map((one, at) => {
          if (at === cut) restored = World.restore(JSON.parse(JSON.stringify(live.snapshot())));
          const answer = live.perform(one) ?? null;
          if (one.type === 'request') expect(answer).toMatchObject({ status: 200 });
          return JSON.stringify(answer);
        });
        const again = aShop();
        expect(effects.map((one) => JSON.stringify(again.perform(one) ?? null))).toEqual(answers);
        expect(again.hash()).toBe(live.hash());
        if (!restored) return;
        const rest = effects.slice(cut).map((one) => JSON.stringify(restored?.perform(one) ?? null));
        expect(rest).toEqual(answers.slice(cut));
        expect(restored.hash()).toBe(live.hash());
      }),
      { numRuns: 40, seed: SEED },
    );
  });

  test('rules that came edit by edit in a live cluster are those of a cluster that is compiled now', () => {
    fc.assert(
      fc.property(fc.array(effect, { minLength: 1, maxLength: 6 }), (effects) => {
        const live = aShop();
        for (const one of effects) live.perform(one);
        live.settle(900_000);
        const cluster = World.restore(JSON.parse(JSON.stringify(live.snapshot()))).cluster();
        for (const [node, { config, startedMs, ...rules }] of ruleSets(live.cluster()).entries()) {
          expect({ config, startedMs, ...rules }).toEqual(compileRules(cluster, node, config, startedMs));
        }
      }),
      { numRuns: 25, seed: SEED },
    );
  });
});
