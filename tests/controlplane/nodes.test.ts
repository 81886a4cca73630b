import { describe, expect, it } from 'vitest';
import { startKubelet, stopKubelet } from '../../lib/world/controlplane/node-machine.ts';
import { deployment, pod, service } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

const NODE = 'ip-10-0-2-20.us-west-2.compute.internal';

function ready(world: SimulatedCluster): string | undefined {
  return world.client.find('Node', NODE)?.status.conditions?.find(({ type }) => type === 'Ready')?.status;
}

function taints(world: SimulatedCluster): string[] {
  return (world.client.find('Node', NODE)?.spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
}

describe('a node whose kubelet stops', () => {
  it('is Unknown and tainted after the grace period', () => {
    const world = simulatedCluster();
    stopKubelet(world.cluster, NODE);
    world.pass(44);
    expect(ready(world)).toBe('True');
    world.pass(17);
    expect(ready(world)).toBe('Unknown');
    const conditions = world.client.find('Node', NODE)?.status.conditions ?? [];
    for (const condition of conditions) {
      expect(condition).toMatchObject({
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
      });
    }
    expect(taints(world)).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    expect(world.events(NODE).at(-1)).toBe(`NodeNotReady: Node ${NODE} status is now: NodeNotReady`);
  });

  it('loses its pods from Services, then loses them to other nodes after 300 s', () => {
    const world = simulatedCluster();
    world.apply(service('web'), deployment('web', { replicas: 4 }));
    world.settle();
    const lost = world.pods().find(({ spec }) => spec.nodeName === NODE)?.metadata.name ?? '';
    const readyIn = () =>
      world.client
        .list('EndpointSlice', 'default')
        .filter(({ metadata }) => metadata.name.startsWith('web-'))
        .flatMap(({ endpoints }) => (endpoints ?? []).filter(({ conditions }) => conditions?.ready)).length;
    stopKubelet(world.cluster, NODE);
    world.pass(61);
    expect(readyIn()).toBe(3);
    expect(world.events(lost)).toContain('NodeNotReady: Node is not ready');
    world.pass(290);
    expect(world.client.find('Pod', lost, 'default')?.metadata.deletionTimestamp).toBeUndefined();
    world.pass(30);
    expect(world.events(lost)).toContain(`TaintManagerEviction: Marking for deletion Pod default/${lost}`);
    expect(readyIn()).toBe(4);
    expect(world.client.find('Pod', lost, 'default')?.metadata.deletionTimestamp).toBeDefined();
    startKubelet(world.cluster, NODE);
    world.pass(60);
    expect(world.client.find('Pod', lost, 'default')).toBeUndefined();
    expect(ready(world)).toBe('True');
    expect(taints(world)).toEqual([]);
  });

  it('does nothing for pods in the meantime', () => {
    const world = simulatedCluster();
    stopKubelet(world.cluster, NODE);
    world.apply(pod('web', { spec: { nodeName: NODE } }));
    world.pass(30);
    expect(world.client.find('Pod', 'web', 'default')?.status.phase).toBe('Pending');
    startKubelet(world.cluster, NODE);
    world.pass(30);
    expect(world.client.find('Pod', 'web', 'default')?.status.phase).toBe('Running');
  });
});

it('a NoExecute taint evicts at once who does not bear it', () => {
  const world = simulatedCluster();
  world.apply(
    pod('web', { spec: { nodeName: NODE } }),
    pod('tough', { spec: { nodeName: NODE, tolerations: [{ key: 'fire', operator: 'Exists' }] } }),
  );
  world.settle();
  const node = world.client.find('Node', NODE);
  if (!node) throw new Error('no node');
  world.client.update('Node', {
    ...node,
    spec: { ...node.spec, taints: [{ key: 'fire', effect: 'NoExecute', timeAdded: world.nowMs() }] },
  });
  world.settle();
  expect(world.pods().map(({ metadata }) => metadata.name)).toEqual(['tough']);
});

it('pods of a node that is deleted go after a quarantine, and come again elsewhere', () => {
  const world = simulatedCluster();
  world.apply(deployment('web', { replicas: 4 }));
  world.settle();
  world.client.delete('Node', NODE);
  world.pass(30);
  expect(world.pods().some(({ spec }) => spec.nodeName === NODE)).toBe(true);
  world.pass(30);
  expect(world.pods().some(({ spec }) => spec.nodeName === NODE)).toBe(false);
  expect(world.pods().filter(({ status }) => status.phase === 'Running')).toHaveLength(4);
});
