/** Two sittings on one thread: whoever computes has the seeded answers, and nobody takes them from another. */
import { expect, test } from 'vitest';
import type { Tool } from '../../../lib/terminal/tool.ts';
import { aShell } from './a-shell.ts';

const HOST = { random: Math.random, now: Date.now };

/** Ends after a turn of the host, and tells whether the host's own answers were in place meanwhile. */
function aPause(seen: boolean[]): Tool {
  return {
    name: 'pause',
    summary: 'waits for the host',
    async run() {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(Math.random === HOST.random && Date.now === HOST.now);
      return 0;
    },
  } as unknown as Tool;
}

const LINES = [
  'for i in 1 2 3; do awk \'BEGIN { print rand() }\'; eval "echo \\$RANDOM"; pause; done',
  'eval "pause; echo \\$RANDOM"; awk \'BEGIN { print rand(), rand() }\' | cat; printf "%(%s)T\\n" -1',
  "awk 'BEGIN { print rand() }' | sort; pause; jq -n now",
];

async function transcript(seen: boolean[], lines: readonly string[]): Promise<string> {
  const shell = aShell({ tools: [aPause(seen)] });
  let text = '';
  for (const line of lines) text += (await shell.run(line)).text;
  return text;
}

test('a task of the thread that is no line sees the answers of the host, the first time a command runs too', async () => {
  const seen: boolean[] = [];
  let running = true;
  const look = () => {
    seen.push(Math.random === HOST.random && Date.now === HOST.now);
    if (running) setImmediate(look);
  };
  look();
  await transcript([], [...LINES, "find . -mmin -1 | xargs -n1 echo; eval 'seq 3 | tac | nl'"]);
  running = false;
  expect(seen.length).toBeGreaterThan(LINES.length);
  expect(new Set(seen)).toEqual(new Set([true]));
});

test('sittings whose lines lie across each other print what they print apart', async () => {
  const seen: boolean[] = [];
  const turned = LINES.toReversed();
  const apart = [await transcript(seen, LINES), await transcript(seen, turned), await transcript(seen, LINES)];
  expect(apart[0]).toBe(apart[2]);
  expect(apart[0]).not.toBe('');
  const together = await Promise.all([LINES, turned, LINES].map((lines) => transcript(seen, lines)));
  expect(together).toEqual(apart);
  expect(new Set(seen)).toEqual(new Set([true]));
  expect(Math.random).toBe(HOST.random);
  expect(Date.now).toBe(HOST.now);
});
