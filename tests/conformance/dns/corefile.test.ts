import { describe, expect, test } from 'vitest';
import { parseCorefile } from '../../../lib/world/dns/corefile.ts';
import { resolveName, type SentQuery } from '../../../lib/world/dns/resolve.ts';
import { setNow } from '../../../lib/world/sim/clock.ts';
import { findLog } from '../../../lib/world/workloads/logs.ts';
import { aShop, type ClusterBuilder, first, podPlace } from '../../dataplane/cluster-builder.ts';
import { withDns } from '../../dataplane/dns-builder.ts';
import { BLOCK_CASES } from './corefile-cases.ts';

function ask({ cluster }: ClusterBuilder, name: string, type = 'A'): SentQuery {
  const { queries } = resolveName({ cluster }, podPlace('web'), name, type, first, { search: 'Never' });
  return queries.at(-1) as SentQuery;
}

/** The owner of a record stands before it where it is not the name that was asked, or where `owners` wants it. */
function text({ rcode, answers, name, says }: SentQuery, owners: 'Owners' | 'Plain'): string {
  if (rcode !== 'NOERROR') return rcode ?? says;
  if (answers.length === 0) return 'NODATA';
  const lines = answers.map((record) => {
    const owner = owners === 'Owners' || record.name !== name ? `${record.name.replace(/\.$/, '')} ` : '';
    return `${owner}${record.ttl} ${record.type} ${record.data}`;
  });
  return (owners === 'Owners' ? lines : lines.sort()).join(' | ');
}

describe.each(BLOCK_CASES)('$says ($source)', ({ corefile, queries }) => {
  test.each(queries)('%s', (line) => {
    const [question = '', expected = ''] = line.split(' → ');
    const [name = '', type] = question.split(' ');
    const owners = /^[a-z]/.test(expected) ? 'Owners' : 'Plain';
    expect(text(ask(withDns(aShop(), corefile).sync(), name, type), owners)).toBe(expected);
  });
});

const CLUSTER = 'kubernetes cluster.local {\npods verified\n}\n';

function served(lines: string): ClusterBuilder {
  return withDns(aShop(), `.:53 {\nerrors\n${lines}\n${CLUSTER}forward . /etc/resolv.conf\n}\n`).sync();
}

function logOf({ cluster }: ClusterBuilder): string[] {
  const place = { namespace: 'kube-system', pod: 'coredns-a', container: 'app' };
  return (findLog(cluster, place) ?? []).map((line) => line.text);
}

// Source: https://coredns.io/plugins/cache/, https://github.com/coredns/coredns/blob/v1.14.0/plugin/cache/cache.go (WriteMsg)
describe('cache', () => {
  const NODE = 'ip-10-0-1-20.us-west-2.compute.internal';
  const ttlAt = (shop: ClusterBuilder, ms: number, name: string) => {
    setNow(shop.cluster.state, ms);
    const { answers, authority } = ask(shop, name);
    return (answers[0] ?? authority[0])?.ttl;
  };

  test('caps the TTL of what passes it, also of the first answer, and counts down', () => {
    const shop = served('cache 30');
    expect([0, 10_000, 29_000, 30_000].map((ms) => ttlAt(shop, ms, NODE))).toEqual([30, 20, 1, 30]);
  });

  test('success and denial have limits of their own', () => {
    const shop = served('cache {\nsuccess 9984 20\ndenial 9984 7\n}');
    expect(ttlAt(shop, 0, NODE)).toBe(20);
    expect(ttlAt(shop, 0, 'ip-10-9-9-9.us-west-2.compute.internal')).toBe(7);
  });

  test('a denial from the cache carries the SOA that its source gave', () => {
    const shop = served('cache 30');
    for (const name of ['ip-10-9-9-9.us-west-2.compute.internal', 'basket.shop.svc.cluster.local', 'nothing.example']) {
      const [first, second] = [ask(shop, name), ask(shop, name)];
      expect(second.authority).toEqual(first.authority);
    }
  });

  test('MINTTL holds what would be gone sooner', () => {
    const shop = served('cache {\nsuccess 9984 3600 12\n}');
    expect(ttlAt(shop, 0, 'cart.shop.svc.cluster.local')).toBe(12);
  });

  test('disable leaves a zone alone', () => {
    const shop = served('cache 30 {\ndisable success compute.internal\n}');
    expect(ttlAt(shop, 0, NODE)).toBe(60);
  });

  test('serve_stale answers past the end with TTL 0, and verified asks first', () => {
    const move = (shop: ClusterBuilder) => shop.service({ name: 'cart', ip: '172.20.14.10' });
    const inTurn = (mode: string) => {
      const shop = served(`cache 30 {\nserve_stale 1h ${mode}\n}`);
      ask(shop, 'cart.shop.svc.cluster.local');
      setNow(shop.cluster.state, 60_000);
      move(shop);
      const asked = () => text(ask(shop, 'cart.shop.svc.cluster.local'), 'Plain');
      return [asked(), asked()];
    };
    expect(inTurn('immediate')).toEqual(['0 A 172.20.14.9', '5 A 172.20.14.10']);
    expect(inTurn('verified')).toEqual(['5 A 172.20.14.10', '5 A 172.20.14.10']);
  });

  test('prefetch fetches what is often asked for before it ends', () => {
    const shop = served('cache 30 {\nprefetch 2 1m 50%\n}');
    const name = 'cart.shop.svc.cluster.local';
    expect([0, 1000, 3000, 3500].map((ms) => ttlAt(shop, ms, name))).toEqual([5, 4, 2, 5]);
  });
});

// Source: https://coredns.io/plugins/autopath/, plugin/autopath/autopath.go
test('autopath answers the first name of the search list with what a later one has, under an alias', () => {
  const shop = served('autopath @kubernetes');
  const { cluster } = shop.put('Service', {
    metadata: { name: 'web', namespace: 'web' },
    spec: { type: 'ClusterIP', clusterIP: '172.20.30.1', clusterIPs: ['172.20.30.1'], ports: [{ port: 80 }] },
    status: {},
  });
  const { queries } = resolveName({ cluster }, podPlace('web'), 'web.web', 'A', first);
  expect(queries.map(({ name }) => name)).toEqual(['web.web.shop.svc.cluster.local.']);
  expect(queries[0]?.answers.map(({ name, type, data }) => `${name} ${type} ${data}`)).toEqual([
    'web.web.shop.svc.cluster.local. CNAME web.web.svc.cluster.local.',
    'web.web.svc.cluster.local. A 172.20.30.1',
  ]);
});

// Source: https://coredns.io/plugins/log/
describe('log', () => {
  test('the common format', () => {
    const shop = served('log');
    ask(shop, 'cart.shop.svc.cluster.local');
    expect(logOf(shop)[0]).toMatch(
      /^\[INFO\] 10\.0\.1\.31:\d+ - \d+ "A IN cart\.shop\.svc\.cluster\.local\. udp 45 false 512" NOERROR qr,aa,rd \d+ 0\.\d+s$/,
    );
  });

  test('a format of its own, for zones and classes', () => {
    const shop = served('log cluster.local "{proto} Request: {name} {type} {/x}" {\nclass denial\n}');
    ask(shop, 'cart.shop.svc.cluster.local');
    ask(shop, 'basket.shop.svc.cluster.local');
    ask(shop, 'nothing.example');
    expect(logOf(shop)).toEqual(['[INFO] udp Request: basket.shop.svc.cluster.local. A -']);
  });
});

// Source: https://coredns.io/plugins/errors/, https://coredns.io/plugins/forward/ (read timeout 2s)
test('errors says which upstream did not answer', () => {
  const shop = withDns(aShop(), '.:53 {\nerrors\nforward . 10.0.9.9\n}\n').sync();
  expect(ask(shop, 'example.org').durationMs).toBe(2000);
  expect(logOf(shop)[0]).toMatch(
    /^\[ERROR\] plugin\/errors: 2 example\.org\. A: read udp 10\.0\.2\.53:\d+->10\.0\.9\.9:53: i\/o timeout$/,
  );
});

// Source: https://github.com/coredns/caddy/blob/v1.1.1/caddyfile/parse.go, plugin.cfg of CoreDNS 1.14
test('a word that is no directive stops CoreDNS; a directive that is not modelled says its name', () => {
  expect(parseCorefile('.:53 {\n  errors\n  forwards . 1.1.1.1\n}\n')).toMatchObject({
    error: "/etc/coredns/Corefile:3 - Error during parsing: Unknown directive 'forwards'",
  });
  for (const [lines, says] of [
    ['dnssec', 'not modelled: the CoreDNS plugin dnssec'],
    ['rewrite edns0 local set 0xffee abcd', 'not modelled: the CoreDNS rule rewrite edns0 local set 0xffee abcd'],
    ['cache {\nkeepttl\n}', 'not modelled: CoreDNS cache keepttl'],
  ] as const) {
    expect(ask(served(lines), 'cart.shop.svc.cluster.local').says).toBe(says);
  }
});
