/** What admission fills in and refuses: ranges, quotas, classes; and what an eviction asks. */
import { describe, expect, test } from 'vitest';
import type { ApiResponse } from '../../../lib/world/apiserver/request.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';
import { aPod } from '../../builders/objects.ts';

const k8s = (path: string) => `https://github.com/kubernetes/kubernetes/blob/v1.35.0/${path}`;
const LIMITS = k8s('plugin/pkg/admission/limitranger/admission.go');
const QUOTA = 'https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/admission/plugin/resourcequota/controller.go';
const EVALUATOR = k8s('pkg/quota/v1/evaluator/core/pods.go');
const EVICTION = k8s('pkg/registry/core/pod/storage/eviction.go');

const PODS = collectionPath('Pod');
const pod = (resources: object, name = 'x') =>
  aManifest('Pod', name, { spec: { containers: [{ name: 'app', image: 'nginx', resources }] } });

function withRange(...limits: object[]): TestServer {
  const server = aServer();
  server.ask('POST', collectionPath('LimitRange'), { body: aManifest('LimitRange', 'range', { spec: { limits } }) });
  return server;
}

function message({ body }: ApiResponse): string {
  return (body as { message: string }).message;
}

describe(`ranges (${LIMITS})`, () => {
  const container = { type: 'Container', min: { cpu: '100m' }, max: { cpu: '1' } };
  const cases: readonly (readonly [object, object, string])[] = [
    [container, { requests: { cpu: '50m' } }, 'minimum cpu usage per Container is 100m, but request is 50m'],
    [
      container,
      { requests: { cpu: '200m' }, limits: { cpu: '2' } },
      'maximum cpu usage per Container is 1, but limit is 2',
    ],
    [
      container,
      { requests: { cpu: '50m' }, limits: { cpu: '2' } },
      '[minimum cpu usage per Container is 100m, but request is 50m, maximum cpu usage per Container is 1, but limit is 2]',
    ],
    [{ type: 'Pod', max: { memory: '1Gi' } }, {}, 'maximum memory usage per Pod is 1Gi.  No limit is specified'],
    [{ type: 'Pod', min: { memory: '1Gi' } }, {}, 'minimum memory usage per Pod is 1Gi.  No request is specified'],
    [
      { type: 'Pod', max: { memory: '1Gi' } },
      { limits: { memory: '2Gi' } },
      'maximum memory usage per Pod is 1Gi, but limit is 2Gi',
    ],
  ];
  test.each(cases)('%j refuses %j', (limit, resources, says) => {
    const answer = withRange(limit).ask('POST', PODS, { body: pod(resources) });
    expect(answer.status).toBe(403);
    expect(message(answer)).toBe(`pods "x" is forbidden: ${says}`);
  });

  test('what a container leaves open is filled in, and said so', () => {
    const server = withRange({ type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m' } });
    expect(server.ask('POST', PODS, { body: pod({}) })).toMatchObject({
      status: 201,
      body: {
        metadata: {
          annotations: {
            'kubernetes.io/limit-ranger':
              'LimitRanger plugin set: cpu request for container app; cpu limit for container app',
          },
        },
        spec: { containers: [{ resources: { limits: { cpu: '500m' }, requests: { cpu: '100m' } } }] },
      },
    });
  });

  test('a claim is held to its range', () => {
    const server = withRange({ type: 'PersistentVolumeClaim', max: { storage: '500Mi' } });
    const answer = server.ask('POST', collectionPath('PersistentVolumeClaim'), {
      body: aManifest('PersistentVolumeClaim', 'x'),
    });
    expect(message(answer)).toBe(
      'persistentvolumeclaims "x" is forbidden: maximum storage usage per PersistentVolumeClaim is 500Mi, but request is 1Gi',
    );
  });
});

function withQuota(hard: Record<string, string>, spec: object = {}): TestServer {
  const server = aServer();
  const metadata = { name: 'quota', namespace: 'shop' };
  server.load('ResourceQuota', {
    kind: 'ResourceQuota',
    apiVersion: 'v1',
    metadata,
    spec: { hard, ...spec },
    status: { hard, used: {} },
  });
  return server;
}

describe(`quotas (${QUOTA}, ${EVALUATOR})`, () => {
  test('beyond the number of pods', () => {
    const server = withQuota({ pods: '1' });
    expect(server.ask('POST', PODS, { body: pod({}, 'one') }).status).toBe(201);
    const answer = server.ask('POST', PODS, { body: pod({}, 'two') });
    expect(answer.status).toBe(403);
    expect(message(answer)).toBe(
      'pods "two" is forbidden: exceeded quota: quota, requested: pods=1, used: pods=1, limited: pods=1',
    );
  });

  test('beyond cpu and memory at once, in the order of their names', () => {
    const server = withQuota({ 'requests.memory': '1Gi', 'requests.cpu': '1' });
    const answer = server.ask('POST', PODS, { body: pod({ requests: { cpu: '2', memory: '2Gi' } }) });
    expect(message(answer)).toBe(
      'pods "x" is forbidden: exceeded quota: quota, requested: requests.cpu=2,requests.memory=2Gi, used: requests.cpu=0,requests.memory=0, limited: requests.cpu=1,requests.memory=1Gi',
    );
  });

  test('a container must say what it takes', () => {
    const answer = withQuota({ 'limits.cpu': '1', 'requests.memory': '1Gi' }).ask('POST', PODS, { body: pod({}) });
    expect(message(answer)).toBe(
      'pods "x" is forbidden: failed quota: quota: must specify limits.cpu for: app; requests.memory for: app',
    );
  });

  test.each([
    ['Service', 'services', { services: '0' }],
    ['ConfigMap', 'configmaps', { configmaps: '0' }],
    ['Secret', 'secrets', { secrets: '0' }],
    ['Deployment', 'deployments.apps', { 'count/deployments.apps': '0' }],
    ['Ingress', 'ingresses.networking.k8s.io', { 'count/ingresses.networking.k8s.io': '0' }],
  ] as const)('%s', (kind, resource, hard) => {
    const answer = withQuota(hard).ask('POST', collectionPath(kind), { body: aManifest(kind, 'x') });
    const [name] = Object.keys(hard);
    expect(message(answer)).toBe(
      `${resource} "x" is forbidden: exceeded quota: quota, requested: ${name}=1, used: ${name}=0, limited: ${name}=0`,
    );
  });

  test('node ports count by port', () => {
    const spec = {
      type: 'NodePort',
      selector: { app: 'x' },
      ports: [
        { name: 'a', port: 1 },
        { name: 'b', port: 2 },
      ],
    };
    const answer = withQuota({ 'services.nodeports': '1' }).ask('POST', collectionPath('Service'), {
      body: aManifest('Service', 'x', { spec }),
    });
    expect(message(answer)).toContain('requested: services.nodeports=2, used: services.nodeports=0');
  });

  test('a quota over best-effort pods leaves the others alone', () => {
    const server = withQuota({ pods: '0' }, { scopes: ['BestEffort'] });
    expect(server.ask('POST', PODS, { body: pod({ requests: { cpu: '1' } }) }).status).toBe(201);
    expect(server.ask('POST', PODS, { body: pod({}, 'lazy') }).status).toBe(403);
  });
});

describe('default classes', () => {
  const marked = (key: string) => ({ annotations: { [key]: 'true' } });

  test(`an Ingress (${k8s('plugin/pkg/admission/network/defaultingressclass/admission.go')})`, () => {
    const server = aServer();
    const manifest = aManifest('IngressClass', 'alb') as { metadata: object };
    const metadata = { ...manifest.metadata, ...marked('ingressclass.kubernetes.io/is-default-class') };
    server.ask('POST', collectionPath('IngressClass'), { body: { ...manifest, metadata } });
    const answer = server.ask('POST', collectionPath('Ingress'), { body: aManifest('Ingress', 'x') });
    expect(answer).toMatchObject({ status: 201, body: { spec: { ingressClassName: 'alb' } } });
  });

  test(`a claim (${k8s('plugin/pkg/admission/storage/storageclass/setdefault/admission.go')})`, () => {
    const server = aServer();
    const manifest = aManifest('StorageClass', 'gp3') as { metadata: object };
    const metadata = { ...manifest.metadata, ...marked('storageclass.kubernetes.io/is-default-class') };
    server.ask('POST', collectionPath('StorageClass'), { body: { ...manifest, metadata } });
    const path = collectionPath('PersistentVolumeClaim');
    const answer = server.ask('POST', path, { body: aManifest('PersistentVolumeClaim', 'x') });
    expect(answer).toMatchObject({ status: 201, body: { spec: { storageClassName: 'gp3' } } });
  });

  test(`a pod's priority (${k8s('plugin/pkg/admission/priority/admission.go')})`, () => {
    const server = aServer();
    const body = aManifest('PriorityClass', 'usual', { value: 7, globalDefault: true, preemptionPolicy: 'Never' });
    server.ask('POST', collectionPath('PriorityClass'), { body });
    expect(server.ask('POST', PODS, { body: pod({}) })).toMatchObject({
      body: { spec: { priority: 7, priorityClassName: 'usual', preemptionPolicy: 'Never' } },
    });
  });
});

describe(`evictions (${EVICTION})`, () => {
  const PATH = `${PODS}/x/eviction`;
  const healthy = { observedGeneration: 1, expectedPods: 2, currentHealthy: 2, desiredHealthy: 2 };

  function guarded(status: object, spec: object = { minAvailable: 2 }): TestServer {
    const server = aServer();
    const running = aPod('x').inNamespace('shop').labelled({ app: 'x' }).onNode('node-a').running('10.0.1.7').build();
    server.load('Pod', running);
    server.load('PodDisruptionBudget', {
      kind: 'PodDisruptionBudget',
      apiVersion: 'policy/v1',
      metadata: { name: 'pdb', namespace: 'shop' },
      spec: { selector: { matchLabels: { app: 'x' } }, ...spec },
      status: { disruptionsAllowed: 0, ...healthy, ...status },
    });
    return server;
  }

  test('refused while the budget allows none', () => {
    expect(guarded({}).ask('POST', PATH, { body: {} })).toMatchObject({
      status: 429,
      body: {
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        reason: 'TooManyRequests',
        details: {
          causes: [
            {
              reason: 'DisruptionBudget',
              message: 'The disruption budget pdb needs 2 healthy pods and has 2 currently',
            },
          ],
        },
      },
    });
  });

  test('refused for ten seconds while the budget is new', () => {
    expect(guarded({ observedGeneration: 0, disruptionsAllowed: 1 }).ask('POST', PATH, { body: {} })).toMatchObject({
      status: 429,
      body: {
        details: {
          retryAfterSeconds: 10,
          causes: [{ message: 'The disruption budget pdb is still being processed by the server.' }],
        },
      },
    });
  });

  test('granted, and written down', () => {
    const server = guarded({ disruptionsAllowed: 1 });
    expect(server.ask('POST', PATH, { body: {} })).toMatchObject({ status: 201, body: { status: 'Success' } });
    expect(server.client.find('PodDisruptionBudget', 'pdb', 'shop')?.status).toMatchObject({
      disruptionsAllowed: 0,
      disruptedPods: { x: 0 },
    });
    expect(server.client.find('Pod', 'x', 'shop')?.metadata.deletionTimestamp).toBeGreaterThan(0);
  });

  test('two budgets are one too many', () => {
    const server = guarded({});
    const body = aManifest('PodDisruptionBudget', 'second', { spec: { minAvailable: 1, selector: {} } });
    server.ask('POST', collectionPath('PodDisruptionBudget'), { body });
    expect(server.ask('POST', PATH, { body: {} })).toMatchObject({
      status: 500,
      body: {
        message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      },
    });
  });

  test('a dry run takes nothing', () => {
    const server = guarded({ disruptionsAllowed: 1 });
    expect(server.ask('POST', PATH, { body: {}, query: { dryRun: 'All' } }).status).toBe(201);
    expect(server.client.find('PodDisruptionBudget', 'pdb', 'shop')?.status.disruptionsAllowed).toBe(1);
  });

  test('the name in the body must be that of the path', () => {
    const body = { metadata: { name: 'y' } };
    expect(guarded({}).ask('POST', PATH, { body })).toMatchObject({
      status: 400,
      body: { message: 'name in URL does not match name in Eviction object' },
    });
  });
});
