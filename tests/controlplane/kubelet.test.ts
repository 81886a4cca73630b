import { describe, expect, it } from 'vitest';
import type { Pod } from '../../lib/world/controlplane/objects.ts';
import { pod, shell } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

function getPod(world: SimulatedCluster, name: string): Pod {
  const found = world.client.find('Pod', name, 'default');
  if (!found) throw new Error(`no pod ${name}`);
  return found;
}

function conditions(of: Pod): Record<string, string> {
  return Object.fromEntries((of.status.conditions ?? []).map(({ type, status }) => [type, status]));
}

function waitingReason(of: Pod): string | undefined {
  return of.status.containerStatuses?.[0]?.state?.waiting?.reason;
}

describe('a pod that starts', () => {
  it('says what the kubelet of 1.35 says, in its order', () => {
    const world = simulatedCluster();
    world.apply(pod('web'));
    world.settle();
    const node = getPod(world, 'web').spec.nodeName;
    // Texts: pod events of a 1.35 cluster, `kubectl describe pod`; PR 134043 took the container's name out.
    expect(world.events('web')).toEqual([
      `Scheduled: Successfully assigned default/web to ${node}`,
      'Pulling: Pulling image "nginx:1.27"',
      expect.stringMatching(
        /^Pulled: Successfully pulled image "nginx:1.27" in [0-9.]+m?s \([0-9.]+m?s including waiting\)\. Image size: \d+ bytes\.$/,
      ),
      'Created: Container created',
      'Started: Container started',
    ]);
  });

  it('is Pending without an address, then Running and ready with one of its node', () => {
    const world = simulatedCluster();
    world.apply(pod('web'));
    const early = getPod(world, 'web');
    expect(early.status.phase).toBe('Pending');
    expect(early.status.podIP).toBeUndefined();
    expect(waitingReason(early)).toBe('ContainerCreating');
    expect(conditions(early)).toEqual({
      PodReadyToStartContainers: 'False',
      Initialized: 'True',
      Ready: 'False',
      ContainersReady: 'False',
      PodScheduled: 'True',
    });
    world.settle();
    const late = getPod(world, 'web');
    expect(late.status.phase).toBe('Running');
    expect(Object.values(conditions(late))).toEqual(['True', 'True', 'True', 'True', 'True']);
    const subnet = late.status.hostIP?.replace(/\.\d+$/, '.');
    expect(late.status.podIP?.startsWith(subnet ?? 'none')).toBe(true);
    expect(late.status.podIP).not.toBe(late.status.hostIP);
  });

  it('does not pull an image that is there', () => {
    const world = simulatedCluster();
    world.apply(pod('first', { spec: { nodeName: 'ip-10-0-1-20.us-west-2.compute.internal' } }));
    world.settle();
    world.apply(pod('second', { spec: { nodeName: 'ip-10-0-1-20.us-west-2.compute.internal' } }));
    world.settle();
    expect(world.events('second')).toContain(
      'Pulled: Container image "nginx:1.27" already present on machine and can be accessed by the pod',
    );
  });

  it('has the address of its node on the host network', () => {
    const world = simulatedCluster();
    world.apply(pod('host', { spec: { hostNetwork: true } }));
    world.settle();
    const { status } = getPod(world, 'host');
    expect(status.podIP).toBe(status.hostIP);
  });
});

describe('an image that cannot be pulled', () => {
  it('goes from ErrImagePull to ImagePullBackOff and back, ever more slowly', () => {
    const world = simulatedCluster();
    world.apply(pod('web', { image: 'registry.example.com/shop/cart:nightly-build' }));
    world.pass(1.5);
    expect(waitingReason(getPod(world, 'web'))).toBe('ErrImagePull');
    world.pass(1);
    expect(waitingReason(getPod(world, 'web'))).toBe('ImagePullBackOff');
    const events = world.events('web');
    expect(events).toContain('BackOff: Back-off pulling image "registry.example.com/shop/cart:nightly-build"');
    expect(events).toContain('Failed: Error: ErrImagePull');
    expect(events).toContain('Failed: Error: ImagePullBackOff');
    expect(getPod(world, 'web').status.podIP).toBeDefined();
    const pulls = () =>
      world.client
        .list('Event', 'default')
        .find(({ reason, involvedObject }) => reason === 'Pulling' && involvedObject.name === 'web')?.count;
    expect(pulls()).toBe(1);
    world.pass(12);
    expect(pulls()).toBe(2);
    world.pass(12);
    expect(pulls()).toBe(2);
  });
});

describe('a container that ends', () => {
  it('is restarted at once, then after 10 s, 20 s, 40 s: CrashLoopBackOff', () => {
    const world = simulatedCluster();
    world.apply(pod('crash', shell('exit 3')));
    const starts: number[] = [];
    for (let second = 0; second < 120; second++) {
      world.pass(1);
      starts.push(getPod(world, 'crash').status.containerStatuses?.[0]?.restartCount ?? 0);
    }
    const at = (restart: number) => starts.indexOf(restart);
    expect(at(2) - at(1)).toBeGreaterThanOrEqual(10);
    expect(at(3) - at(2)).toBeGreaterThanOrEqual(20);
    expect(at(4) - at(3)).toBeGreaterThanOrEqual(40);
    expect(at(3) - at(2)).toBeLessThan(24);
    const { uid } = getPod(world, 'crash').metadata;
    const [status] = getPod(world, 'crash').status.containerStatuses ?? [];
    expect(status?.lastState?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect(status?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect(status?.state?.waiting?.message).toBe(
      `back-off 1m20s restarting failed container=app pod=crash_default(${uid})`,
    );
    expect(world.events('crash')).toContain(
      `BackOff: Back-off restarting failed container app in pod crash_default(${uid})`,
    );
  });

  it('is left alone under restartPolicy Never, and the pod ends with it', () => {
    const world = simulatedCluster();
    world.apply(pod('good', { ...shell('exit 0'), spec: { restartPolicy: 'Never' } }));
    world.apply(pod('bad', { ...shell('exit 1'), spec: { restartPolicy: 'Never' } }));
    world.settle();
    expect(getPod(world, 'good').status.phase).toBe('Succeeded');
    expect(getPod(world, 'bad').status.phase).toBe('Failed');
    expect(getPod(world, 'good').status.conditions?.find(({ type }) => type === 'Ready')?.reason).toBe('PodCompleted');
  });
});

describe('probes', () => {
  const probing = (path: string, more: object = {}) => ({
    container: { readinessProbe: { httpGet: { path, port: 80 }, periodSeconds: 5, ...more } },
  });

  it('hold a pod back until the readiness probe succeeds, and cost no timer afterwards', () => {
    const world = simulatedCluster();
    world.apply(pod('web', probing('/')));
    world.settle();
    expect(conditions(getPod(world, 'web')).Ready).toBe('True');
    expect(world.cluster.state.table('timers').size).toBe(0);
  });

  it('keep a pod with a failing readiness probe running but not ready', () => {
    const world = simulatedCluster();
    world.apply(pod('web', probing('/missing')));
    world.pass(60);
    const web = getPod(world, 'web');
    expect(web.status.phase).toBe('Running');
    expect(web.status.containerStatuses?.[0]).toMatchObject({ ready: false, started: true, restartCount: 0 });
    expect(web.status.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [app]',
    });
    expect(world.events('web')).toContain('Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 404');
  });

  it('say which address refused', () => {
    const world = simulatedCluster();
    world.apply(pod('web', { container: { readinessProbe: { tcpSocket: { port: 8080 } } } }));
    world.pass(30);
    const { podIP } = getPod(world, 'web').status;
    expect(world.events('web')).toContain(
      `Unhealthy: Readiness probe failed: dial tcp ${podIP}:8080: connect: connection refused`,
    );
  });

  it('restart a container whose liveness probe fails often enough', () => {
    const world = simulatedCluster();
    world.apply(
      pod('web', {
        container: {
          livenessProbe: { httpGet: { path: '/missing', port: 80 }, periodSeconds: 5, failureThreshold: 2 },
        },
      }),
    );
    world.pass(12);
    expect(getPod(world, 'web').status.containerStatuses?.[0]?.restartCount).toBe(1);
    expect(world.events('web')).toContain('Killing: Container app failed liveness probe, will be restarted');
  });

  it('wait for the startup probe', () => {
    const world = simulatedCluster();
    const startupProbe = { httpGet: { path: '/missing', port: 80 }, periodSeconds: 10, failureThreshold: 30 };
    world.apply(pod('web', { container: { startupProbe, readinessProbe: { httpGet: { path: '/', port: 80 } } } }));
    world.pass(40);
    expect(getPod(world, 'web').status.containerStatuses?.[0]).toMatchObject({ started: false, ready: false });
  });
});

describe('what a pod needs', () => {
  const envFrom = { container: { envFrom: [{ configMapRef: { name: 'settings' } }] } };
  const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } };

  it('must be there before its container is made', () => {
    const world = simulatedCluster();
    world.apply(pod('web', envFrom));
    world.pass(20);
    expect(getPod(world, 'web').status.containerStatuses?.[0]?.state?.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'configmap "settings" not found',
    });
    expect(world.events('web')).toContain('Failed: Error: configmap "settings" not found');
    world.apply(settings);
    world.pass(20);
    expect(getPod(world, 'web').status.phase).toBe('Running');
  });

  it('must be there before its volumes are mounted', () => {
    const world = simulatedCluster();
    world.apply(pod('web', { spec: { volumes: [{ name: 'conf', configMap: { name: 'settings' } }] } }));
    world.pass(20);
    expect(waitingReason(getPod(world, 'web'))).toBe('ContainerCreating');
    expect(world.events('web')).toContain(
      'FailedMount: MountVolume.SetUp failed for volume "conf" : configmap "settings" not found',
    );
    world.apply(settings);
    world.pass(60);
    expect(getPod(world, 'web').status.phase).toBe('Running');
  });
});

describe('init containers', () => {
  it('run one after the other, before the pod’s own', () => {
    const world = simulatedCluster();
    const init = (name: string, line: string) => ({ name, image: 'busybox:1.37', command: ['sh', '-c', line] });
    world.apply(pod('web', { spec: { initContainers: [init('first', 'sleep 5'), init('second', 'sleep 5')] } }));
    world.pass(6);
    const early = getPod(world, 'web');
    expect(early.status.initContainerStatuses?.map(({ state }) => Object.keys(state ?? {})[0])).toEqual([
      'running',
      'waiting',
    ]);
    expect(waitingReason(early)).toBe('PodInitializing');
    expect(early.status.conditions?.find(({ type }) => type === 'Initialized')?.message).toBe(
      'containers with incomplete status: [first second]',
    );
    world.settle();
    expect(getPod(world, 'web').status.phase).toBe('Running');
    expect(getPod(world, 'web').status.initContainerStatuses?.every(({ ready }) => ready)).toBe(true);
  });

  it('with restartPolicy Always go on beside the others', () => {
    const world = simulatedCluster();
    const sidecar = { name: 'proxy', image: 'nginx:1.27', restartPolicy: 'Always' };
    world.apply(pod('web', { ...shell('sleep infinity'), spec: { initContainers: [sidecar] } }));
    world.settle();
    const { status } = getPod(world, 'web');
    expect(status.phase).toBe('Running');
    expect(status.initContainerStatuses?.[0]?.state?.running).toBeDefined();
    expect(conditions(getPod(world, 'web')).Ready).toBe('True');
  });
});

describe('a pod that is deleted', () => {
  it('stops its containers and is gone soon', () => {
    const world = simulatedCluster();
    world.apply(pod('web'));
    world.settle();
    world.client.delete('Pod', 'web', 'default');
    world.manager.runDue();
    expect(getPod(world, 'web').metadata.deletionTimestamp).toBeDefined();
    expect(world.events('web')).toContain('Killing: Stopping container app');
    world.pass(1);
    expect(world.client.find('Pod', 'web', 'default')).toBeUndefined();
  });

  it('waits for its preStop sleep', () => {
    const world = simulatedCluster();
    world.apply(pod('web', { container: { lifecycle: { preStop: { sleep: { seconds: 10 } } } } }));
    world.settle();
    world.client.delete('Pod', 'web', 'default');
    world.pass(9);
    expect(world.client.find('Pod', 'web', 'default')).toBeDefined();
    world.pass(2);
    expect(world.client.find('Pod', 'web', 'default')).toBeUndefined();
  });

  it('takes the whole grace period when process 1 does not hear SIGTERM', () => {
    const world = simulatedCluster();
    world.apply(pod('deaf', shell('sleep infinity')));
    world.settle();
    world.client.delete('Pod', 'deaf', 'default');
    world.pass(29);
    expect(world.client.find('Pod', 'deaf', 'default')).toBeDefined();
    world.pass(2);
    expect(world.client.find('Pod', 'deaf', 'default')).toBeUndefined();
  });

  it('gives its address back, but not before the cool-down', () => {
    const world = simulatedCluster();
    const node = { spec: { nodeName: 'ip-10-0-1-20.us-west-2.compute.internal' } };
    const seen = new Set<string>();
    for (let n = 0; n < 20; n++) {
      world.apply(pod('web', node));
      world.settle();
      const { podIP = '' } = getPod(world, 'web').status;
      expect(seen.has(podIP)).toBe(false);
      seen.add(podIP);
      world.client.delete('Pod', 'web', 'default');
      world.pass(1);
    }
  });
});

it('readiness gates hold Ready back until someone sets their condition', () => {
  const world = simulatedCluster();
  world.apply(pod('web', { spec: { readinessGates: [{ conditionType: 'example.com/gate' }] } }));
  world.settle();
  const web = getPod(world, 'web');
  expect(web.status.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ReadinessGatesNotReady',
    message: 'corresponding condition of pod readiness gate "example.com/gate" does not exist.',
  });
  const open = { type: 'example.com/gate', status: 'True', lastTransitionTime: world.nowMs() };
  world.client.updateStatus('Pod', {
    ...web,
    status: { ...web.status, conditions: [...(web.status.conditions ?? []), open] },
  });
  world.manager.runDue();
  expect(conditions(getPod(world, 'web')).Ready).toBe('True');
});

describe('a pod whose image is changed', () => {
  function setImage(world: SimulatedCluster, image: string): void {
    const web = getPod(world, 'web');
    const [container] = web.spec.containers;
    if (!container) throw new Error('no container');
    world.client.update('Pod', { ...web, spec: { ...web.spec, containers: [{ ...container, image }] } });
    world.settle();
  }

  it('restarts its container with the new one', () => {
    const world = simulatedCluster();
    world.apply(pod('web'));
    world.settle();
    setImage(world, 'nginx:1.28');
    const [status] = getPod(world, 'web').status.containerStatuses ?? [];
    expect(status).toMatchObject({ image: 'docker.io/library/nginx:1.28', restartCount: 1, ready: true });
    expect(world.events('web')).toContain('Killing: Container app definition changed, will be restarted');
  });

  it('does not wait out the back-off of an image that could not be pulled', () => {
    const world = simulatedCluster();
    world.apply(pod('web', { image: 'nginx:does-not-exist' }));
    world.pass(200);
    expect(waitingReason(getPod(world, 'web'))).toBe('ImagePullBackOff');
    setImage(world, 'nginx:1.27');
    expect(getPod(world, 'web').status.containerStatuses?.[0]).toMatchObject({ ready: true, restartCount: 0 });
  });
});
