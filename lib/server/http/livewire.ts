/** The live connection of a page to its sitting: a WebSocket, or server-sent events and one POST a message. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ServerMessage } from '../../sitting/wire.ts';
import type { Live } from '../sittings/live.ts';
import type { Sittings } from '../sittings/sittings.ts';
import { parseClientMessage, receive, type Wire, watch } from './connection.ts';

/** One message of a page: a paste of 1 MiB, escaped. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
const PING_EVERY_MS = 25_000;

export interface LiveWires {
  /** Takes the socket over; `open` finds the sitting or throws. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, open: () => Promise<Live>): void;
  stream(response: ServerResponse, live: Live): void;
}

export function createLiveWires(sittings: Sittings, onTrouble: (error: unknown) => void): LiveWires {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_MESSAGE_BYTES });
  const onMessage = (live: Live, tell: (message: ServerMessage) => void) => (data: unknown, isBinary: boolean) => {
    const message = isBinary ? { problem: 'not text' } : parseClientMessage(String(data));
    if ('problem' in message) return tell(refusal('invalid', message.problem, 'goes on'));
    receive(sittings, live, message).catch((error: unknown) => {
      onTrouble(error);
      tell(refusal('failed', 'This failed on our side.', 'goes on'));
    });
  };
  const accept = async (socket: WebSocket, open: () => Promise<Live>) => {
    const tell = (message: ServerMessage) => socket.send(JSON.stringify(message));
    const early: [unknown, boolean][] = [];
    let receiver: (data: unknown, isBinary: boolean) => void = (...message) => early.push(message);
    socket.on('message', (data, isBinary) => receiver(data, isBinary));
    socket.on('error', () => socket.terminate());
    try {
      const live = await open();
      const leave = watch(live, socketWire(socket));
      const stopPing = keepAlive(socket);
      socket.on('close', () => {
        leave();
        stopPing();
      });
      receiver = onMessage(live, tell);
      for (const [data, isBinary] of early) receiver(data, isBinary);
      if (socket.readyState !== socket.OPEN) leave();
    } catch (error) {
      tell(explain(error, onTrouble));
      socket.close(1008);
    }
  };
  return {
    upgrade: (request, socket, head, open) =>
      server.handleUpgrade(request, socket, head, (webSocket) => void accept(webSocket, open)),
    stream(response, live) {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      const leave = watch(live, streamWire(response));
      const ping = setInterval(() => response.write(': ping\n\n'), PING_EVERY_MS);
      response.on('close', () => {
        clearInterval(ping);
        leave();
      });
    },
  };
}

function socketWire(socket: WebSocket): Wire {
  return {
    send: (text) => socket.send(text),
    buffered: () => socket.bufferedAmount,
    close: () => socket.close(1001),
  };
}

function streamWire(response: ServerResponse): Wire {
  return {
    send: (text) => void response.write(`data: ${text}\n\n`),
    buffered: () => response.writableLength,
    close: () => void response.end(),
  };
}

/** Ends a connection whose other side has gone without saying so. */
function keepAlive(socket: WebSocket): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_EVERY_MS);
  return () => clearInterval(timer);
}

function refusal(code: string, message: string, then: 'ends' | 'goes on'): ServerMessage {
  return { t: 'error', code, message, fatal: then === 'ends' };
}

/** Refusals that a second try may lift do not stop the page from connecting again. */
function explain(error: unknown, onTrouble: (error: unknown) => void): ServerMessage {
  const code = (error as { code?: unknown }).code;
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'not_found' || code === 'NewerEngine' || code === 'OlderEngine') return refusal(code, message, 'ends');
  if (code === 'limit_exceeded' || code === 'HeldElsewhere') return refusal(code, message, 'goes on');
  onTrouble(error);
  return refusal('failed', 'This sitting could not be opened. Nothing of it is lost.', 'goes on');
}
