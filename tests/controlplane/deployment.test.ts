import { describe, expect, it } from 'vitest';
import type { Deployment, ReplicaSet } from '../../lib/world/controlplane/objects.ts';
import { deployment } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

function getDeployment(world: SimulatedCluster, name = 'web'): Deployment {
  const found = world.client.find('Deployment', name, 'default');
  if (!found) throw new Error(`no deployment ${name}`);
  return found;
}

function change(world: SimulatedCluster, spec: Partial<Deployment['spec']>): void {
  const object = getDeployment(world);
  world.client.update('Deployment', { ...object, spec: { ...object.spec, ...spec } });
  world.manager.runDue();
}

function setImage(world: SimulatedCluster, image: string): void {
  const { template } = getDeployment(world).spec;
  const [container] = template.spec?.containers ?? [];
  if (!container) throw new Error('no container');
  change(world, { template: { ...template, spec: { ...template.spec, containers: [{ ...container, image }] } } });
}

function sets(world: SimulatedCluster): readonly ReplicaSet[] {
  return world.client.list('ReplicaSet', 'default').toSorted((a, b) => (revision(a) < revision(b) ? -1 : 1));
}

function revision({ metadata }: ReplicaSet): string {
  return metadata.annotations?.['deployment.kubernetes.io/revision'] ?? '';
}

function said(world: SimulatedCluster): (string | undefined)[][] {
  return (getDeployment(world).status.conditions ?? []).map(({ type, status, reason, message }) => [
    type,
    status,
    reason,
    message,
  ]);
}

describe('a new deployment', () => {
  it('comes up as kubectl describe shows it', () => {
    const world = simulatedCluster();
    world.apply(deployment('web', { replicas: 3 }));
    const [set] = sets(world);
    expect(said(world)).toContainEqual([
      'Available',
      'False',
      'MinimumReplicasUnavailable',
      'Deployment does not have minimum availability.',
    ]);
    world.settle();
    expect(said(world)).toEqual([
      ['Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'],
      [
        'Progressing',
        'True',
        'NewReplicaSetAvailable',
        `ReplicaSet "${set?.metadata.name}" has successfully progressed.`,
      ],
    ]);
    expect(getDeployment(world).status).toMatchObject({
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    });
    expect(getDeployment(world).status.unavailableReplicas).toBeUndefined();
    expect(world.events('web')).toEqual([`ScalingReplicaSet: Scaled up replica set ${set?.metadata.name} from 0 to 3`]);
    expect(getDeployment(world).metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
    expect(set?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
      'deployment.kubernetes.io/revision': '1',
    });
  });

  it('gives its pods the hash of their template', () => {
    const world = simulatedCluster();
    world.apply(deployment('web'));
    const [set] = sets(world);
    const hash = set?.metadata.name.replace('web-', '');
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
    expect(set?.spec.selector?.matchLabels).toEqual({ app: 'web', 'pod-template-hash': hash });
    expect(world.pods()[0]?.metadata.labels).toEqual({ app: 'web', 'pod-template-hash': hash });
    expect(world.pods()[0]?.metadata.name).toMatch(new RegExp(`^web-${hash}-[bcdfghjklmnpqrstvwxz2456789]{5}$`));
  });
});

describe('a rolling update', () => {
  /** Walks through a rollout and notes how many pods there were and how many were ready. */
  function watch(world: SimulatedCluster, seconds: number): { most: number; fewestReady: number } {
    let [most, fewestReady] = [0, Number.POSITIVE_INFINITY];
    for (let tick = 0; tick < seconds * 10; tick++) {
      world.pass(0.1);
      const pods = world.pods().filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      const ready = pods.filter(({ status }) =>
        status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
      );
      most = Math.max(most, pods.length);
      fewestReady = Math.min(fewestReady, ready.length);
    }
    return { most, fewestReady };
  }

  it('stays within maxSurge and maxUnavailable', () => {
    const world = simulatedCluster();
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    world.apply(deployment('web', { replicas: 4, more: { strategy } }));
    world.settle();
    setImage(world, 'nginx:1.28');
    const { most, fewestReady } = watch(world, 30);
    expect(most).toBe(5);
    expect(fewestReady).toBe(4);
    expect(sets(world).map(({ spec }) => spec.replicas)).toEqual([0, 4]);
  });

  it('rounds the default 25 % up for surge and down for unavailable', () => {
    const world = simulatedCluster();
    world.apply(deployment('web', { replicas: 3 }));
    world.settle();
    setImage(world, 'nginx:1.28');
    const { most, fewestReady } = watch(world, 30);
    expect(most).toBe(4);
    expect(fewestReady).toBe(3);
  });

  it('stands still at an image that cannot be pulled, and says so after the deadline', () => {
    const world = simulatedCluster();
    world.apply(deployment('web', { replicas: 3, more: { progressDeadlineSeconds: 60 } }));
    world.settle();
    setImage(world, 'nginx:does-not-exist');
    world.pass(30);
    expect(sets(world).map(({ spec }) => spec.replicas)).toEqual([3, 1]);
    world.pass(60);
    const [, failed] = sets(world);
    expect(said(world)).toContainEqual([
      'Progressing',
      'False',
      'ProgressDeadlineExceeded',
      `ReplicaSet "${failed?.metadata.name}" has timed out progressing.`,
    ]);
    expect(said(world)).toContainEqual([
      'Available',
      'True',
      'MinimumReplicasAvailable',
      'Deployment has minimum availability.',
    ]);
  });

  it('back to an old template takes its replica set again, with a new revision', () => {
    const world = simulatedCluster();
    world.apply(deployment('web'));
    world.settle();
    setImage(world, 'nginx:1.28');
    world.settle();
    setImage(world, 'nginx:1.27');
    world.settle();
    const [second, third] = sets(world);
    expect([second, third].map((set) => set && revision(set))).toEqual(['2', '3']);
    expect(third?.metadata.annotations?.['deployment.kubernetes.io/revision-history']).toBe('1');
    expect(third?.spec.replicas).toBe(1);
    expect(getDeployment(world).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
  });

  it('keeps as many old replica sets as revisionHistoryLimit says', () => {
    const world = simulatedCluster();
    world.apply(deployment('web', { more: { revisionHistoryLimit: 1 } }));
    world.settle();
    for (const image of ['nginx:1.28', 'nginx:1.29', 'nginx:1.26']) {
      setImage(world, image);
      world.settle();
    }
    expect(sets(world)).toHaveLength(2);
  });
});

it('Recreate lets every old pod go before a new one comes', () => {
  const world = simulatedCluster();
  world.apply(deployment('web', { replicas: 2, more: { strategy: { type: 'Recreate' } } }));
  world.settle();
  const before = world.pods().map(({ metadata }) => metadata.name);
  setImage(world, 'nginx:1.28');
  expect(world.pods().map(({ metadata }) => metadata.name)).toEqual(before);
  world.settle();
  expect(world.pods()).toHaveLength(2);
  expect(world.pods().some(({ metadata }) => before.includes(metadata.name))).toBe(false);
});

it('a paused deployment scales but does not roll out', () => {
  const world = simulatedCluster();
  world.apply(deployment('web', { replicas: 2 }));
  world.settle();
  change(world, { paused: true });
  setImage(world, 'nginx:1.28');
  change(world, { replicas: 3 });
  world.settle();
  expect(sets(world)).toHaveLength(1);
  expect(world.pods()).toHaveLength(3);
  expect(said(world)).toContainEqual(['Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused']);
  change(world, { paused: false });
  world.settle();
  expect(sets(world).map(({ spec }) => spec.replicas)).toEqual([0, 3]);
});

it('scaling in mid-rollout shares the difference out', () => {
  const world = simulatedCluster();
  world.apply(
    deployment('web', {
      replicas: 10,
      more: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } },
    }),
  );
  world.settle();
  setImage(world, 'nginx:does-not-exist');
  world.pass(20);
  // https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#proportional-scaling: 8 + 5, then 11 + 7.
  expect(sets(world).map(({ spec }) => spec.replicas)).toEqual([8, 5]);
  change(world, { replicas: 15 });
  expect(sets(world).map(({ spec }) => spec.replicas)).toEqual([11, 7]);
});

it('says what a create was refused for', () => {
  const world = simulatedCluster();
  world.apply(deployment('web', { spec: { serviceAccountName: 'cart' } }));
  const [set] = sets(world);
  expect(world.events(set?.metadata.name ?? '')[0]).toMatch(
    /^FailedCreate: Error creating: pods "web-[a-z0-9]+-" is forbidden: error looking up service account default\/cart: serviceaccount "cart" not found$/,
  );
  expect(said(world)).toContainEqual([
    'ReplicaFailure',
    'True',
    'FailedCreate',
    expect.stringContaining('serviceaccount "cart" not found'),
  ]);
});
