/** The same house with both families, and every case of IPv4 again in the other one. */
import { ClusterBuilder, type ServiceSpec } from '../dataplane/cluster-builder.ts';
import { CASES, type KernelCase, type Mode } from './cases.ts';

const NODES = [1, 2, 3] as const;
const HOST_PORTS = [
  { containerPort: 8080, hostPort: 9000 },
  { containerPort: 8081, hostPort: 9001, protocol: 'UDP' },
];

export function aDualHousehold(): ClusterBuilder {
  const builder = new ClusterBuilder().put('ServiceCIDR', {
    metadata: { name: 'kubernetes' },
    spec: { cidrs: ['172.20.0.0/16', 'fd00:172:20::/108'] },
    status: {},
  });
  for (const n of NODES) builder.node(n, [ipv6Of(`10.0.${n}.20`)]);
  return builder
    .pod({ name: 'web', node: 1, ip: '10.0.1.31', second: ipv6Of('10.0.1.31') })
    .pod({ name: 'cart-a', node: 2, ip: '10.0.2.31', second: ipv6Of('10.0.2.31') })
    .pod({ name: 'cart-b', node: 3, ip: '10.0.3.31', second: ipv6Of('10.0.3.31') })
    .pod({ name: 'cart-c', node: 1, ip: '10.0.1.32', second: ipv6Of('10.0.1.32'), container: { ports: HOST_PORTS } })
    .pod({ name: 'agent', node: 2, hostNetwork: true, second: ipv6Of('10.0.2.20') });
}

export function dualClusterOf({ services, config }: KernelCase, mode: Mode): ClusterBuilder {
  const builder = aDualHousehold();
  for (const service of services) builder.service(service);
  return builder.sync(NODES, { ...config, mode });
}

/** `10.0.2.31` is `fd00:10:0:2::31`, `172.20.14.9` is `fd00:172:20::14:9`, an address outside `2001:db8:…`. */
function ipv6Of(address: string): string {
  const [a = '', b = '', c = '', d = ''] = address.split('.');
  if (a === '10' && b === '9') return `2001:db8:9::${d}`;
  if (a === '10') return `fd00:10:${b}:${c}::${d}`;
  if (a === '172') return `fd00:172:20::${c}:${d}`;
  return a === '127' ? '::1' : `2001:db8:${a}::${d}`;
}

/** Prefixes of the house's addresses: a subnet is a /64, sixteen of them a /60. */
const LENGTHS: Readonly<Record<string, number>> = { '32': 128, '24': 64, '20': 60, '8': 128 };

function translated(text: string): string {
  const [, address, length] = /^(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?$/.exec(text) ?? [];
  if (address === undefined) return text;
  if (length === undefined) return ipv6Of(address);
  const network =
    length === '20' ? 'fd00:10::' : length === '24' ? ipv6Of(address).replace(/::0$/, '::') : ipv6Of(address);
  return `${network}/${LENGTHS[length]}`;
}

function inIpv6<T>(value: T): T {
  if (typeof value === 'string') return translated(value) as T;
  if (Array.isArray(value)) return value.map(inIpv6) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inIpv6(one)])) as T;
}

/** Every feature, over IPv6. */
export const IPV6_CASES: readonly KernelCase[] = CASES.map((one) => ({
  ...inIpv6(one),
  feature: `${one.feature}, IPv6`,
}));

const CART: ServiceSpec = {
  name: 'cart',
  ip: '172.20.14.9',
  portName: 'http',
  endpoints: [
    { ip: '10.0.2.31', node: 2 },
    { ip: '10.0.3.31', node: 3 },
  ],
};

/** A Service with an address of each family: what the builder writes for one, and a slice of the other beside it. */
function dual(more: Partial<ServiceSpec> = {}, six: Partial<ServiceSpec> = {}): ServiceSpec {
  const four: ServiceSpec = { ...CART, ...more };
  const clusterIPs = [four.ip, ipv6Of(four.ip)];
  const families = { clusterIPs, ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' };
  const second = { ...four, ...six };
  return {
    ...four,
    spec: { ...families, ...four.spec },
    more: (second.endpoints ?? []).map((endpoint) => ({ ...endpoint, ip: ipv6Of(endpoint.ip) })),
  };
}

export const DUAL_CASES: readonly KernelCase[] = [
  { feature: 'two families', services: [dual()] },
  { feature: 'two families, node port', services: [dual({ nodePort: 30_080 })] },
  { feature: 'two families, endpoints of IPv4 only', services: [dual({ nodePort: 30_080 }, { endpoints: [] })] },
  { feature: 'two families, endpoints of IPv6 only', services: [dual({ nodePort: 30_080, endpoints: [] }, CART)] },
  {
    feature: 'two families, externalTrafficPolicy Local',
    services: [dual({ nodePort: 30_080, spec: { externalTrafficPolicy: 'Local' } })],
  },
  {
    feature: 'two families, node ports of IPv4 narrowed',
    services: [dual({ nodePort: 30_080 })],
    config: { nodePortAddresses: ['10.0.2.0/24'] },
  },
  {
    feature: 'two families, pod ranges of both',
    services: [dual({ nodePort: 30_080, spec: { externalTrafficPolicy: 'Local' } })],
    config: { clusterCidr: '10.0.0.0/23,fd00:10:0:2::/64' },
  },
  {
    feature: 'two families, affinity',
    services: [dual({ spec: { sessionAffinity: 'ClientIP' } })],
  },
];
