/**
 * What a container's shell line comes to, as far as its life is concerned: how long it runs, how it ends, what it prints,
 * what it serves or calls. A handful of commands is known; a script that uses another ends at once and says which.
 */
import type { Habit, Listener } from './workload.ts';

export interface Script {
  /** Undefined: it never ends by itself. */
  readonly exit?: { readonly code: number; readonly afterMs: number };
  readonly logs: readonly string[];
  readonly listeners: readonly Listener[];
  readonly habit?: Habit;
}

interface Run {
  elapsedMs: number;
  code: number;
  forever: boolean;
  ended: boolean;
  habit: Habit | undefined;
  readonly logs: string[];
  readonly listeners: Listener[];
}

/** `argv` of the process; `sh -c TEXT` runs the text, anything else is one command. */
export function readScript(argv: readonly string[]): Script {
  const run: Run = { elapsedMs: 0, code: 0, forever: false, ended: false, habit: undefined, logs: [], listeners: [] };
  const shell = /(^|\/)(sh|bash|ash|dash|zsh)$/.test(argv[0] ?? '');
  const text = shell ? textOf(argv) : undefined;
  if (text !== undefined) runText(text, run);
  else if (!shell) runCommand(argv, run);
  const { logs, listeners, habit } = run;
  return {
    logs,
    listeners,
    ...(habit ? { habit } : {}),
    ...(run.forever ? {} : { exit: { code: run.code, afterMs: run.elapsedMs } }),
  };
}

/** The argument of `-c`, also in `-ec`; a shell without it reads an empty standard input and ends. */
function textOf(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => /^-[a-z]*c$/.test(word));
  return at < 0 ? undefined : argv[at + 1];
}

function runText(text: string, run: Run): void {
  const loop = /(?:while\s+(?:true|:|sleep\s+(\S+))|until\s+false)\s*;?\s*do\b([\s\S]*?)\bdone/.exec(text);
  const before = loop ? text.slice(0, loop.index) : text;
  for (const statement of before.split(/;|&&|\n/)) runStatement(statement, run);
  if (!loop || run.ended || run.forever) return;
  run.habit = habitOf(loop[2] ?? '', loop[1]);
  run.forever = true;
}

function runStatement(statement: string, run: Run): void {
  const words = splitWords(statement);
  if (words.length === 0 || run.ended || run.forever) return;
  runCommand(words, run);
}

function splitWords(statement: string): string[] {
  const words =
    statement
      .trim()
      .replace(/\s*&$/, '')
      .match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const plain = words.filter((word) => !/^\d*[<>]/.test(word)).map((word) => word.replace(/^["']|["']$/g, ''));
  return plain[0] === 'exec' ? plain.slice(1) : plain;
}

type Command = (args: readonly string[], run: Run) => void;

const forever: Command = (_args, run) => {
  run.forever = true;
};

const COMMANDS: Readonly<Record<string, Command>> = {
  sleep: (args, run) => {
    const durationMs = args.reduce((sum, word) => sum + parseSleep(word), 0);
    if (Number.isFinite(durationMs)) run.elapsedMs += durationMs;
    else run.forever = true;
  },
  echo: (args, run) => {
    run.logs.push((args[0] === '-n' ? args.slice(1) : args).join(' '));
  },
  exit: (args, run) => {
    run.code = Number(args[0] ?? run.code);
    run.ended = true;
  },
  true: (_args, run) => {
    run.code = 0;
  },
  false: (_args, run) => {
    run.code = 1;
  },
  ':': () => {},
  set: () => {},
  trap: () => {},
  cd: () => {},
  export: () => {},
  date: (_args, run) => {
    run.code = 0;
  },
  cat: (args, run) => {
    if (args.length === 0) run.forever = true;
  },
  tail: forever,
  wait: forever,
  httpd: (args, run) => serve(portAfter(args, '-p', 80), run),
  python3: (args, run) => servePython(args, run),
  python: (args, run) => servePython(args, run),
  nc: (args, run) => {
    run.listeners.push({ ...listener(Number(args.findLast((word) => /^\d+$/.test(word)))), speaks: 'line' });
    run.forever = true;
  },
};

function runCommand(words: readonly string[], run: Run): void {
  const name = (words[0] ?? '').replace(/^.*\//, '');
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) {
    command(words.slice(1), run);
    return;
  }
  run.logs.push(`not modelled: ${name || 'an empty command'} as a container's process`);
  run.code = 1;
  run.ended = true;
}

/** Milliseconds of `10`, `1.5h`, `infinity`. */
function parseSleep(word: string): number {
  if (/^inf(inity)?$/.test(word)) return Number.POSITIVE_INFINITY;
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(word);
  const unitMs = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[(match?.[2] ?? '') as '' | 's'];
  return match ? Number(match[1]) * (unitMs ?? 1000) : 0;
}

function listener(port: number): Omit<Listener, 'speaks'> {
  return { port, protocol: 'TCP', address: '0.0.0.0' };
}

function serve(port: number, run: Run): void {
  run.listeners.push({ ...listener(port), speaks: 'http' });
  run.forever = true;
}

function portAfter(args: readonly string[], flag: string, fallback: number): number {
  const value = args[args.indexOf(flag) + 1];
  return args.includes(flag) && value ? Number(value.replace(/^.*:/, '')) : fallback;
}

function servePython(args: readonly string[], run: Run): void {
  if (args.includes('http.server')) {
    const at = args.indexOf('http.server');
    serve(Number(args.slice(at + 1).find((word) => /^\d+$/.test(word)) ?? 8000), run);
    return;
  }
  run.logs.push(`not modelled: python ${args.join(' ')}`);
  run.code = 1;
  run.ended = true;
}

/** A loop around curl or wget is a client; any other endless loop only runs. */
function habitOf(body: string, pause: string | undefined): Habit | undefined {
  const url =
    /\b(?:curl|wget)\b[^;\n|&]*?((?:https?:\/\/)?[a-z0-9][a-z0-9.-]*(?::\d+)?(?:\/[^\s;"'|>]*)?)\s*(?:[;\n|&>"']|$)/.exec(
      body,
    )?.[1];
  if (!url) return undefined;
  const sleep = pause ?? /\bsleep\s+(\S+)/.exec(body)?.[1]?.replace(/;$/, '');
  const timeout = /(?:--max-time|-m|--connect-timeout|-T)[ =]?(\d+)/.exec(body)?.[1];
  return {
    url: url.includes('://') ? url : `http://${url}`,
    everyMs: Math.max(1000, sleep ? parseSleep(sleep) : 1000),
    timeoutMs: timeout ? Number(timeout) * 1000 : 5000,
    connections: 'New',
  };
}
