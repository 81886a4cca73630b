import type { Cluster } from './cluster.ts';
import type { Choose } from './dataplane/choice.ts';
import { resolveName } from './dns/resolve.ts';
import type { Conversation, ConversationResult } from './effect.ts';
import { openConnection } from './http/connection.ts';
import { httpExchange } from './http/exchange.ts';

/** Holds a conversation in a cluster; its marks stay in the cluster's state. */
export function converse<C extends Conversation>(
  cluster: Cluster,
  conversation: C,
  choose: Choose,
): ConversationResult<C>;
export function converse(
  cluster: Cluster,
  conversation: Conversation,
  choose: Choose,
): ConversationResult<Conversation> {
  const net = { cluster };
  switch (conversation.kind) {
    case 'http':
      return httpExchange(net, conversation.from, conversation.call, choose);
    case 'dns': {
      const { name, type, ...options } = conversation.question;
      return resolveName(net, conversation.from, name, type, choose, options);
    }
    case 'connect':
      return openConnection(net, conversation.from, conversation.call, choose);
    default:
      return conversation satisfies never;
  }
}
