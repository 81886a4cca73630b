/** Flows of kube-proxy's own tests, test by test: services, who asks what, and where that may go. */
import {
  at,
  BOTH,
  EXTERNAL,
  EXTERNAL_BLOCKED,
  type Flow,
  type FlowWorld,
  type Mode,
  NODE_IP,
  NODE_IP_ALT,
  POD_IP,
  remote,
  type TestEndpoint,
  type TestService,
  withLoadBalancer,
} from './service-flows-world.ts';

function testOf(mode: Mode, name: string): string {
  return `https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/${mode}/proxier_test.go (${name})`;
}

/** The same test stands in both proxiers. */
function inBoth(name: string, world: Omit<FlowWorld, 'test' | 'source' | 'modes'>, suffix = ''): FlowWorld[] {
  return BOTH.map((mode) => ({ ...world, test: `${name}${suffix}`, source: testOf(mode, name), modes: [mode] }));
}

const LB1 = '1.2.3.4';
const LB2 = '5.6.7.8';
const EXTERNAL_IP = '192.168.99.11';

function p80(nodePort?: number) {
  return [{ name: 'p80', port: 80, ...(nodePort ? { nodePort } : {}) }];
}

function exposed(endpoints: readonly TestEndpoint[], spec: Record<string, unknown> = {}): TestService {
  return {
    name: 'svc1',
    ip: '172.30.0.41',
    ports: p80(3001),
    endpoints,
    spec: { type: 'LoadBalancer', externalIPs: [EXTERNAL_IP], ...spec },
    status: withLoadBalancer(LB1),
  };
}

type Row = readonly [says: string, from: string, to: string, output: string, masq?: boolean, modes?: readonly Mode[]];

function flowsOf(rows: readonly Row[]): Flow[] {
  return rows.map(([says, from, to, output, masq = false, modes]) => ({
    says,
    from,
    to,
    output,
    masq,
    ...(modes ? { modes } : {}),
  }));
}

const NO_ENDPOINTS = inBoth('TestNoEndpointsReject', {
  services: [exposed([])],
  flows: flowsOf([
    ['pod to cluster IP with no endpoints', POD_IP, '172.30.0.41:80', 'REJECT'],
    ['external to external IP with no endpoints', EXTERNAL, `${EXTERNAL_IP}:80`, 'REJECT'],
    ['pod to NodePort with no endpoints', POD_IP, `${NODE_IP}:3001`, 'REJECT'],
    ['external to NodePort with no endpoints', EXTERNAL, `${NODE_IP}:3001`, 'REJECT'],
    ['pod to LoadBalancer IP with no endpoints', POD_IP, `${LB1}:80`, 'REJECT'],
    ['external to LoadBalancer IP with no endpoints', EXTERNAL, `${LB1}:80`, 'REJECT'],
  ]),
});

const [POD, ITSELF] = ['10.180.0.2', '10.180.0.1'];
const UNMATCHED: readonly Mode[] = ['iptables'];
const STRAYED: readonly Mode[] = ['nftables'];

const GENERAL = inBoth('TestClusterIPGeneral', {
  services: [
    { name: 'svc1', ip: '172.30.0.41', ports: [{ name: 'http', port: 80 }], endpoints: [at('10.180.0.1')] },
    {
      name: 'svc2',
      ip: '172.30.0.42',
      ports: [
        { name: 'http', port: 80 },
        { name: 'https', port: 443, targetPort: 8443 },
        { name: 'dns-udp', port: 53, protocol: 'UDP' },
        { name: 'dns-tcp', port: 53, targetPort: 5353 },
        { name: 'sctp', port: 36_412, protocol: 'SCTP' },
      ],
      endpoints: [at('10.180.0.1'), remote('10.180.2.1')],
    },
  ],
  flows: [
    ...flowsOf([
      ['simple clusterIP', POD, '172.30.0.41:80', '10.180.0.1:80'],
      ['hairpin to cluster IP', ITSELF, '172.30.0.41:80', '10.180.0.1:80', true],
      ['clusterIP with multiple endpoints', POD, '172.30.0.42:80', '10.180.0.1:80, 10.180.2.1:80'],
      ['clusterIP with TargetPort', POD, '172.30.0.42:443', '10.180.0.1:8443, 10.180.2.1:8443'],
      ['clusterIP with TCP and UDP on same port (TCP)', POD, '172.30.0.42:53', '10.180.0.1:5353, 10.180.2.1:5353'],
      ['svc1 does not accept svc2’s ports', POD, '172.30.0.41:443', '', false, UNMATCHED],
      ['svc1 does not accept svc2’s ports', POD, '172.30.0.41:443', 'REJECT', false, STRAYED],
      ['packet to unallocated cluster IP', POD, '172.30.0.50:80', '', false, UNMATCHED],
      ['packet to unallocated cluster IP', POD, '172.30.0.50:80', 'DROP', false, STRAYED],
    ]),
    ...flowsOf([
      ['clusterIP with TCP and UDP on same port (UDP)', POD, '172.30.0.42:53', '10.180.0.1:53, 10.180.2.1:53'],
      ['TCP-only port does not match UDP traffic', POD, '172.30.0.42:80', '', false, UNMATCHED],
      ['TCP-only port does not match UDP traffic', POD, '172.30.0.42:80', 'REJECT', false, STRAYED],
    ]).map((flow) => ({ ...flow, protocol: 'UDP' as const })),
    ...flowsOf([['clusterIP with SCTP', POD, '172.30.0.42:36412', '10.180.0.1:36412, 10.180.2.1:36412']]).map(
      (flow) => ({ ...flow, protocol: 'SCTP' as const }),
    ),
  ],
});

const BALANCED = inBoth('TestLoadBalancer', {
  services: [
    {
      ...exposed([{ ip: '10.180.0.1' }], {
        externalIPs: [],
        loadBalancerSourceRanges: ['192.168.0.0/24', ' 203.0.113.0/25'],
      }),
      status: withLoadBalancer(LB1, LB2),
    },
  ],
  flows: flowsOf([
    ['pod to cluster IP', POD_IP, '172.30.0.41:80', '10.180.0.1:80'],
    ['external to nodePort', EXTERNAL, `${NODE_IP}:3001`, '10.180.0.1:80', true],
    ['nodePort bypasses LoadBalancerSourceRanges', EXTERNAL_BLOCKED, `${NODE_IP}:3001`, '10.180.0.1:80', true],
    ...[LB1, LB2].flatMap((lb): Row[] => [
      [`accepted external to ${lb}`, EXTERNAL, `${lb}:80`, '10.180.0.1:80', true],
      [`blocked external to ${lb}`, EXTERNAL_BLOCKED, `${lb}:80`, 'DROP'],
      [`pod to ${lb} (blocked by LoadBalancerSourceRanges)`, POD_IP, `${lb}:80`, 'DROP'],
      [`node to ${lb} (allowed by LoadBalancerSourceRanges)`, NODE_IP, `${lb}:80`, '10.180.0.1:80', true],
      [`same node to ${lb}, SNATted to ${lb} (implicitly allowed)`, lb, `${lb}:80`, '10.180.0.1:80', true],
    ]),
  ]),
});

const EVERYWHERE = '10.180.0.1:80, 10.180.2.1:80';
const BASICS: readonly Row[] = [
  ['pod to cluster IP', POD_IP, '172.30.0.41:80', EVERYWHERE],
  ['external to nodePort', EXTERNAL, `${NODE_IP}:3001`, EVERYWHERE, true],
  ['node to nodePort', NODE_IP, `${NODE_IP}:3001`, EVERYWHERE, true],
];
const ALT_TAKEN: Row = ['external to nodePort on secondary IP', EXTERNAL, `${NODE_IP_ALT}:3001`, EVERYWHERE, true];
const ALT_IGNORED: Row = ['secondary nodeIP ignores NodePorts', EXTERNAL, `${NODE_IP_ALT}:3001`, ''];
const LOCALHOST_TAKEN: Row = [
  'localhost to nodePort gets masqueraded',
  '127.0.0.1',
  '127.0.0.1:3001',
  EVERYWHERE,
  true,
];
const LOCALHOST_IGNORED: Row = ['localhost to nodePort is ignored', '127.0.0.1', '127.0.0.1:3001', ''];

function nodePorts(mode: Mode, name: string, config: FlowWorld['config'], rows: readonly Row[]): FlowWorld {
  return {
    test: `TestNodePorts, ${name}`,
    source: testOf(mode, 'TestNodePorts'),
    modes: [mode],
    config: config ?? {},
    services: [exposed([{ ip: '10.180.0.1' }, at('10.180.2.1')], { type: 'NodePort', externalIPs: [] })].map(
      ({ status: _status, ...service }) => service,
    ),
    flows: flowsOf([...BASICS, ...rows]),
  };
}

const PRIMARY_ONLY = { nodePortAddresses: ['192.168.0.0/24'] };
const SEVERAL = { nodePortAddresses: ['192.168.0.0/24', '192.168.1.0/24', '2001:db8::/64'] };

const NODE_PORTS: readonly FlowWorld[] = [
  nodePorts('iptables', 'ipv4', {}, [ALT_TAKEN, LOCALHOST_TAKEN]),
  nodePorts('iptables', 'ipv4, no localhost nodeports', { localhostNodePorts: false }, [ALT_TAKEN, LOCALHOST_IGNORED]),
  nodePorts('iptables', 'ipv4, localhost nodeports disabled by --nodeport-addresses', PRIMARY_ONLY, [
    ALT_IGNORED,
    LOCALHOST_IGNORED,
  ]),
  nodePorts('iptables', 'ipv4, multiple nodeport-addresses', SEVERAL, [ALT_TAKEN, LOCALHOST_IGNORED]),
  nodePorts('nftables', 'ipv4', {}, [ALT_IGNORED, LOCALHOST_IGNORED]),
  nodePorts('nftables', 'ipv4, multiple nodeport-addresses', SEVERAL, [ALT_TAKEN, LOCALHOST_IGNORED]),
];

const SPREAD = [{ ip: '10.180.0.1' }, at('10.180.2.1')];

const EXTERNAL_LOCAL = inBoth('TestExternalTrafficPolicyLocal', {
  services: [exposed(SPREAD, { externalTrafficPolicy: 'Local', healthCheckNodePort: 30_000 })],
  flows: flowsOf([
    ['pod to cluster IP hits both endpoints, unmasqueraded', POD_IP, '172.30.0.41:80', EVERYWHERE],
    ['pod to external IP hits both endpoints, unmasqueraded', POD_IP, `${EXTERNAL_IP}:80`, EVERYWHERE],
    ['external to external IP hits only local endpoint', EXTERNAL, `${EXTERNAL_IP}:80`, '10.180.2.1:80'],
    ['pod to LB IP hits both endpoints, unmasqueraded', POD_IP, `${LB1}:80`, EVERYWHERE],
    ['external to LB IP hits only local endpoint', EXTERNAL, `${LB1}:80`, '10.180.2.1:80'],
    ['pod to NodePort hits both endpoints, unmasqueraded', POD_IP, `${NODE_IP}:3001`, EVERYWHERE],
    ['external to NodePort hits only local endpoint', EXTERNAL, `${NODE_IP}:3001`, '10.180.2.1:80'],
  ]),
});

const EXTERNAL_CLUSTER = inBoth('TestExternalTrafficPolicyCluster', {
  services: [exposed(SPREAD, { externalTrafficPolicy: 'Cluster' })],
  flows: flowsOf([
    ['pod to cluster IP hits both endpoints, unmasqueraded', POD_IP, '172.30.0.41:80', EVERYWHERE],
    ['pod to external IP hits both endpoints, masqueraded', POD_IP, `${EXTERNAL_IP}:80`, EVERYWHERE, true],
    ['external to external IP hits both endpoints, masqueraded', EXTERNAL, `${EXTERNAL_IP}:80`, EVERYWHERE, true],
    ['pod to LB IP hits both endpoints, masqueraded', POD_IP, `${LB1}:80`, EVERYWHERE, true],
    ['external to LB IP hits both endpoints, masqueraded', EXTERNAL, `${LB1}:80`, EVERYWHERE, true],
    ['pod to NodePort hits both endpoints, masqueraded', POD_IP, `${NODE_IP}:3001`, EVERYWHERE, true],
    ['external to NodePort hits both endpoints, masqueraded', EXTERNAL, `${NODE_IP}:3001`, EVERYWHERE, true],
  ]),
});

const ONE_A_HOST = (local: boolean) => [
  { ip: '10.0.1.1', node: local ? 'test-node' : 'host0' },
  { ip: '10.0.1.2', node: 'host1' },
  { ip: '10.0.1.3', node: 'host2' },
];

function internal(policy: string, name: string, endpoints: readonly TestEndpoint[], output: string): FlowWorld[] {
  const service: TestService = {
    name: 'svc1',
    ip: '172.30.1.1',
    ports: [{ name: '', port: 80 }],
    endpoints,
    spec: { internalTrafficPolicy: policy },
  };
  const flows = flowsOf([['pod to ClusterIP', POD_IP, '172.30.1.1:80', output]]);
  return inBoth('TestInternalTrafficPolicy', { services: [service], flows }, `, ${name}`);
}

const INTERNAL = [
  ...internal('Cluster', 'Cluster', ONE_A_HOST(true), '10.0.1.1:80, 10.0.1.2:80, 10.0.1.3:80'),
  ...internal('Local', 'Local with local endpoints', ONE_A_HOST(true), '10.0.1.1:80'),
  ...internal('Local', 'Local without local endpoints', ONE_A_HOST(false), 'DROP'),
  ...internal('Local', 'Local, endpoints deleted', [], 'REJECT'),
  ...internal('Cluster', 'Cluster, endpoints deleted', [], 'REJECT'),
];

const READY = [at('10.0.1.1'), at('10.0.1.2')];
const leaving = (ip: string, node: string) => ({ ip, node, ready: false, serving: true, terminating: true });
const gone = (ip: string, node: string) => ({ ip, node, ready: false, serving: false, terminating: true });

function terminating(
  policy: 'Local' | 'Cluster',
  name: string,
  endpoints: readonly TestEndpoint[],
  rows: readonly Row[],
) {
  const service: TestService = {
    name: 'svc1',
    ip: '172.30.1.1',
    ports: [{ name: '', port: 80 }],
    endpoints,
    spec: { type: 'LoadBalancer', externalTrafficPolicy: policy, sessionAffinity: 'ClientIP' },
    status: withLoadBalancer(LB1),
  };
  const test = `TestTerminatingEndpointsTrafficPolicy${policy}`;
  return inBoth(test, { services: [service], flows: flowsOf(rows) }, `, ${name}`);
}

function podAndOutside(pod: string, outside: string, masq: boolean): Row[] {
  return [
    ['pod to clusterIP', POD_IP, '172.30.1.1:80', pod],
    ['external to LB', EXTERNAL, `${LB1}:80`, outside, masq],
  ];
}

const here = 'test-node';
const there = 'host-1';
const ALL_READY = '10.0.1.1:80, 10.0.1.2:80, 10.0.1.5:80';
const ALL_LEAVING = '10.0.1.2:80, 10.0.1.3:80, 10.0.1.5:80';
const MIXED = [...READY, leaving('10.0.1.3', here), gone('10.0.1.4', here), { ip: '10.0.1.5', node: there }];
const LEAVING = [leaving('10.0.1.2', here), leaving('10.0.1.3', here), gone('10.0.1.4', here)];

const TERMINATING = [
  ...terminating('Local', 'ready endpoints exist', MIXED, podAndOutside(ALL_READY, '10.0.1.1:80, 10.0.1.2:80', false)),
  ...terminating(
    'Local',
    'only terminating endpoints exist here',
    [...LEAVING, { ip: '10.0.1.5', node: there }],
    podAndOutside('10.0.1.5:80', '10.0.1.2:80, 10.0.1.3:80', false),
  ),
  ...terminating(
    'Local',
    'on a remote node',
    [leaving('10.0.1.5', there)],
    podAndOutside('10.0.1.5:80', 'DROP', false),
  ),
  ...terminating('Local', 'no usable endpoints', [gone('10.0.1.5', here)], podAndOutside('REJECT', 'REJECT', false)),
  ...terminating('Cluster', 'ready endpoints exist', MIXED, podAndOutside(ALL_READY, ALL_READY, true)),
  ...terminating(
    'Cluster',
    'only terminating endpoints exist',
    [...LEAVING, leaving('10.0.1.5', there)],
    podAndOutside(ALL_LEAVING, ALL_LEAVING, true),
  ),
  ...terminating(
    'Cluster',
    'on a remote node',
    [leaving('10.0.1.5', there)],
    podAndOutside('10.0.1.5:80', '10.0.1.5:80', true),
  ),
  ...terminating('Cluster', 'no usable endpoints', [gone('10.0.1.5', here)], podAndOutside('REJECT', 'REJECT', false)),
];

export const PROXIER_WORLDS: readonly FlowWorld[] = [
  ...NO_ENDPOINTS,
  ...GENERAL,
  ...BALANCED,
  ...NODE_PORTS,
  ...EXTERNAL_LOCAL,
  ...EXTERNAL_CLUSTER,
  ...INTERNAL,
  ...TERMINATING,
];
