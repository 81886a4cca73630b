/** The pod's own network namespace: a packet to itself never leaves it, any other goes to the node. */
import { isLoopback } from '../../net/ip.ts';
import { because, podRef } from '../refs.ts';
import { isOwnAddress } from '../topology.ts';
import type { Stage } from './stage.ts';

export const podEgress: Stage = {
  name: 'PodEgress',
  at: ['PodOut'],
  apply({ at, packet }, { net }) {
    if (at.kind !== 'PodOut') return undefined;
    const { pod, node } = at;
    if (isLoopback(packet.dst) || isOwnAddress(pod, packet.dst)) {
      const says = `${packet.dst} is the pod itself`;
      const to = { kind: 'PodIn', node, pod } as const;
      return {
        kind: 'Forward',
        to,
        action: 'stays in the pod',
        because: because(podRef(net.cluster, pod, 'status.podIP'), says),
      };
    }
    const says = `the pod runs on ${node}: everything it sends goes through that node`;
    const to = { kind: 'Node', node, came: 'Pod' } as const;
    return {
      kind: 'Forward',
      to,
      action: `leaves through eth0 to ${node}`,
      because: because(podRef(net.cluster, pod, 'spec.nodeName'), says),
    };
  },
};
