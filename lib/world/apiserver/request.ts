/**
 * The one door of an API server: `handle(request) → response`. kubectl, helm, the HTTP front and the grader are all
 * clients of it.
 */

/** Who asks; `system:admin` in group `system:masters` when absent. */
export interface Principal {
  readonly username: string;
  readonly groups: readonly string[];
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Such as `/api/v1/namespaces/shop/services/cart`, without the query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Lower-case names. `accept` asks for a Table as kubectl does; `content-type` names the patch type. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A JSON value (never bytes); maps may come without a prototype. */
  readonly body?: unknown;
  readonly principal?: Principal;
}

export interface ApiResponse {
  readonly status: number;
  /** Lower-case names. One `warning` entry per `299 - "text"` header. */
  readonly headers: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  /** A JSON value with RFC 3339 times, or text for `text/plain`. */
  readonly body: unknown;
}

/** `{ type: ADDED | MODIFIED | DELETED | BOOKMARK | ERROR, object }` as a watch line carries it. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: unknown;
}

/** An open watch: pulled, never pushed, so that a world stays a fold over its record. */
export interface ApiWatch {
  /** What happened since the last call, in order. */
  drain(): WatchEvent[];
  close(): void;
  /** True when the server has ended the stream: its time is up, or its last event was an ERROR. */
  ended?(): boolean;
}

/** A request with `watch=true` answers with a stream when it is accepted. */
export type ApiAnswer = ApiResponse | { readonly status: 200; readonly watch: ApiWatch };
