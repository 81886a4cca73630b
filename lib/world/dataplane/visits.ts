/** What the nodes a packet passed remember of its flow afterwards. */
import type { Cluster } from '../cluster.ts';
import { type FlowState, keepFlow } from './conntrack.ts';
import type { Response } from './disposition.ts';
import type { Packet, Protocol } from './trace.ts';

/** One connection-tracking entry on every node that let the packet through. */
export function rememberFlows(
  cluster: Cluster,
  visits: readonly {
    readonly node: string;
    readonly entered: Packet;
    readonly left: Packet;
    readonly service: string | undefined;
  }[],
  flow: { readonly protocol: Protocol; readonly connection?: 'Closed' | 'Kept' },
  response: Response,
): void {
  if (flow.protocol === 'ICMP') return;
  const state = stateAfter(flow, response);
  for (const { node, entered, left, service } of visits) {
    keepFlow(cluster, node, { original: entered, translated: left, state, service });
  }
}

function stateAfter({ protocol, connection }: Parameters<typeof rememberFlows>[2], response: Response): FlowState {
  if (protocol !== 'TCP') return response === 'Reply' ? 'ASSURED' : 'UNREPLIED';
  if (response === 'Reset') return 'CLOSE';
  if (response !== 'Reply') return 'SYN_SENT';
  return connection === 'Kept' ? 'ESTABLISHED' : 'TIME_WAIT';
}
