/** One endpoint out of several: by session affinity, else by chance, every candidate with its probability. */

import type { Cluster } from '../cluster.ts';
import { joinHostPort } from '../net/ip.ts';
import { findAffinity, keepAffinity } from './affinity.ts';
import type { ServicePortEntry } from './compile/rule-index.ts';
import type { EndpointRule, ServicePortRule } from './compile/rule-set.ts';
import { endpointRef, serviceRef } from './refs.ts';
import type { Turn } from './schedule.ts';
import type { Datapath, Hop } from './stages/stage.ts';
import type { Because, Candidate } from './trace.ts';

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
  const chosen = turn
    ? `${joinHostPort(endpoint.address, endpoint.port)}, ${turn.says}`
    : describeChoice(endpoint, endpoints.length, kept !== undefined);
  const why: Because[] = [
    { ref: serviceRef(cluster, rule), says: `port ${rule.port}/${rule.protocol} of ${rule.clusterIp}` },
    { ref: endpointRef(cluster, rule, endpoint), says: chosen },
  ];
  if (selected.narrowedBy && rule.internalPolicy === 'Cluster') {
    const says =
      selected.narrowedBy === 'SameZone'
        ? 'hints keep traffic in the zone of this node'
        : 'hints keep traffic on this node';
    why.push({ ref: endpointRef(cluster, rule, endpoint), says });
  }
  if (kept) {
    const says = `${packet.src} was sent there within ${rule.affinitySeconds} s`;
    why.push({ ref: serviceRef(cluster, rule, 'spec.sessionAffinity'), says });
  }
  if (selected.terminating) {
    why.push({
      ref: endpointRef(cluster, rule, endpoint),
      says: 'no endpoint is ready: terminating ones that still serve stand in',
    });
  }
  return { endpoint, candidates, because: why };
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

function describeChoice({ address, port }: EndpointRule, count: number, kept: boolean): string {
  const where = joinHostPort(address, port);
  if (kept) return `${where}, by session affinity`;
  return count === 1 ? `${where} is the only endpoint` : `${where}, one of ${count} endpoints with equal chances`;
}
