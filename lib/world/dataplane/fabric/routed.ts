/**
 * A routed fabric with the shape of an EKS cluster: pod and node addresses are equal citizens of one network, and its
 * router knows nothing of Service addresses.
 *
 * Models: https://docs.aws.amazon.com/eks/latest/best-practices/vpc-cni.html
 * Differs: of the addresses outside the cluster only those are there that a world names; security groups, subnets and gateways come with the VPC fabric.
 */
import { type AnyCidr, cidrContains, parseAnyCidr } from '../../net/cidr.ts';
import { joinHostPort } from '../../net/ip.ts';
import type { Ref } from '../../ref.ts';
import { isPowered } from '../host-power.ts';
import { findInternetHost } from '../internet.ts';
import { because, nodeRef, podRef } from '../refs.ts';
import { type Datapath, type Drop, dropped, type Fabric, notModelled } from '../stages/stage.ts';
import type { Packet } from '../trace.ts';
import { findBeyond } from './beyond.ts';
import { findOtherCluster } from './other-clusters.ts';

/** Models: https://www.rfc-editor.org/rfc/rfc6890 (addresses that no router of the internet carries) */
const PRIVATE: readonly AnyCidr[] = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
].map((text) => parseAnyCidr(text) as AnyCidr);

export const routed: Fabric = {
  name: 'routed',
  carry(packet, fromNode, datapath) {
    const arrival = findArrival(packet, datapath);
    if (arrival && !isPowered(datapath.net.cluster, arrival.node)) {
      const ref = nodeRef(datapath.net.cluster, arrival.node);
      return dropped('NodeDown', 'nobody takes it', because(ref, 'the machine of this node is off'));
    }
    if (arrival && arrival.node !== fromNode) {
      const { node, ref, says } = arrival;
      return {
        kind: 'Forward',
        to: { kind: 'Node', node, came: 'Fabric' },
        action: `carried to ${node}`,
        because: because(ref, says),
      };
    }
    const beyond = findBeyond(datapath.net, packet, fromNode);
    if (beyond) {
      const { ref, says, ...taken } = beyond;
      return {
        kind: 'Deliver',
        ...taken,
        action: `taken at ${joinHostPort(packet.dst, packet.dport)}`,
        because: because(ref, says),
      };
    }
    return lost(packet, fromNode, datapath);
  },
};

interface Arrival {
  readonly node: string;
  readonly ref: Ref;
  readonly says: string;
}

function findArrival({ dst }: Packet, { topology, net }: Datapath): Arrival | undefined {
  const pod = topology.podByAddress.get(dst);
  if (pod?.spec.nodeName) {
    const says = `${dst} is the address of pod ${pod.metadata.namespace}/${pod.metadata.name} on ${pod.spec.nodeName}`;
    return { node: pod.spec.nodeName, ref: podRef(net.cluster, pod, 'status.podIP'), says };
  }
  const view = topology.nodeByAddress.get(dst);
  if (!view) return undefined;
  const ref = nodeRef(net.cluster, view.name, 'status.addresses');
  return { node: view.name, ref, says: `${dst} is the address of node ${view.name}` };
}

/** Why nobody gets it. */
function lost(packet: Packet, fromNode: string, datapath: Datapath): Drop {
  const { dst } = packet;
  const { cluster } = datapath.net;
  const ended = datapath.topology.endedByAddress.get(dst);
  if (ended) {
    const says = `the pod that had ${dst} has ended`;
    return dropped('PodNotRunning', 'nobody takes it', because(podRef(cluster, ended, 'status.phase'), says));
  }
  const rule = datapath.findRules(fromNode)?.ports.find(({ clusterIp }) => clusterIp === dst);
  if (rule) {
    const ref: Ref = { cluster: cluster.name, apiVersion: 'v1', kind: 'Service', ...rule.service, field: 'spec.ports' };
    const wanted = `${packet.dport > 0 ? `port ${packet.dport}/` : ''}${packet.protocol}`;
    const says = `${dst} is a cluster IP, but the Service has no ${wanted}: no rule matches, and the network has no route to Service addresses`;
    return dropped('NoRoute', 'lost', because(ref, says));
  }
  const node = nodeRef(cluster, fromNode, 'status.addresses');
  if (isInNodeNetwork(dst, datapath)) {
    return dropped('NoSuchHost', 'nobody takes it', because(node, `no pod and no node has ${dst}`));
  }
  const host = findInternetHost(cluster, dst);
  if (host) {
    const says = `${host.name} does not listen on ${packet.dport}/${packet.protocol}`;
    return { ...dropped('NotListening', 'refused', because(node, says)), disposition: 'Refused', response: 'Reset' };
  }
  const other = findOtherCluster(cluster, dst);
  if (other !== undefined) {
    const says = `not modelled: ${dst}, an address of cluster ${other}: the network between clusters`;
    return notModelled('UnmodelledDestination', 'leaves the cluster', because(node, says));
  }
  if (PRIVATE.some((range) => cidrContains(range, dst))) {
    return dropped(
      'NoRoute',
      'lost',
      because(node, `no rule of this node matches ${dst}, and the network has no route to it`),
    );
  }
  return notModelled(
    'UnmodelledDestination',
    'leaves the cluster',
    because(node, `not modelled: ${dst}, an address outside the cluster`),
  );
}

/** Whether the address lies in a subnet of some node, a /24 or a /64: pods and nodes live there. */
function isInNodeNetwork(address: string, { topology }: Datapath): boolean {
  for (const known of topology.nodeByAddress.keys()) {
    const subnet = parseAnyCidr(`${known}/${known.includes(':') ? 64 : 24}`);
    if (subnet && cidrContains(subnet, address)) return true;
  }
  return false;
}
