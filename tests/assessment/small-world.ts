/** One Service with two pods, a client and a stranger, on a fresh cluster: enough for every check to pass and to fail. */
import { bootstrapCluster } from '../../lib/world/controlplane/bootstrap.ts';
import { World } from '../../lib/world/world.ts';

const SETTLE_LIMIT_MS = 900_000;

const container = (image: string, rest: object) => ({ name: 'main', image, ...rest });

function deployment(name: string, replicas: number, podContainer: object, labels: object = {}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name, ...labels } }, spec: { containers: [podContainer] } },
    },
  };
}

const netexec = container('registry.k8s.io/e2e-test-images/agnhost:2.53', {
  args: ['netexec', '--http-port=8080'],
  readinessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 2 },
});

/** Settled; `service` is merged into the spec of the Service `cart`, `lifecycle` is that of its pods. */
export function smallWorld(service: object = {}, lifecycle?: object): World {
  const world = new World({ seed: 11, epochMs: 1_767_603_600_000 });
  const manifests = [
    ...bootstrapCluster({ nodes: 3, zones: 2 }),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    deployment('client', 1, container('nicolaka/netshoot:v0.14', { command: ['sleep', 'infinity'] })),
    deployment('cart', 2, lifecycle ? { ...netexec, lifecycle } : netexec, { tier: 'backend' }),
    deployment('other', 1, netexec, { tier: 'backend' }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: { selector: { app: 'cart' }, ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }], ...service },
    },
  ];
  for (const manifest of manifests) world.create('main', manifest as never);
  world.settle(SETTLE_LIMIT_MS);
  return world;
}
