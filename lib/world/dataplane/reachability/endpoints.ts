/** Who can be at an end of a flow: pods with an address of their own, nodes, and an address for every range outside that ipBlocks tell apart. */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { familyOf, type IpFamily } from '../../net/ip.ts';
import { entriesOf } from '../objects.ts';
import { topologyOf } from '../topology.ts';
import type { Place } from '../trace.ts';
import {
  addressAt,
  isIn,
  nextPosition,
  type Position,
  positionOf,
  type Range,
  rangeOf,
  sortedCuts,
} from './address-line.ts';

export interface Endpoint {
  readonly kind: 'Pod' | 'Node' | 'Outside';
  readonly address: string;
  /** The node it is on; empty outside. */
  readonly node: string;
  /** Of kind Pod only. */
  readonly pod: Pod | undefined;
}

/** `shop/web`, `node/ip-10-0-1-20`, `outside/203.0.113.0`. */
export function nameOfEndpoint({ kind, pod, node, address }: Endpoint): string {
  if (pod) return `${pod.metadata.namespace}/${pod.metadata.name}`;
  return kind === 'Node' ? `node/${node}` : `outside/${address}`;
}

/** Where a packet of it starts; one from outside enters at the receiver's node. */
export function placeOfEndpoint({ name: cluster }: Cluster, from: Endpoint, to: Endpoint): Place {
  if (from.pod) return { cluster, pod: { namespace: from.pod.metadata.namespace, name: from.pod.metadata.name } };
  return from.kind === 'Node' ? { cluster, node: from.node } : { cluster, address: from.address, atNode: to.node };
}

/** A node with several addresses is an endpoint for each: `podByAddress` and `nodeByAddress` are what the packet's stages ask. */
export function listOurs(cluster: Cluster): Endpoint[] {
  const { podByAddress, nodeByAddress } = topologyOf(cluster);
  const ours: Endpoint[] = [];
  for (const [address, pod] of podByAddress) ours.push({ kind: 'Pod', address, node: pod.spec.nodeName ?? '', pod });
  for (const [address, { name }] of nodeByAddress) ours.push({ kind: 'Node', address, node: name, pod: undefined });
  return ours;
}

export function positionsOf(endpoints: readonly Endpoint[]): Position[] {
  return endpoints.map(({ address }) => positionOf(address));
}

/** Nobody sends from these, and no router carries them: this network, loopback, multicast and what is reserved. */
const NOBODY: readonly Range[] = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3', '::/8', 'ff00::/8'].map(rangeOf);

/** The first address of every range between two cuts that nobody here has; ranges that are all ours have none. */
export type Outside = (cuts: ReadonlySet<Position>) => Endpoint[];

export function outsideOf(cluster: Cluster, ours: readonly Endpoint[]): Outside {
  const families = new Set<IpFamily>();
  for (const { address } of ours) families.add(familyOf(address));
  const isOurs = ourAddresses(cluster);
  return (cuts) => {
    const sorted = sortedCuts(new Set([...cuts, ...NOBODY.flatMap(({ from, end }) => [from, end])]));
    return sorted.slice(0, -1).flatMap((from, index): Endpoint[] => {
      const end = sorted[index + 1] ?? from;
      if (NOBODY.some((range) => isIn(range, from))) return [];
      let free = from;
      while (free < end && isOurs(addressAt(free))) free = nextPosition(free);
      const address = addressAt(free);
      const isAsked = free < end && families.has(familyOf(address));
      return isAsked ? [{ kind: 'Outside', address, node: '', pod: undefined }] : [];
    });
  };
}

function ourAddresses(cluster: Cluster): (address: string) => boolean {
  const { podByAddress, nodeByAddress, endedByAddress } = topologyOf(cluster);
  const services = new Set(
    entriesOf(cluster, 'Service').flatMap(([, { spec, status }]) => [
      ...(spec.clusterIPs ?? []),
      ...(spec.externalIPs ?? []),
      ...(status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []),
    ]),
  );
  return (address) =>
    podByAddress.has(address) || nodeByAddress.has(address) || endedByAddress.has(address) || services.has(address);
}
