/** One page's live connection, over whichever transport: gathers output of a frame, and gives up on a page that does not read. */
import { type ClientMessage, clientMessage, type ServerMessage } from '../../sitting/wire.ts';
import { appendText, broadcast, hello, type Live, noticeOf, type Watcher } from '../sittings/live.ts';
import type { Sittings } from '../sittings/sittings.ts';

/** How messages leave: WebSocket frames or server-sent events. */
export interface Wire {
  send(text: string): void;
  /** Bytes accepted and not yet sent. */
  buffered(): number;
  close(): void;
}

/** Output that comes within this time goes out as one message, ms. */
const FRAME_MS = 8;
/** A page this far behind is disconnected; it connects again and gets the scrollback. */
const MAX_BUFFERED = 4 * 1024 * 1024;

/** Starts with `hello`; the answer ends the watching. */
export function watch(live: Live, wire: Wire): () => void {
  let queue: ServerMessage[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    const messages = queue;
    queue = [];
    if (wire.buffered() > MAX_BUFFERED) return wire.close();
    for (const message of joinTexts(messages)) wire.send(JSON.stringify(message));
  };
  const watcher: Watcher = {
    send(message) {
      queue.push(message);
      timer ??= setTimeout(flush, message.t === 'text' ? FRAME_MS : 0);
    },
    close: () => wire.close(),
  };
  live.watchers.add(watcher);
  watcher.send(hello(live));
  return () => {
    clearTimeout(timer);
    live.watchers.delete(watcher);
    live.usedAtMs = Date.now();
  };
}

/** Neighbouring texts of one terminal as one message. */
function joinTexts(messages: readonly ServerMessage[]): ServerMessage[] {
  const joined: ServerMessage[] = [];
  for (const message of messages) {
    const last = joined.at(-1);
    if (message.t === 'text' && last?.t === 'text' && last.terminal === message.terminal) {
      joined[joined.length - 1] = { ...last, data: last.data + message.data };
    } else {
      joined.push(message);
    }
  }
  return joined;
}

/** What is wrong with a message, or the message. */
export function parseClientMessage(text: string): ClientMessage | { readonly problem: string } {
  try {
    const parsed = clientMessage.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    return { problem: `${issue?.path.join('.')}: ${issue?.message}` };
  } catch {
    return { problem: 'not JSON' };
  }
}

const MAX_TERMINALS = 6;

/** Hands a page's message to the sitting. */
export async function receive(sittings: Sittings, live: Live, message: ClientMessage): Promise<void> {
  const { id } = live.stored;
  live.usedAtMs = Date.now();
  if (live.standing.kind === 'ReadOnly') return refuseInput(live, message);
  switch (message.t) {
    case 'keys': {
      const { clientId, clientSeq } = message;
      if (clientSeq <= (live.dispatched.get(clientId) ?? 0)) {
        sayAgain(live, clientId);
        return;
      }
      live.dispatched.set(clientId, clientSeq);
      await sittings.pool.keys(id, message.terminal, { clientId, clientSeq }, message.data);
      return;
    }
    case 'interrupt':
      await sittings.pool.interrupt(id, message.terminal);
      return;
    case 'resize':
      await sittings.pool.resize(id, message.terminal, clamp(message.columns, 500), clamp(message.rows, 200));
      return;
    case 'open-terminal':
      await openTerminal(sittings, live);
      return;
    case 'close-terminal':
      await closeTerminal(sittings, live, message.terminal);
      return;
    default:
      message satisfies never;
  }
}

/** The page knows by the notice; what it sends all the same, such as its size, is let go. */
function refuseInput(live: Live, message: ClientMessage): void {
  const text = noticeOf(live)?.text;
  if (message.t === 'keys' && text) broadcast(live, { t: 'error', code: 'ReadOnly', message: text, fatal: false });
}

/** An input that comes again was handed on already: its `saved` may have been lost with the connection. */
function sayAgain(live: Live, clientId: string): void {
  const seq = live.saved.get(clientId);
  if (seq !== undefined) broadcast(live, { t: 'saved', clientId, seq });
}

async function openTerminal(sittings: Sittings, live: Live): Promise<void> {
  if (live.terminals.size >= MAX_TERMINALS) {
    const message = `A sitting has at most ${MAX_TERMINALS} terminals.`;
    broadcast(live, { t: 'error', code: 'too_many_terminals', message, fatal: false });
    return;
  }
  const { id } = await sittings.pool.openTerminal(live.stored.id);
  appendText(live, id, '');
  broadcast(live, hello(live));
}

/** A line that never ends takes no input: it is interrupted first, as by Ctrl-C. */
async function closeTerminal(sittings: Sittings, live: Live, terminal: number): Promise<void> {
  if (!live.terminals.has(terminal) || live.terminals.size === 1) return;
  await sittings.pool.interrupt(live.stored.id, terminal);
  const left = await sittings.pool.closeTerminal(live.stored.id, terminal);
  for (const id of live.terminals.keys()) if (!left.includes(id)) live.terminals.delete(id);
  broadcast(live, hello(live));
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 1), max);
}
