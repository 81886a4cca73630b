/** A place whose network answers what the test says; anything else it is asked fails the test. */
import type { HttpAnswer, NetHost } from '../../../lib/terminal/nettools/host.ts';
import type { Tool, ToolIo } from '../../../lib/terminal/tool.ts';

function unexpected(what: string): never {
  throw new Error(`the test gave no ${what}`);
}

export function hostWith(given: Partial<NetHost>): NetHost {
  return {
    hostname: 'tester',
    nameservers: () => ['172.20.0.10'],
    resolve: () => unexpected('resolve'),
    http: () => unexpected('http'),
    connect: () => unexpected('connect'),
    show: () => unexpected('show'),
    ...given,
  };
}

export function answered(over: Partial<HttpAnswer> = {}): HttpAnswer {
  return {
    outcome: 'Response',
    address: '10.100.7.8',
    port: 80,
    status: 200,
    headers: [
      ['Date', 'Mon, 05 Jan 2026 09:00:33 GMT'],
      ['Content-Length', '3'],
    ],
    body: 'hi\n',
    durationMs: 4,
    resolveMs: 1,
    connectMs: 2,
    says: '',
    ...over,
  };
}

export async function runTool(tool: Tool, argv: readonly string[], files: Readonly<Record<string, string>> = {}) {
  let [out, err, nowMs] = ['', '', 0];
  const io: ToolIo = {
    stdin: '',
    stdinIsTerminal: false,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: new Map(),
    cwd: '/',
    files: {
      read: (path) => files[path],
      write: () => unexpected('write'),
      append: () => unexpected('append'),
      remove: () => unexpected('remove'),
      stat: () => undefined,
      list: () => undefined,
      makeDirectory: () => unexpected('makeDirectory'),
    },
    clock: {
      nowMs: () => nowMs,
      epochMs: Date.UTC(2026, 0, 5, 9),
      sleep: async (ms) => {
        nowMs += ms;
      },
      next: async () => 'idle',
    },
    interrupted: () => false,
    tty: undefined,
    readLine: async () => undefined,
    runIn: () => unexpected('place'),
  };
  const code = await tool.run(argv, io);
  return { out, err, code };
}
