/** What a command is given: its streams as the line and its place in it have them, and the session's world. */
import type { Files, ToolIo } from '../tool.ts';
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
  const { seat } = shell.options;
  const files = withStreams(shell.options.files, shell.descriptors, call.stdin);
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

/** The files of the place, and the standard input and process substitutions of the command as paths. */
function withStreams(files: Files, descriptors: ReadonlyMap<string, string>, stdin: string): Files {
  const stream = (path: string) => {
    if (!path.startsWith('/dev/')) return undefined;
    return path === '/dev/stdin' || path === '/dev/fd/0' ? stdin : descriptors.get(path);
  };
  return {
    ...files,
    read: (path) => stream(path) ?? files.read(path),
    stat(path) {
      const text = stream(path);
      return text === undefined ? files.stat(path) : { kind: 'file', size: text.length, modifiedMs: 0, mode: 0o600 };
    },
  };
}
