/** Random small clusters with policies, for what is said of every pair of endpoints and every port. */
import fc from 'fast-check';
import { ClusterBuilder } from '../dataplane/cluster-builder.ts';

export const NAMESPACES = ['x', 'y'] as const;

const labels = fc.record({ app: fc.constantFrom('a', 'b', 'c') }, { requiredKeys: [] });
const value = fc.constantFrom('a', 'b', 'c');
const expression = fc.oneof(
  fc
    .constantFrom('In', 'NotIn')
    .chain((operator) =>
      fc.array(value, { minLength: 1, maxLength: 2 }).map((values) => ({ key: 'app', operator, values })),
    ),
  fc.constantFrom('Exists', 'DoesNotExist').map((operator) => ({ key: 'app', operator })),
);
const selector = fc.oneof(
  fc.constant({}),
  value.map((app) => ({ matchLabels: { app } })),
  expression.map((one) => ({ matchExpressions: [one] })),
);
const namespaceSelector = fc.oneof(
  fc.constant({}),
  fc.constantFrom(...NAMESPACES).map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
  fc.constant({ matchLabels: { team: 'x' } }),
);
const ipBlock = fc.constantFrom(
  { cidr: '10.0.0.0/16', except: ['10.0.2.0/24'] },
  { cidr: '10.0.1.20/32' },
  { cidr: '10.0.1.40/29' },
  { cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] },
  { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] },
);
const peer = fc.oneof(
  selector.map((podSelector) => ({ podSelector })),
  namespaceSelector.map((one) => ({ namespaceSelector: one })),
  fc.record({ podSelector: selector, namespaceSelector }),
  ipBlock.map((one) => ({ ipBlock: one })),
);
const port = fc.oneof(
  fc.constantFrom(80, 8080).map((one) => ({ port: one })),
  fc.constantFrom('web', 'dns').chain((one) => fc.constantFrom({ port: one }, { port: one, protocol: 'UDP' })),
  fc.constant({ port: 79, endPort: 81 }),
  fc.constantFrom('TCP', 'UDP', 'SCTP').map((protocol) => ({ protocol })),
);
const rule = <K extends string>(key: K) =>
  fc
    .record({ peers: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) })
    .map(({ peers, ports }) => ({ [key]: peers, ports }) as Record<string, unknown>);

/** What stands in `spec` besides the namespace the policy is put into. */
export const policy = fc.record(
  {
    namespace: fc.constantFrom(...NAMESPACES),
    podSelector: selector,
    policyTypes: fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
    ingress: fc.array(rule('from'), { maxLength: 2 }),
    egress: fc.array(rule('to'), { maxLength: 2 }),
  },
  { requiredKeys: ['namespace', 'podSelector'] },
);
export type RandomPolicy = typeof policy extends fc.Arbitrary<infer T> ? T : never;

const pod = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  node: fc.constantFrom(1, 2),
  labels,
  web: fc.constantFrom(80, 8080),
  kind: fc.constantFrom('Own', 'Own', 'Own', 'HostNetwork', 'Ended'),
});
type RandomPod = typeof pod extends fc.Arbitrary<infer T> ? T : never;

export interface RandomWorld {
  readonly pods: readonly RandomPod[];
  readonly policies: readonly RandomPolicy[];
}

export const world: fc.Arbitrary<RandomWorld> = fc.record({
  pods: fc.array(pod, { minLength: 1, maxLength: 6 }),
  policies: fc.array(policy, { maxLength: 4 }),
});

/** Two nodes, the namespaces (x has the label `team: x`) and the pods `p0`, `p1` … */
export function populate(pods: readonly RandomPod[]): ClusterBuilder {
  const builder = new ClusterBuilder().node(1).node(2);
  for (const name of NAMESPACES) {
    const team = name === 'x' ? { team: 'x' } : {};
    builder.put('Namespace', { metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...team } } });
  }
  for (const [index, { web, kind, node, ...one }] of pods.entries()) {
    const ports = [
      { name: 'web', containerPort: web },
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
    ];
    const name = `p${index}`;
    const how = kind === 'HostNetwork' ? { hostNetwork: true } : kind === 'Ended' ? { phase: 'Succeeded' } : {};
    builder.pod({ ...one, ...how, name, node, ip: `10.0.${node}.${40 + index}`, container: { ports } });
  }
  return builder.sync([1, 2]);
}

export function putPolicy(builder: ClusterBuilder, name: string, { namespace, ...spec }: RandomPolicy): void {
  builder.put('NetworkPolicy', { metadata: { name, namespace }, spec });
}

export function build({ pods, policies }: RandomWorld): ClusterBuilder {
  const builder = populate(pods);
  for (const [index, one] of policies.entries()) putPolicy(builder, `n${index}`, one);
  return builder;
}
