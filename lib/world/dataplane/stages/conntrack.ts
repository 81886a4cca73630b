/** A packet of a flow the node knows is treated as its first packet was, whatever the rules say by now. */
import { joinHostPort } from '../../net/ip.ts';
import { findFlow } from '../conntrack.ts';
import { because, nodeRef } from '../refs.ts';
import type { Stage } from './stage.ts';

export const conntrack: Stage = {
  name: 'Conntrack',
  at: ['Node'],
  apply({ at, packet, untracked }, { net }) {
    if (untracked) return undefined;
    const flow = findFlow(net.cluster, at.node, packet);
    if (!flow) return undefined;
    const { original, translated, service } = flow;
    const changed = original.dst !== translated.dst || original.dport !== translated.dport;
    const to = joinHostPort(translated.dst, translated.dport);
    const says = changed
      ? `the node remembers this flow: ${joinHostPort(original.dst, original.dport)} stays ${to}`
      : 'the node remembers this flow: it is not translated anew';
    return {
      kind: 'Translate',
      packet: translated,
      action: changed ? `${joinHostPort(packet.dst, packet.dport)} → ${to}` : 'known flow',
      because: because(nodeRef(net.cluster, at.node), says),
      changes: 'Known',
      ...(service ? { service } : {}),
      ...(flow.state === 'UNREPLIED' || flow.state === 'SYN_SENT' ? { unanswered: true } : {}),
    };
  },
};
