/** Names and policies where there are two families: records of each, and ranges that hold for their own. */
import { describe, expect, test } from 'vitest';
import { podAddresses } from '../../../lib/world/dataplane/topology.ts';
import { resolveName } from '../../../lib/world/dns/resolve.ts';
import { familyOf, type IpFamily } from '../../../lib/world/net/ip.ts';
import { reverseName } from '../../../lib/world/net/reverse-name.ts';
import type { World } from '../../../lib/world/world.ts';
import { addressOf, CART, client, DELIVERED, dual, fates, six } from './dual-world.ts';

const DNS = 'https://github.com/kubernetes/dns/blob/master/docs/specification.md';
const POLICY =
  'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-ipblock-selectors';

describe(`names of both families (${DNS})`, () => {
  const ask = (world: World, name: string, type: string) =>
    world
      .fork()
      .send('main', (cluster, choose) => resolveName({ cluster }, client, name, type, choose, { search: 'Never' }));
  const data = (world: World, name: string, type: string) => ask(world, name, type).answers.map((one) => one.data);

  test.each([
    ['A', 'IPv4'],
    ['AAAA', 'IPv6'],
  ] as const)('%s of a dual-stack Service is its %s address', (type, family) => {
    expect(data(dual, 'cart.shop.svc.cluster.local', type)).toEqual([addressOf(dual, 'cart', family)]);
  });

  test('a name without that type exists: no answer, and no NXDOMAIN', () => {
    const answer = ask(six, 'cart.shop.svc.cluster.local', 'A');
    expect(answer).toMatchObject({ outcome: 'NoData', answers: [] });
    expect(answer.queries.at(-1)?.rcode).toBe('NOERROR');
  });

  test('a headless Service has an AAAA record for each pod', () => {
    const pods = dual
      .client()
      .list('Pod', 'shop')
      .filter(({ metadata }) => metadata.labels?.app === 'cart');
    expect(data(dual, 'pods.shop.svc.cluster.local', 'AAAA').sort()).toEqual(
      pods.map((one) => podAddresses(one)[1]).sort(),
    );
  });

  test('a pod’s own name, with dashes for colons', () => {
    const address = dual.client().find('Pod', 'cart-a', 'shop')?.status.podIPs?.[1]?.ip as string;
    expect(data(dual, `${address.replaceAll(':', '-')}.shop.pod.cluster.local`, 'AAAA')).toEqual([address]);
  });

  test('SRV records lead to addresses of both families', () => {
    expect(data(dual, '_http._tcp.cart.shop.svc.cluster.local', 'SRV')).toEqual([
      '0 50 80 cart.shop.svc.cluster.local.',
    ]);
  });

  test('the address of a Service leads back to its name', () => {
    expect(data(six, reverseName(addressOf(six, 'cart', 'IPv6')), 'PTR')).toEqual(['cart.shop.svc.cluster.local.']);
    expect(reverseName('2001:db8::1')).toBe(
      '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.',
    );
  });
});

describe(`an ipBlock holds for its own family (${POLICY})`, () => {
  const allowing = (cidr: string, except: readonly string[] = []) => {
    const world = dual.fork();
    world.create('main', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: {
        podSelector: { matchLabels: CART },
        ingress: [{ from: [{ ipBlock: { cidr, ...(except.length > 0 ? { except } : {}) } }] }],
      },
    } as never);
    world.advance(60_000);
    return world;
  };
  const DENIED = 'Dropped NetworkPolicyDenied Timeout';
  // From a pod on another node: what comes from the pod's own node is always let in.
  const far = (world: World, family: IpFamily) => {
    const target = world.client().find('Pod', 'cart-b', 'shop');
    const address = target && podAddresses(target).find((one) => familyOf(one) === family);
    return fates(world, client, address as string, 8080);
  };

  test('an IPv6 range lets IPv6 in and nothing else', () => {
    const world = allowing('fd00:10:244::/56');
    expect(far(world, 'IPv6')).toEqual(DELIVERED);
    expect(far(world, 'IPv4')).toEqual([DENIED]);
  });

  test('0.0.0.0/0 is no range of IPv6', () => {
    const world = allowing('0.0.0.0/0');
    expect(far(world, 'IPv4')).toEqual(DELIVERED);
    expect(far(world, 'IPv6')).toEqual([DENIED]);
  });

  test('an exception takes a part of it back', () => {
    const own = podAddresses(dual.client().find('Pod', 'client', 'shop') as never)[1] as string;
    expect(far(allowing('::/0', [`${own}/128`]), 'IPv6')).toEqual([DENIED]);
    expect(far(allowing('::/0', ['fd00:dead::/32']), 'IPv6')).toEqual(DELIVERED);
  });
});
