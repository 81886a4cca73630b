import { describe, expect, it } from 'vitest';
import { deployment } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

const budget = (spec: object) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'pdb' },
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
});
const status = ({ client }: SimulatedCluster) => client.find('PodDisruptionBudget', 'pdb', 'default')?.status;

describe('a disruption budget', () => {
  it.each([
    [{ minAvailable: 2 }, { disruptionsAllowed: 2, currentHealthy: 4, desiredHealthy: 2, expectedPods: 4 }],
    [{ minAvailable: '60%' }, { disruptionsAllowed: 1, currentHealthy: 4, desiredHealthy: 3, expectedPods: 4 }],
    [{ maxUnavailable: 1 }, { disruptionsAllowed: 1, currentHealthy: 4, desiredHealthy: 3, expectedPods: 4 }],
    [{ maxUnavailable: '30%' }, { disruptionsAllowed: 2, currentHealthy: 4, desiredHealthy: 2, expectedPods: 4 }],
    [{ maxUnavailable: 0 }, { disruptionsAllowed: 0, currentHealthy: 4, desiredHealthy: 4, expectedPods: 4 }],
    [{ minAvailable: 9 }, { disruptionsAllowed: 0, currentHealthy: 4, desiredHealthy: 9, expectedPods: 4 }],
  ])('%j of four pods', (spec, expected) => {
    const world = simulatedCluster();
    world.apply(deployment('web', { replicas: 4 }), budget(spec));
    world.settle();
    expect(status(world)).toMatchObject({ observedGeneration: 1, ...expected });
    expect(status(world)?.conditions).toMatchObject([
      expected.disruptionsAllowed > 0
        ? { type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods' }
        : { type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' },
    ]);
  });

  it('selects nothing without a selector, and follows its pods', () => {
    const world = simulatedCluster();
    world.apply(deployment('web', { replicas: 2 }), budget({ minAvailable: 1 }));
    expect(status(world)).toMatchObject({ disruptionsAllowed: 0, currentHealthy: 0, expectedPods: 2 });
    world.settle();
    expect(status(world)).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 2 });
    world.client.delete('Deployment', 'web', 'default');
    world.settle();
    expect(status(world)).toMatchObject({ disruptionsAllowed: 0, currentHealthy: 0, expectedPods: 0 });
    expect(world.events('pdb')).toEqual(['NoPods: No matching pods found']);
  });
});

describe('a quota', () => {
  const quota = (hard: object) => ({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'quota' },
    spec: { hard },
  });

  it('keeps its books, and what it refuses is said by who made it', () => {
    const world = simulatedCluster();
    world.apply(quota({ pods: '2', services: '3', 'count/deployments.apps': '5' }));
    world.apply(deployment('web', { replicas: 3 }));
    world.settle(60_000);
    expect(world.client.find('ResourceQuota', 'quota', 'default')?.status).toEqual({
      hard: { pods: '2', services: '3', 'count/deployments.apps': '5' },
      used: { pods: '2', services: '1', 'count/deployments.apps': '1' },
    });
    const set = world.client.list('ReplicaSet', 'default')[0]?.metadata.name ?? '';
    const said = world.events(set).find((text) => text.startsWith('FailedCreate: Error creating: pods "'));
    expect(said).toMatch(
      /pods "web-[a-z0-9]+-[a-z0-9]{5}" is forbidden: exceeded quota: quota, requested: pods=1, used: pods=2, limited: pods=2$/,
    );
    world.client.delete('Deployment', 'web', 'default');
    world.settle();
    expect(world.client.find('ResourceQuota', 'quota', 'default')?.status.used).toMatchObject({ pods: '0' });
  });
});

describe('a replication controller', () => {
  const labels = { app: 'old' };
  const controller = (replicas: number) => ({
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'old' },
    spec: {
      replicas,
      template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } },
    },
  });

  it('keeps its pods and says so in its own name', () => {
    const world = simulatedCluster();
    world.apply(controller(2));
    world.settle();
    const status = () => world.client.find('ReplicationController', 'old', 'default')?.status;
    expect(status()).toMatchObject({ replicas: 2, fullyLabeledReplicas: 2, readyReplicas: 2, availableReplicas: 2 });
    expect(world.events('old').every((text) => text.startsWith('SuccessfulCreate: Created pod: old-'))).toBe(true);
    world.client.delete('Pod', world.pods()[0]?.metadata.name ?? '', 'default');
    world.settle();
    expect(status()).toMatchObject({ replicas: 2, readyReplicas: 2 });
    const found = world.client.find('ReplicationController', 'old', 'default');
    if (found) world.client.update('ReplicationController', { ...found, spec: { ...found.spec, replicas: 0 } });
    world.settle();
    expect(world.pods()).toEqual([]);
  });
});

describe('addresses of Services', () => {
  const service = (spec: object) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
  });
  const addresses = ({ client }: SimulatedCluster) =>
    client
      .list('IPAddress')
      .filter(({ spec }) => spec.parentRef?.namespace === 'default' && spec.parentRef.name === 'web')
      .map(({ metadata }) => metadata.name);

  it('are objects as long as the Service has them', () => {
    const world = simulatedCluster();
    world.apply(service({}));
    world.settle();
    const found = world.client.find('Service', 'web', 'default');
    expect(addresses(world)).toEqual([found?.spec.clusterIP]);
    expect(world.client.find('IPAddress', found?.spec.clusterIP ?? '')?.metadata.labels).toEqual({
      'ipaddress.kubernetes.io/ip-family': 'IPv4',
      'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
    });
    world.client.delete('IPAddress', found?.spec.clusterIP ?? '');
    world.settle();
    expect(addresses(world)).toEqual([found?.spec.clusterIP]);
    world.client.delete('Service', 'web', 'default');
    world.settle();
    expect(addresses(world)).toEqual([]);
  });

  it('a headless Service has none, and the range is ready', () => {
    const world = simulatedCluster();
    world.apply(service({ clusterIP: 'None' }));
    world.settle();
    expect(addresses(world)).toEqual([]);
    expect(world.client.find('ServiceCIDR', 'kubernetes')).toMatchObject({
      metadata: { finalizers: ['networking.k8s.io/service-cidr-finalizer'] },
      spec: { cidrs: ['172.20.0.0/16'] },
      status: { conditions: [{ type: 'Ready', status: 'True', message: 'Kubernetes Service CIDR is ready' }] },
    });
  });
});
