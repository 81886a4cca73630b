/** What the front asks of whoever holds the clusters: a worker that holds sittings, or a world in this process. */
import type { ExecCall } from '../sitting/exec.ts';
import type { ForeignAnswer } from '../sitting/foreign.ts';
import type { ApiRequest } from '../world/apiserver/request.ts';
import type { Conversation } from '../world/effect.ts';
import type { HttpExchange } from '../world/http/exchange.ts';

/** What a client is told after its call was answered. */
export interface ClientSink {
  /** Text of a watch or of a followed log. */
  data(text: string): void;
  /** The stream is over: the client asks again. */
  ended(): void;
  text(channel: 'out' | 'err', text: string): void;
  /** `NOT_STARTED` of tool.ts: it could not be started, and why came on `err`. */
  exited(exitCode: number): void;
}

/** One connection of a client, for one call. */
export interface Client {
  request(cluster: string, request: ApiRequest): Promise<ForeignAnswer>;
  /** Undefined when the command was started. */
  exec(call: ExecCall): Promise<ForeignAnswer | undefined>;
  /** A conversation that begins in a pod; it leaves its marks. */
  converse(conversation: Extract<Conversation, { kind: 'http' }>): Promise<HttpExchange>;
  keys(text: string): void;
  resize(columns: number, rows: number): void;
  /** The client left, or heard all. */
  gone(): void;
}

export interface ClusterPort {
  connect(sink: ClientSink): Client;
}
