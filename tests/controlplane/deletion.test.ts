import { describe, expect, it } from 'vitest';
import { deployment, service } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

function saidOf({ client }: SimulatedCluster, name: string): Record<string, string | undefined> {
  const { conditions = [] } = client.find('Namespace', name)?.status ?? {};
  return Object.fromEntries(conditions.map(({ type, message }) => [type, message]));
}

function remaining(world: SimulatedCluster): Record<string, number> {
  return {
    deployments: world.client.list('Deployment', 'default').length,
    sets: world.client.list('ReplicaSet', 'default').length,
    pods: world.pods().length,
  };
}

/** https://kubernetes.io/docs/concepts/architecture/garbage-collection/#cascading-deletion */
describe('deleting an owner', () => {
  function deployed(): SimulatedCluster {
    const world = simulatedCluster();
    world.apply(deployment('web', { replicas: 2 }), service('web'));
    world.settle();
    return world;
  }

  it('in the background takes the owner at once and the rest after it', () => {
    const world = deployed();
    world.client.delete('Deployment', 'web', 'default', { propagation: 'Background' });
    expect(remaining(world)).toEqual({ deployments: 0, sets: 1, pods: 2 });
    world.settle();
    expect(remaining(world)).toEqual({ deployments: 0, sets: 0, pods: 0 });
  });

  it('in the foreground lets the owner go last', () => {
    const world = deployed();
    world.client.delete('Deployment', 'web', 'default', { propagation: 'Foreground' });
    world.manager.runDue();
    expect(remaining(world)).toEqual({ deployments: 1, sets: 1, pods: 2 });
    expect(world.pods().every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true);
    world.settle();
    expect(remaining(world)).toEqual({ deployments: 0, sets: 0, pods: 0 });
  });

  it('as an orphan leaves the rest, which a namesake adopts', () => {
    const world = deployed();
    const pods = world.pods().map(({ metadata }) => metadata.name);
    world.client.delete('Deployment', 'web', 'default', { propagation: 'Orphan' });
    world.settle();
    expect(remaining(world)).toEqual({ deployments: 0, sets: 1, pods: 2 });
    expect(world.client.list('ReplicaSet', 'default')[0]?.metadata.ownerReferences ?? []).toEqual([]);
    world.apply(deployment('web', { replicas: 2 }));
    world.settle();
    expect(remaining(world)).toEqual({ deployments: 1, sets: 1, pods: 2 });
    expect(world.pods().map(({ metadata }) => metadata.name)).toEqual(pods);
  });

  it('takes slices and Endpoints with their Service', () => {
    const world = deployed();
    world.client.delete('Service', 'web', 'default');
    world.settle();
    expect(world.client.list('EndpointSlice', 'default').map(({ metadata }) => metadata.name)).toEqual(['kubernetes']);
    expect(world.client.list('Endpoints', 'default').map(({ metadata }) => metadata.name)).toEqual(['kubernetes']);
  });
});

describe('an object whose owner is not there', () => {
  it('goes when the uid is another’s', () => {
    const world = simulatedCluster();
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'kube-root-ca.crt', uid: 'nobody' }];
    world.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'left', ownerReferences } });
    world.settle();
    expect(world.client.find('Secret', 'left', 'default')).toBeUndefined();
  });
});

describe('a namespace', () => {
  it('begins with an account and the cluster’s certificate', () => {
    const world = simulatedCluster();
    world.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    expect(world.client.find('ServiceAccount', 'default', 'shop')).toBeDefined();
    expect(world.client.find('ConfigMap', 'kube-root-ca.crt', 'shop')?.data?.['ca.crt']).toContain('BEGIN CERTIFICATE');
  });

  it('stays Terminating until its pods are gone, and takes everything with it', () => {
    const world = simulatedCluster();
    world.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    const inShop = (manifest: object) => ({
      ...manifest,
      metadata: { ...(manifest as { metadata: object }).metadata, namespace: 'shop' },
    });
    world.apply(
      inShop(deployment('web', { replicas: 2, container: { lifecycle: { preStop: { sleep: { seconds: 5 } } } } })),
      inShop(service('web')),
    );
    world.settle();
    world.client.delete('Namespace', 'shop');
    world.pass(2);
    expect(world.client.find('Namespace', 'shop')?.status.phase).toBe('Terminating');
    expect(world.pods('shop')).toHaveLength(2);
    expect(world.client.list('Service', 'shop')).toHaveLength(1);
    expect(saidOf(world, 'shop')).toMatchObject({
      NamespaceDeletionContentFailure: 'All content successfully deleted, may be waiting on finalization',
      NamespaceContentRemaining: 'Some resources are remaining: pods. has 2 resource instances',
      NamespaceFinalizersRemaining: 'All content-preserving finalizers finished',
    });
    world.pass(10);
    expect(world.client.find('Namespace', 'shop')).toBeUndefined();
    expect(world.pods('shop')).toHaveLength(0);
    expect(world.client.list('Service', 'shop')).toHaveLength(0);
    expect(world.client.list('ServiceAccount', 'shop')).toHaveLength(0);
  });

  /** Seen so of real clusters; https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/namespace/deletion/status_condition_utils.go */
  it('says which finalizers it waits for', () => {
    const world = simulatedCluster();
    world.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    const held = { name: 'held', namespace: 'shop', finalizers: ['example.com/hold'] };
    world.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: held });
    world.settle();
    world.client.delete('Namespace', 'shop');
    world.pass(2);
    expect(saidOf(world, 'shop')).toEqual({
      NamespaceDeletionDiscoveryFailure: 'All resources successfully discovered',
      NamespaceDeletionGroupVersionParsingFailure: 'All legacy kube types successfully parsed',
      NamespaceDeletionContentFailure: 'All content successfully deleted, may be waiting on finalization',
      NamespaceContentRemaining: 'Some resources are remaining: configmaps. has 1 resource instances',
      NamespaceFinalizersRemaining:
        'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    });
  });
});
