/** A packet that a rule or the kernel answers with port unreachable. */
import type { Cluster } from '../cluster.ts';
import { joinHostPort } from '../net/ip.ts';
import type { ServicePortRule } from './compile/rule-set.ts';
import { because, endpointRef, serviceRef } from './refs.ts';
import type { Drop } from './stages/stage.ts';

/** Endpoints that are named as not ready; a longer list says nothing more. */
const MAX_NAMED = 4;

export function rejectedBy(reason: Drop['reason'], why: Drop['because']): Drop {
  return {
    kind: 'Drop',
    disposition: 'Rejected',
    reason,
    response: 'IcmpPortUnreachable',
    action: 'rejected with icmp-port-unreachable',
    because: why,
  };
}

/** Names the endpoints that are there and do not serve. */
export function rejected(rule: ServicePortRule, cluster: Cluster): Drop {
  const waiting = rule.endpoints.map((endpoint) => ({
    ref: endpointRef(cluster, rule, endpoint),
    says: `${joinHostPort(endpoint.address, endpoint.port)} is ${endpoint.terminating ? 'terminating and does not serve' : 'not ready'}`,
  }));
  const says = waiting.length > 0 ? `${rule.portName} has no ready endpoint` : `${rule.portName} has no endpoints`;
  return rejectedBy('NoEndpoints', [...because(serviceRef(cluster, rule), says), ...waiting.slice(0, MAX_NAMED)]);
}
