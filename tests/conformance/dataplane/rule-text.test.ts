/**
 * The rules themselves, chain by chain, for the Services of kube-proxy's own tests: names from hashes, comments, order and verdicts as its
 * proxiers write them, in the form in which iptables-save and nft print them.
 */
import { describe, expect, it } from 'vitest';
import { ruleSets } from '../../../lib/world/dataplane/compile/rule-set.ts';
import { iptablesSave } from '../../../lib/world/dataplane/render/iptables-save.ts';
import { nftKubeProxy } from '../../../lib/world/dataplane/render/nft/kube-proxy.ts';
import { ClusterBuilder, type EndpointSpec, nodeName, type ServiceSpec } from '../../dataplane/cluster-builder.ts';

const IPTABLES =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier_test.go (TestOverallIPTablesRules, TestLoadBalancer)';
const NFTABLES =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/nftables/proxier_test.go (TestOverallNFTablesRules)';

function aService(n: number, endpoints: readonly EndpointSpec[], more: Partial<ServiceSpec> = {}): ServiceSpec {
  return {
    name: `svc${n}`,
    namespace: `ns${n}`,
    ip: `172.30.0.4${n}`,
    portName: 'p80',
    targetPort: 80,
    endpoints,
    ...more,
  };
}

function atAddress(ip: string) {
  return { loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } };
}

const SERVICES: readonly ServiceSpec[] = [
  aService(1, [{ ip: '10.180.0.1' }]),
  aService(2, [{ ip: '10.180.0.2' }], {
    nodePort: 3001,
    status: atAddress('1.2.3.4'),
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      externalIPs: ['192.168.99.22'],
      healthCheckNodePort: 30_000,
    },
  }),
  aService(3, [{ ip: '10.180.0.3' }], { nodePort: 3003 }),
  aService(4, [{ ip: '10.180.0.4' }, { ip: '10.180.0.5', node: 1 }], { spec: { externalIPs: ['192.168.99.33'] } }),
  aService(5, [{ ip: '10.180.0.3' }], {
    nodePort: 3002,
    status: atAddress('5.6.7.8'),
    spec: {
      type: 'LoadBalancer',
      loadBalancerSourceRanges: [' 203.0.113.0/25'],
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } },
    },
  }),
  aService(6, []),
];

function cluster(mode: 'iptables' | 'nftables', services = SERVICES) {
  const builder = new ClusterBuilder().node(1);
  builder.put('ServiceCIDR', { metadata: { name: 'kubernetes' }, spec: { cidrs: ['172.30.0.0/16'] }, status: {} });
  for (const service of services) builder.service(service);
  return builder.sync([1], { mode, clusterCidr: '10.0.0.0/8' }).cluster;
}

/** iptables-save puts every comment with a colon or a blank in quotes. */
const says = (text: string) => `-m comment --comment "${text}"`;
const to = (address: string, comment: string) => `-d ${address}/32 -p tcp ${says(comment)} -m tcp --dport 80`;

/** A chain of a Service: masquerading of outsiders, then the draw. */
function svc(n: number, endpoints: readonly (readonly [chain: string, address: string])[]): string[] {
  const ip = `172.30.0.4${n}`;
  const outsiders = `! -s 10.0.0.0/8 ${to(ip, `ns${n}/svc${n}:p80 cluster IP`)} -j KUBE-MARK-MASQ`;
  return [
    outsiders,
    ...endpoints.map(([chain, address], index) => {
      const left = endpoints.length - index;
      const chance = left > 1 ? ` -m statistic --mode random --probability ${(1 / left).toFixed(11)}` : '';
      return `${says(`ns${n}/svc${n}:p80 -> ${address}:80`)}${chance} -j ${chain}`;
    }),
  ];
}

function sep(n: number, address: string, affinity = ''): string[] {
  return [
    `-s ${address}/32 ${says(`ns${n}/svc${n}:p80`)} -j KUBE-MARK-MASQ`,
    `-p tcp ${says(`ns${n}/svc${n}:p80`)}${affinity} -m tcp -j DNAT --to-destination ${address}:80`,
  ];
}

function outside(n: number, hash: string): string[] {
  return [
    `${says(`masquerade traffic for ns${n}/svc${n}:p80 external destinations`)} -j KUBE-MARK-MASQ`,
    `-j KUBE-SVC-${hash}`,
  ];
}

const RECENT = '-m recent';
const KEPT = '--name KUBE-SEP-I77PXRDZVX7PMWMN --mask 255.255.255.255 --rsource';
const FROM_OUTSIDE = 'ns2/svc2:p80 external destinations';

/** `<table> <chain>` → its rules. */
const CHAINS: Readonly<Record<string, readonly string[]>> = {
  'filter KUBE-NODEPORTS': [`-p tcp ${says('ns2/svc2:p80 health check node port')} -m tcp --dport 30000 -j ACCEPT`],
  'filter KUBE-SERVICES': [
    `${to('172.30.0.46', 'ns6/svc6:p80 has no endpoints')} -j REJECT --reject-with icmp-port-unreachable`,
  ],
  'filter KUBE-EXTERNAL-SERVICES': [
    `${to('192.168.99.22', 'ns2/svc2:p80 has no local endpoints')} -j DROP`,
    `${to('1.2.3.4', 'ns2/svc2:p80 has no local endpoints')} -j DROP`,
    `-p tcp ${says('ns2/svc2:p80 has no local endpoints')} -m addrtype --dst-type LOCAL -m tcp --dport 3001 -j DROP`,
  ],
  'filter KUBE-PROXY-FIREWALL': [
    `${to('5.6.7.8', 'ns5/svc5:p80 traffic not accepted by KUBE-FW-NUKIZ6OKUXPJNT4C')} -j DROP`,
  ],
  'filter KUBE-FORWARD': [
    '-m conntrack --ctstate INVALID -j DROP',
    `${says('kubernetes forwarding rules')} -m mark --mark 0x4000/0x4000 -j ACCEPT`,
    `${says('kubernetes forwarding conntrack rule')} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
  ],
  'nat KUBE-NODEPORTS': [
    `-p tcp ${says('ns2/svc2:p80')} -m tcp --dport 3001 -j KUBE-EXT-GNZBNJ2PO5MGZ6GT`,
    `-p tcp ${says('ns3/svc3:p80')} -m tcp --dport 3003 -j KUBE-EXT-X27LE4BHSL4DOUIK`,
    `-p tcp ${says('ns5/svc5:p80')} -m tcp --dport 3002 -j KUBE-EXT-NUKIZ6OKUXPJNT4C`,
  ],
  'nat KUBE-SERVICES': [
    `${to('172.30.0.41', 'ns1/svc1:p80 cluster IP')} -j KUBE-SVC-XPGD46QRK7WJZT7O`,
    `${to('172.30.0.42', 'ns2/svc2:p80 cluster IP')} -j KUBE-SVC-GNZBNJ2PO5MGZ6GT`,
    `${to('192.168.99.22', 'ns2/svc2:p80 external IP')} -j KUBE-EXT-GNZBNJ2PO5MGZ6GT`,
    `${to('1.2.3.4', 'ns2/svc2:p80 loadbalancer IP')} -j KUBE-EXT-GNZBNJ2PO5MGZ6GT`,
    `${to('172.30.0.43', 'ns3/svc3:p80 cluster IP')} -j KUBE-SVC-X27LE4BHSL4DOUIK`,
    `${to('172.30.0.44', 'ns4/svc4:p80 cluster IP')} -j KUBE-SVC-4SW47YFZTEDKD3PK`,
    `${to('192.168.99.33', 'ns4/svc4:p80 external IP')} -j KUBE-EXT-4SW47YFZTEDKD3PK`,
    `${to('172.30.0.45', 'ns5/svc5:p80 cluster IP')} -j KUBE-SVC-NUKIZ6OKUXPJNT4C`,
    `${to('5.6.7.8', 'ns5/svc5:p80 loadbalancer IP')} -j KUBE-FW-NUKIZ6OKUXPJNT4C`,
    `${says('kubernetes service nodeports; NOTE: this must be the last rule in this chain')} -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS`,
  ],
  'nat KUBE-EXT-4SW47YFZTEDKD3PK': outside(4, '4SW47YFZTEDKD3PK'),
  'nat KUBE-EXT-X27LE4BHSL4DOUIK': outside(3, 'X27LE4BHSL4DOUIK'),
  'nat KUBE-EXT-NUKIZ6OKUXPJNT4C': outside(5, 'NUKIZ6OKUXPJNT4C'),
  'nat KUBE-EXT-GNZBNJ2PO5MGZ6GT': [
    `-s 10.0.0.0/8 ${says(`pod traffic for ${FROM_OUTSIDE}`)} -j KUBE-SVC-GNZBNJ2PO5MGZ6GT`,
    `${says(`masquerade LOCAL traffic for ${FROM_OUTSIDE}`)} -m addrtype --src-type LOCAL -j KUBE-MARK-MASQ`,
    `${says(`route LOCAL traffic for ${FROM_OUTSIDE}`)} -m addrtype --src-type LOCAL -j KUBE-SVC-GNZBNJ2PO5MGZ6GT`,
  ],
  'nat KUBE-FW-NUKIZ6OKUXPJNT4C': [
    `-s 203.0.113.0/25 ${says('ns5/svc5:p80 loadbalancer IP')} -j KUBE-EXT-NUKIZ6OKUXPJNT4C`,
    says('other traffic to ns5/svc5:p80 will be dropped by KUBE-PROXY-FIREWALL'),
  ],
  'nat KUBE-MARK-MASQ': ['-j MARK --set-xmark 0x4000/0x4000'],
  'nat KUBE-POSTROUTING': [
    '-m mark ! --mark 0x4000/0x4000 -j RETURN',
    '-j MARK --set-xmark 0x4000/0x0',
    `${says('kubernetes service traffic requiring SNAT')} -j MASQUERADE --random-fully`,
  ],
  'nat KUBE-SEP-SXIVWICOYRO3J4NJ': sep(1, '10.180.0.1'),
  'nat KUBE-SEP-RS4RBKLTHTF2IUXJ': sep(2, '10.180.0.2'),
  'nat KUBE-SEP-OYPFS5VJICHGATKP': sep(3, '10.180.0.3'),
  'nat KUBE-SEP-UKSFD7AGPMPPLUHC': sep(4, '10.180.0.4'),
  'nat KUBE-SEP-C6EBXVWJJZMIWKLZ': sep(4, '10.180.0.5'),
  'nat KUBE-SEP-I77PXRDZVX7PMWMN': sep(5, '10.180.0.3', ` ${RECENT} --set ${KEPT}`),
  'nat KUBE-SVC-XPGD46QRK7WJZT7O': svc(1, [['KUBE-SEP-SXIVWICOYRO3J4NJ', '10.180.0.1']]),
  'nat KUBE-SVC-GNZBNJ2PO5MGZ6GT': svc(2, [['KUBE-SEP-RS4RBKLTHTF2IUXJ', '10.180.0.2']]),
  'nat KUBE-SVC-X27LE4BHSL4DOUIK': svc(3, [['KUBE-SEP-OYPFS5VJICHGATKP', '10.180.0.3']]),
  'nat KUBE-SVC-4SW47YFZTEDKD3PK': svc(4, [
    ['KUBE-SEP-UKSFD7AGPMPPLUHC', '10.180.0.4'],
    ['KUBE-SEP-C6EBXVWJJZMIWKLZ', '10.180.0.5'],
  ]),
  'nat KUBE-SVC-NUKIZ6OKUXPJNT4C': svc(5, [['KUBE-SEP-I77PXRDZVX7PMWMN', '10.180.0.3']]).toSpliced(
    1,
    0,
    `${says('ns5/svc5:p80 -> 10.180.0.3:80')} ${RECENT} --rcheck --seconds 10800 --reap ${KEPT} -j KUBE-SEP-I77PXRDZVX7PMWMN`,
  ),
};

/** `<table> <chain>` → rules, of what iptables-save prints. */
function chainsOf(lines: readonly string[]): Map<string, string[]> {
  const chains = new Map<string, string[]>();
  let table = '';
  for (const line of lines) {
    if (line.startsWith('*')) table = line.slice(1);
    else if (line.startsWith(':')) chains.set(`${table} ${line.slice(1).split(' ')[0]}`, []);
    else if (line.startsWith('-A ')) {
      const [, chain = '', rule = ''] = /^-A (\S+) (.*)$/.exec(line) ?? [];
      chains.get(`${table} ${chain}`)?.push(rule);
    }
  }
  return chains;
}

describe(`iptables: ${IPTABLES}`, () => {
  const chains = chainsOf(iptablesSave(cluster('iptables'), nodeName(1)));

  it.each(Object.entries(CHAINS))('%s', (name, rules) => {
    expect(chains.get(name)).toEqual(rules);
  });

  it('has no other chain of a Service', () => {
    const own = [...chains.keys()].filter((name) => / KUBE-(SVC|SVL|EXT|FW|SEP)-/.test(name));
    expect(own.sort()).toEqual(
      Object.keys(CHAINS)
        .filter((name) => / KUBE-(SVC|SVL|EXT|FW|SEP)-/.test(name))
        .sort(),
    );
  });

  it('lets the balancer’s own addresses in where a source range holds the node', () => {
    const service = aService(1, [{ ip: '10.180.0.1' }], {
      nodePort: 3001,
      status: { loadBalancer: { ingress: ['1.2.3.4', '5.6.7.8'].map((ip) => ({ ip })) } },
      spec: { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.1.0/24', ' 203.0.113.0/25'] },
    });
    const found = chainsOf(iptablesSave(cluster('iptables', [service]), nodeName(1)));
    const sources = ['10.0.1.0/24', '203.0.113.0/25', '1.2.3.4/32', '5.6.7.8/32'];
    expect(found.get('nat KUBE-FW-XPGD46QRK7WJZT7O')).toEqual([
      ...sources.map((range) => `-s ${range} ${says('ns1/svc1:p80 loadbalancer IP')} -j KUBE-EXT-XPGD46QRK7WJZT7O`),
      says('other traffic to ns1/svc1:p80 will be dropped by KUBE-PROXY-FIREWALL'),
    ]);
  });
});

function nftEndpoint(address: string, affinity?: string): string[] {
  const kept = affinity ? [`update @${affinity} { ip saddr }`] : [];
  return [`ip saddr ${address} jump mark-for-masquerade`, ...kept, `meta l4proto tcp dnat to ${address}:80`];
}

const outsiders = (n: number) => `ip daddr 172.30.0.4${n} ip saddr != 10.0.0.0/8 jump mark-for-masquerade`;
const AFFINITY = 'affinity-GTK6MW7G-ns5/svc5/tcp/p80__10.180.0.3/80';
const ENDPOINTS = [
  ['5OJB2KTY', 1, '10.180.0.1'],
  ['SGOXE6O3', 2, '10.180.0.2'],
  ['UEIP74TE', 3, '10.180.0.3'],
  ['UNZV3OEC', 4, '10.180.0.4'],
  ['5RFCDDV7', 4, '10.180.0.5'],
] as const;
const endpoint = (hash: string, n: number, address: string) => `endpoint-${hash}-ns${n}/svc${n}/tcp/p80__${address}/80`;
const goes = (...chains: readonly string[]) =>
  `numgen random mod ${chains.length} vmap { ${chains.map((chain, index) => `${index} : goto ${chain}`).join(', ')} }`;

/** Chain → rules. */
const NFT_CHAINS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(ENDPOINTS.map(([hash, n, address]) => [endpoint(hash, n, address), nftEndpoint(address)])),
  [endpoint('GTK6MW7G', 5, '10.180.0.3')]: nftEndpoint('10.180.0.3', AFFINITY),
  'service-ULMVA6XW-ns1/svc1/tcp/p80': [outsiders(1), goes(endpoint('5OJB2KTY', 1, '10.180.0.1'))],
  'service-42NFTM6N-ns2/svc2/tcp/p80': [outsiders(2), goes(endpoint('SGOXE6O3', 2, '10.180.0.2'))],
  'service-4AT6LBPK-ns3/svc3/tcp/p80': [outsiders(3), goes(endpoint('UEIP74TE', 3, '10.180.0.3'))],
  'service-LAUZTJTB-ns4/svc4/tcp/p80': [
    outsiders(4),
    goes(endpoint('UNZV3OEC', 4, '10.180.0.4'), endpoint('5RFCDDV7', 4, '10.180.0.5')),
  ],
  'service-HVFWP5L3-ns5/svc5/tcp/p80': [
    outsiders(5),
    `ip saddr @${AFFINITY} goto ${endpoint('GTK6MW7G', 5, '10.180.0.3')}`,
    goes(endpoint('GTK6MW7G', 5, '10.180.0.3')),
  ],
  'external-42NFTM6N-ns2/svc2/tcp/p80': [
    'ip saddr 10.0.0.0/8 goto service-42NFTM6N-ns2/svc2/tcp/p80 comment "short-circuit pod traffic"',
    'fib saddr type local jump mark-for-masquerade comment "masquerade local traffic"',
    'fib saddr type local goto service-42NFTM6N-ns2/svc2/tcp/p80 comment "short-circuit local traffic"',
  ],
  'external-4AT6LBPK-ns3/svc3/tcp/p80': ['jump mark-for-masquerade', 'goto service-4AT6LBPK-ns3/svc3/tcp/p80'],
  'external-LAUZTJTB-ns4/svc4/tcp/p80': ['jump mark-for-masquerade', 'goto service-LAUZTJTB-ns4/svc4/tcp/p80'],
  'external-HVFWP5L3-ns5/svc5/tcp/p80': ['jump mark-for-masquerade', 'goto service-HVFWP5L3-ns5/svc5/tcp/p80'],
  'firewall-HVFWP5L3-ns5/svc5/tcp/p80': ['ip saddr != 203.0.113.0/25 drop'],
  'cluster-ips-check': [
    'ip daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"',
    'ip daddr 172.30.0.0/16 drop comment "Drop traffic to unallocated ClusterIPs"',
  ],
  'firewall-check': ['ip daddr . meta l4proto . th dport vmap @firewall-ips'],
  'nodeport-endpoints-check': ['ip daddr @nodeport-ips meta l4proto . th dport vmap @no-endpoint-nodeports'],
  'service-endpoints-check': ['ip daddr . meta l4proto . th dport vmap @no-endpoint-services'],
  services: [
    'ip daddr . meta l4proto . th dport vmap @service-ips',
    'ip daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports',
  ],
};

/** Map or set → elements, in nft's own order. */
const NFT_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  'cluster-ips': ['172.30.0.41', '172.30.0.42', '172.30.0.43', '172.30.0.44', '172.30.0.45', '172.30.0.46'],
  'nodeport-ips': ['10.0.1.20'],
  'no-endpoint-services': [
    '1.2.3.4 . tcp . 80 comment "ns2/svc2:p80" : drop',
    '192.168.99.22 . tcp . 80 comment "ns2/svc2:p80" : drop',
    '172.30.0.46 . tcp . 80 comment "ns6/svc6:p80" : goto reject-chain',
  ],
  'no-endpoint-nodeports': ['tcp . 3001 comment "ns2/svc2:p80" : drop'],
  'firewall-ips': ['5.6.7.8 . tcp . 80 : goto firewall-HVFWP5L3-ns5/svc5/tcp/p80'],
  'service-ips': [
    '1.2.3.4 . tcp . 80 : goto external-42NFTM6N-ns2/svc2/tcp/p80',
    '5.6.7.8 . tcp . 80 : goto external-HVFWP5L3-ns5/svc5/tcp/p80',
    '192.168.99.22 . tcp . 80 : goto external-42NFTM6N-ns2/svc2/tcp/p80',
    '192.168.99.33 . tcp . 80 : goto external-LAUZTJTB-ns4/svc4/tcp/p80',
    '172.30.0.41 . tcp . 80 : goto service-ULMVA6XW-ns1/svc1/tcp/p80',
    '172.30.0.42 . tcp . 80 : goto service-42NFTM6N-ns2/svc2/tcp/p80',
    '172.30.0.43 . tcp . 80 : goto service-4AT6LBPK-ns3/svc3/tcp/p80',
    '172.30.0.44 . tcp . 80 : goto service-LAUZTJTB-ns4/svc4/tcp/p80',
    '172.30.0.45 . tcp . 80 : goto service-HVFWP5L3-ns5/svc5/tcp/p80',
  ],
};

describe(`nftables: ${NFTABLES}`, () => {
  const rules = ruleSets(cluster('nftables')).get(nodeName(1));
  const text = rules ? nftKubeProxy(rules).join('\n') : '';
  const block = (title: string) => text.split(`\t${title} {\n`)[1]?.split('\n\t}')[0]?.split('\n') ?? [];

  it.each(Object.entries(NFT_CHAINS))('chain %s', (name, expected) => {
    expect(block(`chain ${name}`).map((line) => line.trim())).toEqual(expected);
  });

  it.each(Object.entries(NFT_ELEMENTS))('elements of %s', (name, expected) => {
    const lines = [...block(`map ${name}`), ...block(`set ${name}`)].join('\n');
    const elements = /elements = \{ ([\s\S]*) \}/.exec(lines)?.[1] ?? '';
    expect(elements.split(/,\s+/)).toEqual(expected);
  });
});
