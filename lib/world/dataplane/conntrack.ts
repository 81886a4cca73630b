/**
 * Connection tracking of each node: what a flow looked like when it came and when it left, and until when that is kept.
 * Later packets of a flow, and its replies, are translated by this and not by the rules.
 *
 * Models: https://docs.kernel.org/networking/nf_conntrack-sysctl.html; established TCP as kube-proxy sets it (24 h).
 */
import { type Cluster, clusterTable } from '../cluster.ts';
import { nowMs } from '../sim/clock.ts';
import type { Packet } from './trace.ts';

export type FlowState = 'SYN_SENT' | 'ESTABLISHED' | 'TIME_WAIT' | 'CLOSE' | 'UNREPLIED' | 'REPLIED';

export interface FlowEntry {
  /** As the first packet reached the node. */
  readonly original: Packet;
  /** As it left the node; its reverse is what a reply looks like. */
  readonly translated: Packet;
  readonly state: FlowState;
  readonly expiresMs: number;
  /** `shop/cart:http` of the Service port that translated it. */
  readonly service?: string | undefined;
}

/** How long a state is kept, ms. */
export const LIFETIME_MS: Readonly<Record<FlowState, number>> = {
  SYN_SENT: 120_000,
  ESTABLISHED: 86_400_000,
  TIME_WAIT: 120_000,
  CLOSE: 10_000,
  UNREPLIED: 30_000,
  // One question and one answer are no stream yet, which would live 120 s.
  REPLIED: 30_000,
};

/** Differs: a kernel here holds 131,072 flows; the model keeps the newest 64 of a node. */
const MAX_FLOWS = 64;

function tableOf(cluster: Cluster) {
  return clusterTable<readonly FlowEntry[]>(cluster, 'conntrack');
}

/** The flows of a node that have not timed out, oldest first. */
export function listFlows(cluster: Cluster, node: string): readonly FlowEntry[] {
  const now = nowMs(cluster.state);
  const entries = tableOf(cluster).get(node) ?? [];
  return entries.every(({ expiresMs }) => expiresMs > now)
    ? entries
    : entries.filter(({ expiresMs }) => expiresMs > now);
}

/** The flow that this packet belongs to. A closed TCP connection does not take a new one in. */
export function findFlow(cluster: Cluster, node: string, packet: Packet): FlowEntry | undefined {
  const entries = tableOf(cluster).get(node);
  if (!entries) return undefined;
  const now = nowMs(cluster.state);
  for (const flow of entries) {
    if (!sameFlow(flow.original, packet) || flow.expiresMs <= now) continue;
    if (flow.state !== 'TIME_WAIT' && flow.state !== 'CLOSE') return flow;
  }
  return undefined;
}

function sameFlow(a: Packet, b: Packet): boolean {
  return a.sport === b.sport && a.dport === b.dport && a.src === b.src && a.dst === b.dst && a.protocol === b.protocol;
}

/** Writes or renews a flow; a flow of the same original packet is replaced. */
export function keepFlow(cluster: Cluster, node: string, flow: Omit<FlowEntry, 'expiresMs'>): void {
  const now = nowMs(cluster.state);
  const table = tableOf(cluster);
  const entries: FlowEntry[] = [];
  for (const known of table.get(node) ?? []) {
    if (known.expiresMs > now && !sameFlow(known.original, flow.original)) entries.push(known);
  }
  if (entries.length >= MAX_FLOWS) entries.shift();
  const { original, translated, state, service } = flow;
  entries.push({ original, translated, state, service, expiresMs: now + LIFETIME_MS[state] });
  table.set(node, entries);
}

/** Forgets flows; kube-proxy does this for UDP when an endpoint goes away. */
export function forgetFlows(cluster: Cluster, node: string, isStale: (flow: FlowEntry) => boolean): void {
  const entries = tableOf(cluster).get(node);
  if (!entries?.some(isStale)) return;
  tableOf(cluster).set(
    node,
    entries.filter((flow) => !isStale(flow)),
  );
}
