/**
 * Which destination a virtual server of ipvs takes for its next connection: a list that every node goes through on its own, or the
 * fewest connections, or a hash. Who lists all ways a conversation can go takes every destination whose turn may come.
 *
 * Models: https://github.com/torvalds/linux/tree/v6.12/net/netfilter/ipvs (ip_vs_rr.c, ip_vs_wrr.c, ip_vs_lc.c, ip_vs_wlc.c, ip_vs_sed.c, ip_vs_nq.c, ip_vs_sh.c, ip_vs_dh.c)
 * Differs: the list is sorted by address, where kube-proxy adds endpoints as a Go map gives them; destinations of weight 0 take no place in it.
 */
import { type Cluster, clusterTable } from '../cluster.ts';
import { joinHostPort, parseIpv4 } from '../net/ip.ts';
import { parseIpv6 } from '../net/ipv6.ts';
import { protocolText } from '../net/protocol.ts';
import type { EndpointRule } from './compile/rule-set.ts';
import type { Scheduler } from './compile/scheduler.ts';
import type { VirtualServer } from './compile/virtual-servers.ts';
import { countConnections } from './ipvs-connections.ts';
import type { Packet } from './trace.ts';

export interface Turn {
  /** Index of the destination. */
  readonly index: number;
  /** `Always`: the same client gets the same destination as long as the list stands. */
  readonly holds: 'Now' | 'Always';
  readonly says: string;
}

/** Key: `<node> tcp 172.20.14.9:80`; value: who was last in the list. */
function turns(cluster: Cluster) {
  return clusterTable<string>(cluster, 'ipvsturns');
}

export function serverKey({ protocol, address, port }: Pick<VirtualServer, 'protocol' | 'address' | 'port'>): string {
  return `${protocolText(protocol)} ${joinHostPort(address, port)}`;
}

function textOf({ address, port }: EndpointRule): string {
  return joinHostPort(address, port);
}

/** `server` must have destinations. */
export function turnOf(
  cluster: Cluster,
  node: string,
  server: VirtualServer,
  scheduler: Scheduler,
  { src, dst }: Packet,
): Turn {
  const { destinations } = server;
  switch (scheduler) {
    case 'rr':
    case 'wrr': {
      const last = turns(cluster).get(`${node} ${serverKey(server)}`);
      const next = last === undefined ? 0 : destinations.findIndex((endpoint) => textOf(endpoint) > last);
      return {
        index: Math.max(0, next),
        holds: 'Now',
        says: `next in the list of ${destinations.length} (${scheduler})`,
      };
    }
    case 'lc':
    case 'wlc':
      return fewest(cluster, node, server, scheduler, ({ active, inactive }) => active * 256 + inactive);
    case 'sed':
      return fewest(cluster, node, server, scheduler, ({ active }) => active + 1);
    case 'nq':
      return fewest(cluster, node, server, scheduler, ({ active }) => active);
    case 'sh':
    case 'dh': {
      const index = bucketOf(scheduler === 'sh' ? src : dst) % destinations.length;
      const what = scheduler === 'sh' ? `client ${src}` : dst;
      return { index, holds: 'Always', says: `by the hash of ${what}, one of ${destinations.length} (${scheduler})` };
    }
    default:
      return scheduler satisfies never;
  }
}

/** Of equal ones the first in the list. */
function fewest(
  cluster: Cluster,
  node: string,
  server: VirtualServer,
  scheduler: Scheduler,
  load: (connections: { readonly active: number; readonly inactive: number }) => number,
): Turn {
  const loads = server.destinations.map((endpoint) => load(countConnections(cluster, node, server, endpoint)));
  const index = loads.indexOf(Math.min(...loads));
  const says = `least loaded of ${server.destinations.length} by its connections from here (${scheduler})`;
  return { index, holds: 'Now', says };
}

/** Where the list goes on next time. */
export function keepTurn(
  cluster: Cluster,
  node: string,
  server: VirtualServer,
  scheduler: Scheduler,
  endpoint: EndpointRule,
): void {
  if (scheduler !== 'rr' && scheduler !== 'wrr') return;
  turns(cluster).set(`${node} ${serverKey(server)}`, textOf(endpoint));
}

const GOLDEN_RATIO = 0x61c88647;

/** One of 256. Models: hash_32 of https://github.com/torvalds/linux/blob/v6.12/include/linux/hash.h */
function bucketOf(address: string): number {
  return Math.imul(fold(address), GOLDEN_RATIO) >>> 24;
}

/** An IPv6 address is the exclusive or of its four words. */
function fold(address: string): number {
  const value = address.includes(':') ? parseIpv6(address) : BigInt(parseIpv4(address) ?? 0);
  let left = value ?? 0n;
  let folded = 0;
  for (; left > 0n; left >>= 32n) folded ^= Number(left & 0xffffffffn);
  return folded;
}
