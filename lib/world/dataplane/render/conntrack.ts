/**
 * `conntrack -L` of a node, without the closing count.
 * Models: https://conntrack-tools.netfilter.org/manual.html
 */
import type { Cluster } from '../../cluster.ts';
import { protocolNumber, protocolText } from '../../net/protocol.ts';
import { nowMs } from '../../sim/clock.ts';
import { type FlowEntry, listFlows } from '../conntrack.ts';
import { reverse } from '../reply.ts';
import type { Packet } from '../trace.ts';

export function conntrackLines(cluster: Cluster, node: string): string[] {
  const now = nowMs(cluster.state);
  return listFlows(cluster, node).map((flow) => line(flow, Math.floor((flow.expiresMs - now) / 1000)));
}

function line({ original, translated, state }: FlowEntry, secondsLeft: number): string {
  const { protocol } = original;
  const head = `${protocolText(protocol).padEnd(8)} ${protocolNumber(protocol)} ${secondsLeft}`;
  const named = protocol === 'TCP' ? ` ${state}` : '';
  const unreplied = state === 'SYN_SENT' || state === 'UNREPLIED' ? ' [UNREPLIED]' : '';
  const assured = state === 'ESTABLISHED' || state === 'TIME_WAIT' ? ' [ASSURED]' : '';
  return `${head}${named} ${tuple(original)}${unreplied} ${tuple(reverse(translated))}${assured} mark=0 use=1`;
}

function tuple({ src, dst, sport, dport }: Packet): string {
  return `src=${src} dst=${dst} sport=${sport} dport=${dport}`;
}
