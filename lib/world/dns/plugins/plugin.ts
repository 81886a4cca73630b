/** The contract of a CoreDNS plugin: it answers, or asks the next one and may change what comes back. */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Choose } from '../../dataplane/choice.ts';
import type { Network } from '../../dataplane/network.ts';
import type { PluginConfig, ServerBlock } from '../corefile.ts';
import type { DnsAnswer, DnsQuestion, NotModelledAnswer } from '../message.ts';

export type PluginAnswer = DnsAnswer | NotModelledAnswer;

export interface Query {
  readonly net: Network;
  /** The CoreDNS pod that answers, and its container. */
  readonly pod: Pod;
  readonly container: string;
  readonly question: DnsQuestion;
  readonly client: { readonly address: string; readonly port: number };
  readonly transport: 'UDP' | 'TCP';
  readonly choose: Choose;
  /** How many servers the question has passed; a loop of forwarders ends by it. */
  readonly depth: number;
  /** Puts another question to this server, as a plugin does that must know what an alias stands for. */
  again(question: DnsQuestion): PluginAnswer;
  /** Sends a question to another server from this pod, through the network. */
  ask(
    question: DnsQuestion,
    server: string,
    port: number,
    transport: 'UDP' | 'TCP',
  ): PluginAnswer | 'Timeout' | 'Refused';
}

export interface Plugin {
  readonly name: string;
  /** What its lines in a server block come to; absent: each line stands for itself. */
  prepare?(configs: readonly PluginConfig[], block: ServerBlock): readonly PluginConfig[];
  /** `next` is the rest of the chain, asked this query or another; it answers REFUSED when nothing is left. */
  answer(query: Query, config: PluginConfig, next: (query?: Query) => PluginAnswer): PluginAnswer;
}

/** A plugin that serves something else than queries. */
export function bystander(name: string): Plugin {
  return { name, answer: (_query, _config, next) => next() };
}

export function notModelled(says: string): NotModelledAnswer {
  return { rcode: undefined, says: `not modelled: ${says}` };
}

export function failure(rcode: DnsAnswer['rcode'], afterMs = 0): DnsAnswer {
  return { rcode, flags: ['qr', 'rd'], answers: [], authority: [], afterMs };
}
