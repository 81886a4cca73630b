/** 1024 packets a second from one network interface to the VPC's resolver: who shares an interface, and what becomes of what is too much. */
import { expect, test } from 'vitest';
import { linkLocalLoss } from '../../../lib/world/dns/link-local-limit.ts';
import { resolveName } from '../../../lib/world/dns/resolve.ts';
import { deployment } from '../../controlplane/manifests.ts';
import { first } from '../../dataplane/cluster-builder.ts';
import { CachedCluster } from './cached-cluster.ts';
import { nodeLocalDns } from './node-local-dns.ts';

const LIMIT = 'https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#vpc-dns-limits';
const BEST =
  'https://docs.aws.amazon.com/eks/latest/best-practices/monitoring_eks_workloads_for_network_performance_issues.html';

/** That many pods, each looking up `rate` names of the internet a second. */
function loaded(replicas: number, rate: number, spec: object = {}): CachedCluster {
  const container = { args: ['--rate', String(rate), '--domain', 'example.com'] };
  return new CachedCluster().apply(
    deployment('load', { replicas, image: 'ghcr.io/hoplab/lookups:1', container, spec }),
  );
}

function losses({ world }: CachedCluster): Readonly<Record<string, number>> {
  const nodes = world.client.list('Node').map(({ metadata }) => metadata.name);
  const named = nodes.map((name) => [name.split('.')[0], Math.round(linkLocalLoss(world.cluster, name) * 1000) / 1000]);
  return Object.fromEntries(named.filter(([, loss]) => loss !== 0));
}

function nodesOf({ world }: CachedCluster, prefix: string, namespace = 'kube-system'): string[] {
  const pods = world.pods(namespace).filter(({ metadata }) => metadata.name.startsWith(prefix));
  return pods.map(({ spec }) => spec.nodeName?.split('.')[0] ?? '').toSorted();
}

// Each look-up of a name with fewer dots than ndots sends 4 packets beyond the cluster: the last domain of the search list and the name itself, A and AAAA.
test(`up to 1024 packets a second of each CoreDNS pod's node nothing is lost (${LIMIT})`, () => {
  expect(losses(loaded(4, 128))).toEqual({});
});

test(`more is lost at the nodes of the CoreDNS pods, wherever the askers are (${BEST})`, () => {
  const world = loaded(4, 256);
  const expected = Object.fromEntries(nodesOf(world, 'coredns').map((node) => [node, 0.5]));
  expect(losses(world)).toEqual(expected);
});

test('ndots 1 halves the packets: the name as it stands comes first, and is there', () => {
  const dnsConfig = { options: [{ name: 'ndots', value: '1' }] };
  expect(losses(loaded(4, 256, { dnsConfig }))).toEqual({});
});

test(`NodeLocal DNSCache gives each node its own 1024 (${BEST})`, () => {
  const world = loaded(4, 256);
  world.apply(...nodeLocalDns());
  expect(nodesOf(world, 'load', 'default').length).toBe(4);
  const crowded = nodesOf(world, 'load', 'default').filter((node, at, all) => all.indexOf(node) !== at);
  expect(Object.keys(losses(world))).toEqual([...new Set(crowded)]);
});

test('who asks the resolver itself (dnsPolicy: Default) has the interface of its own node', () => {
  const world = loaded(1, 1024, { dnsPolicy: 'Default' });
  const [node = ''] = nodesOf(world, 'load', 'default');
  expect(losses(world)).toEqual({ [node]: 0.5 });
});

test('what is lost is silence: CoreDNS says SERVFAIL after its read time-out of 2 s, and a name of the cluster does not care', () => {
  const world = loaded(4, 256);
  const place = { cluster: 'main', pod: { namespace: 'default', name: 'web' } };
  const lost = (purpose: string) => (purpose.includes('allowance') ? 1 : 0);
  const ask = (name: string, choose = first) =>
    resolveName({ cluster: world.world.cluster }, place, name, 'A', choose).queries[0];
  expect(ask('ip-10-0-1-20.us-west-2.compute.internal.', lost)).toMatchObject({ rcode: 'SERVFAIL', durationMs: 2000 });
  expect(ask('kubernetes.default.svc.cluster.local.', lost)).toMatchObject({ rcode: 'NOERROR' });
  expect(ask('ip-10-0-2-20.us-west-2.compute.internal.')).toMatchObject({ rcode: 'NOERROR' });
});
