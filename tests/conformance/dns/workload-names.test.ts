import { describe, expect, test } from 'vitest';
import { resolveName } from '../../../lib/world/dns/resolve.ts';
import { pod, service, statefulSet } from '../../controlplane/manifests.ts';
import { type SimulatedCluster, simulatedCluster } from '../../controlplane/simulated-cluster.ts';
import { first } from '../../dataplane/cluster-builder.ts';

/** From a pod `client` of namespace default, as the controllers and the kubelets have left the world. */
function ask(world: SimulatedCluster, name: string): string {
  const place = { cluster: world.cluster.name, pod: { namespace: 'default', name: 'client' } };
  const full = `${name}.default.svc.cluster.local`;
  const { queries } = resolveName({ cluster: world.cluster }, place, full, 'A', first, { search: 'Never' });
  const [sent] = queries;
  if (sent?.rcode !== 'NOERROR') return String(sent?.rcode ?? sent?.outcome);
  return (
    sent.answers
      .map(({ data }) => data)
      .sort()
      .join(' ') || 'NODATA'
  );
}

const addressOf = (world: SimulatedCluster, name: string) =>
  world.client.find('Pod', name, 'default')?.status.podIP ?? 'none';

function settled(...manifests: readonly object[]): SimulatedCluster {
  const world = simulatedCluster();
  world.apply(pod('client'), ...manifests);
  world.settle();
  return world;
}

// Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
describe('a StatefulSet', () => {
  const world = settled(service('db', { clusterIP: 'None' }), statefulSet('db', { replicas: 2 }));
  test('has a name for each pod, and one for all', () => {
    expect(ask(world, 'db-0.db')).toBe(addressOf(world, 'db-0'));
    expect(ask(world, 'db-1.db')).toBe(addressOf(world, 'db-1'));
    expect(ask(world, 'db')).toBe([addressOf(world, 'db-0'), addressOf(world, 'db-1')].sort().join(' '));
  });

  test('has none for a pod that is not there, and none without its Service', () => {
    expect(ask(world, 'db-2.db')).toBe('NXDOMAIN');
    expect(ask(world, 'db-0')).toBe('NXDOMAIN');
  });
});

// Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields
describe('hostname and subdomain', () => {
  const busybox = (name: string, spec: object) => pod(name, { labels: { app: 'sub' }, spec });
  const world = settled(
    service('sub', { clusterIP: 'None' }),
    busybox('one', { hostname: 'busybox-1', subdomain: 'sub' }),
    busybox('two', { hostname: 'busybox-2' }),
    busybox('three', { subdomain: 'sub' }),
  );
  test('both, and a headless Service of that name: the pod has a name', () => {
    expect(ask(world, 'busybox-1.sub')).toBe(addressOf(world, 'one'));
  });

  test('a hostname alone gives none, nor does a subdomain alone', () => {
    expect(ask(world, 'busybox-2.sub')).toBe('NXDOMAIN');
    expect(ask(world, 'two.sub')).toBe('NXDOMAIN');
    expect(ask(world, 'three.sub')).toBe('NXDOMAIN');
    expect(ask(world, `${addressOf(world, 'two').replaceAll('.', '-')}.sub`)).toBe(addressOf(world, 'two'));
  });
});

// Source: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec (publishNotReadyAddresses)
test('pods that are not ready have names only where the Service publishes them', () => {
  const readinessProbe = { tcpSocket: { port: 9 }, periodSeconds: 5 };
  const world = settled(
    pod('late', { container: { readinessProbe } }),
    service('late', { clusterIP: 'None' }),
    service('early', { clusterIP: 'None', selector: { app: 'late' }, publishNotReadyAddresses: true }),
  );
  expect(ask(world, 'late')).toBe('NXDOMAIN');
  expect(ask(world, 'early')).toBe(addressOf(world, 'late'));
});
