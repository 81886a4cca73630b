import { describe, expect, it } from 'vitest';
import { deployment, pod } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

const NODE = (n: number) => `ip-10-0-${n}-20.us-west-2.compute.internal`;

function taint(world: SimulatedCluster, n: number, key: string, effect = 'NoSchedule'): void {
  const node = world.client.find('Node', NODE(n));
  if (!node) throw new Error('no node');
  world.client.update('Node', {
    ...node,
    spec: { ...node.spec, taints: [...(node.spec.taints ?? []), { key, effect }] },
  });
  world.manager.runDue();
}

function nodesOf(world: SimulatedCluster): (string | undefined)[] {
  return world.pods().map(({ spec }) => spec.nodeName);
}

/** The sentences of 1.35: kubernetes/kubernetes PR 134740 (taints), `no new claims to deallocate` of the DRA plugin. */
describe('FailedScheduling', () => {
  it('counts the reasons and what preemption came to', () => {
    const world = simulatedCluster();
    taint(world, 1, 'dedicated');
    world.apply(pod('big', { container: { resources: { requests: { cpu: '1900m' } } } }));
    expect(world.events('big')).toEqual([
      'FailedScheduling: 0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. no new claims to deallocate, preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.',
    ]);
    const condition = world.pods()[0]?.status.conditions?.[0];
    expect(condition).toMatchObject({ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' });
  });

  it('says that more than a whole node cannot be had by preemption', () => {
    const world = simulatedCluster();
    world.apply(pod('huge', { container: { resources: { requests: { memory: '64Gi' } } } }));
    expect(world.events('huge')[0]).toContain(
      '4 Insufficient memory. no new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.',
    );
  });

  it.each([
    ['nodeSelector', { nodeSelector: { disk: 'ssd' } }, "4 node(s) didn't match Pod's node affinity/selector"],
    [
      'node affinity',
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['us-west-2f'] }] },
              ],
            },
          },
        },
      },
      "4 node(s) didn't match Pod's node affinity/selector",
    ],
  ])('names a %s that no node has', (_, spec, reason) => {
    const world = simulatedCluster();
    world.apply(pod('lost', { spec }));
    expect(world.events('lost')[0]).toContain(reason);
  });

  it('names taken host ports', () => {
    const world = simulatedCluster();
    const container = { ports: [{ containerPort: 80, hostPort: 8088 }] };
    for (let n = 0; n < 5; n++) world.apply(pod(`web-${n}`, { container }));
    expect(new Set(nodesOf(world).filter(Boolean)).size).toBe(4);
    expect(world.events('web-4')[0]).toContain("4 node(s) didn't have free ports for the requested pod ports");
  });

  it('names required pod anti-affinity', () => {
    const world = simulatedCluster();
    const term = { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' };
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    world.apply(deployment('web', { replicas: 5, spec: { affinity } }));
    const pending = world.pods().filter(({ spec }) => !spec.nodeName);
    expect(pending).toHaveLength(1);
    expect(world.events(pending[0]?.metadata.name ?? '')[0]).toContain(
      "4 node(s) didn't match pod anti-affinity rules",
    );
  });
});

describe('placement', () => {
  it('spreads the pods of a deployment over the nodes', () => {
    const world = simulatedCluster();
    world.apply(deployment('web', { replicas: 4 }));
    expect(new Set(nodesOf(world)).size).toBe(4);
  });

  it('puts two pods into two zones', () => {
    const world = simulatedCluster();
    world.apply(deployment('web', { replicas: 2 }));
    const zones = nodesOf(world).map(
      (name) => world.client.find('Node', name ?? '')?.metadata.labels?.['topology.kubernetes.io/zone'],
    );
    expect(new Set(zones).size).toBe(2);
  });

  it('takes a tainted node for a pod that tolerates it', () => {
    const world = simulatedCluster();
    for (const n of [1, 2, 3]) taint(world, n, 'dedicated');
    taint(world, 4, 'other');
    world.apply(pod('web', { spec: { tolerations: [{ key: 'other', operator: 'Exists' }] } }));
    expect(nodesOf(world)).toEqual([NODE(4)]);
  });

  it('tries again when a node changes', () => {
    const world = simulatedCluster();
    world.apply(pod('web', { spec: { nodeSelector: { disk: 'ssd' } } }));
    const node = world.client.find('Node', NODE(2));
    if (!node) throw new Error('no node');
    world.client.update('Node', {
      ...node,
      metadata: { ...node.metadata, labels: { ...node.metadata.labels, disk: 'ssd' } },
    });
    world.manager.runDue();
    expect(nodesOf(world)).toEqual([NODE(2)]);
  });

  it('waits for scheduling gates', () => {
    const world = simulatedCluster();
    world.apply(pod('web', { spec: { schedulingGates: [{ name: 'example.com/quota' }] } }));
    const [gated] = world.pods();
    if (!gated) throw new Error('no pod');
    expect(gated.spec.nodeName).toBeUndefined();
    expect(gated.status.conditions).toMatchObject([
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'SchedulingGated',
        message: 'Scheduling is blocked due to non-empty scheduling gates',
      },
    ]);
  });

  it('leaves cordoned nodes out', () => {
    const world = simulatedCluster();
    for (const n of [1, 2, 3, 4]) {
      const node = world.client.find('Node', NODE(n));
      if (node) world.client.update('Node', { ...node, spec: { ...node.spec, unschedulable: true } });
    }
    world.manager.runDue();
    expect(world.client.find('Node', NODE(1))?.spec.taints).toMatchObject([
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
    ]);
    world.apply(pod('web'));
    expect(world.events('web')[0]).toContain('4 node(s) were unschedulable');
  });
});
