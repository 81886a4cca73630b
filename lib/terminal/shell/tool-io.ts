/** What a command is given: its streams as the line and its place in it have them, and the session's world. */
import type { ToolIo } from '../tool.ts';
import type { LineRun } from './line-run.ts';
import { runElsewhere } from './places.ts';
import type { Shell } from './shell.ts';
import type { Mark } from './streams.ts';

export interface Call {
  readonly stdin: string;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
}

/** The streams that do not lead to the terminal are collected in `captured`. */
export function createToolIo(shell: Shell, run: LineRun, mark: Mark, call: Call) {
  const { seat, files } = shell.options;
  const captured = { out: '', err: '' };
  const collect = (stream: 'out' | 'err') => (text: string) => {
    captured[stream] += text;
  };
  const out = mark.output ? run.io.out : collect('out');
  const err = mark.errors === undefined ? collect('err') : mark.errors === 'out' ? out : run.io.err;
  const stdinIsTerminal = mark.input && seat !== undefined && call.stdin === '';
  const lines = call.stdin === '' ? [] : call.stdin.replace(/\n$/, '').split('\n');
  const io: ToolIo = {
    ...call,
    stdinIsTerminal,
    out,
    err,
    files,
    clock: run.clock,
    interrupted: () => run.interrupted,
    tty: mark.output ? run.io.tty : undefined,
    readLine: async () => (stdinIsTerminal && seat ? seat.readLine({ prompt: '', kind: 'answer' }) : lines.shift()),
    runIn: (place, argv, how) => runElsewhere(shell, place, argv, how, io),
    ...(seat ? { edit: (path: string) => seat.edit(path) } : {}),
  };
  return { io, captured };
}
