import { expect, test } from 'vitest';
import { resolveName } from '../../../lib/world/dns/resolve.ts';
import { aShop, first, podPlace } from '../../dataplane/cluster-builder.ts';
import { withDns } from '../../dataplane/dns-builder.ts';

/** From a pod with these name servers and no search list; CoreDNS 172.20.0.10 serves cluster.local only, its upstream is dead. */
function ask(nameservers: readonly string[], name: string): string[] {
  const corefile = '.:53 {\nkubernetes cluster.local\nforward . 10.0.9.9\n}\n';
  const spec = { dnsPolicy: 'None', dnsConfig: { nameservers } };
  const { cluster } = withDns(aShop(), corefile).pod({ name: 'looker', node: 1, ip: '10.0.1.77', spec }).sync();
  const { queries } = resolveName({ cluster }, podPlace('looker'), name, 'A', first);
  return queries.map(({ server, rcode, outcome }) => `${server} ${rcode ?? outcome}`);
}

const NODE = 'ip-10-0-1-20.us-west-2.compute.internal';

// Source: glibc resolv/res_send.c (send_dg), https://man7.org/linux/man-pages/man5/resolv.conf.5.html (nameserver, attempts)
test.each([
  ['the first that answers decides', ['10.0.0.2', '172.20.0.10'], NODE, ['10.0.0.2 NOERROR']],
  ['a denial is an answer', ['10.0.0.2', '172.20.0.10'], 'cart.shop.svc.cluster.local.', ['10.0.0.2 NXDOMAIN']],
  ['a failure is not', ['172.20.0.10', '10.0.0.2'], NODE, ['172.20.0.10 SERVFAIL', '10.0.0.2 NOERROR']],
  ['nor is silence', ['10.0.9.9', '10.0.0.2'], NODE, ['10.0.9.9 Timeout', '10.0.0.2 NOERROR']],
])('%s', (_, servers, name, expected) => {
  expect(ask(servers, name)).toEqual(expected);
});
