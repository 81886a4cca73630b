import { describe, expect, test } from 'vitest';
import { allPaths } from '../../lib/world/dataplane/choice.ts';
import { setPower } from '../../lib/world/dataplane/host-power.ts';
import type { Place } from '../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import type { Flow } from '../../lib/world/dataplane/walk.ts';
import { aShop, type ClusterBuilder, first, nodeName, podPlace } from './cluster-builder.ts';

function send(builder: ClusterBuilder, from: Place, to: string, protocol: Flow['protocol'] = 'TCP') {
  const [address = '', port = '0'] = to.split(':');
  return traceFlow({ cluster: builder.cluster }, { from, to: { address, port: Number(port) }, protocol }, first);
}

/** `Disposition Reason Response [backend] [masqueraded]` */
function fate(builder: ClusterBuilder, from: Place, to: string, protocol: Flow['protocol'] = 'TCP'): string {
  const { disposition, reason, response, backend, masqueraded } = send(builder, from, to, protocol);
  const end = backend ? ` ${backend.address}:${backend.port}` : '';
  return `${disposition} ${reason} ${response}${end}${masqueraded === 'Always' ? ' masqueraded' : ''}`;
}

const web = podPlace('web');
const host1: Place = { cluster: 'main', node: nodeName(1) };
const outside: Place = { cluster: 'main', address: '10.9.9.9', atNode: nodeName(1) };

const LOCAL = { internalTrafficPolicy: 'Local', externalTrafficPolicy: 'Local', type: 'NodePort' };
const ENDPOINT_A = [{ ip: '10.0.2.31', node: 2 }];

// Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier_test.go (runPacketFlowTests); reasons in docs/dispositions.md
const packets: readonly [says: string, world: () => ClusterBuilder, from: Place, to: string, fate: string][] = [
  ['a pod to a cluster IP', () => aShop().sync(), web, '172.20.14.9:80', 'Delivered Listening Reply 10.0.2.31:8080'],
  ['a node to a cluster IP', () => aShop().sync(), host1, '172.20.14.9:80', 'Delivered Listening Reply 10.0.2.31:8080'],
  ['a pod to a pod', () => aShop().sync(), web, '10.0.2.31:8080', 'Delivered Listening Reply 10.0.2.31:8080'],
  ['a pod to itself', () => aShop().sync(), web, '127.0.0.1:8080', 'Delivered Listening Reply 127.0.0.1:8080'],
  ['a port nobody listens on', () => aShop().sync(), web, '10.0.2.31:9', 'Refused NotListening Reset 10.0.2.31:9'],
  ['a port the Service does not have', () => aShop().sync(), web, '172.20.14.9:81', 'Dropped NoRoute Timeout'],
  ['a cluster IP nobody has', () => aShop().sync(), web, '172.20.99.9:80', 'Dropped NoRoute Timeout'],
  ['a pod address nobody has', () => aShop().sync(), web, '10.0.2.99:80', 'Dropped NoSuchHost Timeout'],
  ['an address outside', () => aShop().sync(), web, '8.8.8.8:53', 'NotModelled UnmodelledDestination Timeout'],
  [
    'no endpoints',
    () => aShop({ endpoints: [] }).sync(),
    web,
    '172.20.14.9:80',
    'Rejected NoEndpoints IcmpPortUnreachable',
  ],
  [
    'only an endpoint that is not ready',
    () => aShop({ endpoints: [{ ip: '10.0.2.31', node: 2, ready: false }] }).sync(),
    web,
    '172.20.14.9:80',
    'Rejected NoEndpoints IcmpPortUnreachable',
  ],
  [
    'only an endpoint that terminates and still serves',
    () => aShop({ endpoints: [{ ip: '10.0.2.31', node: 2, ready: false, serving: true, terminating: true }] }).sync(),
    web,
    '172.20.14.9:80',
    'Delivered Listening Reply 10.0.2.31:8080',
  ],
  [
    'internal policy Local without a local endpoint',
    () => aShop({ spec: LOCAL }).sync(),
    web,
    '172.20.14.9:80',
    'Dropped NoLocalEndpoints Timeout',
  ],
  [
    'a node port from outside',
    () => aShop().sync(),
    outside,
    '10.0.1.20:30080',
    'Delivered Listening Reply 10.0.2.31:8080 masqueraded',
  ],
  [
    'a node port from a pod',
    () => aShop().sync(),
    web,
    '10.0.3.20:30080',
    'Delivered Listening Reply 10.0.2.31:8080 masqueraded',
  ],
  [
    'a node port on localhost of a node',
    () => aShop().sync(),
    host1,
    '127.0.0.1:30080',
    'Delivered Listening Reply 10.0.2.31:8080 masqueraded',
  ],
  [
    'external policy Local without a local endpoint',
    () => aShop({ spec: LOCAL }).sync(),
    outside,
    '10.0.1.20:30080',
    'Dropped NoLocalEndpoints Timeout',
  ],
  [
    'external policy Local with a local endpoint keeps the source',
    () => aShop({ spec: LOCAL }).sync(),
    { ...outside, atNode: nodeName(2) },
    '10.0.2.20:30080',
    'Delivered Listening Reply 10.0.2.31:8080',
  ],
  [
    'a node port number of another protocol',
    () => aShop().sync(),
    outside,
    '10.0.1.20:30081',
    'Refused NotListening Reset 10.0.1.20:30081',
  ],
  [
    'a node port without endpoints',
    () => aShop({ endpoints: [] }).sync(),
    outside,
    '10.0.1.20:30080',
    'Rejected NoEndpoints IcmpPortUnreachable',
  ],
  [
    'a pod that is sent back to itself',
    () => aShop({ endpoints: ENDPOINT_A }).sync(),
    podPlace('cart-a'),
    '172.20.14.9:80',
    'Delivered Listening Reply 10.0.2.31:8080 masqueraded',
  ],
  [
    'a source outside a configured pod range',
    () => aShop().sync([1], { clusterCidr: '10.0.0.0/16' }),
    outside,
    '172.20.14.9:80',
    'Delivered Listening Reply 10.0.2.31:8080 masqueraded',
  ],
  [
    'a pod inside a configured pod range',
    () => aShop().sync([1], { clusterCidr: '10.0.0.0/16' }),
    web,
    '172.20.14.9:80',
    'Delivered Listening Reply 10.0.2.31:8080',
  ],
  [
    'an outside client of a cluster IP gets an answer it does not know',
    () => aShop().sync(),
    outside,
    '172.20.14.9:80',
    'Delivered Listening Timeout 10.0.2.31:8080',
  ],
  ['a node without kube-proxy has no rules', () => aShop().sync([2]), web, '172.20.14.9:80', 'Dropped NoRoute Timeout'],
  [
    'a scheduler of ipvs that is not modelled',
    () => aShop().sync([1], { mode: 'ipvs', scheduler: 'mh' }),
    web,
    '172.20.14.9:80',
    'NotModelled UnmodelledField Timeout',
  ],
  [
    'a NetworkPolicy that isolates the backend',
    () =>
      aShop()
        .put('NetworkPolicy', isolating({ podSelector: {}, policyTypes: ['Ingress'] }))
        .sync(),
    web,
    '172.20.14.9:80',
    'Dropped NetworkPolicyDenied Timeout 10.0.2.31:8080',
  ],
  [
    'one that selects nobody changes nothing',
    () =>
      aShop()
        .put('NetworkPolicy', isolating({ podSelector: { matchLabels: { no: 'body' } } }))
        .sync(),
    web,
    '172.20.14.9:80',
    'Delivered Listening Reply 10.0.2.31:8080',
  ],
];

function isolating(spec: object) {
  return { metadata: { name: 'isolate', namespace: 'shop' }, spec };
}

describe('one packet a line', () => {
  test.each(packets)('%s', (_says, world, from, to, expected) => {
    expect(fate(world(), from, to)).toBe(expected);
  });

  test('a cluster IP never answers ping, a pod and a node do', () => {
    const shop = aShop().sync();
    expect(fate(shop, web, '172.20.14.9', 'ICMP')).toBe('Dropped NoRoute Timeout');
    expect(fate(shop, web, '10.0.2.31', 'ICMP')).toBe('Delivered Listening Reply 10.0.2.31:0');
    expect(fate(shop, web, '10.0.2.20', 'ICMP')).toBe('Delivered Listening Reply 10.0.2.20:0');
  });

  test('a listener on 127.0.0.1 is there for its own pod only', () => {
    const shop = aShop();
    shop
      .pod({
        name: 'cart-a',
        node: 2,
        ip: '10.0.2.31',
        image: 'ghcr.io/hoplab/seen:1',
        args: ['--address', '127.0.0.1'],
      })
      .sync();
    expect(fate(shop, web, '10.0.2.31:8080')).toBe('Refused NotListening Reset 10.0.2.31:8080');
    expect(send(shop, web, '10.0.2.31:8080').steps.at(-1)?.because[0]?.says).toContain(
      'listens on 127.0.0.1:8080 only',
    );
    expect(fate(shop, podPlace('cart-a'), '127.0.0.1:8080')).toBe('Delivered Listening Reply 127.0.0.1:8080');
  });

  test('a container that does not run listens on nothing', () => {
    const shop = aShop().pod({ name: 'cart-a', node: 2, ip: '10.0.2.31', waiting: 'CrashLoopBackOff' }).sync();
    expect(fate(shop, web, '172.20.14.9:80')).toBe('Refused NotListening Reset 10.0.2.31:8080');
  });

  test('UDP that nobody takes is answered with port unreachable', () => {
    const shop = aShop().sync();
    expect(fate(shop, web, '10.0.2.31:8081', 'UDP')).toBe('Delivered Listening Reply 10.0.2.31:8081');
    expect(fate(shop, web, '10.0.2.31:53', 'UDP')).toBe('Refused NotListening IcmpPortUnreachable 10.0.2.31:53');
  });

  test('the sender of a masqueraded packet is the node', () => {
    const { sourceSeen } = send(aShop().sync(), outside, '10.0.1.20:30080');
    expect(sourceSeen?.address).toBe('10.0.1.20');
  });

  test('a reply undoes the translation of the way there', () => {
    const trace = send(aShop().sync(), web, '172.20.14.9:80');
    const sent = trace.steps[0]?.packet;
    expect(trace.steps.at(-1)?.packet).toEqual({
      src: sent?.dst,
      sport: sent?.dport,
      dst: sent?.src,
      dport: sent?.sport,
      protocol: 'TCP',
    });
  });
});

test('a host port is the pod’s port, on its node only', () => {
  const shop = aShop();
  shop
    .pod({ name: 'cart-a', node: 2, ip: '10.0.2.31', container: { ports: [{ containerPort: 8080, hostPort: 9000 }] } })
    .sync();
  expect(fate(shop, web, '10.0.2.20:9000')).toBe('Delivered Listening Reply 10.0.2.31:8080');
  expect(fate(shop, web, '10.0.3.20:9000')).toBe('Refused NotListening Reset 10.0.3.20:9000');
});

test('source ranges bind a load balancer’s address, not the node port', () => {
  const shop = aShop({ spec: { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.9.0.0/16'], externalIPs: [] } });
  const service = shop.cluster.state.table<{ status: unknown }>('main/objects/services');
  const cart = service.get('shop/cart');
  if (!cart) throw new Error('no cart');
  service.set('shop/cart', { ...cart, status: { loadBalancer: { ingress: [{ ip: '10.7.7.7' }] } } });
  shop.sync();
  expect(fate(shop, outside, '10.7.7.7:80')).toBe('Delivered Listening Reply 10.0.2.31:8080 masqueraded');
  expect(fate(shop, web, '10.7.7.7:80')).toBe('Dropped SourceRangeDenied Timeout');
  expect(fate(shop, web, '10.0.1.20:30080')).toBe('Delivered Listening Reply 10.0.2.31:8080 masqueraded');
});

test('a machine without power takes and sends nothing', () => {
  const shop = aShop({ endpoints: ENDPOINT_A }).sync();
  setPower(shop.cluster, nodeName(2), 'Off');
  expect(fate(shop, web, '172.20.14.9:80')).toBe('Dropped NodeDown Timeout');
  expect(fate(shop, podPlace('cart-a'), '10.0.1.31:8080')).toBe('Dropped NodeDown Timeout');
  setPower(shop.cluster, nodeName(2), 'On');
  expect(fate(shop, web, '172.20.14.9:80')).toBe('Delivered Listening Reply 10.0.2.31:8080');
});

describe('memory of a node', () => {
  test('stale rules send to the endpoints that were', () => {
    const shop = aShop({ endpoints: [{ ip: '10.0.2.99', node: 2 }] }).sync();
    shop.service({ name: 'cart', ip: '172.20.14.9', portName: 'http', endpoints: ENDPOINT_A }).sync([2, 3]);
    expect(fate(shop, web, '172.20.14.9:80')).toBe('Dropped NoSuchHost Timeout');
    expect(fate(shop, podPlace('cart-b'), '172.20.14.9:80')).toBe('Delivered Listening Reply 10.0.2.31:8080');
  });

  test('a kept connection stays with its backend when the endpoints change', () => {
    const shop = aShop().sync();
    const flow: Flow = {
      from: web,
      to: { address: '172.20.14.9', port: 80 },
      protocol: 'TCP',
      sourcePort: 40_000,
      connection: 'Kept',
    };
    expect(traceFlow({ cluster: shop.cluster }, flow, first).backend?.address).toBe('10.0.2.31');
    shop
      .service({ name: 'cart', ip: '172.20.14.9', portName: 'http', endpoints: [{ ip: '10.0.3.31', node: 3 }] })
      .sync();
    expect(traceFlow({ cluster: shop.cluster }, flow, first).backend?.address).toBe('10.0.2.31');
    expect(traceFlow({ cluster: shop.cluster }, { ...flow, sourcePort: 40_001 }, first).backend?.address).toBe(
      '10.0.3.31',
    );
  });

  test('session affinity holds a client on each node apart', () => {
    const shop = aShop({ spec: { sessionAffinity: 'ClientIP' } }).sync();
    const last = (_: string, candidates: readonly unknown[]) => candidates.length - 1;
    const to = { address: '172.20.14.9', port: 80 };
    const call = (from: Place, choose = first) =>
      traceFlow({ cluster: shop.cluster }, { from, to, protocol: 'TCP' }, choose).backend?.address;
    expect(call(web)).toBe('10.0.2.31');
    expect(call(web, last)).toBe('10.0.2.31');
    expect(call({ cluster: 'main', address: '10.0.1.31', atNode: nodeName(3) }, last)).toBe('10.0.3.31');
  });
});

describe('all paths', () => {
  test('every endpoint is a path, probabilities add up to 1, and no path leaves a mark', () => {
    const shop = aShop().sync();
    const before = shop.cluster.state.tableNames().map((name) => [name, shop.cluster.state.table(name).entries()]);
    const paths = allPaths(shop.cluster, (cluster, choose) =>
      traceFlow({ cluster }, { from: web, to: { address: '172.20.14.9', port: 80 }, protocol: 'TCP' }, choose),
    );
    expect(paths.map(({ value }) => value.backend?.address)).toEqual(['10.0.2.31', '10.0.3.31']);
    expect(paths.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
    for (const { value } of paths) {
      expect(value.candidates.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
    }
    expect(shop.cluster.state.tableNames().map((name) => [name, shop.cluster.state.table(name).entries()])).toEqual(
      before,
    );
  });
});
