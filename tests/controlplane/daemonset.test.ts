import { describe, expect, it } from 'vitest';
import type { DaemonSet } from '../../lib/world/controlplane/objects.ts';
import { daemonSet } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

function getSet(world: SimulatedCluster): DaemonSet {
  const set = world.client.find('DaemonSet', 'agent', 'default');
  if (!set) throw new Error('no daemon set');
  return set;
}

function setImage(world: SimulatedCluster, image: string): void {
  const set = getSet(world);
  const [container] = set.spec.template.spec?.containers ?? [];
  if (!container) throw new Error('no container');
  const template = { ...set.spec.template, spec: { ...set.spec.template.spec, containers: [{ ...container, image }] } };
  world.client.update('DaemonSet', { ...set, spec: { ...set.spec, template } });
  world.manager.runDue();
}

const nodes = (world: SimulatedCluster) => world.pods().map(({ spec }) => spec.nodeName);

describe('a daemon set', () => {
  it('has one pod on each node, pinned there', () => {
    const world = simulatedCluster();
    world.apply(daemonSet('agent'));
    world.settle();
    expect(new Set(nodes(world)).size).toBe(4);
    expect(getSet(world).status).toMatchObject({
      desiredNumberScheduled: 4,
      currentNumberScheduled: 4,
      numberReady: 4,
      updatedNumberScheduled: 4,
      numberAvailable: 4,
      numberMisscheduled: 0,
    });
    const [first] = world.pods();
    expect(
      first?.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms,
    ).toEqual([{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [first?.spec.nodeName] }] }]);
    // https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations
    expect(first?.spec.tolerations?.map(({ key }) => key)).toEqual([
      'node.kubernetes.io/not-ready',
      'node.kubernetes.io/unreachable',
      'node.kubernetes.io/disk-pressure',
      'node.kubernetes.io/memory-pressure',
      'node.kubernetes.io/pid-pressure',
      'node.kubernetes.io/unschedulable',
    ]);
  });

  it('follows its node selector as nodes change', () => {
    const world = simulatedCluster();
    world.apply(daemonSet('agent', { spec: { nodeSelector: { disk: 'ssd' } } }));
    expect(world.pods()).toHaveLength(0);
    const node = world.client.list('Node')[2];
    if (!node) throw new Error('no node');
    const labelled = world.client.update('Node', {
      ...node,
      metadata: { ...node.metadata, labels: { ...node.metadata.labels, disk: 'ssd' } },
    });
    world.settle();
    expect(nodes(world)).toEqual([node.metadata.name]);
    world.client.update('Node', {
      ...labelled,
      metadata: { ...labelled.metadata, labels: node.metadata.labels ?? {} },
    });
    world.settle();
    expect(world.pods()).toHaveLength(0);
  });

  it('runs on cordoned nodes', () => {
    const world = simulatedCluster();
    const node = world.client.list('Node')[0];
    if (!node) throw new Error('no node');
    world.client.update('Node', { ...node, spec: { ...node.spec, unschedulable: true } });
    world.apply(daemonSet('agent'));
    world.settle();
    expect(getSet(world).status.numberReady).toBe(4);
  });

  it('rolls out one node after the other', () => {
    const world = simulatedCluster();
    world.apply(daemonSet('agent'));
    world.settle();
    setImage(world, 'nginx:1.28');
    let fewest = 4;
    for (let tick = 0; tick < 400; tick++) {
      world.pass(0.1);
      fewest = Math.min(fewest, getSet(world).status.numberAvailable ?? 0);
    }
    expect(fewest).toBe(3);
    expect(world.pods().map(({ spec }) => spec.containers[0]?.image)).toEqual(Array(4).fill('nginx:1.28'));
    const revisions = world.client.list('ControllerRevision', 'default');
    expect(revisions.map(({ revision }) => revision).toSorted()).toEqual([1, 2]);
  });

  it('with a surge never has a node without', () => {
    const world = simulatedCluster();
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    world.apply(daemonSet('agent', { more: { updateStrategy } }));
    world.settle();
    setImage(world, 'nginx:1.28');
    let [fewest, most] = [4, 0];
    for (let tick = 0; tick < 400; tick++) {
      world.pass(0.1);
      const serving = world
        .pods()
        .filter(({ status, metadata }) => metadata.deletionTimestamp === undefined && status.phase === 'Running');
      fewest = Math.min(fewest, new Set(serving.map(({ spec }) => spec.nodeName)).size);
      most = Math.max(most, world.pods().filter(({ metadata }) => metadata.deletionTimestamp === undefined).length);
    }
    expect([fewest, most]).toEqual([4, 5]);
    expect(world.pods().map(({ spec }) => spec.containers[0]?.image)).toEqual(Array(4).fill('nginx:1.28'));
  });

  it('waits for people when the strategy is OnDelete', () => {
    const world = simulatedCluster();
    world.apply(daemonSet('agent', { more: { updateStrategy: { type: 'OnDelete' } } }));
    world.settle();
    setImage(world, 'nginx:1.28');
    world.settle();
    expect(getSet(world).status.updatedNumberScheduled).toBeUndefined();
    const [first] = world.pods();
    world.client.delete('Pod', first?.metadata.name ?? '', 'default');
    world.settle();
    expect(getSet(world).status.updatedNumberScheduled).toBe(1);
  });
});
