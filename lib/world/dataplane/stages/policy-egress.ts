/** NetworkPolicies of the sending pod: asked of the packet as Services have translated it, or, where the VPC CNI's agent asks, as the pod sent it. */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { ObjectOf } from '../../api/kinds.ts';
import { groupsOf, hasClusterPolicies, listClusterPolicies } from '../compile/cluster-policies.ts';
import { listIsolating, type PolicyPeer } from '../compile/policies.ts';
import { findEgressView } from '../compile/policy-engine.ts';
import { findObject } from '../objects.ts';
import { policyOutcome } from '../policy-outcome.ts';
import type { Datapath, Hop, Stage } from './stage.ts';

export const policyEgress: Stage = {
  name: 'NetworkPolicyEgress',
  at: ['Node'],
  apply(hop, datapath) {
    const { at, packet, entered, established, untracked } = hop;
    if ((established && !untracked) || at.kind !== 'Node' || at.came !== 'Pod') return undefined;
    const pod = datapath.topology.podByAddress.get(entered.src);
    // No policy can keep a pod from itself.
    if (!pod || packet.dst === entered.src) return undefined;
    const { cluster } = datapath.net;
    const asSent = findEgressView(cluster) === 'BeforeServices' && isConcerned(cluster, pod);
    const seen = asSent ? entered : packet;
    return policyOutcome({ direction: 'Egress', pod, peer: peerOf(seen.dst, hop, datapath), packet: seen }, datapath);
  },
};

/** What no policy is about is told as it is on its way. */
function isConcerned(cluster: Datapath['net']['cluster'], pod: Pod): boolean {
  if (listIsolating(cluster, pod, 'Egress').length > 0) return true;
  if (!hasClusterPolicies(cluster)) return false;
  const { read } = groupsOf(cluster);
  return (['Admin', 'Baseline'] as const).some((tier) => listClusterPolicies(cluster, read, tier, pod).length > 0);
}

function peerOf(address: string, hop: Hop, datapath: Datapath): PolicyPeer {
  const pod = datapath.topology.podByAddress.get(address);
  return { address, pod, service: pod ? undefined : findService(address, hop, datapath) };
}

/**
 * Only the Service that has translated the packet can be meant: without one the address leads nowhere. What the node's DNS cache takes is not
 * translated, and the agent, which looks before that, does not know.
 */
function findService(address: string, hop: Hop, { net, findRules }: Datapath): ObjectOf<'Service'> | undefined {
  const taken = hop.untracked
    ? findRules(hop.at.node)?.ports.find(({ clusterIp }) => clusterIp === address)
    : undefined;
  const [namespace = '', name = ''] = taken
    ? [taken.service.namespace, taken.service.name]
    : (hop.service ?? '').split(/[/:]/);
  const found = name === '' ? undefined : findObject(net.cluster, 'Service', name, namespace);
  return found?.spec.clusterIPs?.includes(address) ? found : undefined;
}
