import { describe, expect, it } from 'vitest';
import { pod, replicaSet } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

function scale(world: SimulatedCluster, replicas: number): void {
  const set = world.client.find('ReplicaSet', 'web', 'default');
  if (!set) throw new Error('no replica set');
  world.client.update('ReplicaSet', { ...set, spec: { ...set.spec, replicas } });
  world.manager.runDue();
}

const names = (world: SimulatedCluster) =>
  world
    .pods()
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata }) => metadata.name);

describe('a replica set', () => {
  it('makes its pods and says so', () => {
    const world = simulatedCluster();
    world.apply(replicaSet('web', { replicas: 2 }));
    expect(world.events('web').toSorted()).toEqual(
      names(world)
        .map((name) => `SuccessfulCreate: Created pod: ${name}`)
        .toSorted(),
    );
    world.settle();
    expect(world.client.find('ReplicaSet', 'web', 'default')?.status).toMatchObject({
      replicas: 2,
      fullyLabeledReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      observedGeneration: 1,
    });
  });

  it('replaces a pod that is deleted at once', () => {
    const world = simulatedCluster();
    world.apply(replicaSet('web', { replicas: 2 }));
    world.settle();
    const [first = ''] = names(world);
    world.client.delete('Pod', first, 'default');
    world.manager.runDue();
    expect(names(world)).toHaveLength(2);
    expect(names(world)).not.toContain(first);
  });

  it('lets pods go that are not ready before those that are', () => {
    const world = simulatedCluster();
    world.apply(replicaSet('web', { replicas: 3 }));
    world.settle();
    const ready = names(world);
    scale(world, 5);
    scale(world, 3);
    expect(names(world)).toEqual(ready);
  });

  it('lets the cheapest pod go first', () => {
    const world = simulatedCluster();
    world.apply(replicaSet('web', { replicas: 3 }));
    world.settle();
    const cheap = world.pods()[1];
    if (!cheap) throw new Error('no pod');
    const annotations = { 'controller.kubernetes.io/pod-deletion-cost': '-10' };
    world.client.update('Pod', { ...cheap, metadata: { ...cheap.metadata, annotations } });
    scale(world, 2);
    expect(names(world)).not.toContain(cheap.metadata.name);
    expect(world.events('web')).toContain(`SuccessfulDelete: Deleted pod: ${cheap.metadata.name}`);
  });

  it('adopts a matching orphan and releases a pod that no longer matches', () => {
    const world = simulatedCluster();
    world.apply(pod('stray', { labels: { app: 'web' } }), replicaSet('web', { replicas: 2 }));
    expect(names(world)).toContain('stray');
    expect(names(world)).toHaveLength(2);
    const stray = world.client.find('Pod', 'stray', 'default');
    if (!stray) throw new Error('no pod');
    expect(stray.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'ReplicaSet', name: 'web', controller: true });
    world.client.update('Pod', { ...stray, metadata: { ...stray.metadata, labels: { app: 'debug' } } });
    world.manager.runDue();
    expect(world.client.find('Pod', 'stray', 'default')?.metadata.ownerReferences ?? []).toEqual([]);
    expect(names(world)).toHaveLength(3);
  });

  it('counts a pod as available only after minReadySeconds', () => {
    const world = simulatedCluster();
    world.apply(replicaSet('web', { more: { minReadySeconds: 20 } }));
    world.pass(10);
    const status = () => world.client.find('ReplicaSet', 'web', 'default')?.status;
    expect(status()).toMatchObject({ readyReplicas: 1 });
    expect(status()?.availableReplicas).toBeUndefined();
    world.pass(20);
    expect(status()).toMatchObject({ availableReplicas: 1 });
  });
});
