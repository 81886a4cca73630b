/** Who comes from where to what, under both policies, and whether the endpoint sees the client: kube-proxy's own table. */
import {
  at,
  EXTERNAL,
  type Flow,
  type FlowWorld,
  type Mode,
  NODE_IP,
  POD_IP,
  remote,
  type TestService,
  withLoadBalancer,
} from './service-flows-world.ts';

const TEST = 'TestInternalExternalMasquerade';

function sourceOf(mode: Mode): string {
  return `https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/${mode}/proxier_test.go (${TEST})`;
}

function aService(n: number, lb: string, spec: Record<string, unknown> = {}): TestService {
  return {
    name: `svc${n}`,
    ip: `172.30.0.4${n}`,
    ports: [{ name: 'p80', port: 80, nodePort: 3000 + n }],
    endpoints: [at(`10.180.0.${n}`), remote(`10.180.1.${n}`)],
    spec: { type: 'LoadBalancer', ...spec },
    status: withLoadBalancer(lb),
  };
}

const SERVICES = [
  aService(1, '1.2.3.4'),
  aService(2, '5.6.7.8', { externalTrafficPolicy: 'Local', healthCheckNodePort: 30_002 }),
  aService(3, '9.10.11.12', { internalTrafficPolicy: 'Local' }),
];

const ALL_1 = '10.180.0.1:80, 10.180.1.1:80';
const ALL_2 = '10.180.0.2:80, 10.180.1.2:80';
const ALL_3 = '10.180.0.3:80, 10.180.1.3:80';
const LOCAL_2 = '10.180.0.2:80';
const LOCAL_3 = '10.180.0.3:80';

type Row = readonly [says: string, from: string, to: string, output: string, masq: boolean, modes?: readonly Mode[]];

/** With a known pod range and without masqueradeAll. */
const ROWS: readonly Row[] = [
  ['pod to ClusterIP', POD_IP, '172.30.0.41:80', ALL_1, false],
  ['pod to NodePort', POD_IP, `${NODE_IP}:3001`, ALL_1, true],
  ['pod to LB', POD_IP, '1.2.3.4:80', ALL_1, true],
  ['node to ClusterIP', NODE_IP, '172.30.0.41:80', ALL_1, true],
  ['node to NodePort', NODE_IP, `${NODE_IP}:3001`, ALL_1, true],
  ['localhost to NodePort', '127.0.0.1', '127.0.0.1:3001', ALL_1, true, ['iptables']],
  ['node to LB', NODE_IP, '1.2.3.4:80', ALL_1, true],
  ['external to ClusterIP', EXTERNAL, '172.30.0.41:80', ALL_1, true],
  ['external to NodePort', EXTERNAL, `${NODE_IP}:3001`, ALL_1, true],
  ['external to LB', EXTERNAL, '1.2.3.4:80', ALL_1, true],
  ['pod to ClusterIP with eTP:Local', POD_IP, '172.30.0.42:80', ALL_2, false],
  ['pod to NodePort with eTP:Local', POD_IP, `${NODE_IP}:3002`, ALL_2, false],
  ['pod to LB with eTP:Local', POD_IP, '5.6.7.8:80', ALL_2, false],
  ['node to ClusterIP with eTP:Local', NODE_IP, '172.30.0.42:80', ALL_2, true],
  ['node to NodePort with eTP:Local', NODE_IP, `${NODE_IP}:3002`, ALL_2, true],
  ['localhost to NodePort with eTP:Local', '127.0.0.1', '127.0.0.1:3002', ALL_2, true, ['iptables']],
  ['node to LB with eTP:Local', NODE_IP, '5.6.7.8:80', ALL_2, true],
  ['external to ClusterIP with eTP:Local', EXTERNAL, '172.30.0.42:80', ALL_2, true],
  ['external to NodePort with eTP:Local', EXTERNAL, `${NODE_IP}:3002`, LOCAL_2, false],
  ['external to LB with eTP:Local', EXTERNAL, '5.6.7.8:80', LOCAL_2, false],
  ['pod to ClusterIP with iTP:Local', POD_IP, '172.30.0.43:80', LOCAL_3, false],
  ['pod to NodePort with iTP:Local', POD_IP, `${NODE_IP}:3003`, ALL_3, true],
  ['pod to LB with iTP:Local', POD_IP, '9.10.11.12:80', ALL_3, true],
  ['node to ClusterIP with iTP:Local', NODE_IP, '172.30.0.43:80', LOCAL_3, true],
  ['node to NodePort with iTP:Local', NODE_IP, `${NODE_IP}:3003`, ALL_3, true],
  ['localhost to NodePort with iTP:Local', '127.0.0.1', '127.0.0.1:3003', ALL_3, true, ['iptables']],
  ['node to LB with iTP:Local', NODE_IP, '9.10.11.12:80', ALL_3, true],
  ['external to ClusterIP with iTP:Local', EXTERNAL, '172.30.0.43:80', LOCAL_3, true],
  ['external to NodePort with iTP:Local', EXTERNAL, `${NODE_IP}:3003`, ALL_3, true],
  ['external to LB with iTP:Local', EXTERNAL, '9.10.11.12:80', ALL_3, true],
];

type Overrides = Readonly<Record<string, Partial<Pick<Flow, 'output' | 'masq'>>>>;

/** Without a pod range everybody counts as a pod on the way to a cluster IP, and nobody does on the way in from outside. */
const SEEN: Overrides = Object.fromEntries(
  ['node', 'external'].flatMap((who) =>
    ['', ' with eTP:Local', ' with iTP:Local'].map((how) => [`${who} to ClusterIP${how}`, { masq: false }]),
  ),
);
const NO_SHORT_CIRCUIT: Overrides = {
  'pod to NodePort with eTP:Local': { output: LOCAL_2 },
  'pod to LB with eTP:Local': { output: LOCAL_2 },
};
const HIDDEN: Overrides = {
  'pod to ClusterIP': { masq: true },
  'pod to ClusterIP with eTP:Local': { masq: true },
  'pod to ClusterIP with iTP:Local': { masq: true },
};

function flows(overrides: Overrides): Flow[] {
  return ROWS.map(([says, from, to, output, masq, modes]) => ({
    says,
    from,
    to,
    output,
    masq,
    ...(modes ? { modes } : {}),
    ...overrides[says],
  }));
}

function world(name: string, mode: Mode, config: FlowWorld['config'], overrides: Overrides): FlowWorld {
  const test = `${TEST}, ${name}`;
  return {
    test,
    source: sourceOf(mode),
    services: SERVICES,
    flows: flows(overrides),
    config: config ?? {},
    modes: [mode],
  };
}

export const MASQUERADE_WORLDS: readonly FlowWorld[] = (['iptables', 'nftables'] as const).flatMap((mode) => [
  world('base', mode, {}, {}),
  world('no LocalTrafficDetector', mode, { clusterCidr: '' }, { ...SEEN, ...NO_SHORT_CIRCUIT }),
  world('masqueradeAll', mode, { masqueradeAll: true }, HIDDEN),
  world(
    'masqueradeAll, no LocalTrafficDetector',
    mode,
    { masqueradeAll: true, clusterCidr: '' },
    {
      ...HIDDEN,
      ...NO_SHORT_CIRCUIT,
    },
  ),
]);
