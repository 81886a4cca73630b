/** One small cluster for each feature of Services: five pods on three nodes, one of them of the host network, and what the case adds. */
import type { ProxyConfig } from '../../lib/world/dataplane/compile/rule-set.ts';
import { ClusterBuilder, type EndpointSpec, type ServiceSpec } from '../dataplane/cluster-builder.ts';

export interface KernelCase {
  readonly feature: string;
  readonly services: readonly ServiceSpec[];
  readonly config?: Partial<ProxyConfig>;
}

const NODES = [1, 2, 3] as const;

/** The modes of kube-proxy whose rules this kernel can hold. */
export const MODES = ['iptables', 'nftables'] as const;
export type Mode = (typeof MODES)[number];

/** One of the pods is reached by ports of its node too. */
const HOST_PORTS = [
  { containerPort: 8080, hostPort: 9000 },
  { containerPort: 8081, hostPort: 9001, protocol: 'UDP' },
];

/** The pods that every case has. */
export function aHouseholdOfPods(): ClusterBuilder {
  return new ClusterBuilder()
    .put('ServiceCIDR', { metadata: { name: 'kubernetes' }, spec: { cidrs: ['172.20.0.0/16'] }, status: {} })
    .node(1)
    .node(2)
    .node(3)
    .pod({ name: 'web', node: 1, ip: '10.0.1.31' })
    .pod({ name: 'cart-a', node: 2, ip: '10.0.2.31' })
    .pod({ name: 'cart-b', node: 3, ip: '10.0.3.31' })
    .pod({ name: 'cart-c', node: 1, ip: '10.0.1.32', container: { ports: HOST_PORTS } })
    .pod({ name: 'agent', node: 2, hostNetwork: true });
}

export function clusterOf({ services, config }: KernelCase, mode: Mode): ClusterBuilder {
  const builder = aHouseholdOfPods();
  for (const service of services) builder.service(service);
  return builder.sync(NODES, { ...config, mode });
}

const A: EndpointSpec = { ip: '10.0.2.31', node: 2 };
const B: EndpointSpec = { ip: '10.0.3.31', node: 3 };
const C: EndpointSpec = { ip: '10.0.1.32', node: 1 };

function cart(more: Partial<ServiceSpec> = {}): ServiceSpec {
  return { name: 'cart', ip: '172.20.14.9', portName: 'http', endpoints: [A, B], ...more };
}

function exposed(more: Partial<ServiceSpec> = {}, spec: Record<string, unknown> = {}): ServiceSpec {
  return cart({ nodePort: 30_080, spec, ...more });
}

function leaving(endpoint: EndpointSpec): EndpointSpec {
  return { ...endpoint, ready: false, serving: true, terminating: true };
}

const LB = '198.51.100.7';

/** A load balancer Service whose status names an address. */
function balanced(
  spec: Record<string, unknown>,
  status: Record<string, unknown> = { ip: LB, ipMode: 'VIP' },
): ServiceSpec {
  return exposed({ status: { loadBalancer: { ingress: [status] } } }, { type: 'LoadBalancer', ...spec });
}

export const CASES: readonly KernelCase[] = [
  {
    feature: 'node ports on some addresses only',
    services: [exposed()],
    config: { nodePortAddresses: ['10.0.2.0/24', '127.0.0.0/8'] },
  },
  { feature: 'cluster IP', services: [cart()] },
  { feature: 'cluster IP, three endpoints', services: [cart({ endpoints: [A, B, C] })] },
  { feature: 'cluster IP over UDP', services: [cart({ protocol: 'UDP', targetPort: 8081, port: 53 })] },
  {
    feature: 'TCP and UDP on one number',
    services: [
      cart({ port: 53 }),
      cart({ name: 'dns', ip: '172.20.14.10', port: 53, protocol: 'UDP', targetPort: 8081 }),
    ],
  },
  { feature: 'hairpin', services: [cart({ endpoints: [A] })] },
  { feature: 'no endpoints', services: [exposed({ endpoints: [] })] },
  { feature: 'no ready endpoint', services: [exposed({ endpoints: [{ ...A, ready: false }] })] },
  { feature: 'terminating endpoints stand in', services: [exposed({ endpoints: [leaving(A), leaving(B)] })] },
  { feature: 'terminating endpoints beside a ready one', services: [exposed({ endpoints: [leaving(A), B] })] },
  { feature: 'wrong target port', services: [exposed({ targetPort: 9999 })] },
  { feature: 'an endpoint that is nobody', services: [cart({ endpoints: [A, { ip: '10.0.3.99', node: 3 }] })] },
  { feature: 'node port, externalTrafficPolicy Cluster', services: [exposed()] },
  { feature: 'node port over UDP', services: [exposed({ protocol: 'UDP', targetPort: 8081 })] },
  { feature: 'externalTrafficPolicy Local', services: [exposed({}, { externalTrafficPolicy: 'Local' })] },
  {
    feature: 'externalTrafficPolicy Local, terminating here',
    services: [exposed({ endpoints: [leaving(A), B] }, { externalTrafficPolicy: 'Local' })],
  },
  {
    feature: 'internalTrafficPolicy Local',
    services: [cart({ endpoints: [A, C], spec: { internalTrafficPolicy: 'Local' } })],
  },
  {
    feature: 'both policies Local',
    services: [exposed({}, { internalTrafficPolicy: 'Local', externalTrafficPolicy: 'Local' })],
  },
  { feature: 'externalIPs', services: [exposed({}, { externalIPs: ['198.51.100.9'] })] },
  {
    feature: 'externalIPs, externalTrafficPolicy Local',
    services: [exposed({}, { externalIPs: ['198.51.100.9'], externalTrafficPolicy: 'Local' })],
  },
  { feature: 'load balancer address', services: [balanced({})] },
  {
    feature: 'load balancer address, externalTrafficPolicy Local',
    services: [balanced({ externalTrafficPolicy: 'Local' })],
  },
  { feature: 'load balancer address with ipMode Proxy', services: [balanced({}, { ip: LB, ipMode: 'Proxy' })] },
  {
    feature: 'loadBalancerSourceRanges',
    services: [balanced({ loadBalancerSourceRanges: ['10.9.9.1/32', '10.0.1.31/32'] })],
  },
  { feature: 'hostNetwork endpoint', services: [exposed({ endpoints: [{ ip: '10.0.2.20', node: 2 }, B] })] },
  {
    feature: 'same zone',
    services: [
      cart({
        endpoints: [
          { ...A, zones: ['us-west-2b'] },
          { ...B, zones: ['us-west-2c'] },
        ],
      }),
    ],
  },
  { feature: 'masqueradeAll', services: [cart()], config: { masqueradeAll: true } },
  { feature: 'clusterCIDR', services: [exposed()], config: { clusterCidr: '10.0.1.0/24' } },
  {
    feature: 'clusterCIDR, externalTrafficPolicy Local',
    services: [exposed({}, { externalTrafficPolicy: 'Local' })],
    config: { clusterCidr: '10.0.0.0/20' },
  },
  { feature: 'another masquerade bit', services: [exposed()], config: { masqueradeBit: 20 } },
  { feature: 'no node ports on localhost', services: [exposed()], config: { localhostNodePorts: false } },
];
