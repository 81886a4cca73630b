import { expect, test } from '@playwright/test';
import { WebSocket } from 'ws';
import type { ServerMessage } from '../../lib/sitting/wire.ts';
import { createOwnServer, ready } from './ownserver.ts';

const own = createOwnServer();
test.afterAll(() => own.cleanUp());

/** Opens the sitting's terminal, types a line and waits until it is saved; the text of the terminal. */
async function typeLine(base: string, cookie: string, sittingId: string, clientSeq: number, line: string) {
  const url = `${base.replace('http', 'ws')}/api/sittings/${sittingId}/ws`;
  const socket = new WebSocket(url, { headers: { cookie }, origin: base });
  const told: ServerMessage[] = [];
  socket.on('message', (message) => told.push(JSON.parse(String(message)) as ServerMessage));
  const text = () =>
    told
      .map((message) => {
        if (message.t === 'hello') return message.terminals[0]?.scrollback ?? '';
        return message.t === 'text' ? message.data : '';
      })
      .join('');
  await expect.poll(() => told[0]?.t, { timeout: 20_000 }).toBe('hello');
  socket.send(JSON.stringify({ t: 'keys', terminal: 1, clientId: 'k', clientSeq, data: `${line}\r` }));
  await expect.poll(() => told.some((message) => message.t === 'saved' && message.seq === clientSeq)).toBe(true);
  return { socket, text };
}

test('a server killed with -9 and started again has everything that was saved; a second one is refused', async () => {
  test.setTimeout(120_000);
  const first = await ready(await own.start());
  expect(first.output()).toContain(`Data: ${own.data}`);

  const second = await own.start();
  expect((await second.ended).code).toBe(1);
  expect(second.output()).toContain(`The data folder ${own.data} is in use by another Hoplab server`);

  const answer = await fetch(`${first.base}/api/labs`);
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { labs } = (await answer.json()) as { labs: { topic: string; slug: string }[] };
  const body = JSON.stringify({ lab: `${labs[0]?.topic}/${labs[0]?.slug}`, seed: 3 });
  const headers = { cookie, 'content-type': 'application/json' };
  const started = await fetch(`${first.base}/api/sittings`, { method: 'POST', headers, body });
  const { sittingId } = (await started.json()) as { sittingId: string };

  const before = await typeLine(first.base, cookie, sittingId, 1, 'echo before the kill > ~/note');
  first.child.kill('SIGKILL');
  expect((await first.ended).signal).toBe('SIGKILL');
  before.socket.terminate();

  const again = await ready(await own.start());
  const after = await typeLine(again.base, cookie, sittingId, 2, 'cat ~/note');
  await expect.poll(after.text).toMatch(/echo before the kill > ~\/note[\s\S]*cat ~\/note\r\n(\S*)before the kill\r\n/);
  after.socket.terminate();

  again.child.kill('SIGTERM');
  expect(await again.ended).toEqual({ code: 0, signal: null });
});
