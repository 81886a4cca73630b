import type { ClientMessage, ServerMessage, SittingAnswer } from '../../../../../lib/sitting/wire.ts';
import { get } from '../../../../_ui/api.ts';
import { type Connection, connect } from './connection.ts';
import { createOutbox } from './outbox.ts';
import { createPoster } from './poster.ts';
import { rememberFile } from './rememberedfile.ts';
import { createSittingActions, type SittingActions } from './sittingactions.ts';
import { loaded, received, type SittingState } from './sittingstate.ts';
import { createSittingStore } from './sittingstore.ts';
import { createTerminalFeed, type TextSink } from './terminalfeed.ts';
import { openEventStream, openWebSocket } from './transport.ts';

/** The page's one way to its sitting: what it shows, and everything a person can do. */
export interface SittingClient extends SittingActions {
  readonly sittingId: string;
  subscribe(listener: () => void): () => void;
  state(): SittingState;
  /** Loads and connects; returns how to leave. */
  start(): () => void;
  attach(terminal: number, sink: TextSink): () => void;
  keys(terminal: number, data: string): void;
  tell(message: Exclude<ClientMessage, { t: 'keys' }>): void;
  /** Says something beside a terminal, as the server does with a `note`. */
  note(terminal: number, text: string): void;
  /** Says what was refused, beside every terminal. */
  say(trouble: string): void;
}

/** Random enough to tell tabs apart; `crypto.randomUUID` is absent where the page is not served over TLS. */
function newClientId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function createSittingClient(sittingId: string): SittingClient {
  const base = `/api/sittings/${sittingId}`;
  const clientId = newClientId();
  const feed = createTerminalFeed();
  const store = createSittingStore();
  rememberFile(sittingId, store, sessionStorage);
  const outbox = createOutbox(sittingId, `${clientId}.k`, sessionStorage);
  let connection: Connection | undefined;

  const countUnsaved = () => store.set({ unsaved: outbox.pending().length });
  const onMessage = (message: ServerMessage) => {
    if (message.t === 'text') return feed.write(message.terminal, message.data);
    if (message.t === 'saved') return countUnsaved();
    if (message.t === 'hello') feed.replaceAll(message.terminals);
    store.set(received(store.get(), message));
  };
  const load = async () => {
    const answer = await get<SittingAnswer>(base);
    store.set(answer.ok ? loaded(store.get(), answer.value) : { failure: answer.error });
  };
  const start = () => {
    void load();
    connection = connect({
      outbox,
      transports: [(events) => openWebSocket(sittingId, events), (events) => openEventStream(sittingId, events)],
      onMessage,
      onLink: (link) => store.set({ link }),
      later: (run, delayMs) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
      chance: Math.random,
    });
    countUnsaved();
    return () => connection?.close();
  };

  return {
    ...createSittingActions(base, createPoster(base, `${clientId}.r`), store),
    sittingId,
    subscribe: store.subscribe,
    state: store.get,
    start,
    attach: feed.attach,
    keys(terminal, data) {
      // It would be kept and sent again for ever.
      if (store.get().notice?.kind === 'read-only') return;
      connection?.keys(terminal, data);
      countUnsaved();
    },
    tell: (message) => connection?.send(message),
    say: (trouble) => store.set({ trouble }),
    note: (terminal, text) => store.set(received(store.get(), { t: 'note', terminal, text })),
  };
}
