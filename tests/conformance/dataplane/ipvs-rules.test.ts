/**
 * The rules and sets of ipvs mode for the Services of kube-proxy's own tests and for what its proxier writes around them, as iptables-save
 * prints them.
 */
import { describe, expect, it } from 'vitest';
import type { ProxyConfig } from '../../../lib/world/dataplane/compile/rule-set.ts';
import { iptablesSave } from '../../../lib/world/dataplane/render/iptables-save.ts';
import { ipsetLines } from '../../../lib/world/dataplane/render/ipvs/ipset.ts';
import { ClusterBuilder, type EndpointSpec, nodeName, type ServiceSpec } from '../../dataplane/cluster-builder.ts';

const IPVS = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs';
const TESTS = `${IPVS}/proxier_test.go`;
const WRITES = `${IPVS}/proxier.go (writeIptablesRules)`;

/** The rules of the Service whose name and addresses the tests of kube-proxy use. */
function aService(
  more: Partial<ServiceSpec> = {},
  endpoints: readonly EndpointSpec[] = [{ ip: '10.180.0.1' }],
): ServiceSpec {
  return { name: 'svc1', namespace: 'ns1', ip: '10.20.30.41', portName: 'p80', targetPort: 80, endpoints, ...more };
}

function atAddress(ip: string) {
  return { loadBalancer: { ingress: [{ ip }] } };
}

const BALANCED: Partial<ServiceSpec> = { status: atAddress('1.2.3.4'), spec: { type: 'LoadBalancer' } };

function nodeWith(services: readonly ServiceSpec[], config: Partial<ProxyConfig> = {}) {
  const builder = new ClusterBuilder().node(1);
  for (const service of services) builder.service(service);
  return builder.sync([1], { mode: 'ipvs', ...config }).cluster;
}

/** `<table> <chain>` → its rules. */
function chainsOf(lines: readonly string[]): Map<string, string[]> {
  const chains = new Map<string, string[]>();
  let table = '';
  for (const line of lines) {
    const [, chain = '', rule = ''] = /^-A (\S+) (.*)$/.exec(line) ?? [];
    if (line.startsWith('*')) table = line.slice(1);
    else if (line.startsWith(':')) chains.set(`${table} ${line.slice(1).split(' ')[0]}`, []);
    else if (chain) chains.get(`${table} ${chain}`)?.push(rule);
  }
  return chains;
}

/** Set → members; sets without any are left out. */
function membersOf(lines: readonly string[]): Record<string, string[]> {
  const blocks = lines.join('\n').split('\n\n');
  const sets = blocks.map((block) => {
    const [head = '', members = ''] = block.split('Members:');
    return [/^Name: (.*)$/m.exec(head)?.[1] ?? '', members.split('\n').filter((line) => line !== '')] as const;
  });
  return Object.fromEntries(sets.filter(([, members]) => members.length > 0));
}

const says = (text: string) => `-m comment --comment "${text}"`;
const set = (name: string, how = 'dst,dst') => `-m set --match-set ${name} ${how}`;

const CLUSTER_IPS = says('Kubernetes service cluster ip + port for masquerade purpose');
const PORTAL = says('Kubernetes service lb portal');
const EXTERNAL = says('Kubernetes service external ip + port for masquerade and filter purpose');
const EXTERNAL_LOCAL = says('Kubernetes service external ip + port with externalTrafficPolicy=local');
const HAIRPIN = says('Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose');

const FROM_LOCALHOST = '-s 127.0.0.0/8 -j RETURN';
const TO_PORTALS = `${PORTAL} ${set('KUBE-LOAD-BALANCER')} -j KUBE-LOAD-BALANCER`;
const FROM_ITSELF = `${CLUSTER_IPS} ${set('KUBE-CLUSTER-IP', 'src,dst')} -j KUBE-MARK-MASQ`;
const TO_NODE_PORTS = '-m addrtype --dst-type LOCAL -j KUBE-NODE-PORT';
const TAKES_CLUSTER_IPS = `${set('KUBE-CLUSTER-IP')} -j ACCEPT`;
const TAKES_PORTALS = `${set('KUBE-LOAD-BALANCER')} -j ACCEPT`;
const external = (comment: string, name: string) => [
  `${comment} ${set(name)} -m physdev ! --physdev-is-in -m addrtype ! --src-type LOCAL -j ACCEPT`,
  `${comment} ${set(name)} -m addrtype --dst-type LOCAL -j ACCEPT`,
];
const MARKED = [
  '-m mark ! --mark 0x4000/0x4000 -j RETURN',
  '-j MARK --set-xmark 0x4000/0x0',
  `${says('kubernetes service traffic requiring SNAT')} -j MASQUERADE --random-fully`,
];

const EVERYWHERE = [
  aService({ nodePort: 3001, ...BALANCED, spec: { type: 'LoadBalancer', externalIPs: ['5.6.7.8'] } }),
  aService({ name: 'svc2', ip: '10.20.30.42', protocol: 'UDP', nodePort: 3002 }),
];
const ALL_LOCAL = EVERYWHERE.map(({ spec, ...service }) => ({
  ...service,
  spec: { ...spec, externalTrafficPolicy: 'Local' },
}));

interface Case {
  readonly name: string;
  readonly source: string;
  readonly services: readonly ServiceSpec[];
  readonly config?: Partial<ProxyConfig>;
  readonly chains: Readonly<Record<string, readonly string[]>>;
}

const CASES: readonly Case[] = [
  {
    name: 'a load balancer (TestLoadBalancer)',
    source: TESTS,
    services: [aService({ nodePort: 3001, ...BALANCED })],
    chains: {
      'nat KUBE-SERVICES': [FROM_LOCALHOST, TO_PORTALS, FROM_ITSELF, TO_NODE_PORTS, TAKES_CLUSTER_IPS, TAKES_PORTALS],
      'nat KUBE-LOAD-BALANCER': ['-j KUBE-MARK-MASQ'],
    },
  },
  {
    name: 'node ports with externalTrafficPolicy Local (TestOnlyLocalNodePorts)',
    source: TESTS,
    services: [aService({ nodePort: 3001, spec: { type: 'NodePort', externalTrafficPolicy: 'Local' } })],
    config: { nodePortAddresses: ['10.0.1.0/24'] },
    chains: {
      'nat KUBE-SERVICES': [FROM_LOCALHOST, FROM_ITSELF, TO_NODE_PORTS, TAKES_CLUSTER_IPS],
      'nat KUBE-NODE-PORT': [
        `-p tcp ${says('Kubernetes nodeport TCP port with externalTrafficPolicy=local')} ${set('KUBE-NODE-PORT-LOCAL-TCP', 'dst')} -j RETURN`,
        `-p tcp ${says('Kubernetes nodeport TCP port for masquerade purpose')} ${set('KUBE-NODE-PORT-TCP', 'dst')} -j KUBE-MARK-MASQ`,
      ],
      'filter KUBE-NODE-PORT': [
        `${says('Kubernetes health check node port')} ${set('KUBE-HEALTH-CHECK-NODE-PORT', 'dst')} -j ACCEPT`,
      ],
    },
  },
  {
    name: 'source ranges (TestLoadBalancerSourceRanges)',
    source: TESTS,
    services: [aService({ ...BALANCED, spec: { type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.0/24'] } })],
    chains: {
      'nat KUBE-SERVICES': [FROM_LOCALHOST, TO_PORTALS, FROM_ITSELF, TO_NODE_PORTS, TAKES_CLUSTER_IPS, TAKES_PORTALS],
      'filter KUBE-PROXY-FIREWALL': [
        `${says('Kubernetes service load balancer ip + port for load balancer with sourceRange')} ${set('KUBE-LOAD-BALANCER-FW')} -j KUBE-SOURCE-RANGES-FIREWALL`,
      ],
      'filter KUBE-SOURCE-RANGES-FIREWALL': [
        `${says('Kubernetes service load balancer ip + port + source cidr for packet filter purpose')} ${set('KUBE-LOAD-BALANCER-SOURCE-CIDR', 'dst,dst,src')} -j RETURN`,
        '-j DROP',
      ],
    },
  },
  {
    name: 'source ranges without the node: it does not get in either',
    source:
      'https://github.com/kubernetes/kubernetes/issues/119656; https://git.netfilter.org/iptables/tree/extensions/libxt_ipvs.t',
    services: [aService({ ...BALANCED, spec: { type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.0/24'] } })],
    chains: { 'filter KUBE-IPVS-OUT-FILTER': ['-s 1.2.3.4/32 -m ipvs --vproto 6 --vaddr 1.2.3.4 --vport 80 -j DROP'] },
  },
  {
    name: 'source ranges with the node: the balancer’s own address gets in',
    source: WRITES,
    services: [aService({ ...BALANCED, spec: { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8'] } })],
    chains: {
      'filter KUBE-SOURCE-RANGES-FIREWALL': [
        `${says('Kubernetes service load balancer ip + port + source cidr for packet filter purpose')} ${set('KUBE-LOAD-BALANCER-SOURCE-CIDR', 'dst,dst,src')} -j RETURN`,
        `${says('Kubernetes service load balancer ip + port + source IP for packet filter purpose')} ${set('KUBE-LOAD-BALANCER-SOURCE-IP', 'dst,dst,src')} -j RETURN`,
        '-j DROP',
      ],
      'filter KUBE-IPVS-OUT-FILTER': [],
    },
  },
  {
    name: 'every way in (TestAcceptIPVSTraffic)',
    source: TESTS,
    services: EVERYWHERE,
    chains: {
      'nat KUBE-SERVICES': [
        FROM_LOCALHOST,
        TO_PORTALS,
        FROM_ITSELF,
        `${EXTERNAL} ${set('KUBE-EXTERNAL-IP')} -j KUBE-MARK-MASQ`,
        ...external(EXTERNAL, 'KUBE-EXTERNAL-IP'),
        TO_NODE_PORTS,
        TAKES_CLUSTER_IPS,
        TAKES_PORTALS,
      ],
      'nat KUBE-NODE-PORT': [
        `-p tcp ${says('Kubernetes nodeport TCP port for masquerade purpose')} ${set('KUBE-NODE-PORT-TCP', 'dst')} -j KUBE-MARK-MASQ`,
        `-p udp ${says('Kubernetes nodeport UDP port for masquerade purpose')} ${set('KUBE-NODE-PORT-UDP', 'dst')} -j KUBE-MARK-MASQ`,
      ],
    },
  },
  {
    name: 'every way in with externalTrafficPolicy Local: nobody is hidden',
    source: WRITES,
    services: ALL_LOCAL,
    chains: {
      'nat KUBE-SERVICES': [
        FROM_LOCALHOST,
        TO_PORTALS,
        FROM_ITSELF,
        ...external(EXTERNAL_LOCAL, 'KUBE-EXTERNAL-IP-LOCAL'),
        TO_NODE_PORTS,
        TAKES_CLUSTER_IPS,
        TAKES_PORTALS,
      ],
      'nat KUBE-LOAD-BALANCER': [
        `${says('Kubernetes service load balancer ip + port with externalTrafficPolicy=local')} ${set('KUBE-LOAD-BALANCER-LOCAL')} -j RETURN`,
        '-j KUBE-MARK-MASQ',
      ],
    },
  },
  {
    name: 'a pod range: whoever is outside it is hidden (TestClusterIPs with clusterCIDR)',
    source: `${IPVS}/README.md (Specify cluster CIDR in kube-proxy startup)`,
    services: [aService()],
    config: { clusterCidr: '10.244.16.0/24' },
    chains: {
      'nat KUBE-SERVICES': [
        FROM_LOCALHOST,
        `! -s 10.244.16.0/24 ${CLUSTER_IPS} ${set('KUBE-CLUSTER-IP')} -j KUBE-MARK-MASQ`,
        TO_NODE_PORTS,
        TAKES_CLUSTER_IPS,
      ],
    },
  },
  {
    name: 'masqueradeAll',
    source: `${IPVS}/README.md (kube-proxy starts with --masquerade-all=true)`,
    services: [aService()],
    config: { masqueradeAll: true },
    chains: {
      'nat KUBE-SERVICES': [
        FROM_LOCALHOST,
        `${CLUSTER_IPS} ${set('KUBE-CLUSTER-IP')} -j KUBE-MARK-MASQ`,
        TO_NODE_PORTS,
        TAKES_CLUSTER_IPS,
      ],
    },
  },
  {
    name: 'an endpoint of this node: what it sends to itself is hidden before any mark is looked at',
    source: WRITES,
    services: [aService({}, [{ ip: '10.0.1.31', node: 1 }])],
    chains: {
      'nat KUBE-POSTROUTING': [`${HAIRPIN} ${set('KUBE-LOOP-BACK', 'dst,dst,src')} -j MASQUERADE`, ...MARKED],
      'nat KUBE-MARK-MASQ': ['-j MARK --set-xmark 0x4000/0x4000'],
    },
  },
  {
    name: 'another masqueradeBit',
    source: WRITES,
    services: [],
    config: { masqueradeBit: 15 },
    chains: {
      'nat KUBE-MARK-MASQ': ['-j MARK --set-xmark 0x8000/0x8000'],
      'filter KUBE-FORWARD': [
        `${says('kubernetes forwarding rules')} -m mark --mark 0x8000/0x8000 -j ACCEPT`,
        `${says('kubernetes forwarding conntrack rule')} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
      ],
    },
  },
  {
    name: 'no Services: the same chains, with nothing that a set would fill',
    source: `${IPVS}/proxier.go (iptablesJumpChain: each is prepended)`,
    services: [],
    chains: {
      'nat PREROUTING': [`${says('kubernetes service portals')} -j KUBE-SERVICES`],
      'nat OUTPUT': [`${says('kubernetes service portals')} -j KUBE-SERVICES`],
      'nat POSTROUTING': [`${says('kubernetes postrouting rules')} -j KUBE-POSTROUTING`],
      'nat KUBE-SERVICES': [FROM_LOCALHOST, TO_NODE_PORTS],
      'nat KUBE-POSTROUTING': MARKED,
      'filter INPUT': [
        `${says('kubernetes ipvs access filter')} -j KUBE-IPVS-FILTER`,
        `${says('kube-proxy firewall rules')} -j KUBE-PROXY-FIREWALL`,
        `${says('kubernetes health check rules')} -j KUBE-NODE-PORT`,
        '-j KUBE-FIREWALL',
      ],
      'filter FORWARD': [
        `${says('kube-proxy firewall rules')} -j KUBE-PROXY-FIREWALL`,
        `${says('kubernetes forwarding rules')} -j KUBE-FORWARD`,
      ],
      'filter OUTPUT': [`${says('kubernetes ipvs access filter')} -j KUBE-IPVS-OUT-FILTER`, '-j KUBE-FIREWALL'],
      'filter KUBE-IPVS-FILTER': [
        `${set('KUBE-LOAD-BALANCER')} -j RETURN`,
        `${set('KUBE-CLUSTER-IP')} -j RETURN`,
        `${set('KUBE-EXTERNAL-IP')} -j RETURN`,
        `${set('KUBE-EXTERNAL-IP-LOCAL')} -j RETURN`,
        `${set('KUBE-HEALTH-CHECK-NODE-PORT', 'dst')} -j RETURN`,
        `-m conntrack --ctstate NEW ${set('KUBE-IPVS-IPS', 'dst')} -j REJECT --reject-with icmp-port-unreachable`,
      ],
      'filter KUBE-SOURCE-RANGES-FIREWALL': ['-j DROP'],
      'filter KUBE-PROXY-FIREWALL': [],
    },
  },
];

describe.each(CASES)('$name ($source)', ({ services, config, chains }) => {
  const found = chainsOf(iptablesSave(nodeWith(services, config), nodeName(1)));

  it.each(Object.entries(chains))('%s', (name, rules) => {
    expect(found.get(name)).toEqual(rules);
  });
});

it('has as many rules with a hundred Services as with one', () => {
  const many = Array.from({ length: 100 }, (_, at) => aService({ name: `svc${at}`, ip: `10.20.31.${at}` }));
  const count = (services: readonly ServiceSpec[]) => iptablesSave(nodeWith(services), nodeName(1)).length;
  expect(count(many)).toBe(count([aService()]));
});

const SETS: readonly [
  name: string,
  services: readonly ServiceSpec[],
  sets: Readonly<Record<string, readonly string[]>>,
][] = [
  [
    'TestLoadBalancer',
    [aService({ nodePort: 3001, ...BALANCED })],
    {
      'KUBE-CLUSTER-IP': ['10.20.30.41,tcp:80'],
      'KUBE-LOAD-BALANCER': ['1.2.3.4,tcp:80'],
      'KUBE-NODE-PORT-TCP': ['3001'],
      'KUBE-IPVS-IPS': ['10.20.30.41', '1.2.3.4'],
    },
  ],
  [
    'TestOnlyLocalNodePorts',
    [
      aService({ nodePort: 3001, spec: { type: 'NodePort', externalTrafficPolicy: 'Local' } }, [
        { ip: '10.180.0.1', node: 1 },
        { ip: '10.180.1.1', node: 2 },
      ]),
    ],
    {
      'KUBE-LOOP-BACK': ['10.180.0.1,tcp:80,10.180.0.1'],
      'KUBE-CLUSTER-IP': ['10.20.30.41,tcp:80'],
      'KUBE-NODE-PORT-TCP': ['3001'],
      'KUBE-NODE-PORT-LOCAL-TCP': ['3001'],
      'KUBE-IPVS-IPS': ['10.20.30.41'],
    },
  ],
  [
    'TestLoadBalancerSourceRanges',
    [aService({ ...BALANCED, spec: { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8'] } })],
    {
      'KUBE-CLUSTER-IP': ['10.20.30.41,tcp:80'],
      'KUBE-LOAD-BALANCER': ['1.2.3.4,tcp:80'],
      'KUBE-LOAD-BALANCER-FW': ['1.2.3.4,tcp:80'],
      'KUBE-LOAD-BALANCER-SOURCE-IP': ['1.2.3.4,tcp:80,1.2.3.4'],
      'KUBE-LOAD-BALANCER-SOURCE-CIDR': ['1.2.3.4,tcp:80,10.0.0.0/8'],
      'KUBE-IPVS-IPS': ['10.20.30.41', '1.2.3.4'],
    },
  ],
  [
    'TestHealthCheckNodePort',
    [
      aService({
        nodePort: 3000,
        spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30_000 },
      }),
    ],
    {
      'KUBE-CLUSTER-IP': ['10.20.30.41,tcp:80'],
      'KUBE-NODE-PORT-TCP': ['3000'],
      'KUBE-NODE-PORT-LOCAL-TCP': ['3000'],
      'KUBE-HEALTH-CHECK-NODE-PORT': ['30000'],
      'KUBE-IPVS-IPS': ['10.20.30.41'],
    },
  ],
  [
    'TestOnlyLocalExternalIPs',
    [aService({ spec: { type: 'NodePort', externalIPs: ['50.60.70.81'], externalTrafficPolicy: 'Local' } })],
    {
      'KUBE-CLUSTER-IP': ['10.20.30.41,tcp:80'],
      'KUBE-EXTERNAL-IP-LOCAL': ['50.60.70.81,tcp:80'],
      'KUBE-IPVS-IPS': ['10.20.30.41', '50.60.70.81'],
    },
  ],
  [
    'an external address that the node has already is not put on kube-ipvs0 (syncProxyRules: shouldBind)',
    [aService({ spec: { externalIPs: ['10.0.1.20'] } })],
    {
      'KUBE-CLUSTER-IP': ['10.20.30.41,tcp:80'],
      'KUBE-EXTERNAL-IP': ['10.0.1.20,tcp:80'],
      'KUBE-IPVS-IPS': ['10.20.30.41'],
    },
  ],
];

it.each(SETS)(`the sets of %s (${TESTS})`, (_name, services, sets) => {
  expect(membersOf(ipsetLines(nodeWith(services), nodeName(1)))).toEqual(sets);
});
