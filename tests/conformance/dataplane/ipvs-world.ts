/** A shop in ipvs mode and those who ask it; where what its tests expect is written. */
import type { ProxyConfig } from '../../../lib/world/dataplane/compile/rule-set.ts';
import type { Place } from '../../../lib/world/dataplane/trace.ts';
import type { Flow } from '../../../lib/world/dataplane/walk.ts';
import { aShop, type ClusterBuilder, nodeName, podPlace, type ServiceSpec } from '../../dataplane/cluster-builder.ts';

export const PROXIER = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/proxier.go';
export const TESTS = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/proxier_test.go';
export const SYNC_ENDPOINT = `${PROXIER} (syncEndpoint)`;
export const RULES = `${PROXIER} (writeIptablesRules)`;
export const KERNEL = 'https://github.com/torvalds/linux/blob/v6.12/net/netfilter/ipvs';
export const LEAVE = `${KERNEL}/ip_vs_core.c (ip_vs_leave)`;
export const HOST_PORTS = 'https://github.com/kubernetes/kubernetes/issues/72236';
export const VIRTUAL_IPS = 'https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-ipvs';
export const CONFIG = 'https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/';

export function anIpvsShop(cart: Partial<ServiceSpec> = {}, config: Partial<ProxyConfig> = {}): ClusterBuilder {
  const builder = aShop(cart).pod({ name: 'cart-own', node: 1, ip: '10.0.1.32' });
  builder.pod({ name: 'agent', node: 1, hostNetwork: true });
  return builder.sync([1, 2, 3], { mode: 'ipvs', ...config });
}

export const web = podPlace('web');
export const own = podPlace('cart-own');
export const agent = podPlace('agent');
export const node1: Place = { cluster: 'main', node: nodeName(1) };
export const outside: Place = { cluster: 'main', address: '10.9.9.9', atNode: nodeName(1) };
export const friend: Place = { cluster: 'main', address: '192.0.2.7', atNode: nodeName(1) };

export const A = '10.0.2.31:8080';
export const B = '10.0.3.31:8080';
export const HERE = '10.0.1.32:8080';
export const UNREACHABLE = 'IcmpPortUnreachable';

export const CLUSTER_IP = '172.20.14.9';
export const BALANCER = '203.0.113.9';
export const EXTERNAL = '198.51.100.9';

export const endpointHere = { ip: '10.0.1.32', node: 1 };
export const endpointA = { ip: '10.0.2.31', node: 2 };
export const endpointB = { ip: '10.0.3.31', node: 3 };
export const ONE_OF_EACH = { endpoints: [endpointHere, endpointA] };

export function spec(more: Record<string, unknown>): Partial<ServiceSpec> {
  return {
    spec: { type: 'LoadBalancer', externalIPs: [EXTERNAL], ...more },
    status: { loadBalancer: { ingress: [{ ip: BALANCER }] } },
  };
}

export const LOCAL = spec({ externalTrafficPolicy: 'Local' });
export const RANGES = spec({ loadBalancerSourceRanges: ['192.0.2.0/24'] });
export const HEALTH = spec({ externalTrafficPolicy: 'Local', healthCheckNodePort: 31_000 });

export function flowOf(from: Place, to: string, protocol: Flow['protocol']): Flow {
  const [address = '', port = '0'] = to.split(':');
  return { from, to: { address, port: Number(port) }, protocol };
}

export interface Row {
  readonly says: string;
  readonly source: string;
  readonly cart?: Partial<ServiceSpec>;
  readonly config?: Partial<ProxyConfig>;
  readonly from: Place;
  readonly to: string;
  readonly protocol?: Flow['protocol'];
  readonly fate: string;
}

export const either = (source: string) => `${A} sees ${source} | ${B} sees ${source}`;
