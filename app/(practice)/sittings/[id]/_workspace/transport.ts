import type { ClientMessage, ServerMessage } from '../../../../../lib/sitting/wire.ts';
import { type EarlySocket, sittingAddress } from './startedpage.ts';

/** One live connection to a sitting. `onClose` is called once, also when it never opened. */
export interface TransportEvents {
  onMessage(message: ServerMessage): void;
  onClose(): void;
}

export interface Transport {
  send(message: ClientMessage): void;
  close(): void;
}

const KNOWN = {
  hello: true,
  text: true,
  saved: true,
  view: true,
  grade: true,
  files: true,
  edit: true,
  note: true,
  error: true,
} as const satisfies Record<ServerMessage['t'], true>;

/**
 * A server message that this page does not know is left out: the page may be older than the server. The server's own
 * types hold the rest; the schemas stay out of the code that the prompt waits for.
 */
function readMessage(text: unknown): ServerMessage | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const message = JSON.parse(text) as ServerMessage | null;
    return typeof message?.t === 'string' && Object.hasOwn(KNOWN, message.t) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** The connection that `pagestart.ts` opened, once. */
function takeEarlySocket(sittingId: string): EarlySocket | undefined {
  const early = window.hoplabStart?.early;
  if (!window.hoplabStart || early?.sittingId !== sittingId) return undefined;
  window.hoplabStart.early = undefined;
  return early;
}

export function openWebSocket(sittingId: string, events: TransportEvents): Transport {
  const early = takeEarlySocket(sittingId);
  const socket = early?.socket ?? new WebSocket(sittingAddress(sittingId, location.href));
  const onData = (data: unknown) => {
    const message = readMessage(data);
    if (message) events.onMessage(message);
  };
  const listen = () => {
    early?.received.forEach(onData);
    socket.onmessage = (event) => onData(event.data);
    if (socket.readyState === WebSocket.CLOSED) events.onClose();
    else socket.addEventListener('close', () => events.onClose(), { once: true });
  };
  // Who opens it must have it before its first message.
  if (early) queueMicrotask(listen);
  else listen();
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close: () => socket.close(1000),
  };
}

/** Where a WebSocket is blocked: server-sent events one way, one POST a message the other way, in order. */
export function openEventStream(sittingId: string, events: TransportEvents): Transport {
  const base = `/api/sittings/${sittingId}`;
  const source = new EventSource(`${base}/events`);
  let closed = false;
  let queue = Promise.resolve();
  const end = () => {
    if (closed) return;
    closed = true;
    source.close();
    events.onClose();
  };
  source.addEventListener('message', (event) => {
    const message = readMessage(event.data);
    if (message) events.onMessage(message);
  });
  source.addEventListener('error', end);
  const post = async (message: ClientMessage) => {
    if (closed) return;
    const answer = await fetch(`${base}/input`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
    if (!answer.ok) end();
  };
  return {
    send: (message) => {
      queue = queue.then(() => post(message)).catch(end);
    },
    close: end,
  };
}
