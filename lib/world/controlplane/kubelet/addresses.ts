/**
 * Pod addresses: seeded from the subnet of the node, unique, never a node's, and not again within the cool-down.
 * Models: https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html (a pod has an address of the node's subnet)
 * Differs: a node's share of its subnet is not bounded by network interfaces here.
 */
import { type Cluster, clusterTable } from '../../cluster.ts';
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

function leases(cluster: Cluster) {
  return clusterTable<Lease>(cluster, 'addresses');
}

/** A free address of the node's /24 for the pod of that uid; undefined when all are taken. */
export function leaseAddress(cluster: Cluster, node: Node, nodes: readonly Node[], uid: string): string | undefined {
  const own = internalAddress(node);
  const subnet = own.slice(0, own.lastIndexOf('.') + 1);
  const taken = new Set(nodes.map(internalAddress));
  const table = leases(cluster);
  const now = nowMs(cluster.state);
  const hosts = LAST_HOST - FIRST_HOST + 1;
  const start = Math.floor(draw(cluster.seed, 'pod-address', uid) * hosts);
  for (let n = 0; n < hosts; n++) {
    const address = `${subnet}${FIRST_HOST + ((start + n) % hosts)}`;
    if (taken.has(address) || !isFree(table.get(address), now)) continue;
    table.set(address, { uid });
    return address;
  }
  return undefined;
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

/** The node's own IPv4 address, or `0.0.0.0` when it has none. */
export function internalAddress(node: Node): string {
  return node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '0.0.0.0';
}
