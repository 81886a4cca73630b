/** Clients outside the pages: each call of one has a number, under which the worker tells it what comes later. */
import type { Client, ClientSink } from '../../apifront/port.ts';
import type { Pool } from '../worlds/pool.ts';
import type { WorkerEvent } from '../worlds/port.ts';

/** What a worker says to such clients. */
export type ClientEvent = Extract<WorkerEvent, { readonly stream: number }>;

export class Clients {
  readonly #pool: Pool;
  readonly #onTrouble: (error: unknown) => void;
  readonly #calls = new Map<number, { readonly sittingId: string; readonly sink: ClientSink }>();
  #last = 0;

  constructor(pool: Pool, onTrouble: (error: unknown) => void) {
    this.#pool = pool;
    this.#onTrouble = onTrouble;
  }

  /** Whether anybody outside is connected to the sitting. */
  has(sittingId: string): boolean {
    return [...this.#calls.values()].some((call) => call.sittingId === sittingId);
  }

  /** The sitting must stand; `use` is called with each call. */
  connect(sittingId: string, sink: ClientSink): Client {
    const pool = this.#pool;
    const stream = ++this.#last;
    this.#calls.set(stream, { sittingId, sink });
    const late = (done: Promise<void>) => void done.catch(this.#onTrouble);
    return {
      request: (cluster, request) => pool.clientRequest(sittingId, stream, cluster, request),
      converse: (conversation) => pool.clientConverse(sittingId, conversation),
      exec: (call) => pool.clientExec(sittingId, stream, call),
      keys: (text) => late(pool.clientKeys(sittingId, stream, text)),
      resize: (columns, rows) => late(pool.clientResize(sittingId, stream, columns, rows)),
      gone: () => {
        // A sitting that was closed meanwhile has forgotten its clients.
        if (this.#calls.delete(stream)) pool.clientGone(sittingId, stream).catch(() => undefined);
      },
    };
  }

  hear(event: ClientEvent): void {
    const sink = this.#calls.get(event.stream)?.sink;
    switch (event.type) {
      case 'stream':
        sink?.data(event.text);
        break;
      case 'streamEnded':
        sink?.ended();
        break;
      case 'exec':
        sink?.text(event.channel, event.text);
        break;
      case 'execEnded':
        sink?.exited(event.exitCode);
        break;
      default:
        event satisfies never;
    }
  }

  /** The sitting was closed, or stands anew: what its clients listened to is no more. */
  end(sittingId: string): void {
    for (const [stream, call] of [...this.#calls]) {
      if (call.sittingId !== sittingId) continue;
      this.#calls.delete(stream);
      call.sink.ended();
    }
  }
}
