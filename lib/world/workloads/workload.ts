/**
 * What a container image does when it runs: when it is up, what it listens on, what it answers, what it logs.
 * A workload is a pure description; what it remembers stands in a table of the world's state.
 */

import type { Container, Pod } from '../api/core/v1/pod.schema.ts';
import type { Cluster } from '../cluster.ts';

export interface Listener {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  /** `0.0.0.0` all addresses, `127.0.0.1` only from inside the pod. */
  readonly address: string;
  readonly speaks: 'http' | 'https' | 'dns' | 'postgres' | 'line';
}

export interface HttpRequest {
  readonly method: string;
  readonly host: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long the server takes, ms. */
  readonly afterMs: number;
}

/** The running container that a workload acts for. */
export interface Process {
  readonly cluster: Cluster;
  readonly pod: Pod;
  readonly container: Container;
  /** Arguments after `command`/`args` and `$(VAR)` are resolved, the image's own entry point included. */
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
}

export interface Peer {
  readonly address: string;
  readonly port: number;
  readonly localPort: number;
}

/** How a process begins: `exit` when it ends by itself (a job, a crash), `readyAfterMs` until it listens. */
export interface Start {
  readonly readyAfterMs: number;
  readonly exit?: {
    readonly code: number;
    readonly afterMs: number /** As the status says it, where the code alone does not. */;
    readonly reason?: 'OOMKilled';
  };
  readonly logs: readonly string[];
}

/** One thing a process does again and again on its own: a client that calls a URL. */
export interface Habit {
  readonly everyMs: number;
  readonly url: string;
  readonly timeoutMs: number;
  /** One connection for all requests while it works, or a new one for each. */
  readonly connections: 'Kept' | 'New';
}

export interface Workload {
  /** Image names without registry default, tag or digest that this workload stands for. */
  readonly images: readonly string[];
  /** What the image runs when the manifest says nothing. */
  readonly image: { readonly entrypoint: readonly string[]; readonly cmd: readonly string[] };
  start(process: Process): Start;
  /** What beside the pod's objects its listeners depend on: the same value as long as nothing in it has changed. */
  reads?(cluster: Cluster, pod: Pod): unknown;
  listeners(process: Process): readonly Listener[];
  /** How long it goes on serving after SIGTERM, ms; absent: it closes its ports at once. */
  lingerMs?(process: Process): number;
  /** What the process does by itself while it runs; absent for servers. */
  habit?(process: Process): Habit | undefined;
  /** Answers an HTTP request; may append to the container's log and to its own memory. Undefined: closes without an answer. */
  http?(process: Process, request: HttpRequest, peer: Peer): HttpResponse | undefined;
  /** Answers bytes on a connection of another protocol. Undefined: closes without an answer. */
  exchange?(process: Process, input: string, peer: Peer): string | undefined;
}
