/** The cluster of kube-proxy's own flow tests, and how a flow is read off a trace: which endpoints it may go to, and with whose address. */
import { allPaths } from '../../../lib/world/dataplane/choice.ts';
import { compileRules } from '../../../lib/world/dataplane/compile/node-rules.ts';
import { DEFAULT_PROXY_CONFIG } from '../../../lib/world/dataplane/compile/proxy-config.ts';
import { type ProxyConfig, ruleSets } from '../../../lib/world/dataplane/compile/rule-set.ts';
import type { Place, Protocol, Trace } from '../../../lib/world/dataplane/trace.ts';
import { traceFlow } from '../../../lib/world/dataplane/tracer.ts';
import { ClusterBuilder } from '../../dataplane/cluster-builder.ts';

/** Where rules are looked at; its second address is not its primary one. */
export const NODE = 'test-node';
export const NODE_IP = '192.168.0.2';
export const NODE_IP_ALT = '192.168.1.2';
export const POD_IP = '10.0.0.2';
export const EXTERNAL = '203.0.113.2';
/** Outside of the source range that the tests use. */
export const EXTERNAL_BLOCKED = '203.0.113.130';
const POD_CIDR = '10.0.0.0/8';

export type Mode = 'iptables' | 'nftables';
export const BOTH: readonly Mode[] = ['iptables', 'nftables'];

export interface TestEndpoint {
  readonly ip: string;
  /** Absent: no node at all. */
  readonly node?: string;
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
  readonly forZones?: readonly string[];
  readonly forNodes?: readonly string[];
}

export interface TestPort {
  readonly name: string;
  readonly port: number;
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
  readonly targetPort?: number;
  readonly nodePort?: number;
}

export interface TestService {
  readonly name: string;
  readonly ip: string;
  readonly ports: readonly TestPort[];
  readonly endpoints: readonly TestEndpoint[];
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface Flow {
  readonly says: string;
  readonly from: string;
  /** `172.30.0.41:80` */
  readonly to: string;
  readonly protocol?: Protocol;
  /** Endpoints with a comma and a blank between, `DROP`, `REJECT`, or nothing where no rule matches. */
  readonly output: string;
  readonly masq?: boolean;
  /** Only there; absent: in every mode of the world. */
  readonly modes?: readonly Mode[];
}

export interface FlowWorld {
  /** The test and its case. */
  readonly test: string;
  readonly source: string;
  readonly services: readonly TestService[];
  readonly flows: readonly Flow[];
  readonly config?: Partial<ProxyConfig>;
  readonly modes?: readonly Mode[];
  /** Of the node; absent: none. */
  readonly zone?: string;
}

export function at(ip: string, more: Partial<TestEndpoint> = {}): TestEndpoint {
  return { ip, node: NODE, ...more };
}

export function remote(ip: string, more: Partial<TestEndpoint> = {}): TestEndpoint {
  return { ip, node: 'remote', ...more };
}

export function withLoadBalancer(...ips: readonly string[]): Readonly<Record<string, unknown>> {
  return { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } };
}

export function buildWorld({ services, config, zone }: FlowWorld, mode: Mode): ClusterBuilder {
  const builder = new ClusterBuilder();
  builder.put('ServiceCIDR', { metadata: { name: 'kubernetes' }, spec: { cidrs: ['172.30.0.0/16'] }, status: {} });
  putNode(builder, NODE, [NODE_IP, NODE_IP_ALT], zone);
  putNode(builder, 'remote', ['192.168.0.3'], undefined);
  for (const ip of [POD_IP, '10.180.0.1', '10.180.0.2']) putPod(builder, ip);
  for (const service of services) putService(builder, service);
  const { cluster } = builder;
  const full = { ...DEFAULT_PROXY_CONFIG, clusterCidr: POD_CIDR, ...config, mode };
  ruleSets(cluster).set(NODE, compileRules(cluster, NODE, full, 0));
  return builder;
}

function putNode(builder: ClusterBuilder, name: string, addresses: readonly string[], zone: string | undefined): void {
  builder.put('Node', {
    metadata: { name, labels: zone ? { 'topology.kubernetes.io/zone': zone } : {} },
    spec: {},
    status: { addresses: addresses.map((address) => ({ type: 'InternalIP', address })) },
  });
}

function podName(ip: string): string {
  return `pod-${ip.replaceAll('.', '-')}`;
}

function putPod(builder: ClusterBuilder, ip: string): void {
  const name = podName(ip);
  builder.put('Pod', {
    metadata: { name, namespace: 'ns1', uid: name },
    spec: { nodeName: NODE, containers: [{ name: 'app', image: 'registry.k8s.io/pause:3.10' }] },
    status: { phase: 'Running', podIP: ip, hostIP: NODE_IP },
  });
}

function putService(
  builder: ClusterBuilder,
  { name, ip, ports, endpoints, spec, status, metadata }: TestService,
): void {
  const namespace = name.replace('svc', 'ns');
  builder.put('Service', {
    metadata: { name, namespace, ...metadata },
    spec: {
      clusterIP: ip,
      clusterIPs: [ip],
      ports: ports.map(({ targetPort, ...port }) => ({
        protocol: 'TCP',
        targetPort: targetPort ?? port.port,
        ...port,
      })),
      ...spec,
    },
    status: status ?? {},
  });
  builder.put('EndpointSlice', {
    metadata: { name: `${name}-1`, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: ports.map(({ name: port, targetPort, protocol = 'TCP', port: number }) => ({
      name: port,
      port: targetPort ?? number,
      protocol,
    })),
    endpoints: endpoints.map(sliceEndpoint),
  });
}

function sliceEndpoint({ ip, node, ready = true, serving = ready, terminating = false, ...hints }: TestEndpoint) {
  const { forZones, forNodes } = hints;
  const all = {
    ...(forZones ? { forZones: forZones.map((name) => ({ name })) } : {}),
    ...(forNodes ? { forNodes: forNodes.map((name) => ({ name })) } : {}),
  };
  return {
    addresses: [ip],
    conditions: { ready, serving, terminating },
    ...(node ? { nodeName: node } : {}),
    ...(Object.keys(all).length > 0 ? { hints: all } : {}),
  };
}

/** A pod's address, the node's own or 127.0.0.1, or anybody outside whose packets enter at the node. */
export function placeOf(from: string): Place {
  if (from === NODE_IP || from === '127.0.0.1') return { cluster: 'main', node: NODE };
  if (from.startsWith('10.')) return { cluster: 'main', pod: { namespace: 'ns1', name: podName(from) } };
  return { cluster: 'main', address: from, atNode: NODE };
}

/** What became of a flow in all its ways. */
export function outcomeOf(builder: ClusterBuilder, { from, to, protocol = 'TCP' }: Flow) {
  const [address = '', port = ''] = to.split(':');
  const flow = { from: placeOf(from), to: { address, port: Number(port) }, protocol };
  const paths = allPaths(builder.cluster, (cluster, choose) => traceFlow({ cluster }, flow, choose));
  const outputs = [...new Set(paths.map(({ value }) => outputOf(value)))].sort();
  return { output: outputs.join(', '), masq: paths.some(({ value }) => value.masqueraded === 'Always') };
}

const SILENT_RULES = ['NoLocalEndpoints', 'SourceRangeDenied', 'UnallocatedAddress'];

function outputOf({ steps, disposition, reason }: Trace): string {
  const translated = steps.find(({ stage }) => stage === 'ServiceDNAT' || stage === 'NodePortDNAT');
  if (translated) return `${translated.packet.dst}:${translated.packet.dport}`;
  if (disposition === 'Rejected') return 'REJECT';
  return SILENT_RULES.includes(reason) ? 'DROP' : '';
}
