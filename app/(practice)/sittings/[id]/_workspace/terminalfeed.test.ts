import { expect, test } from 'vitest';
import { createTerminalFeed } from './terminalfeed.ts';

function aScreen() {
  const calls: string[] = [];
  return {
    calls,
    replace: (text: string) => void calls.push(`replace ${text}`),
    write: (text: string) => void calls.push(`write ${text}`),
  };
}

test('a view that opens late shows what came before it', () => {
  const feed = createTerminalFeed();
  feed.replace(1, '$ ');
  feed.write(1, 'ls');
  const screen = aScreen();
  feed.attach(1, screen);
  feed.write(1, '\r\n');
  feed.write(2, 'another terminal');
  expect(screen.calls).toEqual(['replace $ ls', 'write \r\n']);
});

test('a reconnect that brings the same scrollback touches nothing, a longer one adds its end', () => {
  const feed = createTerminalFeed();
  feed.replace(1, '$ ');
  const screen = aScreen();
  feed.attach(1, screen);
  feed.replace(1, '$ ');
  feed.replace(1, '$ ls\r\n');
  expect(screen.calls).toEqual(['replace $ ', 'write ls\r\n']);
});

test('a reset replaces, also by nothing', () => {
  const feed = createTerminalFeed();
  feed.replace(1, 'old');
  const screen = aScreen();
  feed.attach(1, screen);
  feed.replace(1, 'new');
  feed.replace(1, '');
  expect(screen.calls).toEqual(['replace old', 'replace new', 'replace ']);
});

test('a view that left hears nothing more', () => {
  const feed = createTerminalFeed();
  const screen = aScreen();
  feed.attach(1, screen)();
  feed.write(1, 'x');
  expect(screen.calls).toEqual([]);
});
