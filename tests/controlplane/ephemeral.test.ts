/** What the kubelet does with containers that are added to debug a running pod. */
import { describe, expect, it } from 'vitest';
import { createApiServer } from '../../lib/world/apiserver/server.ts';
import type { Pod } from '../../lib/world/controlplane/objects.ts';
import { pod } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

const PATH = '/api/v1/namespaces/default/pods/web';

function ask(world: SimulatedCluster, path: string, body?: object) {
  const onChange = (change: Parameters<typeof world.manager.onChange>[0]) => world.manager.onChange(change);
  const headers = { 'content-type': 'application/strategic-merge-patch+json' };
  const [at = '', query = ''] = path.split('?');
  return createApiServer(world.cluster, { onChange }).handle({
    method: body ? 'PATCH' : 'GET',
    path: `${PATH}/${at}`,
    query: Object.fromEntries(new URLSearchParams(query)),
    ...(body ? { headers, body } : {}),
  });
}

/** A running pod with the debugger in it. */
function debugged(container: object): SimulatedCluster {
  const world = simulatedCluster();
  world.apply(pod('web'));
  world.settle();
  expect(ask(world, 'ephemeralcontainers', { spec: { ephemeralContainers: [container] } })).toMatchObject({
    status: 200,
  });
  world.settle();
  return world;
}

function getWeb(world: SimulatedCluster): Pod {
  const found = world.client.find('Pod', 'web', 'default');
  if (!found) throw new Error('no pod web');
  return found;
}

const SLEEPER = { name: 'debug', image: 'busybox:1.36', command: ['sleep', '3600'] };

describe('an ephemeral container', () => {
  // https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kuberuntime/kuberuntime_manager.go (SyncPod, step 5)
  it('is pulled, created and started beside the others, which go on', () => {
    const world = debugged(SLEEPER);
    const { status } = getWeb(world);
    expect(status.ephemeralContainerStatuses).toMatchObject([
      { name: 'debug', ready: false, restartCount: 0, state: { running: {} } },
    ]);
    expect(status.ephemeralContainerStatuses?.[0]).not.toHaveProperty('started');
    expect(status.containerStatuses).toMatchObject([{ ready: true, restartCount: 0 }]);
    const said = world.client
      .list('Event', 'default')
      .filter(({ involvedObject }) => involvedObject.fieldPath === 'spec.ephemeralContainers{debug}');
    expect(said.map(({ reason }) => reason).sort()).toEqual(['Created', 'Pulled', 'Pulling', 'Started']);
  });

  it('takes commands and has a log', () => {
    const world = debugged(SLEEPER);
    expect(ask(world, 'exec?container=debug&command=ls')).toMatchObject({ status: 101, body: { container: 'debug' } });
    expect(ask(world, 'log?container=debug')).toMatchObject({ status: 200 });
  });

  // https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/: "they are never automatically restarted"
  it('is not started again once it has ended, and does not end its pod', () => {
    const world = debugged({ ...SLEEPER, command: ['sh', '-c', 'exit 1'] });
    world.pass(600);
    const { status } = getWeb(world);
    expect(status.ephemeralContainerStatuses).toMatchObject([{ restartCount: 0, state: { terminated: {} } }]);
    expect(status.phase).toBe('Running');
  });

  it('goes with its pod', () => {
    const world = debugged(SLEEPER);
    world.client.delete('Pod', 'web', 'default');
    world.settle();
    expect(world.client.find('Pod', 'web', 'default')).toBeUndefined();
  });
});
