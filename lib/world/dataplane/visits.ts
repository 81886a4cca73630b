/** What the nodes a packet passed remember of its flow afterwards. */
import type { Cluster } from '../cluster.ts';
import { type FlowState, keepFlow } from './conntrack.ts';
import type { Response } from './disposition.ts';
import type { Flow, Visit } from './walk.ts';

/** One connection-tracking entry on every node that let the packet through. */
export function rememberFlows(cluster: Cluster, visits: readonly Visit[], flow: Flow, response: Response): void {
  if (flow.protocol === 'ICMP') return;
  const state = stateAfter(flow, response);
  for (const { node, entered, left, service } of visits) {
    keepFlow(cluster, node, { original: entered, translated: left, state, service });
  }
}

function stateAfter({ protocol, connection }: Flow, response: Response): FlowState {
  if (protocol !== 'TCP') return response === 'Reply' ? 'REPLIED' : 'UNREPLIED';
  if (response === 'Reset') return 'CLOSE';
  if (response !== 'Reply') return 'SYN_SENT';
  return connection === 'Kept' ? 'ESTABLISHED' : 'TIME_WAIT';
}
