/**
 * Session affinity as each node remembers it: which clients were sent to which endpoint of a Service port. Every endpoint has a list of
 * its own, so that a client may stand in several, and the first endpoint that knows it takes it. In ipvs mode every virtual server
 * remembers its own clients.
 *
 * Models: the `recent` match of iptables with `--rcheck --seconds N --reap` and `--set`; persistence of
 * https://github.com/torvalds/linux/blob/v6.12/net/netfilter/ipvs/ip_vs_core.c (ip_vs_sched_persist)
 */
import { type Cluster, clusterTable } from '../cluster.ts';
import { nowMs } from '../sim/clock.ts';
import type { EndpointRule, RuleSet, ServicePortRule } from './compile/rule-set.ts';
import { selectEndpoints } from './compile/select-endpoints.ts';

export interface AffinityEntry {
  /** `shop/cart:http/TCP` */
  readonly port: string;
  /** In ipvs mode the virtual server. */
  readonly server?: string;
  readonly client: string;
  readonly endpoint: string;
  readonly lastMs: number;
  readonly seconds: number;
}

function tableOf(cluster: Cluster) {
  return clusterTable<readonly AffinityEntry[]>(cluster, 'affinity');
}

function keyOf(rule: ServicePortRule): string {
  return `${rule.portName}/${rule.protocol}`;
}

/** What a node remembers and has not outlived its time. */
export function listAffinities(cluster: Cluster, node: string): readonly AffinityEntry[] {
  const now = nowMs(cluster.state);
  return (tableOf(cluster).get(node) ?? []).filter(({ lastMs, seconds }) => lastMs + seconds * 1000 >= now);
}

/** The remembered endpoint, while it is young enough and still among those that the rules know. */
export function findAffinity(
  cluster: Cluster,
  node: string,
  rule: ServicePortRule,
  client: string,
  endpoints: readonly EndpointRule[],
  server?: string,
): EndpointRule | undefined {
  if (rule.affinitySeconds === undefined) return undefined;
  const now = nowMs(cluster.state);
  const key = keyOf(rule);
  const youngestMs = now - rule.affinitySeconds * 1000;
  const lists = (tableOf(cluster).get(node) ?? [])
    .filter((known) => known.port === key && known.client === client && known.server === server)
    .filter(({ lastMs }) => lastMs >= youngestMs)
    .map(({ endpoint }) => endpoint);
  return endpoints.find(({ address, port }) => lists.includes(`${address}:${port}`));
}

/** Every new connection renews the memory. */
export function keepAffinity(
  cluster: Cluster,
  node: string,
  rule: ServicePortRule,
  client: string,
  endpoint: EndpointRule,
  server?: string,
): void {
  if (rule.affinitySeconds === undefined) return;
  const now = nowMs(cluster.state);
  const key = keyOf(rule);
  const address = `${endpoint.address}:${endpoint.port}`;
  const isRenewed = (entry: AffinityEntry): boolean =>
    entry.port === key &&
    entry.client === client &&
    entry.server === server &&
    (server !== undefined || entry.endpoint === address);
  const others = (tableOf(cluster).get(node) ?? []).filter(
    (entry) => entry.lastMs + entry.seconds * 1000 >= now && !isRenewed(entry),
  );
  const kept: AffinityEntry = {
    port: key,
    ...(server === undefined ? {} : { server }),
    client,
    endpoint: address,
    lastMs: now,
    seconds: rule.affinitySeconds,
  };
  tableOf(cluster).set(node, Object.freeze([...others, kept]));
}

/**
 * With an endpoint's chain its list of recent clients goes too; called when a node's rules are written anew. Only endpoints that the node
 * sends traffic to have a chain. Where virtual servers remember, it is enough that the endpoint serves.
 */
export function forgetAffinities(cluster: Cluster, { node, zone, ports }: RuleSet): void {
  const entries = tableOf(cluster).get(node);
  if (!entries) return;
  const remembering = ports.filter(({ affinitySeconds }) => affinitySeconds !== undefined);
  const chains = new Set(
    remembering.flatMap((rule) => {
      const { cluster: anywhere, local } = selectEndpoints(rule, node, zone);
      return [...anywhere, ...local].map((endpoint) => chainOf(rule, endpoint));
    }),
  );
  const servers = new Set(
    remembering.flatMap((rule) => rule.endpoints.filter(isServing).map((endpoint) => chainOf(rule, endpoint))),
  );
  const left = entries.filter(({ port, endpoint, server }) =>
    (server === undefined ? chains : servers).has(`${port} ${endpoint}`),
  );
  if (left.length < entries.length) tableOf(cluster).set(node, Object.freeze(left));
}

function chainOf(rule: ServicePortRule, { address, port }: EndpointRule): string {
  return `${keyOf(rule)} ${address}:${port}`;
}

function isServing({ ready, serving, terminating }: EndpointRule): boolean {
  return ready || (serving && terminating);
}
