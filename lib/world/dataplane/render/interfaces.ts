/**
 * Network interfaces of a pod or a node under the VPC CNI: a pod has one end of a pair, the node the other.
 * Models: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/docs/cni-proposal.md
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { type NodeView, type Topology, topologyOf } from '../topology.ts';
import type { Place } from '../trace.ts';

export interface Interface {
  readonly index: number;
  /** `eth0@if12` */
  readonly name: string;
  /** `10.0.1.31/32`; empty: none. */
  readonly address: string;
  readonly broadcast: string;
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
  return [...topology.podByAddress.values()]
    .filter(({ spec }) => spec.nodeName === node)
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** `eni5c1f09a2b3d`. Models: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/cmd/routed-eni-cni-plugin/cni.go (hash of `<namespace>.<pod>`) */
export function hostInterface({ metadata }: Pod): string {
  return `eni${bytesToHex(sha1(utf8ToBytes(`${metadata.namespace}.${metadata.name}`))).slice(0, 11)}`;
}

/** Locally administered, from the address. */
export function macOf(address: string): string {
  const octets = address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  return ['0a', '58', ...octets].join(':');
}

export function listInterfaces(cluster: Cluster, place: Place): Interface[] {
  const network = networkOf(cluster, place);
  if (!network) return [];
  const topology = topologyOf(cluster);
  if ('pod' in network) {
    const { pod } = network;
    const peers = podsOn(topology, pod.spec.nodeName ?? '');
    const peer = 3 + peers.findIndex(({ metadata }) => metadata.name === pod.metadata.name);
    const address = pod.status.podIP ?? '';
    return [
      { index: 3, name: `eth0@if${peer}`, address: address && `${address}/32`, broadcast: '', mac: macOf(address) },
    ];
  }
  const { name, address } = network.node;
  const subnet = address.slice(0, address.lastIndexOf('.'));
  const own = { index: 2, name: 'eth0', address: `${address}/24`, broadcast: `${subnet}.255`, mac: macOf(address) };
  const pairs = podsOn(topology, name).map((pod, at) => ({
    index: 3 + at,
    name: `${hostInterface(pod)}@if3`,
    address: '',
    broadcast: '',
    mac: macOf(`255.255.${at}.${pod.metadata.name.length}`),
  }));
  return [own, ...pairs];
}
