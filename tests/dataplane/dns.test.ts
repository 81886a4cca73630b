import { describe, expect, test } from 'vitest';
import { listPaths } from '../../lib/world/dataplane/choice.ts';
import { formatResolvConf, resolvConfOf } from '../../lib/world/dns/resolv-conf.ts';
import { resolveHost, resolveName } from '../../lib/world/dns/resolve.ts';
import { httpExchange } from '../../lib/world/http/exchange.ts';
import { setNow } from '../../lib/world/sim/clock.ts';
import { aShop, type ClusterBuilder, first, podPlace } from './cluster-builder.ts';
import { aShopWithDns, EKS_COREFILE, withDns } from './dns-builder.ts';

const web = podPlace('web');

function look(builder: ClusterBuilder, name: string, type = 'A') {
  const { outcome, answers, queries } = resolveName({ cluster: builder.cluster }, web, name, type, first);
  const data = answers
    .map((record) => record.data)
    .sort()
    .join(' ');
  return `${outcome} ${queries.at(-1)?.rcode ?? queries.at(-1)?.outcome} ${queries.length}${data ? ` ${data}` : ''}`;
}

/** A headless Service of two ready endpoints and one that is not. */
function withHeadless(builder: ClusterBuilder): ClusterBuilder {
  builder.service({
    name: 'peers',
    ip: 'None',
    portName: 'http',
    port: 80,
    endpoints: [
      { ip: '10.0.2.31', node: 2 },
      { ip: '10.0.3.31', node: 3 },
      { ip: '10.0.1.31', node: 1, ready: false },
    ],
  });
  builder.service({ name: 'alone', ip: 'None', endpoints: [] });
  builder.put('Service', {
    metadata: { name: 'alias', namespace: 'shop' },
    spec: { type: 'ExternalName', externalName: 'cart.shop.svc.cluster.local' },
    status: {},
  });
  return builder.put('Service', {
    metadata: { name: 'bank', namespace: 'shop' },
    spec: { type: 'ExternalName', externalName: 'bank.example.com' },
    status: {},
  });
}

// Models: https://github.com/kubernetes/dns/blob/1.26.7/docs/specification.md; names tried: resolv.conf(5)
const names: readonly [name: string, type: string, expected: string][] = [
  ['cart', 'A', 'Found NOERROR 1 172.20.14.9'],
  ['cart.shop', 'A', 'Found NOERROR 2 172.20.14.9'],
  ['cart.shop.svc', 'A', 'Found NOERROR 3 172.20.14.9'],
  ['cart.shop.svc.cluster.local', 'A', 'Found NOERROR 5 172.20.14.9'],
  ['cart.shop.svc.cluster.local.', 'A', 'Found NOERROR 1 172.20.14.9'],
  ['CART.Shop.svc.cluster.local.', 'A', 'Found NOERROR 1 172.20.14.9'],
  ['cart', 'AAAA', 'NoData NXDOMAIN 5'],
  ['basket', 'A', 'NoName NXDOMAIN 5'],
  ['_http._tcp.cart.shop.svc.cluster.local.', 'SRV', 'Found NOERROR 1 0 100 80 cart.shop.svc.cluster.local.'],
  ['_grpc._tcp.cart.shop.svc.cluster.local.', 'SRV', 'NoName NXDOMAIN 1'],
  ['9.14.20.172.in-addr.arpa.', 'PTR', 'Found NOERROR 1 cart.shop.svc.cluster.local.'],
  ['20.1.0.10.in-addr.arpa.', 'PTR', 'Found NOERROR 1 ip-10-0-1-20.us-west-2.compute.internal.'],
  ['peers', 'A', 'Found NOERROR 1 10.0.2.31 10.0.3.31'],
  ['10-0-2-31.peers', 'A', 'Found NOERROR 1 10.0.2.31'],
  [
    '_http._tcp.peers.shop.svc.cluster.local.',
    'SRV',
    'Found NOERROR 1 0 50 8080 10-0-2-31.peers.shop.svc.cluster.local. 0 50 8080 10-0-3-31.peers.shop.svc.cluster.local.',
  ],
  ['alone.shop.svc.cluster.local.', 'A', 'NoName NXDOMAIN 1'],
  ['shop.svc.cluster.local.', 'A', 'NoData NOERROR 1'],
  ['nowhere.svc.cluster.local.', 'A', 'NoName NXDOMAIN 1'],
  ['10-0-9-9.shop.pod.cluster.local.', 'A', 'Found NOERROR 1 10.0.9.9'],
  ['bank', 'A', 'NotModelled NotModelled 1'],
  ['alias', 'A', 'Found NOERROR 1 172.20.14.9 cart.shop.svc.cluster.local.'],
  ['app', 'A', 'NoName NXDOMAIN 5'],
  ['bank', 'CNAME', 'Found NOERROR 1 bank.example.com.'],
  ['dns-version.cluster.local.', 'TXT', 'Found NOERROR 1 "1.1.0"'],
  ['ip-10-0-1-20', 'A', 'Found NOERROR 4 10.0.1.20'],
  ['example.com.', 'A', 'NotModelled NotModelled 1'],
];

describe('names', () => {
  test.each(names)('%s %s → %s', (name, type, expected) => {
    expect(look(withHeadless(aShopWithDns()), name, type)).toBe(expected);
  });

  test('an external name walks the search list: ten queries, eight of them NXDOMAIN', () => {
    const shop = aShopWithDns();
    const { queries, outcome } = resolveHost({ cluster: shop.cluster }, web, 'api.example.com', first);
    expect(queries).toHaveLength(10);
    expect(queries.filter(({ rcode }) => rcode === 'NXDOMAIN')).toHaveLength(8);
    expect(outcome).toBe('NotModelled');
  });

  test('answers carry TTL 5 and come from the authority', () => {
    const { queries } = resolveName({ cluster: aShopWithDns().cluster }, web, 'cart', 'A', first);
    expect(queries[0]?.answers).toEqual([
      { name: 'cart.shop.svc.cluster.local.', ttl: 5, type: 'A', data: '172.20.14.9' },
    ]);
    expect(queries[0]?.flags).toEqual(['qr', 'aa', 'rd']);
  });

  test('a cached answer grows old, then goes', () => {
    const shop = aShopWithDns();
    const ask = () => resolveName({ cluster: shop.cluster }, web, 'cart', 'A', first).answers[0];
    ask();
    setNow(shop.cluster.state, 2000);
    shop.service({ name: 'cart', ip: '172.20.14.10' });
    expect(ask()).toMatchObject({ ttl: 3, data: '172.20.14.9' });
    setNow(shop.cluster.state, 5001);
    expect(ask()).toMatchObject({ ttl: 5, data: '172.20.14.10' });
  });
});

describe('failures', () => {
  test('no DNS endpoints: refused at once, tried twice', () => {
    const shop = aShopWithDns()
      .service({
        name: 'kube-dns',
        namespace: 'kube-system',
        ip: '172.20.0.10',
        port: 53,
        portName: 'dns',
        protocol: 'UDP',
      })
      .sync();
    expect(look(shop, 'cart')).toBe('Failed Refused 2');
  });

  test('a DNS pod that is gone: five seconds, twice', () => {
    const shop = aShopWithDns()
      .service({
        name: 'kube-dns',
        namespace: 'kube-system',
        ip: '172.20.0.10',
        port: 53,
        portName: 'dns',
        protocol: 'UDP',
        endpoints: [{ ip: '10.0.2.99', node: 2 }],
      })
      .sync();
    const { outcome, durationMs } = resolveName({ cluster: shop.cluster }, web, 'cart', 'A', first);
    expect([outcome, durationMs]).toEqual(['Failed', 10_000]);
    expect(
      httpExchange({ cluster: shop.cluster }, web, { method: 'GET', url: 'http://cart/', maxTimeMs: 3000 }, first),
    ).toMatchObject({ outcome: 'Timeout', durationMs: 3000 });
  });

  test('a dead upstream is SERVFAIL, a plugin that is not here is not modelled', () => {
    const dead = withDns(aShop(), EKS_COREFILE.replace('/etc/resolv.conf', '10.0.9.9')).sync();
    expect(look(dead, 'example.com.')).toBe('Failed SERVFAIL 1');
    const signed = withDns(aShop(), EKS_COREFILE.replace('loop', 'dnssec')).sync();
    expect(look(signed, 'cart')).toBe('NotModelled NotModelled 1');
  });

  test('a Corefile without a zone for the name refuses', () => {
    expect(look(withDns(aShop(), EKS_COREFILE.replace('.:53', 'example.org:53')).sync(), 'cart')).toBe(
      'Failed REFUSED 5',
    );
  });
});

// Models: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
describe('resolv.conf', () => {
  const conf = (spec: Record<string, unknown>) => {
    const shop = aShopWithDns().pod({ name: 'web', node: 1, ip: '10.0.1.31', spec });
    return formatResolvConf(resolvConfOf(shop.cluster, web));
  };
  const cluster =
    'search shop.svc.cluster.local svc.cluster.local cluster.local us-west-2.compute.internal\nnameserver 172.20.0.10\n';
  const node = 'search us-west-2.compute.internal\nnameserver 10.0.0.2\n';
  test.each([
    ['ClusterFirst', {}, `${cluster}options ndots:5\n`],
    ['Default', { dnsPolicy: 'Default' }, node],
    ['ClusterFirst on the host network', { hostNetwork: true }, node],
    [
      'ClusterFirstWithHostNet',
      { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' },
      `${cluster}options ndots:5\n`,
    ],
    [
      'dnsConfig',
      { dnsConfig: { options: [{ name: 'ndots', value: '2' }, { name: 'use-vc' }] } },
      `${cluster}options ndots:2 use-vc\n`,
    ],
    [
      'None',
      { dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'], searches: ['a.b'] } },
      'search a.b\nnameserver 1.1.1.1\n',
    ],
  ])('%s', (_, spec, expected) => {
    expect(conf(spec)).toBe(expected);
  });
});

describe('HTTP', () => {
  const call = (builder: ClusterBuilder, url: string, more = {}) =>
    httpExchange({ cluster: builder.cluster }, web, { method: 'GET', url, ...more }, first);

  test('a name, a connection, an answer, and where it came from', () => {
    const { outcome, status, body, address, backend, dns } = call(aShopWithDns(), 'http://cart/hostname');
    expect({ outcome, status, body, address, pod: backend?.pod?.name, asked: dns?.queries.length }).toEqual({
      outcome: 'Response',
      status: 200,
      body: 'cart-a',
      address: '172.20.14.9',
      pod: 'cart-a',
      asked: 2,
    });
  });

  test.each([
    ['http://basket/', {}, 'CouldNotResolve'],
    ['http://cart:81/', { maxTimeMs: 2000 }, 'Timeout'],
    ['http://10.0.2.31:9/', {}, 'Refused'],
    ['https://cart:80/', {}, 'NotModelled'],
    ['http://example.com/', {}, 'NotModelled'],
    ['http://nowhere:80/hostname', { resolve: { 'nowhere:80': '172.20.14.9' } }, 'Response'],
  ])('%s %j → %s', (url, more, outcome) => {
    expect(call(aShopWithDns(), url, more).outcome).toBe(outcome);
  });

  test('two DNS pods and two backends are four ways, not one for every query', () => {
    const shop = aShopWithDns();
    const paths = listPaths((choose) =>
      httpExchange(
        { cluster: { ...shop.cluster, state: shop.cluster.state.fork() } },
        web,
        { method: 'GET', url: 'http://cart.shop/hostname' },
        choose,
      ),
    );
    expect(paths.map(({ value }) => value.body).sort()).toEqual(['cart-a', 'cart-a', 'cart-b', 'cart-b']);
  });

  test('a server logs the address it saw', () => {
    const shop = aShopWithDns().pod({
      name: 'cart-a',
      node: 2,
      ip: '10.0.2.31',
      image: 'ghcr.io/hoplab/seen:1',
      args: [],
    });
    expect(call(shop, 'http://cart/a').body).toMatch(/^cart-a saw 10\.0\.1\.31:\d+\n$/);
  });
});
