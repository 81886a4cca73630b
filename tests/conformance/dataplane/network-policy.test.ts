import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { customKey } from '../../../lib/world/api/kinds.ts';
import { allPaths } from '../../../lib/world/dataplane/choice.ts';
import type { Place } from '../../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../../lib/world/dataplane/tracer.ts';
import { ClusterBuilder, nodeName, podPlace } from '../../dataplane/cluster-builder.ts';
import { CLUSTER_POLICY_CASES } from './cluster-policy-cases.ts';
import { POLICY_CASES, type PolicyCase } from './network-policy-cases.ts';

const NAMESPACES = ['x', 'y', 'z'];
const PODS = ['a', 'b', 'c'];

function addressOf(pod: string): string {
  const [namespace = '', name = ''] = pod.split('/');
  return `10.0.${PODS.indexOf(name) + 1}.${40 + NAMESPACES.indexOf(namespace)}`;
}

function clusterWith(policies: string): ClusterBuilder {
  const builder = new ClusterBuilder().node(1).node(2).node(3);
  const ports = [
    { name: 'serve-80-tcp', containerPort: 80 },
    { name: 'serve-81-tcp', containerPort: 81 },
    { name: 'serve-80-udp', containerPort: 80, protocol: 'UDP' },
  ];
  const second = {
    name: 'second',
    image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
    args: ['netexec', '--http-port=81', '--udp-port=-1'],
  };
  for (const namespace of NAMESPACES) {
    const labels = { ns: namespace, 'kubernetes.io/metadata.name': namespace };
    builder.put('Namespace', { metadata: { name: namespace, labels }, spec: {}, status: {} });
    for (const [index, name] of PODS.entries()) {
      builder.pod({
        name,
        namespace,
        node: index + 1,
        ip: addressOf(`${namespace}/${name}`),
        labels: { pod: name },
        args: ['netexec', '--http-port=80', '--udp-port=80'],
        container: { ports },
        others: [second],
      });
    }
  }
  builder.service({
    name: 'x-a',
    namespace: 'x',
    ip: '172.20.9.9',
    port: 8000,
    targetPort: 80,
    endpoints: [{ ip: addressOf('x/a'), node: 1 }],
  });
  for (const document of parseAllDocuments(policies)) {
    if (document.contents !== null) putPolicy(builder, document.toJS());
  }
  return builder.sync();
}

function putPolicy(builder: ClusterBuilder, policy: { readonly kind?: string; readonly apiVersion: string }): void {
  const [group = ''] = policy.apiVersion.split('/');
  const ofCluster = customKey('Cluster', 'ClusterNetworkPolicy', 'clusternetworkpolicies', group);
  builder.put(policy.kind === 'ClusterNetworkPolicy' ? ofCluster : 'NetworkPolicy', policy);
}

interface Cell {
  readonly says: string;
  readonly from: Place;
  readonly to: { readonly address: string; readonly port: number };
  readonly protocol: 'TCP' | 'UDP';
  readonly reaches: boolean;
}

function parseCell(says: string): Cell {
  const [, from = '', to = '', port = '', udp, verdict] = /^(\S+) → ([^:]+):(\d+)(\/udp)? (yes|no)$/.exec(says) ?? [];
  const address = to.startsWith('svc/') ? '172.20.9.9' : addressOf(to);
  return {
    says,
    from: placeOf(from, to),
    to: { address, port: Number(port) },
    protocol: udp ? 'UDP' : 'TCP',
    reaches: verdict === 'yes',
  };
}

function placeOf(from: string, to: string): Place {
  if (from.startsWith('node/')) return { cluster: 'main', node: nodeName(Number(from.slice(5))) };
  if (!from.includes('/'))
    return { cluster: 'main', address: from, atNode: nodeName(PODS.indexOf(to.at(-1) ?? '') + 1) };
  const [namespace, name = ''] = from.split('/');
  return podPlace(name, namespace);
}

const cells = [...POLICY_CASES, ...CLUSTER_POLICY_CASES].flatMap((one: PolicyCase) =>
  one.cells.map((cell) => ({ one, cell, title: `${one.says}: ${cell}` })),
);

test.each(cells)('$title', ({ one, cell }) => {
  expect(one.source).toMatch(/^https:\/\//);
  const { from, to, protocol, reaches } = parseCell(cell);
  const { cluster } = clusterWith(one.policies);
  const paths = allPaths(cluster, (fork, choose) => traceFlow({ cluster: fork }, { from, to, protocol }, choose));
  for (const { value } of paths) {
    expect({ cell, reaches: value.disposition === 'Delivered' && value.response === 'Reply' }).toEqual({
      cell,
      reaches,
    });
    if (!reaches) expect([value.reason, value.response]).toEqual(['NetworkPolicyDenied', 'Timeout']);
  }
});

test('the table is as large as it is said to be', () => {
  expect(POLICY_CASES.length).toBeGreaterThanOrEqual(30);
  expect(cells.length).toBeGreaterThanOrEqual(120);
});
