/** What the two caches on a query's way keep, and for how long, on the world's clock. */
import { describe, expect, test } from 'vitest';
import { API, CachedCluster, cachedCluster } from './cached-cluster.ts';
import { LOCAL, nodeLocalDns } from './node-local-dns.ts';

const CACHE = 'https://coredns.io/plugins/cache/';
const MANIFEST =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/cluster/addons/dns/nodelocaldns/nodelocaldns.yaml';
const NOBODY = 'nobody.default.svc.cluster.local.';
const NODE_NAME = 'ip-10-0-1-20.us-west-2.compute.internal.';

/** TTL of the first record, and how many ms the servers took: 0 out of the cache of the node. */
function seen(world: CachedCluster, name = API): readonly [number | undefined, number] {
  const { answers, authority, durationMs } = world.ask(name);
  return [(answers[0] ?? authority[0])?.ttl, durationMs];
}

describe('a name of the cluster', () => {
  test(`counts down in the cache of the node and is asked for again at its end (${CACHE}; EKS gives 5 s)`, () => {
    const world = cachedCluster();
    expect(seen(world)).toEqual([5, 1]);
    world.world.pass(3);
    expect(seen(world)).toEqual([2, 0]);
    world.world.pass(2);
    expect(seen(world)).toEqual([5, 1]);
  });

  test(`that CoreDNS has cached for a while is kept for the full least time again (${CACHE}, MINTTL 5)`, () => {
    const world = cachedCluster();
    for (const { metadata, status } of world.world.pods('kube-system'))
      if (metadata.name.startsWith('coredns')) world.ask(API, { server: status.podIP ?? '' });
    world.world.pass(4);
    expect(seen(world)).toEqual([5, 0]);
  });

  test(`that is none: denied for 5 s (${MANIFEST}, denial 9984 5)`, () => {
    const world = cachedCluster();
    expect(seen(world, NOBODY)[0]).toBe(5);
    world.world.apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'nobody' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    });
    world.world.pass(4);
    expect(world.ask(NOBODY).rcode).toBe('NXDOMAIN');
  });

  test('a started-again cache has forgotten it', () => {
    const world = cachedCluster();
    world.ask();
    world.deleteCache();
    world.world.pass(4.9);
    expect(world.fate()).toBe('NOERROR by node-cache');
    expect(seen(world)[0]).toBe(5);
  });
});

describe(`other names go to the node's own servers, past CoreDNS (${MANIFEST}, block .:53)`, () => {
  const HOSTS = `hosts {\n      10.9.9.9 ${NODE_NAME.slice(0, -1)}\n      fallthrough\n    }\n    cache 30`;

  function withHosts(): CachedCluster {
    const world = new CachedCluster();
    const { client } = world.world;
    const map = client.find('ConfigMap', 'coredns', 'kube-system');
    if (!map) throw new Error('no ConfigMap');
    client.update('ConfigMap', { ...map, data: { Corefile: (map.data?.Corefile ?? '').replace('cache 30', HOSTS) } });
    world.world.manager.runDue();
    world.world.pass(180);
    return world;
  }

  test('what CoreDNS has in `hosts` no longer counts', () => {
    const world = withHosts();
    expect(world.ask(NODE_NAME).answers.map(({ data }) => data)).toEqual(['10.9.9.9']);
    world.apply(...nodeLocalDns());
    expect(world.ask(NODE_NAME).answers.map(({ data }) => data)).toEqual(['10.0.1.20']);
  });

  test('they are kept for 30 s at most', () => {
    const world = cachedCluster();
    expect(world.ask(NODE_NAME, { server: LOCAL }).answers[0]?.ttl).toBe(30);
    world.world.pass(29);
    expect(world.ask(NODE_NAME).answers[0]?.ttl).toBe(1);
  });
});

test('the upstream gone: what the cache holds it still answers, the rest fails (force_tcp: connection refused is SERVFAIL)', () => {
  const world = cachedCluster();
  world.ask();
  for (const { metadata } of world.world.pods('kube-system'))
    if (metadata.name.startsWith('coredns'))
      world.world.client.delete('Pod', metadata.name, 'kube-system', { gracePeriodSeconds: 0 });
  world.world.manager.runDue();
  world.world.pass(0.3);
  expect(world.ask().rcode).toBe('NOERROR');
  expect(world.ask(NOBODY).rcode).toBe('SERVFAIL');
});

// The kubelet's sync of the pod, 90 s at most, then the tick of `reload`: https://coredns.io/plugins/reload/
test('an edited template is served within two minutes or so, without a restart and without a gap', () => {
  const world = cachedCluster();
  const map = world.world.client.find('ConfigMap', 'node-local-dns', 'kube-system');
  if (!map) throw new Error('no ConfigMap');
  const Corefile = (map.data?.Corefile ?? '').replaceAll('cache 30', 'cache 10');
  world.world.client.update('ConfigMap', { ...map, data: { Corefile } });
  world.world.manager.runDue();
  const fates = new Set<string>();
  for (let second = 0; second < 130; second++) {
    world.world.pass(1);
    fates.add(world.fate());
  }
  expect([...fates]).toEqual(['NOERROR by node-cache']);
  world.world.pass(31);
  expect(world.ask(NODE_NAME).answers[0]?.ttl).toBe(10);
  expect(world.cache?.status.containerStatuses?.[0]?.restartCount).toBe(0);
});
