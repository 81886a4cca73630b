/** Who has which address: pods, nodes, and the control plane's endpoints. Compiled once per version of the objects. */
import type { Node } from '../api/core/v1/node.schema.ts';
import type { Pod } from '../api/core/v1/pod.schema.ts';
import type { Cluster } from '../cluster.ts';
import { isSameFamily } from '../net/ip.ts';
import { type Entries, entriesOf, type Kept, remember } from './objects.ts';

export interface NodeView {
  readonly name: string;
  /** The primary address; empty when the node has none. */
  readonly address: string;
  readonly addresses: readonly string[];
  readonly zone: string | undefined;
  /** Undefined for a node that only a pod or an endpoint names. */
  readonly node: Node | undefined;
}

export interface Topology {
  readonly podByAddress: ReadonlyMap<string, Pod>;
  /** Pods that ended but whose object still names the address they had. */
  readonly endedByAddress: ReadonlyMap<string, Pod>;
  readonly podByName: ReadonlyMap<string, Pod>;
  readonly nodeByName: ReadonlyMap<string, NodeView>;
  readonly nodeByAddress: ReadonlyMap<string, NodeView>;
  /** Pods of the host network, by node. */
  readonly hostPods: ReadonlyMap<string, readonly Pod[]>;
  /** Host ports of pods with a network of their own; key `<node> TCP 8080`. */
  readonly hostPorts: ReadonlyMap<string, readonly HostPort[]>;
}

export interface HostPort {
  readonly pod: Pod;
  readonly containerPort: number;
  /** Undefined: every address of the node. */
  readonly hostIp: string | undefined;
}

const kept = new WeakMap<object, Kept<Topology>>();

export function topologyOf(cluster: Cluster): Topology {
  const pods = entriesOf(cluster, 'Pod');
  const nodes = entriesOf(cluster, 'Node');
  const known = kept.get(pods);
  // Asked several times for every packet: not a closure each.
  if (known?.lists[0] === nodes) return known.value;
  return remember(() => compile(pods, nodes), kept, pods, nodes);
}

function compile(pods: Entries<'Pod'>, nodes: Entries<'Node'>): Topology {
  const podByAddress = new Map<string, Pod>();
  const endedByAddress = new Map<string, Pod>();
  const nodeByName = new Map(nodes.map(([name, node]) => [name, viewOf(node)]));
  const hostPods = new Map<string, Pod[]>();
  for (const [, pod] of pods) {
    const { nodeName, hostNetwork } = pod.spec;
    const ended = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
    if (nodeName && !nodeByName.has(nodeName)) nodeByName.set(nodeName, namedOnly(nodeName, pod.status.hostIP));
    if (hostNetwork && nodeName && !ended) hostPods.set(nodeName, [...(hostPods.get(nodeName) ?? []), pod]);
    if (hostNetwork) continue;
    for (const address of podAddresses(pod)) (ended ? endedByAddress : podByAddress).set(address, pod);
  }
  const hostPorts = new Map<string, HostPort[]>();
  for (const pod of new Set(podByAddress.values())) addHostPorts(pod, hostPorts);
  const nodeByAddress = new Map<string, NodeView>();
  for (const view of nodeByName.values()) for (const address of view.addresses) nodeByAddress.set(address, view);
  return { podByAddress, endedByAddress, podByName: new Map(pods), nodeByName, nodeByAddress, hostPods, hostPorts };
}

function addHostPorts(pod: Pod, found: Map<string, HostPort[]>): void {
  for (const { ports } of pod.spec.containers) {
    for (const { hostPort, hostIP, containerPort, protocol = 'TCP' } of ports ?? []) {
      if (!hostPort) continue;
      const key = `${pod.spec.nodeName} ${protocol} ${hostPort}`;
      const hostIp = hostIP && hostIP !== '0.0.0.0' ? hostIP : undefined;
      found.set(key, [...(found.get(key) ?? []), { pod, containerPort, hostIp }]);
    }
  }
}

/** The primary one first; a dual-stack pod has one of each family. */
export function podAddresses({ status }: Pod): readonly string[] {
  const { podIP, podIPs = [] } = status;
  if (!podIP) return [];
  return podIPs.length > 1 ? podIPs.flatMap(({ ip }) => ip ?? []) : [podIP];
}

/** Whether the address is one of the pod's own. */
export function isOwnAddress({ status }: Pod, address: string): boolean {
  const { podIP, podIPs } = status;
  return address === podIP || (podIPs !== undefined && podIPs.length > 1 && podIPs.some(({ ip }) => ip === address));
}

/** The address a pod sends from to `peer`; undefined: it has none of that family. */
export function podAddressTo(pod: Pod, peer: string): string | undefined {
  const { podIP } = pod.status;
  if (!podIP || isSameFamily(podIP, peer)) return podIP;
  return podAddresses(pod).find((address) => isSameFamily(address, peer));
}

/** The node's primary address of the peer's family; undefined: it has none. */
export function nodeAddressTo({ address, addresses }: NodeView, peer: string): string | undefined {
  if (isSameFamily(address, peer)) return address || undefined;
  return addresses.find((one) => isSameFamily(one, peer));
}

function viewOf(node: Node): NodeView {
  const addresses = (node.status.addresses ?? [])
    .filter(({ type }) => type === 'InternalIP')
    .map(({ address }) => address);
  return {
    name: node.metadata.name,
    address: addresses[0] ?? '',
    addresses,
    zone: node.metadata.labels?.['topology.kubernetes.io/zone'],
    node,
  };
}

function namedOnly(name: string, address = ''): NodeView {
  return { name, address, addresses: address ? [address] : [], zone: undefined, node: undefined };
}
