import { describe, expect, it } from 'vitest';
import type { StatefulSet } from '../../lib/world/controlplane/objects.ts';
import { statefulSet } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

function getSet(world: SimulatedCluster): StatefulSet {
  const set = world.client.find('StatefulSet', 'db', 'default');
  if (!set) throw new Error('no stateful set');
  return set;
}

function change(world: SimulatedCluster, spec: Partial<StatefulSet['spec']>): void {
  const set = getSet(world);
  world.client.update('StatefulSet', { ...set, spec: { ...set.spec, ...spec } });
  world.manager.runDue();
}

function setImage(world: SimulatedCluster, image: string): void {
  const { template } = getSet(world).spec;
  const [container] = template.spec?.containers ?? [];
  if (!container) throw new Error('no container');
  change(world, { template: { ...template, spec: { ...template.spec, containers: [{ ...container, image }] } } });
}

const names = (world: SimulatedCluster) => world.pods().map(({ metadata }) => metadata.name);
const images = (world: SimulatedCluster) => world.pods().map(({ spec }) => spec.containers[0]?.image);

describe('a stateful set', () => {
  it('makes pod after pod, each when the one before is ready', () => {
    const world = simulatedCluster();
    world.apply(statefulSet('db', { replicas: 3 }));
    expect(names(world)).toEqual(['db-0']);
    world.pass(4);
    expect(names(world).length).toBeLessThan(3);
    world.settle();
    expect(names(world)).toEqual(['db-0', 'db-1', 'db-2']);
    expect(world.events('db')).toEqual(
      [0, 1, 2].map((n) => `SuccessfulCreate: create Pod db-${n} in StatefulSet db successful`),
    );
    expect(getSet(world).status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      availableReplicas: 3,
    });
  });

  it('gives each pod its name, host name and domain', () => {
    const world = simulatedCluster();
    world.apply(statefulSet('db', { replicas: 1 }));
    const [first] = world.pods();
    expect(first?.spec).toMatchObject({ hostname: 'db-0', subdomain: 'db' });
    expect(first?.metadata.labels).toMatchObject({
      'apps.kubernetes.io/pod-index': '0',
      'statefulset.kubernetes.io/pod-name': 'db-0',
    });
    expect(first?.metadata.labels?.['controller-revision-hash']).toBe(getSet(world).status.updateRevision);
  });

  it('makes all at once when managed in parallel', () => {
    const world = simulatedCluster();
    world.apply(statefulSet('db', { replicas: 3, more: { podManagementPolicy: 'Parallel' } }));
    expect(names(world)).toEqual(['db-0', 'db-1', 'db-2']);
  });

  it('scales down from the highest number', () => {
    const world = simulatedCluster();
    world.apply(statefulSet('db', { replicas: 3 }));
    world.settle();
    change(world, { replicas: 1 });
    expect(
      world
        .pods()
        .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
        .map(({ metadata }) => metadata.name),
    ).toEqual(['db-2']);
    world.settle();
    expect(names(world)).toEqual(['db-0']);
  });

  it('updates from the highest number down', () => {
    const world = simulatedCluster();
    world.apply(statefulSet('db', { replicas: 2 }));
    world.settle();
    const before = getSet(world).status.currentRevision;
    setImage(world, 'nginx:1.28');
    const seen = new Set<string>();
    for (let tick = 0; tick < 200; tick++) {
      if (names(world).length === 2) seen.add(images(world).join(' '));
      world.pass(0.1);
    }
    expect([...seen]).toEqual(['nginx:1.27 nginx:1.27', 'nginx:1.27 nginx:1.28', 'nginx:1.28 nginx:1.28']);
    expect(getSet(world).status.currentRevision).toBe(getSet(world).status.updateRevision);
    expect(getSet(world).status.currentRevision).not.toBe(before);
  });

  it('leaves pods below the partition on the old revision, also when they are made anew', () => {
    const world = simulatedCluster();
    world.apply(statefulSet('db', { replicas: 3 }));
    world.settle();
    change(world, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } });
    setImage(world, 'nginx:1.28');
    world.settle();
    expect(images(world)).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.28']);
    world.client.delete('Pod', 'db-0', 'default');
    world.settle();
    expect(images(world)).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.28']);
  });

  it('makes a deleted pod again under its name, with another address', () => {
    const world = simulatedCluster();
    world.apply(statefulSet('db', { replicas: 1 }));
    world.settle();
    const before = world.pods()[0]?.status.podIP;
    world.client.delete('Pod', 'db-0', 'default');
    world.settle();
    expect(names(world)).toEqual(['db-0']);
    expect(world.pods()[0]?.status.podIP).not.toBe(before);
  });
});
