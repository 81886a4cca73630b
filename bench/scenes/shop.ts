/** A lab of the benchmark's own: fifty pods behind five Services, 20 checks of objects, 5 proofs, 10 probes. */
import type { LabFolder } from '../../lib/assessment/labs/folder.ts';
import { buildScenario } from '../../lib/assessment/labs/scenario.ts';
import { resolveVariant, type Variant } from '../../lib/assessment/labs/variant.ts';
import type { World } from '../../lib/world/world.ts';

const NAMESPACE = 'shop';
export const APPS = ['carts', 'orders', 'prices', 'stock', 'users'] as const;
const PODS_AN_APP = 9;
const CLIENTS = 1;
const BYSTANDERS = 4;

const SLEEPER = { name: 'shell', image: 'nicolaka/netshoot:v0.14', command: ['sleep', 'infinity'] };

export interface Shop {
  readonly variant: Variant;
  readonly start: World;
}

/** Settled. */
export function buildShop(seed = 1): Shop {
  const variant = resolveVariant('clusterip/shop', shopFolder(), seed);
  return { variant, start: buildScenario(variant) };
}

function shopFolder(): LabFolder {
  return {
    'lab.yaml': JSON.stringify(shopLab()),
    'brief.md': 'The shop.',
    'hints.md': '',
    'explain.md': '',
    'solution.sh': '',
    'scenario/cluster.yaml': shopObjects()
      .map((object) => JSON.stringify(object))
      .join('\n---\n'),
  };
}

function shopObjects(): object[] {
  const metadata = { name: NAMESPACE };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata },
    ...APPS.flatMap((app) => [appDeployment(app), appService(app)]),
    deployment('client', CLIENTS, SLEEPER),
    deployment('bystander', BYSTANDERS, SLEEPER),
  ];
}

function appDeployment(app: string): object {
  return deployment(app, PODS_AN_APP, {
    name: 'api',
    image: 'nginx:1.29',
    ports: [{ name: 'http', containerPort: 80 }],
    readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 10 },
  });
}

function deployment(name: string, replicas: number, container: object): object {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: NAMESPACE, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

function appService(app: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: app, namespace: NAMESPACE },
    spec: { selector: { app }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  };
}

/** What kubectl is asked for and the check demands; the same twenty for both. */
export function objectChecks(): { kind: string; name: string; cel: string; jsonpath: string; wanted: string }[] {
  return APPS.flatMap((app) => [
    {
      kind: 'Deployment',
      name: app,
      cel: 'self.status.readyReplicas == 9',
      jsonpath: '{.status.readyReplicas}',
      wanted: '9',
    },
    { kind: 'Deployment', name: app, cel: 'self.spec.replicas == 9', jsonpath: '{.spec.replicas}', wanted: '9' },
    {
      kind: 'Service',
      name: app,
      cel: `self.spec.selector.app == "${app}"`,
      jsonpath: '{.spec.selector.app}',
      wanted: app,
    },
    {
      kind: 'Service',
      name: app,
      cel: 'self.spec.ports[0].port == 80',
      jsonpath: '{.spec.ports[0].port}',
      wanted: '80',
    },
  ]);
}

function shopLab(): object {
  const from = { namespace: NAMESPACE, pods: { app: 'client' } };
  const objects = objectChecks().map(({ kind, name, cel }) => ({
    uses: 'object',
    with: { kind, name, namespace: NAMESPACE, cel, says: cel },
  }));
  const proofs = APPS.map((app, index) =>
    index < 3
      ? { uses: 'reaches', with: { from, to: `${app}:80`, takenBy: { app } } }
      : { uses: 'isolates', with: { from, to: `${app}:8080` } },
  );
  const probes = APPS.flatMap((app) =>
    [`http://${app}/`, `http://${app}.${NAMESPACE}.svc.cluster.local/`].map((url) => ({
      uses: 'http',
      with: { from, url, status: 200, answeredBy: { app }, backends: PODS_AN_APP },
    })),
  );
  const task = (id: string, checks: readonly object[]) => ({
    id,
    title: id,
    points: checks.length,
    topics: { clusterip: 1 },
    concepts: ['services'],
    checks,
  });
  return {
    id: '0190a3c2-6d1e-7b44-9a51-3f0d2c7e1aff',
    title: 'The shop',
    topic: 'clusterip',
    level: 'working',
    minutes: 10,
    status: 'draft',
    objectives: ['None: it is there to be measured'],
    tasks: [task('objects', objects), task('proofs', proofs), task('probes', probes)],
    perturbations: [
      { uses: 'wait', seconds: 60 },
      { uses: 'reschedule', namespace: NAMESPACE },
    ],
  };
}
