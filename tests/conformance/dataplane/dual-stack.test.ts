/** Clusters of IPv6 and of both families, from the range of Service addresses to the answer of a curl. */
import { describe, expect, test } from 'vitest';
import { allPaths } from '../../../lib/world/dataplane/choice.ts';
import { ruleSets } from '../../../lib/world/dataplane/compile/rule-set.ts';
import { addInternetHost } from '../../../lib/world/dataplane/internet.ts';
import { listMatrix } from '../../../lib/world/dataplane/matrix.ts';
import { iptablesSave } from '../../../lib/world/dataplane/render/iptables-save.ts';
import { podAddresses, topologyOf } from '../../../lib/world/dataplane/topology.ts';
import { traceFlow } from '../../../lib/world/dataplane/tracer.ts';
import { resolveHost } from '../../../lib/world/dns/resolve.ts';
import { httpExchange } from '../../../lib/world/http/exchange.ts';
import { familyOf, type IpFamily, joinHostPort } from '../../../lib/world/net/ip.ts';
import type { World } from '../../../lib/world/world.ts';
import { addressesOf, addressOf, client, DELIVERED, dual, fates, pod, six, worldOf } from './dual-world.ts';

const DUAL = 'https://kubernetes.io/docs/concepts/services-networking/dual-stack/';
const EKS = 'https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html';
const CNI = 'https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.21.1/README.md';
const PROXY = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go';
const SORTING = 'https://www.rfc-editor.org/rfc/rfc6724#section-6';

function fetch(world: World, url: string, family?: IpFamily) {
  return world
    .fork()
    .send('main', (cluster, choose) =>
      httpExchange({ cluster }, client, { method: 'GET', url, ...(family ? { family } : {}) }, choose),
    );
}

const nodesOf = (world: World) => [...topologyOf(world.cluster()).nodeByName.values()];

describe(`an IPv6 cluster as EKS makes it (${EKS})`, () => {
  test('pods have one address, of the /80 of their node, handed out from its beginning', () => {
    const pods = six
      .client()
      .list('Pod')
      .filter(({ spec }) => !spec.hostNetwork);
    for (const { status } of pods) expect(status.podIPs).toEqual([{ ip: status.podIP }]);
    for (const node of new Set(pods.map(({ spec }) => spec.nodeName))) {
      const own = pods.filter(({ spec }) => spec.nodeName === node).map(({ status }) => status.podIP as string);
      const prefixes = new Set(own.map((address) => address.split('::')[0]));
      expect(prefixes.size).toBe(1);
      expect(own).toContain(`${[...prefixes][0]}::`);
    }
  });

  test('nodes show their IPv6 address, under a name of their IPv4 one', () => {
    for (const { name, addresses } of nodesOf(six)) {
      expect(addresses.map(familyOf)).toEqual(['IPv6']);
      expect(name).toMatch(/^ip-10-0-\d-20\./);
    }
  });

  test('Services have addresses of the unique-local range; the API server the first, DNS the tenth', () => {
    const ipOf = (name: string, namespace: string) => six.client().find('Service', name, namespace)?.spec.clusterIP;
    expect(ipOf('kubernetes', 'default')).toBe('fd30:3087:b6c2::1');
    expect(ipOf('kube-dns', 'kube-system')).toBe('fd30:3087:b6c2::a');
    expect(six.client().find('Service', 'cart', 'shop')?.spec).toMatchObject({
      ipFamilies: ['IPv6'],
      ipFamilyPolicy: 'SingleStack',
    });
  });

  test('slices and legacy Endpoints are IPv6 too', () => {
    const slices = six.client().list('EndpointSlice');
    expect(new Set(slices.map(({ addressType }) => addressType))).toEqual(new Set(['IPv6']));
    const [subset] = six.client().find('Endpoints', 'cart', 'shop')?.subsets ?? [];
    expect(subset?.addresses?.every(({ ip }) => familyOf(ip) === 'IPv6')).toBe(true);
  });

  test('a curl by name, by cluster IP, by pod, across nodes: answered', () => {
    expect(fetch(six, 'http://cart/hostname')).toMatchObject({ outcome: 'Response', status: 200 });
    const clusterIp = addressOf(six, 'cart', 'IPv6');
    expect(fates(six, client, clusterIp, 80)).toEqual(DELIVERED);
    expect(fetch(six, `http://[${clusterIp}]/hostname`)).toMatchObject({ outcome: 'Response' });
    for (const name of ['cart-a', 'cart-b', 'cart-c']) {
      const address = six.client().find('Pod', name, 'shop')?.status.podIP as string;
      expect(fates(six, client, address, 8080)).toEqual(DELIVERED);
    }
  });

  test('the server sees the pod itself, with brackets around its address', () => {
    const own = six.client().find('Pod', 'client', 'shop')?.status.podIP as string;
    const { body } = fetch(six, 'http://cart/clientip');
    expect(body.startsWith(`[${own}]:`)).toBe(true);
  });

  test('a node port on every node, from a node and from a pod', () => {
    const nodePort = six.client().find('Service', 'cart', 'shop')?.spec.ports?.[0]?.nodePort as number;
    for (const { name, address } of nodesOf(six)) {
      expect(fates(six, client, address, nodePort)).toEqual(DELIVERED);
      expect(fates(six, { cluster: 'main', node: name }, address, nodePort)).toEqual(DELIVERED);
    }
  });

  test(`no node port answers on ::1, though one on 127.0.0.1 may (${PROXY})`, () => {
    const nodePort = six.client().find('Service', 'cart', 'shop')?.spec.ports?.[0]?.nodePort as number;
    const [node] = nodesOf(six);
    expect(fates(six, { cluster: 'main', node: node?.name as string }, '::1', nodePort)).toEqual([
      'Refused NotListening Reset',
    ]);
  });

  test(`IPv4 leaves by the node's address (${CNI} ENABLE_V4_EGRESS)`, () => {
    const world = six.fork();
    addInternetHost(world.state, {
      name: 'api.example.com',
      address: '198.51.100.7',
      ports: [{ port: 80, protocol: 'TCP' }],
    });
    const { steps, disposition } = world.send('main', (cluster, choose) => ({
      durationMs: 0,
      ...traceFlow({ cluster }, { from: client, to: { address: '198.51.100.7', port: 80 }, protocol: 'TCP' }, choose),
    }));
    expect(disposition).toBe('Delivered');
    expect(steps[0]?.packet.src).toMatch(/^169\.254\.172\./);
    const left = steps.find(({ stage }) => stage === 'IPv4Egress');
    expect(left?.packet.src).toMatch(/^10\.0\.\d\.20$/);
  });

  test('IPv6 leaves as it is: the other side sees the pod', () => {
    const world = six.fork();
    addInternetHost(world.state, {
      name: 'v6.example.com',
      address: '2001:db8:ffff::7',
      ports: [{ port: 80, protocol: 'TCP' }],
    });
    const own = six.client().find('Pod', 'client', 'shop')?.status.podIP as string;
    const trace = world.send('main', (cluster, choose) => ({
      durationMs: 0,
      ...traceFlow(
        { cluster },
        { from: client, to: { address: '2001:db8:ffff::7', port: 80 }, protocol: 'TCP' },
        choose,
      ),
    }));
    expect(trace).toMatchObject({ disposition: 'Delivered', sourceSeen: { address: own } });
  });

  test('the matrix of its targets has brackets nowhere and every verdict', () => {
    const cells = listMatrix({ cluster: six.cluster() }).filter(({ target }) => target.name === 'service shop/cart');
    expect(cells.length).toBeGreaterThan(5);
    for (const { verdict, target } of cells) {
      expect(verdict).toBe('ALWAYS');
      expect(familyOf(target.address)).toBe('IPv6');
    }
  });

  test(`kube-proxy writes ip6tables; its IPv4 tables hold no Service (${PROXY})`, () => {
    for (const [node] of ruleSets(six.cluster()).entries()) {
      const own = iptablesSave(six.cluster(), node, 'IPv6').filter((line) =>
        line.includes('shop/cart:http cluster IP'),
      );
      expect(own[0]).toContain(`-d ${addressOf(six, 'cart', 'IPv6')}/128 -p tcp`);
      expect(iptablesSave(six.cluster(), node).some((line) => line.includes('KUBE-SVC-'))).toBe(false);
    }
  });
});

describe(`a dual-stack cluster (${DUAL})`, () => {
  test('pods have an address of each family, the primary one first, from the ranges of their Node', () => {
    for (const one of dual.client().list('Pod', 'shop')) {
      const addresses = podAddresses(one);
      expect(addresses.map(familyOf)).toEqual(['IPv4', 'IPv6']);
      const ranges = dual.client().find('Node', one.spec.nodeName as string)?.spec.podCIDRs ?? [];
      expect(addresses[0]?.startsWith(ranges[0]?.replace('0/24', '') ?? 'x')).toBe(true);
      expect(addresses[1]?.startsWith(ranges[1]?.replace('::/64', '::') ?? 'x')).toBe(true);
    }
  });

  test.each([
    ['cart', ['IPv4', 'IPv6']],
    ['four', ['IPv4']],
    ['six', ['IPv6']],
    ['pods', ['IPv4', 'IPv6']],
  ] as const)('Service %s has slices of %s', (name, families) => {
    const slices = dual.client().list('EndpointSlice', 'shop');
    const own = slices.filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name);
    expect(own.map(({ addressType }) => addressType).sort()).toEqual(families);
    for (const { addressType, endpoints } of own) {
      expect(endpoints).toHaveLength(3);
      expect(endpoints.every(({ addresses }) => familyOf(addresses[0] as string) === addressType)).toBe(true);
    }
  });

  test.each(['IPv4', 'IPv6'] as const)('over %s the cluster IP leads to endpoints of that family only', (family) => {
    const paths = allPaths(dual.cluster(), (cluster, choose) =>
      traceFlow(
        { cluster },
        { from: client, to: { address: addressOf(dual, 'cart', family), port: 80 }, protocol: 'TCP' },
        choose,
      ),
    );
    expect(paths).toHaveLength(3);
    for (const { value } of paths) {
      expect(value.disposition).toBe('Delivered');
      expect(familyOf(value.backend?.address as string)).toBe(family);
      expect(familyOf(value.sourceSeen?.address as string)).toBe(family);
    }
  });

  test.each(['IPv4', 'IPv6'] as const)('the node port answers over %s', (family) => {
    const nodePort = dual.client().find('Service', 'cart', 'shop')?.spec.ports?.[0]?.nodePort as number;
    for (const { addresses } of nodesOf(dual)) {
      const address = addresses.find((one) => familyOf(one) === family) as string;
      expect(fates(dual, client, address, nodePort)).toEqual(DELIVERED);
    }
  });

  test('a Service of one family has no node rules of the other', () => {
    expect(addressesOf(dual, 'four').map(familyOf)).toEqual(['IPv4']);
    const [node] = nodesOf(dual).map(({ name }) => name);
    const shows = (family: IpFamily, name: string) =>
      iptablesSave(dual.cluster(), node as string, family).some((line) => line.includes(`shop/${name}:http`));
    expect([shows('IPv4', 'four'), shows('IPv6', 'four')]).toEqual([true, false]);
    expect([shows('IPv4', 'six'), shows('IPv6', 'six')]).toEqual([false, true]);
  });

  test(`a caller whose own address is unique-local takes the IPv6 one first (${SORTING})`, () => {
    const { addresses } = dual
      .fork()
      .send('main', (cluster, choose) => resolveHost({ cluster }, client, 'cart', choose));
    expect(addresses).toEqual([addressOf(dual, 'cart', 'IPv6'), addressOf(dual, 'cart', 'IPv4')]);
    expect(familyOf(fetch(dual, 'http://cart/').address as string)).toBe('IPv6');
    expect(familyOf(fetch(dual, 'http://cart/', 'IPv4').address as string)).toBe('IPv4');
    expect(fetch(dual, 'http://four/', 'IPv6').outcome).toBe('CouldNotResolve');
  });

  test('an address of each family names one pod in the matrix', () => {
    const targets = listMatrix({ cluster: dual.cluster() }).filter(({ target }) =>
      target.name.startsWith('pod shop/cart-a'),
    );
    const named = new Set(targets.map(({ target }) => `${target.name}: ${familyOf(target.address)}`));
    expect(named).toEqual(new Set(['pod shop/cart-a: IPv4', 'pod shop/cart-a over IPv6: IPv6']));
    expect(targets.every(({ verdict }) => verdict === 'ALWAYS')).toBe(true);
  });

  test('a pod reaches itself at both its addresses, whatever isolates it', () => {
    const world = dual.fork();
    world.create('main', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'none', namespace: 'shop' },
      spec: { podSelector: {} },
    } as never);
    world.advance(60_000);
    const own = world.client().find('Pod', 'cart-a', 'shop');
    for (const address of own ? podAddresses(own) : []) {
      expect(fates(world, { cluster: 'main', pod: { namespace: 'shop', name: 'cart-a' } }, address, 8080)).toEqual(
        DELIVERED,
      );
    }
  });

  test('taking the second family away takes its rules and its slice away', () => {
    const world = dual.fork();
    const gone = addressOf(world, 'cart', 'IPv6');
    const standing = world.client().find('Service', 'cart', 'shop');
    if (!standing) throw new Error('no Service');
    world.client().update('Service', { ...standing, spec: { ...standing.spec, ipFamilyPolicy: 'SingleStack' } });
    world.settle(60_000);
    expect(addressesOf(world, 'cart')).toEqual([addressOf(dual, 'cart', 'IPv4')]);
    expect(fates(world, client, gone, 80)).toEqual(['Dropped NoRoute Timeout']);
    const types = world
      .client()
      .list('EndpointSlice', 'shop')
      .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'cart')
      .map(({ addressType }) => addressType);
    expect(types).toEqual(['IPv4']);
  });
});

test(`a pod without an address of that family has no route: the caller knows at once (${DUAL})`, () => {
  const world = worldOf('172.20.0.0/16', [pod('client', 1, { app: 'client' })]);
  expect(fates(world, client, 'fd00:172:20::9', 80)).toEqual(['Rejected NoRoute IcmpHostUnreachable']);
  expect(joinHostPort('fd00:172:20::9', 80)).toBe('[fd00:172:20::9]:80');
});
