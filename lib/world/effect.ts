/** What may happen to a world from outside, as data: a sitting is a fold of these over a template. */
import type { ApiRequest } from './apiserver/request.ts';
import type { Place } from './dataplane/trace.ts';
import type { ResolveOptions, SentQuery } from './dns/resolve.ts';
import type { ConnectCall, Connection } from './http/connection.ts';
import type { HttpCall, HttpExchange } from './http/exchange.ts';

/** One look-up, with how it is to be asked. */
export interface NameQuestion extends ResolveOptions {
  readonly name: string;
  readonly type: string;
}

/** A conversation over the network, with the marks it leaves. */
export type Conversation =
  | { readonly kind: 'http'; readonly from: Place; readonly call: HttpCall }
  | { readonly kind: 'dns'; readonly from: Place; readonly question: NameQuestion }
  | { readonly kind: 'connect'; readonly from: Place; readonly call: ConnectCall };

interface ConversationResults {
  readonly http: HttpExchange;
  readonly dns: { readonly queries: readonly SentQuery[]; readonly durationMs: number };
  readonly connect: Connection;
}
export type ConversationResult<C extends Conversation> = ConversationResults[C['kind']];

export type Effect =
  | { readonly type: 'request'; readonly cluster: string; readonly request: ApiRequest }
  | { readonly type: 'send'; readonly conversation: Conversation }
  | { readonly type: 'advance'; readonly ms: number }
  /** A file was written (or, without text, removed) in the learner's home or in a place of the world. */
  | {
      readonly type: 'fs';
      readonly at: 'home' | Place;
      readonly path: string;
      readonly text?: string;
      readonly folder?: true;
    };
