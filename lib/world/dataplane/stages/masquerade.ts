/**
 * Marked packets leave with the node's address, so that their replies come back to it: nat POSTROUTING, chain KUBE-POSTROUTING.
 * A packet that stays on the node as its own (INPUT) does not pass here.
 */
import { joinHostPort } from '../../net/ip.ts';
import { EPHEMERAL_PORTS } from '../../net/port.ts';
import { draw } from '../../sim/random.ts';
import { isLocalTo } from '../service-traffic.ts';
import { nodeAddressTo } from '../topology.ts';
import type { Stage } from './stage.ts';

export const masquerade: Stage = {
  name: 'Masquerade',
  at: ['Node'],
  apply(hop, datapath) {
    const { packet, at, masquerade: why } = hop;
    if (!why || at.kind !== 'Node') return undefined;
    if (at.came !== 'Process' && isLocalTo(hop, datapath)) return undefined;
    const view = datapath.topology.nodeByName.get(at.node);
    const src = view && nodeAddressTo(view, packet.dst);
    if (!src) return undefined;
    const { from, to } = EPHEMERAL_PORTS;
    const key = `${packet.src}:${packet.sport} ${packet.dst}:${packet.dport}`;
    const sport =
      packet.sport && from + Math.floor(draw(datapath.net.cluster.seed, 'masquerade', key) * (to - from + 1));
    return {
      kind: 'Translate',
      packet: { ...packet, src, sport },
      action: `${joinHostPort(packet.src, packet.sport)} → ${joinHostPort(src, sport)}`,
      because: why,
      changes: 'Source',
    };
  },
};
