/**
 * What NodeLocal DNSCache has put into the kernel of a node: a dummy interface with addresses of its own, and rules that keep its packets
 * out of connection tracking. Both belong to the node and not to the process: one that was killed leaves them behind.
 *
 * Models: https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/app/cache_app.go (setupNetworking, TeardownNetworking)
 */
import { type Cluster, clusterTable } from '../cluster.ts';
import type { Packet } from './trace.ts';

export interface NodeCacheTraces {
  /** The pod that made them. */
  readonly pod: { readonly namespace: string; readonly name: string };
  readonly containerID: string;
  /** They stay when it ends, however it ends: `-skipteardown`, or it will be killed. */
  readonly stay?: true;
  readonly interface?: { readonly name: string; readonly addresses: readonly string[] };
  readonly rules?: NodeCacheRules;
}

export interface NodeCacheRules {
  readonly addresses: readonly string[];
  readonly healthPort: number;
}

export const DNS_PORT = 53;

/** By node. */
export function nodeCaches(cluster: Cluster) {
  return clusterTable<NodeCacheTraces>(cluster, 'nodecaches');
}

/** Whose interface has the address on that node; undefined: no node-cache made one there. */
export function findAddressHolder(cluster: Cluster, node: string, address: string): NodeCacheTraces | undefined {
  const traces = nodeCaches(cluster).get(node);
  return traces?.interface?.addresses.includes(address) ? traces : undefined;
}

/** Whose rule in table raw takes a packet out of connection tracking; `Process`: it comes from the node itself (chain OUTPUT). */
export function findUntracking(
  cluster: Cluster,
  node: string,
  { dst, dport, protocol }: Packet,
  came: 'Process' | 'Pod' | 'Fabric',
): NodeCacheTraces | undefined {
  const traces = nodeCaches(cluster).get(node);
  const rules = traces?.rules;
  if (!rules?.addresses.includes(dst) || protocol === 'ICMP' || protocol === 'SCTP') return undefined;
  const isHealth = came === 'Process' && protocol === 'TCP' && dport === rules.healthPort;
  return dport === DNS_PORT || isHealth ? traces : undefined;
}
