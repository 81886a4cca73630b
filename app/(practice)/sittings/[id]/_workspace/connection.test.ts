import { expect, test } from 'vitest';
import type { ClientMessage, ServerMessage } from '../../../../../lib/sitting/wire.ts';
import { connect, type Link } from './connection.ts';
import { createOutbox } from './outbox.ts';
import type { TransportEvents } from './transport.ts';

const HELLO: ServerMessage = { t: 'hello', terminals: [{ id: 1, scrollback: '' }] };

/** A network of which the test decides when it opens, speaks and breaks; the clock runs only when told. */
function aNetwork() {
  const opened: { kind: string; events: TransportEvents; sent: ClientMessage[] }[] = [];
  const timers: { run: () => void; delayMs: number }[] = [];
  const links: Link[] = [];
  const transport = (kind: string) => (events: TransportEvents) => {
    const line = { kind, events, sent: [] as ClientMessage[] };
    opened.push(line);
    return { send: (message: ClientMessage) => void line.sent.push(message), close: () => {} };
  };
  const shelf = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  const connection = connect({
    outbox: createOutbox('s', 'tab', shelf),
    transports: [transport('socket'), transport('stream')],
    onMessage: () => {},
    onLink: (link) => links.push(link),
    later: (run, delayMs) => {
      timers.push({ run, delayMs });
      return () => {};
    },
    chance: () => 0,
  });
  const current = () => {
    const line = opened.at(-1);
    if (!line) throw new Error('nothing is open');
    return line;
  };
  return { connection, opened, timers, links, current, wait: () => timers.shift()?.run() };
}

const typed = (messages: readonly ClientMessage[]) => messages.flatMap((m) => (m.t === 'keys' ? [m.data] : []));

test('what was typed before the hello goes out once, in order, after it', () => {
  const net = aNetwork();
  net.connection.keys(1, 'a');
  net.connection.keys(1, 'b');
  expect(net.current().sent).toEqual([]);
  net.current().events.onMessage(HELLO);
  expect(typed(net.current().sent)).toEqual(['a', 'b']);
});

test('after a break everything not yet saved is sent again and nothing else', () => {
  const net = aNetwork();
  net.current().events.onMessage(HELLO);
  net.connection.keys(1, 'a');
  net.connection.keys(1, 'b');
  net.current().events.onMessage({ t: 'saved', clientId: 'tab', seq: 1 });
  net.current().events.onClose();
  net.connection.keys(1, 'c');
  net.wait();
  net.current().events.onMessage(HELLO);
  expect(typed(net.current().sent)).toEqual(['b', 'c']);
  expect(net.links).toEqual(['open', 'offline', 'open']);
});

test('a second hello on a living connection does not send anything twice', () => {
  const net = aNetwork();
  net.current().events.onMessage(HELLO);
  net.connection.keys(1, 'a');
  net.current().events.onMessage(HELLO);
  expect(typed(net.current().sent)).toEqual(['a']);
});

test('an interrupt typed while offline is not kept', () => {
  const net = aNetwork();
  net.connection.send({ t: 'interrupt', terminal: 1 });
  net.current().events.onMessage(HELLO);
  expect(net.current().sent).toEqual([]);
});

test('a WebSocket that never opens gives way to the event stream after two failures', () => {
  const net = aNetwork();
  net.current().events.onClose();
  net.wait();
  net.current().events.onClose();
  net.wait();
  expect(net.opened.map((line) => line.kind)).toEqual(['socket', 'socket', 'stream']);
});

test('once it has opened it stays with the WebSocket, with growing pauses', () => {
  const net = aNetwork();
  net.current().events.onMessage(HELLO);
  const pauses: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    net.current().events.onClose();
    pauses.push(net.timers[0]?.delayMs ?? 0);
    net.wait();
  }
  expect(pauses).toEqual([150, 300, 600, 1200]);
  expect(net.current().kind).toBe('socket');
});

test('a fatal error ends it', () => {
  const net = aNetwork();
  net.current().events.onMessage({ t: 'error', code: 'not_found', message: 'No such sitting.', fatal: true });
  net.current().events.onClose();
  expect(net.timers).toEqual([]);
  expect(net.links).toEqual(['stopped']);
});
