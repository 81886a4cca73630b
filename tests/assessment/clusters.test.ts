import { describe, expect, it } from 'vitest';
import { buildScenario } from '../../lib/assessment/labs/scenario.ts';
import { resolveVariant } from '../../lib/assessment/labs/variant.ts';
import { runScript } from '../../lib/terminal/script.ts';
import { World } from '../../lib/world/world.ts';

const LAB = `id: 2a7c1f60-3b7d-4c0e-9f57-0d6a1c2b3e4f
title: Two clusters
topic: clusterip
level: senior
minutes: 10
status: draft
objectives: [One]
tasks:
  - id: one
    title: One
    points: 100
    topics: { clusterip: 1 }
    needs: []
    concepts: [a]
    checks:
      - uses: object
        with: { kind: Namespace, name: shop, that: 'object.metadata.name == "shop"' }
perturbations:
  - { uses: reschedule, namespace: default }
  - { uses: reschedule, namespace: default }
`;

const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: web, image: 'nginx:1.27' }] }
`;

function twoClusters(): World {
  const folder = {
    'lab.yaml': LAB,
    'brief.md': '',
    'hints.md': '',
    'explain.md': '',
    'scenario/world.yaml': 'nodes: 2\nclusters: [{ name: west, nodes: 1, zones: 1 }]\n',
    'scenario/cluster.yaml': deployment('shop'),
    'scenario/west.yaml': deployment('shop'),
  };
  return buildScenario(resolveVariant('clusterip/two', folder, 3));
}

const run = async (world: World, script: string) =>
  (await runScript(world, script, { files: {}, labTools: [] })).transcript;

describe('two clusters of one world', () => {
  const start = twoClusters();

  it('are two contexts of one kubeconfig', async () => {
    expect(await run(start.fork(), 'kubectl config get-contexts -o name; kubectl config current-context')).toBe(
      'main\nwest\nmain\n',
    );
  });

  it('have nodes, pods, uids and addresses of their own', async () => {
    const world = start.fork();
    const nodes = await run(world, 'kubectl get nodes -o name --context west; kubectl get nodes -o name');
    expect(nodes.split('\n').filter(Boolean)).toEqual([
      'node/ip-10-1-1-20.us-west-2.compute.internal',
      'node/ip-10-0-1-20.us-west-2.compute.internal',
      'node/ip-10-0-2-20.us-west-2.compute.internal',
    ]);
    const pods = ['main', 'west'].map((name) => world.client(name).list('Pod', 'default'));
    expect(pods.map((list) => list.map(({ status }) => status.phase))).toEqual([
      ['Running', 'Running'],
      ['Running', 'Running'],
    ]);
    const identities = pods.flat().flatMap(({ metadata, status }) => [metadata.uid, metadata.name, status.podIP]);
    expect(new Set(identities).size).toBe(identities.length);
  });

  it('share one clock: a roll-out in one takes its time while the other stands', async () => {
    const world = start.fork();
    const text = await run(
      world,
      'kubectl --context west scale deployment shop --replicas=4; kubectl --context west rollout status deployment shop; kubectl config use-context west; kubectl get deployment shop --no-headers',
    );
    expect(text).toContain('deployment "shop" successfully rolled out\nSwitched to context "west".\nshop   4/4');
    expect(world.client('main').find('Deployment', 'shop', 'default')?.status.replicas).toBe(2);
    expect(world.nowMs()).toBeGreaterThan(500);
    expect(world.nowMs()).toBeLessThan(60_000);
  });

  it('come back from a snapshot', () => {
    const world = World.restore(start.snapshot());
    expect(world.clusterNames()).toEqual(['main', 'west']);
    expect(world.hash()).toBe(start.hash());
  });
});
