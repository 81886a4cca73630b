/** What may happen to a world from outside, as data: a sitting is a fold of these over a template. */
import type { ApiRequest } from './apiserver/request.ts';
import type { Place } from './dataplane/trace.ts';
import type { DnsQuestion } from './dns/resolve.ts';
import type { HttpCall } from './http/exchange.ts';

/** A conversation over the network, with the marks it leaves. */
export type Conversation =
  | { readonly kind: 'http'; readonly from: Place; readonly call: HttpCall }
  | { readonly kind: 'dns'; readonly from: Place; readonly question: DnsQuestion }
  | {
      readonly kind: 'connect';
      readonly from: Place;
      readonly to: { readonly host: string; readonly port: number };
      readonly protocol: 'TCP' | 'UDP' | 'ICMP';
      readonly payload: string;
      readonly timeoutMs: number;
    };

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
