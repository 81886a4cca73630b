/** One endpoint out of several: by session affinity, else by chance, every candidate with its probability. */

import type { Cluster } from '../cluster.ts';
import { joinHostPort } from '../net/ip.ts';
import { findAffinity, keepAffinity } from './affinity.ts';
import type { ServicePortEntry } from './compile/rule-index.ts';
import type { EndpointRule, ServicePortRule } from './compile/rule-set.ts';
import { endpointRef, serviceRef } from './refs.ts';
import type { Turn } from './schedule.ts';
import type { Datapath, Hop } from './stages/stage.ts';
import type { Because, Candidate, Packet } from './trace.ts';

export interface Balanced {
  readonly endpoint: EndpointRule;
  readonly candidates: readonly Candidate[];
  readonly because: readonly Because[];
}

/** Instead of a draw with equal chances. */
export interface Order {
  /** Which of several ways into the Service port it is: clients are remembered by each on its own. */
  readonly server: string;
  turn(): Turn;
}

/** `endpoints` must not be empty. Remembers the choice for the client where the Service asks for it. */
export function balance(
  { at, packet }: Hop,
  { net, choose }: Datapath,
  { rule, selected }: ServicePortEntry,
  endpoints: readonly EndpointRule[],
  order?: Order,
): Balanced {
  const { cluster } = net;
  const kept = findAffinity(cluster, at.node, rule, packet.src, endpoints, order?.server);
  const turn = kept || endpoints.length === 1 ? undefined : order?.turn();
  const only = kept ?? (turn?.holds === 'Always' ? endpoints[turn.index] : undefined);
  const candidates = only ? [candidateOf(cluster, rule, only, 1)] : candidatesOf(cluster, rule, endpoints);
  const purpose = `${rule.portName} ${packet.src}`;
  const endpoint = only ?? (endpoints[choose(purpose, candidates, turn?.index)] as EndpointRule);
  keepAffinity(cluster, at.node, rule, packet.src, endpoint, order?.server);
  const isLocal = endpoints === selected.local;
  const where = joinHostPort(endpoint.address, endpoint.port);
  const chosen = turn
    ? `${where}, ${describeTurn(turn, endpoints, endpoint)}`
    : describeChoice(where, endpoints.length, kept, isLocal ? 'Local' : 'Cluster');
  const ref = endpointRef(cluster, rule, endpoint);
  const why: Because[] = [describeWayIn(cluster, rule, packet), { ref, says: chosen }];
  if (selected.narrowedBy && !isLocal) {
    const says =
      selected.narrowedBy === 'SameZone'
        ? 'hints keep traffic in the zone of this node'
        : 'hints keep traffic on this node';
    why.push({ ref, says });
  }
  if (kept) {
    const says = `${packet.src} was sent there within ${rule.affinitySeconds} s`;
    why.push({ ref: serviceRef(cluster, rule, 'spec.sessionAffinity'), says });
  }
  if (!endpoint.ready) {
    const none = selected.terminating ? 'no endpoint is ready' : 'no endpoint on this node is ready';
    why.push({ ref, says: `${none}: terminating ones that still serve stand in` });
  }
  return { endpoint, candidates, because: why };
}

/** Whoever lists all ways takes others too than the one whose turn it is. */
function describeTurn({ index, says }: Turn, endpoints: readonly EndpointRule[], endpoint: EndpointRule): string {
  return endpoint === endpoints[index] ? says : `one of ${endpoints.length} endpoints, whose turn it may be`;
}

/** By which of its addresses the packet came to the Service. */
function describeWayIn(cluster: Cluster, rule: ServicePortRule, { dst, dport }: Packet): Because {
  const { port, protocol, clusterIp, externalIps, loadBalancerIps, index } = rule;
  const what = `port ${port}/${protocol}`;
  if (dst === clusterIp) return { ref: serviceRef(cluster, rule), says: `${what} of ${clusterIp}` };
  if (loadBalancerIps.includes(dst)) {
    const says = `${what} of ${dst}, an address of the load balancer`;
    return { ref: serviceRef(cluster, rule, 'status.loadBalancer.ingress'), says };
  }
  if (externalIps.includes(dst)) {
    return { ref: serviceRef(cluster, rule, 'spec.externalIPs'), says: `${what} of ${dst}, an external IP` };
  }
  const says = `node port ${dport}/${protocol} is port ${port} of ${rule.service.namespace}/${rule.service.name}`;
  return { ref: serviceRef(cluster, rule, `spec.ports[${index}].nodePort`), says };
}

interface Equals {
  readonly cluster: string;
  readonly rule: ServicePortRule;
  readonly candidates: readonly Candidate[];
}

/** Every path through a Service port has the same candidates. */
const known = new WeakMap<readonly EndpointRule[], Equals>();

/** All with equal chances. */
function candidatesOf(
  cluster: Cluster,
  rule: ServicePortRule,
  endpoints: readonly EndpointRule[],
): readonly Candidate[] {
  const standing = known.get(endpoints);
  if (standing?.rule === rule && standing.cluster === cluster.name) return standing.candidates;
  const share = 1 / endpoints.length;
  const candidates = Object.freeze(endpoints.map((endpoint) => candidateOf(cluster, rule, endpoint, share)));
  known.set(endpoints, { cluster: cluster.name, rule, candidates });
  return candidates;
}

function candidateOf(cluster: Cluster, rule: ServicePortRule, endpoint: EndpointRule, probability: number): Candidate {
  const { address, port } = endpoint;
  return Object.freeze({ address, port, probability, ref: Object.freeze(endpointRef(cluster, rule, endpoint)) });
}

function describeChoice(
  where: string,
  count: number,
  kept: EndpointRule | undefined,
  policy: 'Cluster' | 'Local',
): string {
  if (kept) return `${where}, by session affinity`;
  const here = policy === 'Local' ? ' on this node' : '';
  return count === 1
    ? `${where} is the only endpoint${here}`
    : `${where}, one of ${count} endpoints${here} with equal chances`;
}
