/** A shop with one Service of every kind that DNS tells apart, and CoreDNS with a `kubernetes` block of one's own. */
import { aShop, type ClusterBuilder } from '../../dataplane/cluster-builder.ts';
import { withDns } from '../../dataplane/dns-builder.ts';

/** Lines inside `kubernetes cluster.local in-addr.arpa ip6.arpa { … }`, as EKS has them. */
export const EKS_KUBERNETES = 'pods insecure; fallthrough in-addr.arpa ip6.arpa';

/** Without `cache`, which gives all records of an answer one TTL. */
export function corefileWith(kubernetes: string): string {
  const block = `kubernetes cluster.local in-addr.arpa ip6.arpa {\n${kubernetes.replaceAll('; ', '\n')}\n}`;
  return `.:53 {\nerrors\n${block}\nforward . /etc/resolv.conf\nloadbalance\n}\n`;
}

interface SliceSpec {
  readonly service: string;
  readonly addressType?: 'IPv4' | 'IPv6';
  readonly ports?: readonly { readonly name: string; readonly port: number; readonly protocol?: string }[];
  readonly endpoints: readonly {
    readonly ip: string;
    readonly ready?: boolean;
    readonly hostname?: string;
    readonly pod?: string;
  }[];
}

function slice(builder: ClusterBuilder, { service, addressType = 'IPv4', ports = [], endpoints }: SliceSpec) {
  const name = `${service}-${addressType.toLowerCase()}`;
  return builder.put('EndpointSlice', {
    metadata: { name, namespace: 'shop', labels: { 'kubernetes.io/service-name': service } },
    addressType,
    ports: ports.map((port) => ({ protocol: 'TCP', ...port })),
    endpoints: endpoints.map(({ ip, ready = true, hostname, pod }) => ({
      addresses: [ip],
      conditions: { ready, serving: ready, terminating: false },
      ...(hostname ? { hostname } : {}),
      ...(pod ? { targetRef: { kind: 'Pod', namespace: 'shop', name: pod } } : {}),
    })),
  });
}

function put(builder: ClusterBuilder, name: string, spec: Record<string, unknown>): void {
  builder.put('Service', { metadata: { name, namespace: 'shop' }, spec, status: {} });
}

const HTTP = { name: 'http', port: 80, protocol: 'TCP' };

function clusterIPs(builder: ClusterBuilder): void {
  const ofOne = (ip: string, ports: unknown[]) => ({ type: 'ClusterIP', clusterIP: ip, clusterIPs: [ip], ports });
  put(builder, 'empty', ofOne('172.20.20.20', [HTTP]));
  const metrics = { name: 'metrics', port: 9090, protocol: 'TCP' };
  put(builder, 'multi', ofOne('172.20.20.21', [HTTP, metrics, { name: 'dns', port: 53, protocol: 'UDP' }]));
  put(builder, 'unnamed', ofOne('172.20.20.22', [{ port: 80, protocol: 'TCP' }]));
  put(builder, 'dual', { ...ofOne('172.20.20.30', [HTTP]), clusterIPs: ['172.20.20.30', 'fd00:20::30'] });
}

function headless(builder: ClusterBuilder): void {
  const none = { type: 'ClusterIP', clusterIP: 'None', clusterIPs: ['None'] };
  for (const name of ['peers', 'alone', 'six', 'later']) put(builder, name, { ...none, ports: [HTTP] });
  put(builder, 'portless', none);
  const ports = [
    { name: 'http', port: 8080 },
    { name: 'gossip', port: 7946, protocol: 'UDP' },
  ];
  const endpoints = [
    { ip: '10.0.2.41', hostname: 'web-0', pod: 'web-0' },
    { ip: '10.0.3.41', pod: 'peer-x7k2p' },
    { ip: '10.0.1.41', ready: false },
  ];
  slice(builder, { service: 'peers', ports, endpoints });
  slice(builder, {
    service: 'later',
    ports: [{ name: 'http', port: 8080 }],
    endpoints: [{ ip: '10.0.1.42', ready: false }],
  });
  slice(builder, { service: 'portless', endpoints: [{ ip: '10.0.2.43' }] });
  const sixes = [{ ip: '5678:abcd::1' }, { ip: '5678:abcd::2' }];
  slice(builder, { service: 'six', addressType: 'IPv6', ports: [{ name: 'http', port: 8080 }], endpoints: sixes });
}

function aliases(builder: ClusterBuilder): void {
  const names = {
    bank: 'bank.example.com',
    alias: 'cart.shop.svc.cluster.local',
    twice: 'alias.shop.svc.cluster.local',
    dangling: 'nothing.shop.svc.cluster.local',
    number: '10.0.0.9',
    node: 'ip-10-0-1-20.us-west-2.compute.internal',
    gone: 'ip-10-9-9-9.us-west-2.compute.internal',
  };
  for (const [name, externalName] of Object.entries(names)) put(builder, name, { type: 'ExternalName', externalName });
}

export function aZone(kubernetes = EKS_KUBERNETES): ClusterBuilder {
  const builder = withDns(aShop(), corefileWith(kubernetes));
  clusterIPs(builder);
  headless(builder);
  aliases(builder);
  return builder.sync();
}
