/**
 * Which endpoints of a service port a node sends traffic to.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/topology.go (CategorizeEndpoints), KEP-1669, KEP-3015
 */
import type { EndpointRule, ServicePortRule } from './rule-set.ts';

export interface SelectedEndpoints {
  /** For the Cluster policy. */
  readonly cluster: readonly EndpointRule[];
  /** For the Local policy: on this node only. */
  readonly local: readonly EndpointRule[];
  /** Whether any endpoint anywhere is usable: without one traffic is rejected, with one elsewhere dropped. */
  readonly any: boolean;
  /** Terminating endpoints stand in, because none is ready. */
  readonly terminating: boolean;
  /** How hints narrowed the Cluster policy's endpoints. */
  readonly narrowedBy: 'SameNode' | 'SameZone' | undefined;
}

export function selectEndpoints(rule: ServicePortRule, node: string, zone: string | undefined): SelectedEndpoints {
  const ready = rule.endpoints.filter((endpoint) => endpoint.ready);
  const leaving = rule.endpoints.filter((endpoint) => !endpoint.ready && endpoint.serving && endpoint.terminating);
  // Even with both policies Local: what comes from the node itself may use every endpoint.
  const usesCluster = rule.internalPolicy === 'Cluster' || isExternal(rule);
  const usesLocal = rule.internalPolicy === 'Local' || (isExternal(rule) && rule.externalPolicy === 'Local');
  const narrowed = narrow(ready, node, zone);
  const here = (endpoint: EndpointRule) => endpoint.node === node;
  const localReady = ready.filter(here);
  return {
    cluster: usesCluster ? (ready.length > 0 ? narrowed.endpoints : leaving) : [],
    local: usesLocal ? (localReady.length > 0 ? localReady : leaving.filter(here)) : [],
    any: ready.length + leaving.length > 0,
    terminating: ready.length === 0 && leaving.length > 0,
    narrowedBy: narrowed.by,
  };
}

/** Whether traffic from outside can reach it at all. */
export function isExternal(rule: ServicePortRule): boolean {
  return rule.nodePort !== undefined || rule.externalIps.length > 0 || rule.loadBalancerIps.length > 0;
}

/** Hints count only when every ready endpoint has them and one of them names this node or zone. */
function narrow(
  ready: readonly EndpointRule[],
  node: string,
  zone: string | undefined,
): { readonly endpoints: readonly EndpointRule[]; readonly by: SelectedEndpoints['narrowedBy'] } {
  if (ready.every(({ forNodes }) => forNodes.length > 0)) {
    const sameNode = ready.filter(({ forNodes }) => forNodes.includes(node));
    if (sameNode.length > 0) return { endpoints: sameNode, by: 'SameNode' };
  }
  if (zone !== undefined && ready.every(({ forZones }) => forZones.length > 0)) {
    const sameZone = ready.filter(({ forZones }) => forZones.includes(zone));
    if (sameZone.length > 0) return { endpoints: sameZone, by: 'SameZone' };
  }
  return { endpoints: ready, by: undefined };
}
