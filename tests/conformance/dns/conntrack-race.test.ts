/** A and AAAA from one socket race for one entry of connection tracking: who can lose, what it costs, what avoids it. */
import { describe, expect, test } from 'vitest';
import { listPaths } from '../../../lib/world/dataplane/choice.ts';
import { type Resolution, resolveHost } from '../../../lib/world/dns/resolve.ts';
import { aShop, nodeName, type PodSpec, podPlace } from '../../dataplane/cluster-builder.ts';
import { withDns } from '../../dataplane/dns-builder.ts';

const ISSUE = 'https://github.com/kubernetes/kubernetes/issues/56903';
const FIX = 'https://github.com/torvalds/linux/commit/6a757c07e51f80ac34325fcd558490d2d1439e1b';
const RESOLV_CONF = 'https://man7.org/linux/man-pages/man5/resolv.conf.5.html';
const GLIBC = 'debian:13';
const MUSL = 'alpine:3.22';

function worldOf(kernelVersion: string, looker: Partial<PodSpec>) {
  const builder = withDns(aShop()).pod({ name: 'looker', node: 1, ip: '10.0.1.77', image: GLIBC, ...looker });
  builder.put('Node', {
    metadata: { name: nodeName(1), labels: {} },
    spec: {},
    status: { addresses: [{ type: 'InternalIP', address: '10.0.1.20' }], nodeInfo: { kernelVersion } },
  });
  return builder.sync();
}

/** Every way one look-up can go: how likely, ms. */
function ways(kernelVersion: string, looker: Partial<PodSpec> = {}): (readonly [number, number, string])[] {
  const paths = listPaths<Resolution>((choose) => {
    const { cluster } = worldOf(kernelVersion, looker);
    return resolveHost({ cluster }, podPlace('looker'), 'cart.shop.svc.cluster.local.', choose);
  });
  const slow = paths.filter(({ value }) => value.durationMs >= 1000);
  return slow.map(({ probability, value }) => [probability, Math.floor(value.durationMs / 100) * 100, value.outcome]);
}

const options = (name: string) => ({ spec: { dnsConfig: { options: [{ name }] } } });

describe(`of two servers, one pair in a hundred is close enough, and half of those go to different servers (${ISSUE})`, () => {
  test('glibc asks again after 5 s, and is answered', () => {
    const slow = ways('5.4.0-1103-aws');
    expect(slow.reduce((sum, [probability]) => sum + probability, 0)).toBeCloseTo(0.005, 10);
    expect(new Set(slow.map(([, ms, outcome]) => `${ms} ${outcome}`))).toEqual(new Set(['5000 Found']));
  });

  test('musl after 2.5 s: its time-out is divided by the attempts (https://git.musl-libc.org/cgit/musl/tree/src/network/res_msend.c)', () => {
    expect(ways('4.14.336', { image: MUSL })[0]?.[1]).toBe(2500);
  });

  test('the questions that were sent: the second is lost, then both again', () => {
    const { cluster } = worldOf('5.4.0', {});
    const { queries } = resolveHost({ cluster }, podPlace('looker'), 'cart.shop.svc.cluster.local.', (purpose) =>
      purpose.includes('race') ? 1 : 0,
    );
    expect(queries.map(({ type, outcome }) => `${type} ${outcome}`)).toEqual([
      ...['A Answer', 'AAAA Timeout'],
      ...['A Answer', 'AAAA Answer'],
    ]);
  });
});

describe('nobody races', () => {
  test.each<[string, string, Partial<PodSpec>, string]>([
    ['Linux 5.7', '5.7.0', {}, FIX],
    ['Amazon Linux 2023', '6.12.30-40.91.amzn2023.x86_64', {}, FIX],
    ['single-request', '5.4.0', options('single-request'), RESOLV_CONF],
    ['single-request-reopen', '5.4.0', options('single-request-reopen'), RESOLV_CONF],
    ['use-vc', '5.4.0', options('use-vc'), RESOLV_CONF],
    [
      'no translation: a server by its own address',
      '5.4.0',
      { spec: { dnsPolicy: 'None', dnsConfig: { nameservers: ['10.0.2.53'] } } },
      ISSUE,
    ],
  ])('%s', (_, kernel, looker) => {
    expect(ways(kernel, looker)).toEqual([]);
  });
});

test.each(['single-request', 'single-request-reopen'])(`musl does not know %s (${ISSUE})`, (name) => {
  expect(ways('5.4.0', { image: MUSL, ...options(name) })).not.toEqual([]);
});
