/** The work of five-pods in a world of ours. */
import { bootstrapCluster } from '../../lib/world/controlplane/bootstrap.ts';
import { converse } from '../../lib/world/conversation.ts';
import { World } from '../../lib/world/world.ts';
import type { Worker } from './five-pods.ts';
import { stopwatch } from './five-pods-stopwatch.ts';

const EPOCH_MS = 1_767_603_600_000;
const NODE_PORT = 31_000;
const LIMIT_MS = 120_000;

export async function ourFivePods(): Promise<Worker> {
  const ready = newCluster();
  return {
    async work(cluster) {
      const stop = stopwatch();
      const world = cluster === 'ready' ? ready.fork() : newCluster();
      const answered = untilFiveAnswer(world);
      return { ...stop(), answered };
    },
  };
}

function newCluster(): World {
  const world = new World({ seed: 1, epochMs: EPOCH_MS });
  for (const manifest of bootstrapCluster({ nodes: 3 })) world.create('main', manifest);
  world.settle(LIMIT_MS);
  return world;
}

/** How many different pods have answered. */
function untilFiveAnswer(world: World): number {
  post(world, '/apis/apps/v1/namespaces/default/deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 5,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
              args: ['netexec', '--http-port=8080'],
            },
          ],
        },
      },
    },
  });
  post(world, '/api/v1/namespaces/default/services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: {
      type: 'NodePort',
      selector: { app: 'web' },
      ports: [{ port: 80, targetPort: 8080, nodePort: NODE_PORT, protocol: 'TCP' }],
    },
  });
  const [node] = world.client().list('Node');
  const address = node?.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
  const url = `http://${address}:${NODE_PORT}/hostname`;
  const from = { cluster: 'main', node: node?.metadata.name ?? '' };
  const names = new Set<string>();
  const endMs = world.nowMs() + LIMIT_MS;
  while (names.size < 5 && world.nowMs() < endMs) {
    const { outcome, body } = world.send('main', (cluster, choose) =>
      converse(cluster, { kind: 'http', from, call: { method: 'GET', url, maxTimeMs: 1000 } }, choose),
    );
    if (outcome === 'Response') names.add(body);
    else world.advance(100);
  }
  return names.size;
}

function post(world: World, path: string, body: object): void {
  const answer = world.request('main', { method: 'POST', path, body });
  if (answer.status !== 201) throw new Error(`POST ${path}: ${JSON.stringify(answer)}`);
}
