/**
 * NetworkPolicies of the sending pod, asked of the packet as Services have translated it.
 * Differs: an agent at the pod's own interface, as the VPC CNI's, sees cluster IPs, and lets those through whose Service leads to allowed pods.
 */
import { policyOutcome } from '../policy-outcome.ts';
import type { Stage } from './stage.ts';

export const policyEgress: Stage = {
  name: 'NetworkPolicyEgress',
  at: ['Node'],
  apply({ at, packet, entered, established }, datapath) {
    if (established || at.kind !== 'Node' || at.came !== 'Pod') return undefined;
    const { podByAddress } = datapath.topology;
    const pod = podByAddress.get(entered.src);
    // No policy can keep a pod from itself.
    if (!pod || packet.dst === entered.src) return undefined;
    const peer = { address: packet.dst, pod: podByAddress.get(packet.dst) };
    return policyOutcome({ direction: 'Egress', pod, peer, packet }, datapath);
  },
};
