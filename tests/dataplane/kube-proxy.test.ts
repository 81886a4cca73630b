/** kube-proxy and clients in a cluster that lives: rules follow endpoints where kube-proxy runs, and stay where it does not. */
import { expect, test } from 'vitest';
import { ruleSets } from '../../lib/world/dataplane/compile/rule-set.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { findLog } from '../../lib/world/workloads/logs.ts';
import { type SimulatedCluster, simulatedCluster } from '../controlplane/simulated-cluster.ts';
import { first } from './cluster-builder.ts';

function deployment(name: string, image: string, replicas: number, args: readonly string[]) {
  const labels = { app: name };
  const containers = [{ name, image, args }];
  return {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: { name, namespace: 'default' },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}

const service = {
  kind: 'Service',
  apiVersion: 'v1',
  metadata: { name: 'cart', namespace: 'default' },
  spec: { selector: { app: 'cart' }, ports: [{ port: 80, targetPort: 8080 }] },
};

function aLiveShop(): SimulatedCluster {
  const live = simulatedCluster();
  live.apply(deployment('cart', 'ghcr.io/hoplab/seen:1', 3, []), service);
  live.settle();
  return live;
}

/** Endpoints of the Service in each node's rules. */
function endpointCounts({ cluster }: SimulatedCluster): number[] {
  return ruleSets(cluster)
    .entries()
    .map(([, { ports }]) => ports.find(({ portName }) => portName === 'default/cart')?.endpoints.length ?? 0);
}

function callFrom({ cluster, client }: SimulatedCluster, node: string) {
  const address = client.find('Service', 'cart', 'default')?.spec.clusterIP ?? '';
  const flow = { from: { cluster: 'main', node }, to: { address, port: 80 }, protocol: 'TCP' } as const;
  return traceFlow({ cluster }, flow, first);
}

test('a node whose kube-proxy is gone keeps its rules, and sends to pods that are gone', () => {
  const live = aLiveShop();
  const [node = ''] = live.client.list('Node').map(({ metadata }) => metadata.name);
  expect(new Set(endpointCounts(live))).toEqual(new Set([3]));
  const proxies = live.client.find('DaemonSet', 'kube-proxy', 'kube-system');
  if (!proxies) throw new Error('no kube-proxy');
  const { template } = proxies.spec;
  const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: [node] }];
  const affinity = {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
  };
  const spec = { ...proxies.spec, template: { ...template, spec: { ...template.spec, affinity } } };
  live.client.update('DaemonSet', { ...proxies, spec } as typeof proxies);
  live.settle();
  for (const { metadata } of live.pods()) live.client.delete('Pod', metadata.name, 'default');
  live.settle();
  expect(callFrom(live, node)).toMatchObject({ disposition: 'Dropped', reason: 'NoSuchHost', response: 'Timeout' });
  const others = live.client
    .list('Node')
    .map(({ metadata }) => metadata.name)
    .filter((name) => name !== node);
  for (const other of others)
    expect(callFrom(live, other)).toMatchObject({ disposition: 'Delivered', response: 'Reply' });
});

test('a client in a loop logs what it got, and its server who asked', () => {
  const live = aLiveShop();
  live.apply(deployment('web', 'ghcr.io/hoplab/caller:1', 1, ['--url=http://cart/', '--every=5s']));
  live.settle();
  live.pass(30);
  const web = live.pods().find(({ metadata }) => metadata.labels?.app === 'web');
  const lines = findLog(live.cluster, { namespace: 'default', pod: web?.metadata.name ?? '', container: 'web' }) ?? [];
  expect(lines.length).toBeGreaterThan(6);
  for (const { text } of lines.slice(1)) {
    expect(text).toMatch(
      new RegExp(`^GET http://cart/ 200 10\\.0\\.\\d+\\.\\d+:8080 cart-\\S+ saw ${web?.status.podIP}:\\d+$`),
    );
  }
});

test('rules are not written again when nothing changed', () => {
  const live = aLiveShop();
  const before = ruleSets(live.cluster).entries();
  live.pass(120);
  expect(ruleSets(live.cluster).entries()).toBe(before);
});
