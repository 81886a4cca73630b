/** The node's routing table, last on the node: to a pod of its own, to itself, or out into the network. */
import { findAddressHolder } from '../node-cache.ts';
import { because, nodeRef, podRef } from '../refs.ts';
import { isLocalTo } from '../service-traffic.ts';
import type { Because } from '../trace.ts';
import type { Datapath, Hop, Stage } from './stage.ts';

export const route: Stage = {
  name: 'Route',
  at: ['Node'],
  apply(hop, datapath) {
    const { packet, at } = hop;
    const { net, topology } = datapath;
    if (isLocalTo(hop, datapath)) {
      return {
        kind: 'Forward',
        to: { kind: 'Host', node: at.node },
        action: 'to the node itself',
        because: whyLocal(hop, datapath),
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

function whyLocal({ at, packet }: Hop, { net }: Datapath): readonly Because[] {
  const { cluster } = net;
  const holder = findAddressHolder(cluster, at.node, packet.dst);
  if (!holder?.interface) {
    return because(nodeRef(cluster, at.node, 'status.addresses'), `${packet.dst} is the node itself`);
  }
  const ref = { cluster: cluster.name, apiVersion: 'v1', kind: 'Pod', ...holder.pod, field: 'spec.containers[0].args' };
  const says = `${packet.dst} is on interface ${holder.interface.name} of every node where node-cache runs: the packet does not leave this one`;
  return because(ref, says);
}
