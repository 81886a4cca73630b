import { describe, expect, it } from 'vitest';
import { bootstrapCluster } from '../../lib/world/controlplane/bootstrap.ts';
import { startKubelet, stopKubelet } from '../../lib/world/controlplane/node-machine.ts';
import { World } from '../../lib/world/world.ts';

const NODE = 'ip-10-0-2-20.us-west-2.compute.internal';
const EPOCH_MS = Date.UTC(2026, 10, 22, 20);

interface Read {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: {
    readonly conditions: readonly {
      readonly type: string;
      readonly status: string;
      readonly lastHeartbeatTime: string;
    }[];
  };
}

let template: World | undefined;

function freshWorld(): World {
  if (!template) {
    template = new World({ seed: 7, epochMs: EPOCH_MS });
    for (const manifest of bootstrapCluster()) template.create('main', manifest);
    template.settle(900_000);
  }
  return template.fork();
}

function read(world: World, path: string): Read {
  const answer = world.discover('main', { method: 'GET', path });
  return ('body' in answer ? answer.body : undefined) as Read;
}

const nodeLease = (world: World) =>
  read(world, `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${NODE}`);
const renewedMs = (lease: Read) => Date.parse(String(lease.spec.renewTime)) - EPOCH_MS;
const beatsOf = (world: World) =>
  read(world, `/api/v1/nodes/${NODE}`).status.conditions.map((each) => Date.parse(each.lastHeartbeatTime) - EPOCH_MS);

describe('the Lease of a node', () => {
  // https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/util/nodelease.go, component-helpers lease/controller.go
  it('belongs to the node, is held by its kubelet for 40 s and has no acquireTime', () => {
    const { metadata, spec } = nodeLease(freshWorld());
    expect(spec).toEqual({ holderIdentity: NODE, leaseDurationSeconds: 40, renewTime: expect.any(String) });
    const owner = { apiVersion: 'v1', kind: 'Node', name: NODE, uid: expect.any(String) };
    expect(metadata.ownerReferences).toEqual([owner]);
  });

  it('is renewed every 10 s without a write: hash and settling stand still', () => {
    const world = freshWorld();
    const first = renewedMs(nodeLease(world));
    expect(world.nowMs() - first).toBeLessThan(10_000);
    const tables = world.state.tableNames().filter((name) => name !== 'clock');
    const before = JSON.stringify(tables.map((name) => world.state.table(name).entries()));
    world.advance(60_000);
    expect(renewedMs(nodeLease(world)) - first).toBe(60_000);
    expect(JSON.stringify(tables.map((name) => world.state.table(name).entries()))).toBe(before);
  });

  it('stays at the last renewal of a kubelet that is stopped, and goes on when that is back', () => {
    const world = freshWorld();
    stopKubelet(world.cluster(), NODE);
    const last = renewedMs(nodeLease(world));
    const stoppedMs = world.nowMs();
    world.advance(600_000);
    expect(renewedMs(nodeLease(world))).toBe(last);
    expect(last).toBeLessThanOrEqual(stoppedMs);
    startKubelet(world.cluster(), NODE);
    expect(renewedMs(nodeLease(world))).toBe(world.nowMs());
  });

  it('comes back when it is deleted, and goes with its node', () => {
    const world = freshWorld();
    const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${NODE}`;
    const uid = nodeLease(world).metadata.uid;
    world.request('main', { method: 'DELETE', path });
    expect(nodeLease(world).metadata.uid).not.toBe(uid);
    world.request('main', { method: 'DELETE', path: `/api/v1/nodes/${NODE}` });
    expect(world.discover('main', { method: 'GET', path })).toMatchObject({ status: 404 });
  });
});

describe('the status of a node', () => {
  // nodeStatusReportFrequency: https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
  it('has heartbeats of the last five minutes, however old the node is', () => {
    const world = freshWorld();
    world.advance(9 * 86_400_000);
    for (const beat of beatsOf(world)) {
      expect(world.nowMs() - beat).toBeLessThan(300_000);
      expect(beat).toBeLessThanOrEqual(world.nowMs());
    }
    expect(new Set(beatsOf(world)).size).toBe(1);
  });

  it('of a stopped kubelet keeps its last heartbeat when the controller calls it Unknown', () => {
    const world = freshWorld();
    world.advance(1_000_000);
    const before = beatsOf(world);
    stopKubelet(world.cluster(), NODE);
    world.advance(900_000);
    const { conditions } = read(world, `/api/v1/nodes/${NODE}`).status;
    expect(conditions.every(({ status }) => status === 'Unknown')).toBe(true);
    expect(beatsOf(world)).toEqual(before);
  });

  it('is the same in a list', () => {
    const world = freshWorld();
    world.advance(86_400_000);
    const { items } = read(world, '/api/v1/nodes') as unknown as { items: Read[] };
    const listed = items.find(({ metadata }) => metadata.name === NODE)?.status.conditions;
    expect(listed).toEqual(read(world, `/api/v1/nodes/${NODE}`).status.conditions);
  });
});

describe('the Leases of the control plane', () => {
  // https://kubernetes.io/docs/concepts/architecture/leases/
  it('name the leaders (15 s) and the API servers (3600 s, labelled)', () => {
    const world = freshWorld();
    const { items } = read(world, '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases') as unknown as {
      items: Read[];
    };
    const [first, second, ...elected] = items;
    for (const server of [first, second]) {
      expect(server?.metadata.name).toMatch(/^apiserver-[a-z2-7]{26}$/);
      expect(server?.metadata.labels).toMatchObject({ 'apiserver.kubernetes.io/identity': 'kube-apiserver' });
      expect(server?.spec).toMatchObject({ leaseDurationSeconds: 3600 });
      expect(String(server?.spec.holderIdentity)).toContain(`${server?.metadata.name}_`);
    }
    expect(elected.map(({ metadata }) => metadata.name)).toEqual(['kube-controller-manager', 'kube-scheduler']);
    for (const { spec } of elected) {
      expect(spec).toMatchObject({ leaseDurationSeconds: 15, leaseTransitions: 0 });
      expect(world.nowMs() + EPOCH_MS - Date.parse(String(spec.renewTime))).toBeLessThan(2_000);
    }
  });
});
