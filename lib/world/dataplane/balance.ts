/** One endpoint out of several: by session affinity, else by chance, every candidate with its probability. */
import { findAffinity, keepAffinity } from './affinity.ts';
import type { ServicePortEntry } from './compile/rule-index.ts';
import type { EndpointRule } from './compile/rule-set.ts';
import { endpointRef, serviceRef } from './refs.ts';
import type { Datapath, Hop } from './stages/stage.ts';
import type { Because, Candidate } from './trace.ts';

export interface Balanced {
  readonly endpoint: EndpointRule;
  readonly candidates: readonly Candidate[];
  readonly because: readonly Because[];
}

/** `endpoints` must not be empty. Remembers the choice for the client where the Service asks for it. */
export function balance(
  { at, packet }: Hop,
  { net, choose }: Datapath,
  { rule, selected }: ServicePortEntry,
  endpoints: readonly EndpointRule[],
): Balanced {
  const { cluster } = net;
  const share = 1 / endpoints.length;
  const kept = findAffinity(cluster, at.node, rule, packet.src, endpoints);
  const all = endpoints.map((endpoint) => ({
    address: endpoint.address,
    port: endpoint.port,
    probability: kept ? (endpoint === kept ? 1 : 0) : share,
    ref: endpointRef(cluster, rule, endpoint),
  }));
  const candidates = kept ? all.filter(({ probability }) => probability > 0) : all;
  const endpoint = kept ?? (endpoints[choose(`${rule.portName} ${packet.src}`, all)] as EndpointRule);
  keepAffinity(cluster, at.node, rule, packet.src, endpoint);
  const why: Because[] = [
    { ref: serviceRef(cluster, rule), says: `port ${rule.port}/${rule.protocol} of ${rule.clusterIp}` },
    { ref: endpointRef(cluster, rule, endpoint), says: describeChoice(endpoint, endpoints.length, kept !== undefined) },
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

function describeChoice({ address, port }: EndpointRule, count: number, kept: boolean): string {
  if (kept) return `${address}:${port}, by session affinity`;
  return count === 1
    ? `${address}:${port} is the only endpoint`
    : `${address}:${port}, one of ${count} endpoints with equal chances`;
}
