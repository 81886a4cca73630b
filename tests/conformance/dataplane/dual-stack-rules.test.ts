/** What kube-proxy writes differently for IPv6: ip6tables and the table ip6 of nft, line by line where the families part. */
import { describe, expect, test } from 'vitest';
import type { ProxyConfig } from '../../../lib/world/dataplane/compile/rule-set.ts';
import { ruleSets } from '../../../lib/world/dataplane/compile/rule-set.ts';
import { iptablesSave } from '../../../lib/world/dataplane/render/iptables-save.ts';
import { nftKubeProxy } from '../../../lib/world/dataplane/render/nft/kube-proxy.ts';
import { ClusterBuilder, nodeName, type ServiceSpec } from '../../dataplane/cluster-builder.ts';

const IPTABLES = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go';
const NFTABLES = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/nftables/proxier.go';
const ADDRESSES = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/util/nodeport_addresses.go';
const KUBELET = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet_network_linux.go';

const CART: ServiceSpec = {
  name: 'cart',
  ip: 'fd00:172:20::9',
  portName: 'http',
  nodePort: 30_080,
  endpoints: [{ ip: 'fd00:10:0:2::31', node: 2 }],
};

function clusterOf(more: Partial<ServiceSpec> = {}, config: Partial<ProxyConfig> = {}) {
  return new ClusterBuilder()
    .put('ServiceCIDR', { metadata: { name: 'kubernetes' }, spec: { cidrs: ['172.20.0.0/16', 'fd00:172:20::/108'] } })
    .node(1, ['fd00:10:0:1::20'])
    .service({ ...CART, ...more })
    .sync([1], config).cluster;
}

function lines(more: Partial<ServiceSpec> = {}, config: Partial<ProxyConfig> = {}): string[] {
  const cluster = clusterOf(more, config);
  const rules = ruleSets(cluster).get(nodeName(1));
  if (!rules) throw new Error('no rules');
  if (config.mode !== 'nftables') return iptablesSave(cluster, nodeName(1), 'IPv6');
  return nftKubeProxy(rules, 'IPv6').map((line) => line.trim());
}

interface Line {
  readonly what: string;
  readonly service?: Partial<ServiceSpec>;
  readonly config?: Partial<ProxyConfig>;
  readonly has: string;
  readonly source: string;
}

const SEP = 'KUBE-SEP-[A-Z2-7]{16}';
const exact = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const LINES: readonly Line[] = [
  {
    what: 'a cluster IP is one address of 128 bits',
    has: '-A KUBE-SERVICES -d fd00:172:20::9/128 -p tcp -m comment --comment "shop/cart:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-',
    source: IPTABLES,
  },
  {
    what: 'translation has brackets',
    has: '-p tcp -m comment --comment "shop/cart:http" -m tcp -j DNAT --to-destination [fd00:10:0:2::31]:8080',
    source: IPTABLES,
  },
  {
    what: 'so has the comment about an endpoint',
    has: '-m comment --comment "shop/cart:http -> [fd00:10:0:2::31]:8080" -j KUBE-SEP-',
    source: IPTABLES,
  },
  {
    what: 'node ports never answer on ::1, whatever localhostNodePorts says',
    config: { localhostNodePorts: true },
    has: '-A KUBE-SERVICES ! -d ::1/128 -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS',
    source: IPTABLES,
  },
  {
    what: 'without endpoints it is rejected by ICMPv6',
    service: { endpoints: [] },
    has: '-m comment --comment "shop/cart:http has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp6-port-unreachable',
    source: IPTABLES,
  },
  {
    what: 'affinity keeps the whole address',
    service: { spec: { sessionAffinity: 'ClientIP' } },
    has: '--mask ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff --rsource',
    source: IPTABLES,
  },
  {
    what: 'of two pod ranges the one of its family counts',
    config: { clusterCidr: '10.244.0.0/16,fd00:10:244::/56' },
    has: '! -s fd00:10:244::/56 -d fd00:172:20::9/128 -p tcp',
    source: IPTABLES,
  },
  {
    what: 'ranges of IPv4 do not narrow the node ports of IPv6',
    config: { nodePortAddresses: ['10.0.1.0/24'] },
    has: '-A KUBE-SERVICES ! -d ::1/128 -m comment',
    source: ADDRESSES,
  },
  {
    what: 'a range of IPv6 does',
    config: { nodePortAddresses: ['fd00:10:0:1::/64'] },
    has: '-A KUBE-SERVICES -d fd00:10:0:1::20/128 -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -j KUBE-NODEPORTS',
    source: ADDRESSES,
  },
  {
    what: 'nft: node ports on the primary address of the family',
    config: { mode: 'nftables' },
    has: 'elements = { fd00:10:0:1::20 }',
    source: NFTABLES,
  },
  {
    what: 'nft: addresses are of type ipv6_addr',
    config: { mode: 'nftables' },
    has: 'type ipv6_addr . inet_proto . inet_service : verdict',
    source: NFTABLES,
  },
  {
    what: 'nft: dispatch by ip6 daddr',
    config: { mode: 'nftables' },
    has: 'ip6 daddr . meta l4proto . th dport vmap @service-ips',
    source: NFTABLES,
  },
  {
    what: 'nft: translation has brackets',
    config: { mode: 'nftables' },
    has: 'meta l4proto tcp dnat to [fd00:10:0:2::31]:8080',
    source: NFTABLES,
  },
  {
    what: 'nft: the name of an endpoint has dots for colons',
    config: { mode: 'nftables' },
    has: '-shop/cart/tcp/http__fd00.10.0.2..31/8080',
    source: NFTABLES,
  },
  {
    what: 'nft: addresses of the IPv6 range that no Service has are dropped',
    config: { mode: 'nftables' },
    has: 'ip6 daddr fd00:172:20::/108 drop comment "Drop traffic to unallocated ClusterIPs"',
    source: NFTABLES,
  },
  {
    what: 'nft: all addresses but ::1 where every range is asked for',
    config: { mode: 'nftables', nodePortAddresses: ['::/0'] },
    has: 'fib daddr type local ip6 daddr != ::1 meta l4proto . th dport vmap @service-nodeports',
    source: NFTABLES,
  },
];

describe('lines that are there', () => {
  test.each(LINES)('$what ($source)', ({ service, config, has }) => {
    expect(lines(service, config).some((line) => line.includes(has))).toBe(true);
  });
});

test(`chains are named by the port and, in IPv6, by the endpoint in brackets (${IPTABLES})`, () => {
  const own = lines();
  const chain = own.find((line) => line.includes('-j KUBE-SVC-'))?.match(/KUBE-SVC-\w+/)?.[0];
  const four = iptablesSave(clusterOf({ ip: '172.20.0.9', endpoints: [{ ip: '10.0.2.31', node: 2 }] }), nodeName(1));
  // The same Service port has the same name in both families; they stand in different tables.
  expect(four.some((line) => line.includes(`-j ${chain}`))).toBe(true);
  expect(own.join('\n')).toMatch(new RegExp(`${exact('-s fd00:10:0:2::31/128')}.*KUBE-MARK-MASQ`));
  expect(own.some((line) => new RegExp(`^:${SEP} - `).test(line))).toBe(true);
});

test(`the kubelet guards the loopback network of IPv4 only (${KUBELET})`, () => {
  const cluster = clusterOf();
  expect(iptablesSave(cluster, nodeName(1), 'IPv4').some((line) => line.includes('KUBE-FIREWALL'))).toBe(true);
  expect(iptablesSave(cluster, nodeName(1), 'IPv6').some((line) => line.includes('KUBE-FIREWALL'))).toBe(false);
});

test('a node without Services of IPv6 has the empty tables of IPv6 (https://github.com/kubernetes/kubernetes/blob/v1.35.0/cmd/kube-proxy/app/server_linux.go)', () => {
  const cluster = clusterOf({ ip: '172.20.0.9', endpoints: [] });
  const own = iptablesSave(cluster, nodeName(1), 'IPv6');
  expect(own[0]).toMatch(/^# Generated by ip6tables-save v1\.8\.11 on /);
  expect(own).toContain(':KUBE-SERVICES - [0:0]');
  expect(own.some((line) => line.includes('shop/cart'))).toBe(false);
});
