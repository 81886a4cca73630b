/**
 * NetworkPolicies of the receiving pod, asked of the packet with the source that arrives. What comes from the pod's own node is always
 * let in: its kubelet must reach the pod.
 */
import { isLoopback } from '../../net/ip.ts';
import { policyOutcome } from '../policy-outcome.ts';
import { isOwnAddress } from '../topology.ts';
import type { Stage } from './stage.ts';

export const policyIngress: Stage = {
  name: 'NetworkPolicyIngress',
  at: ['PodIn'],
  apply({ at, packet }, datapath) {
    if (at.kind !== 'PodIn') return undefined;
    const { pod, node } = at;
    const { podByAddress, nodeByAddress } = datapath.topology;
    if (isLoopback(packet.src) || isOwnAddress(pod, packet.src)) return undefined;
    if (nodeByAddress.get(packet.src)?.name === node) return undefined;
    const peer = { address: packet.src, pod: podByAddress.get(packet.src) };
    return policyOutcome({ direction: 'Ingress', pod, peer, packet }, datapath);
  },
};
