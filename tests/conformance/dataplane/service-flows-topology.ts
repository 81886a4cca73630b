/** Which endpoints hints leave over: the cases of kube-proxy's test of them, as flows from a pod of the node. */
import {
  EXTERNAL,
  type Flow,
  type FlowWorld,
  POD_IP,
  type TestEndpoint,
  withLoadBalancer,
} from './service-flows-world.ts';

const TOPOLOGY =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/topology_test.go (TestCategorizeEndpoints)';
const KEP_3015 =
  'https://github.com/kubernetes/enhancements/blob/master/keps/sig-network/3015-prefer-same-node/README.md';
const KEP_1860 =
  'https://github.com/kubernetes/enhancements/blob/master/keps/sig-network/1860-kube-proxy-IP-node-binding/README.md';
const OTHER_PROXY =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/cmd/kube-proxy/app/server.go (LabelServiceProxyName)';

const ENDPOINTS = ['10.1.2.3', '10.1.2.4', '10.1.2.5', '10.1.2.6'];

/** `zone-a`, `zone-b`, `zone-b`, `zone-c`, as the test has them. */
function hinted(change: (endpoint: TestEndpoint, at: number) => TestEndpoint = (endpoint) => endpoint): TestEndpoint[] {
  const zones = ['zone-a', 'zone-b', 'zone-b', 'zone-c'];
  return ENDPOINTS.map((ip, at) => change({ ip, node: `node-${at}`, forZones: [zones[at] as string] }, at));
}

function outputs(...which: readonly number[]): string {
  return which.map((at) => `${ENDPOINTS[at]}:80`).join(', ');
}

const EVERYONE = outputs(0, 1, 2, 3);

interface Case {
  readonly says: string;
  readonly source?: string;
  readonly endpoints: readonly TestEndpoint[];
  readonly zone?: string;
  readonly output: string;
  readonly spec?: Record<string, unknown>;
}

function asWorld({ says, source = TOPOLOGY, endpoints, zone, output, spec = {} }: Case): FlowWorld {
  const flow: Flow = { says: 'pod to cluster IP', from: POD_IP, to: '172.30.0.41:80', output };
  return {
    test: says,
    source,
    ...(zone ? { zone } : {}),
    services: [{ name: 'svc1', ip: '172.30.0.41', ports: [{ name: 'p80', port: 80 }], endpoints, spec }],
    flows: [flow],
  };
}

const ready = (endpoint: TestEndpoint, isReady: boolean): TestEndpoint => ({ ...endpoint, ready: isReady });

const CASES: readonly Case[] = [
  { says: 'no hints: all', endpoints: ENDPOINTS.map((ip) => ({ ip, node: 'n' })), zone: 'zone-a', output: EVERYONE },
  { says: 'hints for this zone', endpoints: hinted(), zone: 'zone-a', output: outputs(0) },
  { says: 'two are meant for this zone', endpoints: hinted(), zone: 'zone-b', output: outputs(1, 2) },
  { says: 'the node has no zone label: hints are ignored', endpoints: hinted(), output: EVERYONE },
  { says: 'an empty zone label: ignored too', endpoints: hinted(), zone: '', output: EVERYONE },
  { says: 'no endpoint is meant for this zone: all', endpoints: hinted(), zone: 'zone-d', output: EVERYONE },
  {
    says: 'one endpoint without a hint: hints are ignored for all',
    endpoints: hinted((one, at) => (at === 3 ? { ip: one.ip, node: 'node-3' } : one)),
    zone: 'zone-a',
    output: EVERYONE,
  },
  {
    says: 'an endpoint that is not ready needs no hint',
    endpoints: hinted((one, at) => (at === 3 ? { ip: one.ip, node: 'node-3', ready: false } : one)),
    zone: 'zone-a',
    output: outputs(0),
  },
  {
    says: 'the only one meant for this zone is not ready: all that are',
    endpoints: hinted((one, at) => ready(one, at !== 0)),
    zone: 'zone-a',
    output: outputs(1, 2, 3),
  },
  {
    says: 'an endpoint may be meant for several zones',
    endpoints: hinted((one, at) => (at === 0 ? { ...one, forZones: ['zone-a', 'zone-b', 'zone-c'] } : one)),
    zone: 'zone-b',
    output: outputs(0, 1, 2),
  },
  {
    says: 'the Local policy takes endpoints of the node and no hints',
    endpoints: hinted((one, at) => (at === 3 ? { ...one, node: 'test-node' } : one)),
    zone: 'zone-a',
    output: outputs(3),
    spec: { internalTrafficPolicy: 'Local' },
  },
  {
    says: 'no endpoint is ready: terminating ones stand in, whatever their hints',
    endpoints: hinted((one) => ({ ...one, ready: false, serving: true, terminating: true })),
    zone: 'zone-a',
    output: EVERYONE,
  },
  {
    says: 'hints for this node come before hints for its zone',
    source: KEP_3015,
    endpoints: hinted((one, at) => ({ ...one, forNodes: [at === 2 ? 'test-node' : `node-${at}`] })),
    zone: 'zone-a',
    output: outputs(2),
  },
  {
    says: 'no endpoint is meant for this node: those of its zone',
    source: KEP_3015,
    endpoints: hinted((one, at) => ({ ...one, forNodes: [`node-${at}`] })),
    zone: 'zone-b',
    output: outputs(1, 2),
  },
  {
    says: 'one endpoint without a node hint: those of the zone',
    source: KEP_3015,
    endpoints: hinted((one, at) => (at === 0 ? one : { ...one, forNodes: ['test-node'] })),
    zone: 'zone-a',
    output: outputs(0),
  },
];

/** Addresses of a load balancer, by who is to handle them. */
function ipMode(mode: string | undefined, output: string, masq: boolean): FlowWorld {
  const flow: Flow = { says: 'external to the balancer’s address', from: EXTERNAL, to: '1.2.3.4:80', output, masq };
  const status = mode ? { loadBalancer: { ingress: [{ ip: '1.2.3.4', ipMode: mode }] } } : withLoadBalancer('1.2.3.4');
  const endpoints = [{ ip: '10.180.0.1', node: 'test-node' }];
  return {
    test: `ipMode ${mode ?? 'not set'}`,
    source: KEP_1860,
    services: [
      {
        name: 'svc1',
        ip: '172.30.0.41',
        ports: [{ name: 'p80', port: 80, nodePort: 3001 }],
        endpoints,
        spec: { type: 'LoadBalancer' },
        status,
      },
    ],
    flows: [flow, { ...flow, says: 'pod to the balancer’s address', from: POD_IP }],
  };
}

/** Services that are not this kube-proxy's. */
function foreign(says: string, source: string, spec: Record<string, unknown>, metadata: Record<string, unknown> = {}) {
  const endpoints = [{ ip: '10.180.0.1', node: 'test-node' }];
  const to = '172.30.0.41:80';
  const flows: Flow[] = [
    { says: 'pod to the address', from: POD_IP, to, output: '', modes: ['iptables'] },
    { says: 'pod to the address', from: POD_IP, to, output: 'DROP', modes: ['nftables'] },
  ];
  const service = { name: 'svc1', ip: '172.30.0.41', ports: [{ name: 'p80', port: 80 }], endpoints, spec, metadata };
  return { test: says, source, services: [service], flows };
}

const HEADLESS = 'https://kubernetes.io/docs/concepts/services-networking/service/#headless-services';
const EXTERNAL_NAME = 'https://kubernetes.io/docs/concepts/services-networking/service/#externalname';

export const TOPOLOGY_WORLDS: readonly FlowWorld[] = [
  ...CASES.map(asWorld),
  ipMode(undefined, '10.180.0.1:80', true),
  ipMode('VIP', '10.180.0.1:80', true),
  ipMode('Proxy', '', false),
  foreign('of another proxy', OTHER_PROXY, {}, { labels: { 'service.kubernetes.io/service-proxy-name': 'other' } }),
  foreign('headless', HEADLESS, { clusterIP: 'None', clusterIPs: ['None'] }),
  foreign('ExternalName', EXTERNAL_NAME, { type: 'ExternalName', externalName: 'db.example.com', clusterIP: '' }),
];
