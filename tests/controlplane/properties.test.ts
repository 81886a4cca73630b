import { describe, expect, it } from 'vitest';
import { listKinds } from '../../lib/world/api/kinds.ts';
import { CONTROLLERS } from '../../lib/world/controlplane/lineup.ts';
import { canonicalJson } from '../../lib/world/world.ts';
import { daemonSet, deployment, job, pod, service, shell, statefulSet } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

const MANIFESTS = [
  service('web'),
  deployment('web', { replicas: 3 }),
  service('db', { clusterIP: 'None' }),
  statefulSet('db', { replicas: 2 }),
  daemonSet('agent'),
  job('task', {}, shell('exit 0')),
  pod('crash', shell('exit 1')),
  pod('lost', { spec: { nodeSelector: { disk: 'ssd' } } }),
];

function everything({ cluster }: SimulatedCluster): string {
  return canonicalJson(cluster.state.tableNames().map((name) => [name, cluster.state.table(name).entries()]));
}

/** What a person would call the state of the workloads: no uids, versions, addresses or times. */
function workloads({ client }: SimulatedCluster): unknown {
  return {
    pods: client
      .list('Pod', 'default')
      .map(({ metadata, spec, status }) => [metadata.labels, spec.containers[0]?.image, status.phase])
      .map(canonicalJson)
      .sort(),
    sets: client.list('ReplicaSet', 'default').map(({ metadata, status }) => [metadata.name, status.readyReplicas]),
    slices: client
      .list('EndpointSlice', 'default')
      .map(({ metadata, endpoints }) => [metadata.labels, endpoints?.length])
      .map(canonicalJson)
      .sort(),
    daemons: client.list('DaemonSet', 'default').map(({ status }) => status.numberReady),
    stateful: client.list('StatefulSet', 'default').map(({ status }) => status.readyReplicas),
  };
}

describe('the controllers together', () => {
  it('watch only kinds that exist, under names of their own', () => {
    const kinds = new Set<string>(listKinds().map(({ kind }) => kind));
    for (const { watches } of CONTROLLERS) for (const kind of Object.keys(watches)) expect(kinds).toContain(kind);
    expect(new Set(CONTROLLERS.map(({ name }) => name)).size).toBe(CONTROLLERS.length);
  });

  it('change nothing when a settled cluster is settled again', () => {
    const world = simulatedCluster();
    world.apply(...MANIFESTS);
    world.settle();
    const before = everything(world);
    world.settle();
    expect(everything(world) === before).toBe(true);
  });

  it('change nothing when every key is reconciled again', () => {
    const world = simulatedCluster();
    world.apply(...MANIFESTS.slice(0, 6));
    world.settle();
    const before = everything(world);
    for (const kind of listKinds()) {
      if (kind.kind === 'ConfigMap' || kind.kind === 'Secret') continue; // these rouse probes, as they should
      for (const object of world.client.list(kind.kind)) {
        world.manager.onChange({ kind: kind.kind, object, previous: undefined } as Parameters<
          typeof world.manager.onChange
        >[0]);
      }
    }
    world.manager.runDue();
    const clock = /"changed",-?\d+/;
    expect(everything(world).replace(clock, '') === before.replace(clock, '')).toBe(true);
  });

  it('come to the same workloads in whatever order manifests arrive', () => {
    const one = simulatedCluster();
    one.apply(...MANIFESTS);
    one.settle();
    const other = simulatedCluster();
    for (const manifest of MANIFESTS.toReversed()) {
      other.apply(manifest);
      other.pass(3);
    }
    other.settle();
    expect(workloads(other)).toEqual(workloads(one));
  });

  it('give the same bytes for the same seed, and go on alike after a fork', () => {
    const [one, other] = [simulatedCluster(), simulatedCluster()];
    for (const world of [one, other]) world.apply(...MANIFESTS);
    one.pass(2);
    other.pass(2);
    const fork = other.fork();
    one.settle();
    fork.settle();
    expect(everything(fork) === everything(one)).toBe(true);
  });

  it('leave the original of a fork alone', () => {
    const world = simulatedCluster();
    world.apply(...MANIFESTS);
    const before = everything(world);
    const fork = world.fork();
    fork.settle();
    fork.client.delete('Deployment', 'web', 'default');
    fork.settle();
    expect(everything(world) === before).toBe(true);
  });

  it('settle a crash loop', () => {
    const world = simulatedCluster();
    world.apply(pod('crash', shell('exit 1')));
    expect(world.settle(900_000)).toBe('Settled');
  });

  it('rest with at most ten timers at twenty pods', () => {
    const world = simulatedCluster();
    const probe = { httpGet: { path: '/', port: 80 } };
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      world.apply(
        service(name),
        deployment(name, { replicas: 4, container: { readinessProbe: probe, livenessProbe: probe } }),
      );
    }
    world.settle();
    expect(world.pods()).toHaveLength(20);
    expect(world.cluster.state.table('timers').size).toBeLessThanOrEqual(10);
  });
});
