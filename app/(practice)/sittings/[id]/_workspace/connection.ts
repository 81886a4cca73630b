import type { ClientMessage, ServerMessage } from '../../../../../lib/sitting/wire.ts';
import { backoffMs } from './backoff.ts';
import type { Outbox } from './outbox.ts';
import type { Transport, TransportEvents } from './transport.ts';

/** `stopped`: the server said that coming back is of no use. */
export type Link = 'connecting' | 'open' | 'offline' | 'stopped';

type OpenTransport = (events: TransportEvents) => Transport;

export interface ConnectionOptions {
  readonly outbox: Outbox;
  /** Tried in this order; the next one is taken when one failed twice without ever having opened. */
  readonly transports: readonly OpenTransport[];
  readonly onMessage: (message: ServerMessage) => void;
  readonly onLink: (link: Link) => void;
  readonly later: (run: () => void, delayMs: number) => () => void;
  readonly chance: () => number;
}

export interface Connection {
  /** Kept until saved and sent again after a reconnect. */
  keys(terminal: number, data: string): void;
  /** Sent when there is a connection, else forgotten: an interrupt or a size of a minute ago is of no use. */
  send(message: Exclude<ClientMessage, { t: 'keys' }>): void;
  close(): void;
}

const FAILURES_BEFORE_FALLBACK = 2;

/** Keeps a sitting connected: reconnects with growing pauses, sends again what was not saved, falls back when blocked. */
export function connect(options: ConnectionOptions): Connection {
  const { outbox, transports } = options;
  let transport: Transport | undefined;
  let link: Link = 'connecting';
  let attempt = 0;
  let chosen = 0;
  let everOpened = false;
  let closed = false;
  let cancelRetry = () => {};

  const setLink = (next: Link) => {
    if (next === link) return;
    link = next;
    options.onLink(next);
  };
  const onMessage = (message: ServerMessage) => {
    if (message.t === 'saved') outbox.saved(message.clientId, message.seq);
    options.onMessage(message);
    if (message.t === 'hello') onHello();
    if (message.t === 'error' && message.fatal) stop('stopped');
  };
  const onHello = () => {
    everOpened = true;
    attempt = 0;
    const reconnected = link !== 'open';
    setLink('open');
    if (reconnected) for (const message of outbox.pending()) transport?.send(message);
  };
  const onClose = () => {
    transport = undefined;
    if (closed) return;
    setLink('offline');
    if (!everOpened && attempt + 1 >= FAILURES_BEFORE_FALLBACK) chosen = (chosen + 1) % transports.length;
    cancelRetry = options.later(open, backoffMs(attempt, options.chance()));
    attempt += 1;
  };
  const open = () => {
    transport = transports[chosen]?.({ onMessage, onClose });
  };
  const stop = (final: Link) => {
    closed = true;
    cancelRetry();
    transport?.close();
    transport = undefined;
    setLink(final);
  };

  open();
  return {
    keys(terminal, data) {
      const message = outbox.add(terminal, data);
      if (link === 'open') transport?.send(message);
    },
    send(message) {
      if (link === 'open') transport?.send(message);
    },
    close: () => stop('offline'),
  };
}
