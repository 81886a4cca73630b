/**
 * Pod addresses, one of each family that the node has: unique, never a node's, and not again within the cool-down. IPv4 ones are seeded from
 * the subnet of the node; IPv6 ones are the next free of the node's own prefix.
 *
 * Models: https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html (a pod has an address of the node's subnet),
 * https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html (IPv6: of a /80 prefix of the node); without the VPC CNI: of `spec.podCIDRs`
 * Differs: a node's share of its subnet is not bounded by network interfaces here.
 */

import { findObject } from '../../apiserver/store.ts';
import { type Cluster, clusterTable } from '../../cluster.ts';
import { type AnyCidr, cidrAddress, cidrSize, parseAnyCidr } from '../../net/cidr.ts';
import { familyOf, isSameFamily } from '../../net/ip.ts';
import { formatIpv6, parseIpv6 } from '../../net/ipv6.ts';
import { nowMs } from '../../sim/clock.ts';
import { DURATIONS } from '../../sim/durations.ts';
import { draw } from '../../sim/random.ts';
import type { Node } from '../objects.ts';

interface Lease {
  /** The pod's uid; absent once it is free. */
  readonly uid?: string;
  readonly freedAtMs?: number;
}

/** The first usable host of a /24: AWS keeps .0 to .3, nodes and balancers take some above. */
const FIRST_HOST = 24;
const LAST_HOST = 254;
/** A bridge on the node has the first address of a range that is the node's alone. */
const BEHIND_BRIDGE = 2;

function leases(cluster: Cluster) {
  return clusterTable<Lease>(cluster, 'addresses');
}

/** A free address of each family of the node for the pod of that uid, the primary one first; undefined when one family has none left. */
export function leaseAddresses(
  cluster: Cluster,
  node: Node,
  nodes: readonly Node[],
  uid: string,
): readonly string[] | undefined {
  const taken = new Set(nodes.flatMap(internalAddresses));
  const leased: string[] = [];
  for (const { range, first } of rangesOf(cluster, node)) {
    const address = findFree(cluster, candidatesOf(cluster, range, first, uid), taken);
    if (address === undefined) return undefined;
    leased.push(address);
  }
  for (const address of leased) leases(cluster).set(address, { uid });
  return leased;
}

function findFree(cluster: Cluster, candidates: Iterable<string>, taken: ReadonlySet<string>): string | undefined {
  const table = leases(cluster);
  const now = nowMs(cluster.state);
  for (const address of candidates) if (!taken.has(address) && isFree(table.get(address), now)) return address;
  return undefined;
}

function* candidatesOf(cluster: Cluster, range: AnyCidr, first: number, uid: string): Iterable<string> {
  const last = Math.min(LAST_HOST, cidrSize(range) - 2);
  const hosts = last - first + 1;
  const start = range.family === 'IPv6' ? 0 : Math.floor(draw(cluster.seed, 'pod-address', uid) * hosts);
  for (let n = 0; n < hosts; n++) yield cidrAddress(range, first + ((start + n) % hosts));
}

interface PodRange {
  readonly range: AnyCidr;
  /** The first address in it that a pod may have. */
  readonly first: number;
}

/** The node's part of the pod network, one range a family: of the VPC CNI its subnet, of IPv6 a /80 in it; of any other what the Node says. */
function rangesOf(cluster: Cluster, node: Node): PodRange[] {
  const given = findObject(cluster, 'DaemonSet', 'aws-node', 'kube-system') ? [] : (node.spec?.podCIDRs ?? []);
  const texts = given.length > 0 ? given : internalAddresses(node).map((own) => ownRange(cluster, node, own));
  return texts.flatMap((text) => {
    const range = parseAnyCidr(text);
    return range ? [{ range, first: given.length > 0 ? BEHIND_BRIDGE : range.family === 'IPv6' ? 0 : FIRST_HOST }] : [];
  });
}

function ownRange(cluster: Cluster, node: Node, own: string): string {
  return familyOf(own) === 'IPv4' ? `${own}/24` : `${delegatedPrefix(cluster, node, own)}/80`;
}

const PREFIX_BITS = 48n;
const PREFIXES = 0xffff;

/** Which /80 of its /64 the node was given. */
function delegatedPrefix(cluster: Cluster, node: Node, own: string): string {
  const chosen = 1 + Math.floor(draw(cluster.seed, 'pod-prefix', node.metadata.name) * (PREFIXES - 1));
  const subnet = ((parseIpv6(own) ?? 0n) >> 64n) << 64n;
  return formatIpv6(subnet | (BigInt(chosen) << PREFIX_BITS));
}

/** Gives the address back; another pod's is left alone. */
export function freeAddress(cluster: Cluster, address: string, uid: string): void {
  const table = leases(cluster);
  if (table.get(address)?.uid === uid) table.set(address, { freedAtMs: nowMs(cluster.state) });
}

function isFree(lease: Lease | undefined, now: number): boolean {
  if (!lease) return true;
  return lease.uid === undefined && (lease.freedAtMs ?? 0) + DURATIONS.addressCoolDownMs <= now;
}

/** The node's own address, or `0.0.0.0` when it has none. */
export function internalAddress(node: Node): string {
  return node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '0.0.0.0';
}

/** One of each family, the primary one first. */
export function internalAddresses(node: Node): readonly string[] {
  const first = internalAddress(node);
  const other = node.status?.addresses?.find(
    ({ type, address }) => type === 'InternalIP' && !isSameFamily(address, first),
  );
  return other ? [first, other.address] : [first];
}
