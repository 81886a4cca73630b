import { describe, expect, it } from 'vitest';
import type { EndpointSlice, Service } from '../../lib/world/controlplane/objects.ts';
import { deployment, pod, service, statefulSet } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

function slices(world: SimulatedCluster, name = 'web'): readonly EndpointSlice[] {
  return world.client
    .list('EndpointSlice', 'default')
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name);
}

function conditions(world: SimulatedCluster): unknown[] {
  return slices(world).flatMap(({ endpoints }) => (endpoints ?? []).map((endpoint) => endpoint.conditions));
}

const READY = { ready: true, serving: true, terminating: false };
const WAITING = { ready: false, serving: false, terminating: false };
const LEAVING = { ready: false, serving: true, terminating: true };

function withoutDistribution(world: SimulatedCluster): Service {
  const service = world.client.find('Service', 'web', 'default') as Service;
  const { trafficDistribution: _, ...spec } = service.spec;
  return { ...service, spec };
}

describe('endpoint slices', () => {
  it('say of each pod its node, zone and condition', () => {
    const world = simulatedCluster();
    world.apply(service('web'), deployment('web', { replicas: 2 }));
    world.settle();
    const [slice] = slices(world);
    expect(slice?.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(slice?.metadata.labels).toEqual({
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      'kubernetes.io/service-name': 'web',
    });
    expect(slice?.metadata.ownerReferences?.[0]).toMatchObject({
      kind: 'Service',
      name: 'web',
      controller: true,
      blockOwnerDeletion: true,
    });
    expect(slice?.ports).toEqual([{ name: '', port: 80, protocol: 'TCP' }]);
    for (const found of world.pods()) {
      const node = world.client.find('Node', found.spec.nodeName ?? '');
      expect(slice?.endpoints).toContainEqual({
        addresses: [found.status.podIP],
        conditions: READY,
        nodeName: found.spec.nodeName,
        zone: node?.metadata.labels?.['topology.kubernetes.io/zone'],
        targetRef: { kind: 'Pod', namespace: 'default', name: found.metadata.name, uid: found.metadata.uid },
      });
    }
  });

  // Sources: KEP-3015, KEP-4444, endpointslice/trafficdist.
  it.each([
    ['PreferClose', (zone: string) => ({ forZones: [{ name: zone }] })],
    ['PreferSameZone', (zone: string) => ({ forZones: [{ name: zone }] })],
    ['PreferSameNode', (zone: string, node: string) => ({ forZones: [{ name: zone }], forNodes: [{ name: node }] })],
  ])('say for whom each ready one is meant: %s', (trafficDistribution, hints) => {
    const world = simulatedCluster();
    world.apply(service('web', { trafficDistribution }), deployment('web', { replicas: 3 }));
    world.settle();
    const endpoints = slices(world).flatMap((slice) => slice.endpoints ?? []);
    expect(endpoints).toHaveLength(3);
    for (const { zone, nodeName, hints: found } of endpoints) expect(found).toEqual(hints(zone ?? '', nodeName ?? ''));
    world.client.update('Service', withoutDistribution(world));
    world.settle();
    expect(slices(world).flatMap((slice) => (slice.endpoints ?? []).map((endpoint) => endpoint.hints))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('follow readiness and termination', () => {
    const world = simulatedCluster();
    const readinessProbe = { httpGet: { path: '/missing', port: 80 }, periodSeconds: 5 };
    world.apply(service('web'), pod('web', { container: { readinessProbe } }));
    world.pass(10);
    expect(conditions(world)).toEqual([WAITING]);
    world.apply(
      pod('good', { labels: { app: 'web' }, container: { lifecycle: { preStop: { sleep: { seconds: 5 } } } } }),
    );
    world.pass(5);
    world.client.delete('Pod', 'good', 'default');
    world.manager.runDue();
    expect(conditions(world)).toEqual([WAITING, LEAVING]);
    world.pass(6);
    expect(conditions(world)).toEqual([WAITING]);
  });

  it('call every pod ready when the Service publishes all', () => {
    const world = simulatedCluster();
    const readinessProbe = { httpGet: { path: '/missing', port: 80 } };
    world.apply(service('web', { publishNotReadyAddresses: true }), pod('web', { container: { readinessProbe } }));
    world.pass(10);
    expect(conditions(world)).toEqual([{ ready: true, serving: false, terminating: false }]);
  });

  it('keep one slice without endpoints for a selector that finds nothing', () => {
    const world = simulatedCluster();
    world.apply(service('web'));
    expect(slices(world).map(({ endpoints, ports }) => [endpoints ?? [], ports ?? []])).toEqual([[[], []]]);
    world.apply(pod('web'));
    world.settle();
    expect(slices(world)).toHaveLength(1);
    expect(conditions(world)).toEqual([READY]);
    world.client.delete('Pod', 'web', 'default');
    world.settle();
    expect(slices(world).map(({ endpoints, ports }) => [endpoints ?? [], ports ?? []])).toEqual([[[], []]]);
  });

  it('are one for each set of ports that a named port comes to', () => {
    const world = simulatedCluster();
    const named = (containerPort: number) => ({
      container: { ports: [{ name: 'http', containerPort }] },
      labels: { app: 'web' },
    });
    world.apply(
      service('web', { ports: [{ port: 80, targetPort: 'http' }] }),
      pod('old', named(8080)),
      pod('new', named(9090)),
    );
    world.settle();
    expect(
      slices(world)
        .map(({ ports }) => ports?.[0]?.port)
        .toSorted(),
    ).toEqual([8080, 9090]);
    world.apply(pod('none', { labels: { app: 'web' } }));
    world.settle();
    const portless = slices(world).find(({ ports }) => (ports ?? []).length === 0);
    expect(portless?.endpoints?.[0]?.targetRef?.name).toBe('none');
  });

  it('hold at most 100 endpoints each', () => {
    const world = simulatedCluster();
    const host = {
      spec: { hostNetwork: true, nodeName: 'ip-10-0-1-20.us-west-2.compute.internal' },
      labels: { app: 'web' },
    };
    world.apply(service('web'));
    for (let n = 0; n < 130; n++) world.apply(pod(`web-${n}`, host));
    world.settle();
    const sizes = slices(world).map(({ endpoints }) => endpoints?.length ?? 0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(130);
    expect(Math.max(...sizes)).toBe(100);
    expect(sizes).toHaveLength(2);
  });

  it('name the hosts of a headless Service', () => {
    const world = simulatedCluster();
    world.apply(service('db', { clusterIP: 'None' }), statefulSet('db', { replicas: 2 }));
    world.settle();
    const [slice] = slices(world, 'db');
    expect(slice?.metadata.labels?.['service.kubernetes.io/headless']).toBe('');
    expect(slice?.endpoints?.map(({ hostname }) => hostname).toSorted()).toEqual(['db-0', 'db-1']);
  });

  it('are left alone without a selector, and for ExternalName', () => {
    const world = simulatedCluster();
    world.apply(service('web', { selector: undefined }));
    world.apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'pay' },
      spec: { type: 'ExternalName', externalName: 'pay.example.com' },
    });
    expect([...slices(world), ...slices(world, 'pay')]).toEqual([]);
  });

  it('carry the labels of their Service', () => {
    const world = simulatedCluster();
    world.apply(service('web'));
    const web = world.client.find('Service', 'web', 'default');
    if (!web) throw new Error('no service');
    world.client.update('Service', { ...web, metadata: { ...web.metadata, labels: { team: 'cart' } } });
    world.manager.runDue();
    expect(slices(world)[0]?.metadata.labels?.team).toBe('cart');
  });
});

describe('Endpoints', () => {
  const subsets = (world: SimulatedCluster) => world.client.find('Endpoints', 'web', 'default')?.subsets;

  it('list ready and unready addresses under their ports', () => {
    const world = simulatedCluster();
    const readinessProbe = { httpGet: { path: '/missing', port: 80 } };
    world.apply(
      service('web'),
      pod('good', { labels: { app: 'web' } }),
      pod('bad', { labels: { app: 'web' }, container: { readinessProbe } }),
    );
    world.pass(20);
    const address = (name: string) => world.client.find('Pod', name, 'default')?.status.podIP;
    expect(subsets(world)).toHaveLength(1);
    expect(subsets(world)?.[0]?.addresses?.map(({ ip }) => ip)).toEqual([address('good')]);
    expect(subsets(world)?.[0]?.notReadyAddresses?.map(({ ip }) => ip)).toEqual([address('bad')]);
    expect(subsets(world)?.[0]?.ports).toEqual([{ port: 80, protocol: 'TCP' }]);
    expect(world.client.find('Endpoints', 'web', 'default')?.metadata.labels).toEqual({
      'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    });
  });

  it('have no subsets when nothing is selected', () => {
    const world = simulatedCluster();
    world.apply(service('web'));
    expect(world.client.find('Endpoints', 'web', 'default')).toBeDefined();
    expect(subsets(world) ?? []).toEqual([]);
  });
});
