/**
 * Marked packets leave with the node's address, so that their replies come back to it: nat POSTROUTING, chain KUBE-POSTROUTING.
 * A packet that stays on the node as its own (INPUT) does not pass here.
 */
import { EPHEMERAL_PORTS } from '../../net/port.ts';
import { draw } from '../../sim/random.ts';
import { isLocalTo } from '../service-traffic.ts';
import type { Stage } from './stage.ts';

export const masquerade: Stage = {
  name: 'Masquerade',
  at: ['Node'],
  apply(hop, datapath) {
    const { packet, at, masquerade: why } = hop;
    if (!why || at.kind !== 'Node') return undefined;
    if (at.came !== 'Process' && isLocalTo(hop, datapath)) return undefined;
    const src = datapath.topology.nodeByName.get(at.node)?.address;
    if (!src) return undefined;
    const { from, to } = EPHEMERAL_PORTS;
    const key = `${packet.src}:${packet.sport} ${packet.dst}:${packet.dport}`;
    const sport =
      packet.sport && from + Math.floor(draw(datapath.net.cluster.seed, 'masquerade', key) * (to - from + 1));
    return {
      kind: 'Translate',
      packet: { ...packet, src, sport },
      action: `${packet.src}:${packet.sport} → ${src}:${sport}`,
      because: why,
      changes: 'Source',
    };
  },
};
