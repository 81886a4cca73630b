import type { ClientMessage, ServerMessage } from '../../../../../lib/sitting/wire.ts';

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

export function openWebSocket(sittingId: string, events: TransportEvents): Transport {
  const url = new URL(`/api/sittings/${sittingId}/ws`, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const socket = new WebSocket(url);
  socket.addEventListener('message', (event) => {
    const message = readMessage(event.data);
    if (message) events.onMessage(message);
  });
  socket.addEventListener('close', () => events.onClose(), { once: true });
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
