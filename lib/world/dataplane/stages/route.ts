/** The node's routing table, last on the node: to a pod of its own, to itself, or out into the network. */
import { because, nodeRef, podRef } from '../refs.ts';
import { isLocalTo } from '../service-traffic.ts';
import type { Stage } from './stage.ts';

export const route: Stage = {
  name: 'Route',
  at: ['Node'],
  apply(hop, datapath) {
    const { packet, at } = hop;
    const { net, topology } = datapath;
    if (isLocalTo(hop, datapath)) {
      const says = `${packet.dst} is the node itself`;
      return {
        kind: 'Forward',
        to: { kind: 'Host', node: at.node },
        action: 'to the node itself',
        because: because(nodeRef(net.cluster, at.node, 'status.addresses'), says),
      };
    }
    const pod = topology.podByAddress.get(packet.dst);
    if (pod && pod.spec.nodeName === at.node) {
      const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
      return {
        kind: 'Forward',
        to: { kind: 'PodIn', node: at.node, pod },
        action: `to pod ${name}`,
        because: because(podRef(net.cluster, pod, 'status.podIP'), `${packet.dst} is a pod of this node`),
      };
    }
    return {
      kind: 'Forward',
      to: { kind: 'Fabric', node: at.node },
      action: 'leaves the node through eth0',
      because: because(nodeRef(net.cluster, at.node), `${packet.dst} is not on this node`),
    };
  },
};
