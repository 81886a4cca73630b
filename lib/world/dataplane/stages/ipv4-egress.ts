/** IPv4 out of an IPv6 cluster: the pod's host-local address is replaced by the node's, by rules of the CNI in nat POSTROUTING. */
import { familyOf, joinHostPort } from '../../net/ip.ts';
import { EPHEMERAL_PORTS } from '../../net/port.ts';
import { draw } from '../../sim/random.ts';
import { because, nodeRef } from '../refs.ts';
import { instanceIpv4, isHostLocal } from '../sources.ts';
import { nodeAddressTo } from '../topology.ts';
import type { Stage } from './stage.ts';

export const ipv4Egress: Stage = {
  name: 'IPv4Egress',
  at: ['Node'],
  apply({ at, packet }, { net, topology }) {
    if (!isHostLocal(packet.src) || at.kind !== 'Node' || at.came !== 'Pod') return undefined;
    const view = topology.nodeByName.get(at.node);
    const src = view && (nodeAddressTo(view, packet.dst) ?? instanceIpv4(view));
    if (!src || familyOf(packet.dst) !== 'IPv4') return undefined;
    const { from, to } = EPHEMERAL_PORTS;
    const key = `${joinHostPort(packet.src, packet.sport)} ${joinHostPort(packet.dst, packet.dport)}`;
    const sport = packet.sport && from + Math.floor(draw(net.cluster.seed, 'ipv4-egress', key) * (to - from + 1));
    const says = `${packet.src} means something on this node only: IPv4 leaves it as ${src}`;
    return {
      kind: 'Translate',
      packet: { ...packet, src, sport },
      action: `${joinHostPort(packet.src, packet.sport)} → ${joinHostPort(src, sport)}`,
      because: because(nodeRef(net.cluster, at.node, 'status.addresses'), says),
      changes: 'Source',
    };
  },
};
