/**
 * Network interfaces of a pod or a node under the VPC CNI: a pod has one end of a pair, the node the other.
 * Models: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/docs/cni-proposal.md
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { canonicalIp, familyOf, formatIpv4, type IpFamily } from '../../net/ip.ts';
import { parseIpv6 } from '../../net/ipv6.ts';
import { hasIpv4Egress, hostLocalAddress, instanceIpv4 } from '../sources.ts';
import { type NodeView, podAddresses, type Topology, topologyOf } from '../topology.ts';
import type { Place } from '../trace.ts';

export interface Interface {
  readonly index: number;
  /** `eth0@if12` */
  readonly name: string;
  /** `10.0.1.31/32`; empty: none. */
  readonly address: string;
  readonly broadcast: string;
  /** `2001:db8::1f/128`, as other machines see it; empty: none. */
  readonly address6: string;
  readonly mac: string;
}

/** Where a place's packets live: a pod of its own network, or a node (also for pods of the host network). */
export function networkOf(
  cluster: Cluster,
  place: Place,
): { readonly pod: Pod } | { readonly node: NodeView } | undefined {
  const topology = topologyOf(cluster);
  if (!('pod' in place)) {
    const node = topology.nodeByName.get('node' in place ? place.node : place.atNode);
    return node && { node };
  }
  const pod = topology.podByName.get(`${place.pod.namespace}/${place.pod.name}`);
  if (!pod?.spec.hostNetwork) return pod && { pod };
  const node = topology.nodeByName.get(pod.spec.nodeName ?? '');
  return node && { node };
}

/** The pods of a node with addresses of their own, by name. */
export function podsOn(topology: Topology, node: string): Pod[] {
  return [...new Set(topology.podByAddress.values())]
    .filter(({ spec }) => spec.nodeName === node)
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** `eni5c1f09a2b3d`. Models: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/cmd/routed-eni-cni-plugin/cni.go (hash of `<namespace>.<pod>`) */
export function hostInterface({ metadata }: Pod): string {
  return `eni${bytesToHex(sha1(utf8ToBytes(`${metadata.namespace}.${metadata.name}`))).slice(0, 11)}`;
}

/** Locally administered, from the address; of an IPv6 one its last four bytes. */
export function macOf(address: string): string {
  const low = address.includes(':') ? formatIpv4(Number((parseIpv6(address) ?? 0n) & 0xffff_ffffn)) : address;
  const octets = low.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  return ['0a', '58', ...octets].join(':');
}

/** Models: https://www.rfc-editor.org/rfc/rfc4291#appendix-A (from the MAC address) */
export function linkLocalOf(mac: string): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  const groups = [(a ^ 2) * 256 + b, c * 256 + 0xff, 0xfe00 + d, e * 256 + f];
  return canonicalIp(`fe80::${groups.map((group) => group.toString(16)).join(':')}`) ?? '';
}

export function addressOf(addresses: readonly string[], family: IpFamily): string {
  return addresses.find((address) => familyOf(address) === family) ?? '';
}

export function listInterfaces(cluster: Cluster, place: Place): Interface[] {
  const network = networkOf(cluster, place);
  if (!network) return [];
  const topology = topologyOf(cluster);
  if ('pod' in network) {
    const peers = podsOn(topology, network.pod.spec.nodeName ?? '');
    return podInterfaces(
      cluster,
      network.pod,
      3 + peers.findIndex(({ metadata }) => metadata.name === network.pod.metadata.name),
    );
  }
  const pairs = podsOn(topology, network.node.name).map((pod, at) => ({
    index: 3 + at,
    name: `${hostInterface(pod)}@if3`,
    address: '',
    broadcast: '',
    address6: '',
    mac: macOf(`255.255.${at}.${pod.metadata.name.length}`),
  }));
  return [nodeInterface(network.node), ...pairs];
}

function podInterfaces(cluster: Cluster, pod: Pod, peer: number): Interface[] {
  const addresses = podAddresses(pod);
  const [four, six] = [addressOf(addresses, 'IPv4'), addressOf(addresses, 'IPv6')];
  const own: Interface = {
    index: 3,
    name: `eth0@if${peer}`,
    address: four && `${four}/32`,
    broadcast: '',
    address6: six && `${six}/128`,
    mac: macOf(four || six),
  };
  if (four || !hasIpv4Egress({ cluster })) return [own];
  const local = hostLocalAddress(pod);
  const way: Interface = {
    index: 5,
    name: `v4if0@if${peer + 1}`,
    address: `${local}/22`,
    broadcast: '169.254.175.255',
    address6: '',
    mac: macOf(local),
  };
  return [own, way];
}

/** An IPv6 cluster's machines have their IPv4 address too, though their Nodes do not say so. */
function nodeInterface(view: NodeView): Interface {
  const four = addressOf(view.addresses, 'IPv4') || instanceIpv4(view) || '';
  const six = addressOf(view.addresses, 'IPv6');
  return {
    index: 2,
    name: 'eth0',
    address: four && `${four}/24`,
    broadcast: four && `${four.slice(0, four.lastIndexOf('.'))}.255`,
    address6: six && `${six}/128`,
    mac: macOf(four || six),
  };
}
