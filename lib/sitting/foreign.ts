/** Clients outside the terminals: a person's own kubectl, helm or client library, asking the clusters of a sitting. */
import type { ApiAnswer, ApiRequest, ApiWatch } from '../world/apiserver/request.ts';
import type { World } from '../world/world.ts';
import type { ExecListener } from './exec.ts';

/** An answer as bytes go out; a stream's text follows by itself until it ends. */
export type ForeignAnswer =
  | {
      readonly kind: 'Answer';
      readonly status: number;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string>>;
      readonly warnings: readonly string[];
      readonly text: string;
    }
  | { readonly kind: 'Stream'; readonly contentType: string };

/** Where streams go; `stream` is the number that the client's side gave it. */
export interface StreamListener {
  data(stream: number, text: string): void;
  ended(stream: number): void;
}

/** Where what clients outside the terminals hear goes: streams by the number they gave, commands by theirs. */
export interface ForeignListener extends StreamListener {
  text(stream: number, channel: 'out' | 'err', text: string): void;
  exited(stream: number, exitCode: number): void;
}

export const NOBODY: ForeignListener = { data() {}, ended() {}, text() {}, exited() {} };

/** What a sitting tells of those clients; absent where there are none. */
export interface ClientsListener {
  /** Something was done to the world, or another one took its place. */
  moved(how: 'Stepped' | 'Replaced'): void;
  readonly exec: ExecListener;
}

/** What a path to no cluster of this world is answered. */
export const NO_CLUSTER: ForeignAnswer = {
  kind: 'Answer',
  status: 404,
  headers: { 'content-type': 'application/json' },
  warnings: [],
  text: JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'the server could not find the requested resource',
    reason: 'NotFound',
    code: 404,
  }),
};

/** Looking is no deed: it leaves no mark, takes no time and is not recorded. */
export function isLook({ method }: ApiRequest): boolean {
  return method === 'GET';
}

/** The one answer that the API server indents. Models: k8s.io/apiserver responsewriters.WriteRawJSON */
const INDENTED = '/version';

/** The answer as text. A stream must be taken over by `Streams.add`. */
export function asText(answer: Exclude<ApiAnswer, { watch: ApiWatch }>, path = ''): ForeignAnswer {
  const { status, headers, warnings, body } = answer;
  const indent = path === INDENTED ? 2 : undefined;
  const text = typeof body === 'string' ? body : JSON.stringify(body, undefined, indent);
  return { kind: 'Answer', status, headers, warnings, text };
}

/** Open watches and followed logs, each told of what happened whenever the world moved. */
export class Streams {
  readonly #open = new Map<number, ApiWatch>();
  readonly #listener: StreamListener;

  constructor(listener: StreamListener) {
    this.#listener = listener;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Asks the world; an answer that streams goes on under the number `stream`. */
  look(world: World, cluster: string, request: ApiRequest, stream: number): ForeignAnswer {
    const answer = world.discover(cluster, request);
    if (!('watch' in answer)) return asText(answer, request.path);
    this.#open.set(stream, answer.watch);
    this.#tell(stream, answer.watch);
    const isText = request.path.endsWith('/log');
    return { kind: 'Stream', contentType: isText ? 'text/plain' : 'application/json' };
  }

  /** The world moved. */
  tell(): void {
    for (const [stream, watch] of this.#open) this.#tell(stream, watch);
  }

  close(stream: number): void {
    this.#open.get(stream)?.close();
    this.#open.delete(stream);
  }

  /** The world they look at is no more. */
  endAll(): void {
    for (const stream of [...this.#open.keys()]) {
      this.close(stream);
      this.#listener.ended(stream);
    }
  }

  #tell(stream: number, watch: ApiWatch): void {
    let text = '';
    for (const event of watch.drain()) {
      text += typeof event.object === 'string' ? event.object : `${JSON.stringify(event)}\n`;
    }
    if (text !== '') this.#listener.data(stream, text);
    if (!watch.ended?.()) return;
    this.close(stream);
    this.#listener.ended(stream);
  }
}
