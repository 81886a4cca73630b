/** Two things happen at once when a pod is deleted: its process is told to stop, and the nodes take it out of their rules. */
import { describe, expect, it } from 'vitest';
import { ruleSets } from '../../lib/world/dataplane/compile/rule-set.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { listenersOf } from '../../lib/world/workloads/process.ts';
import { pod, service } from './manifests.ts';
import { type SimulatedCluster, simulatedCluster } from './simulated-cluster.ts';

const AGNHOST = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
const netexec = (args: readonly string[] = [], more: object = {}) => ({
  image: AGNHOST,
  container: { args: ['netexec', '--http-port=80', ...args], ...more },
  labels: { app: 'web' },
});

/** `web-a` is asked to stop; `web-b` stays. */
function deleting(options: object): SimulatedCluster {
  const world = simulatedCluster();
  world.apply(service('web'), pod('web-a', options), pod('web-b', netexec()));
  world.settle();
  world.pass(60);
  world.client.delete('Pod', 'web-a', 'default');
  world.manager.runDue();
  return world;
}

/** Every fate of a new connection to the Service from the first node, without marks. */
function fates({ fork }: SimulatedCluster): string[] {
  const found = new Set<string>();
  for (const index of [0, 1]) {
    const { cluster, client } = fork();
    const address = client.find('Service', 'web', 'default')?.spec.clusterIP ?? '';
    const from = { cluster: 'main', node: client.list('Node')[0]?.metadata.name ?? '' };
    const flow = { from, to: { address, port: 80 }, protocol: 'TCP' } as const;
    found.add(traceFlow({ cluster }, flow, (_, ways) => Math.min(index, ways.length - 1)).disposition);
  }
  return [...found].sort();
}

/** What a client meets in each 10 ms of the first `ms`. */
function timeline(world: SimulatedCluster, ms: number): string[] {
  const seen: string[] = [];
  for (let at = 0; at <= ms; at += 10) {
    const now = fates(world).join(' or ');
    if (seen.at(-1) !== now) seen.push(now);
    world.pass(0.01);
  }
  return seen;
}

// https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow
describe('a pod that is being deleted', () => {
  it('refuses new connections until the nodes have taken it out of their rules', () => {
    expect(timeline(deleting(netexec()), 2000)).toEqual(['Delivered', 'Delivered or Refused', 'Delivered']);
  });

  it.each([
    ['a preStop that sleeps', netexec([], { lifecycle: { preStop: { sleep: { seconds: 5 } } } })],
    ['a preStop command', netexec([], { lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 5'] } } } })],
    // https://github.com/kubernetes/kubernetes/blob/v1.35.0/test/images/agnhost/netexec/netexec.go
    ['a server that serves on after SIGTERM', netexec(['--delay-shutdown=5'])],
  ])('with %s is out of the rules before it closes its ports', (_, options) => {
    const world = deleting(options);
    expect(timeline(world, 2000)).toEqual(['Delivered']);
    const standing = () => world.client.find('Pod', 'web-a', 'default');
    const open = () => {
      const found = standing();
      return found ? listenersOf(world.cluster, found).length > 0 : false;
    };
    expect(open()).toBe(true);
    world.pass(2.5);
    expect(open()).toBe(true);
    world.pass(1);
    expect(open()).toBe(false);
    expect(standing()).toBeUndefined();
  });

  it('whose hook outlasts the grace period serves until it is killed', () => {
    const hook = { lifecycle: { preStop: { sleep: { seconds: 20 } } } };
    const world = deleting({ ...netexec([], hook), spec: { terminationGracePeriodSeconds: 3 } });
    world.pass(2.9);
    expect(listenersOf(world.cluster, world.client.find('Pod', 'web-a', 'default') as never)).not.toEqual([]);
    world.pass(0.2);
    expect(world.client.find('Pod', 'web-a', 'default')).toBeUndefined();
  });
});

// https://coredns.io/plugins/health/ (lameduck 5s in the Corefile of EKS)
it('CoreDNS answers on for its lame-duck time', () => {
  const world = simulatedCluster();
  const [first] = world.pods('kube-system').filter(({ metadata }) => metadata.name.startsWith('coredns-'));
  const name = first?.metadata.name ?? '';
  world.client.delete('Pod', name, 'kube-system');
  world.manager.runDue();
  world.pass(4.9);
  expect(listenersOf(world.cluster, world.client.find('Pod', name, 'kube-system') as never)).not.toEqual([]);
  world.pass(0.5);
  expect(world.client.find('Pod', name, 'kube-system')).toBeUndefined();
});

// https://kubernetes.io/docs/reference/networking/virtual-ips/#minsyncperiod
describe('kube-proxy', () => {
  const portsOf = ({ cluster }: SimulatedCluster, name: string) =>
    ruleSets(cluster)
      .entries()
      .filter(([, { ports }]) => ports.some(({ portName }) => portName === `default/${name}`)).length;

  it('writes a change after a quiet time at once, the next one a second later, together with what came in between', () => {
    const world = simulatedCluster();
    world.pass(60);
    world.apply(service('one'));
    expect(portsOf(world, 'one')).toBe(0);
    world.pass(0.2);
    expect(portsOf(world, 'one')).toBe(4);
    world.apply(service('two'));
    world.pass(0.4);
    world.apply(service('three'));
    expect([portsOf(world, 'two'), portsOf(world, 'three')]).toEqual([0, 0]);
    world.pass(0.8);
    expect([portsOf(world, 'two'), portsOf(world, 'three')]).toEqual([4, 4]);
  });

  it('of two nodes is not done in the same instant', () => {
    const world = simulatedCluster();
    world.pass(60);
    world.apply(service('one'));
    const counts = new Set<number>();
    for (let step = 0; step < 200; step++) {
      counts.add(portsOf(world, 'one'));
      world.pass(0.001);
    }
    expect([...counts].length).toBeGreaterThan(2);
  });
});
