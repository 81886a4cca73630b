/** A command that a client outside the terminals runs in a container: `kubectl exec` of somebody's own kubectl. */
import type { WorldAccess } from '../terminal/access.ts';
import { openShell } from '../terminal/shell/session.ts';
import type { ShellOptions } from '../terminal/shell/shell.ts';
import { openTerminal } from '../terminal/shell/terminal.ts';
import { enterPlace, HOME } from '../terminal/workstation.ts';
import type { Scheduler } from './scheduler.ts';

export interface ExecCall {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly argv: readonly string[];
  /** All of standard input where it is no terminal. */
  readonly stdin: string;
  readonly tty?: { readonly columns: number; readonly rows: number };
}

/** Exit code `NOT_STARTED` of tool.ts: the runtime could not start it, and its sentence came on `err`. */
export interface ExecListener {
  text(id: number, channel: 'out' | 'err', text: string): void;
  ended(id: number, exitCode: number): void;
}

export interface ExecOptions {
  readonly id: number;
  readonly call: ExecCall;
  readonly access: WorldAccess;
  readonly scheduler: Scheduler;
  chance(n: number): number;
  readonly listener: ExecListener;
  /** Called when the command has ended, in its turn. */
  afterLine(): void;
}

/** What runs: input goes in until it has ended. */
export interface Exec {
  readonly id: number;
  keys(text: string): void;
  resize(columns: number, rows: number): void;
  interrupt(): void;
}

/** The one word that the shell around the command knows. */
const PROGRAM = 'enter-container';

export function startExec(options: ExecOptions): Exec {
  return options.call.tty ? withTerminal(options, options.call.tty) : withPipes(options);
}

function around({ call, access, scheduler, chance, id }: ExecOptions): Omit<ShellOptions, 'seat'> {
  const { cluster, namespace, pod, container, argv, stdin } = call;
  const place = { cluster, pod: { namespace, name: pod, container } };
  const interactive = call.tty !== undefined;
  return {
    files: access.files('home'),
    tools: [{ name: PROGRAM, run: (_, io) => io.runIn(place, argv, { stdin, interactive }) }],
    user: 'root',
    uid: 0,
    hostname: pod,
    home: HOME,
    env: { TERM: 'xterm' },
    shell: 'sh',
    clock: scheduler.clockOf(id),
    chance,
    enter: (inner) => enterPlace(access, inner),
  };
}

function withTerminal(options: ExecOptions, { columns, rows }: { columns: number; rows: number }): Exec {
  const { id, scheduler, listener, afterLine } = options;
  const session = openTerminal({
    shell: around(options),
    columns,
    rows,
    write: (text) => listener.text(id, 'out', text),
    edit: () => Promise.resolve(),
    program: { line: PROGRAM, ended: (exitCode) => listener.ended(id, exitCode) },
    host: {
      turn: (run) =>
        scheduler.start(async () => {
          const exitCode = await run();
          afterLine();
          return exitCode;
        }),
      outside: (promise) => scheduler.outside(promise),
      interrupt: (stop) => scheduler.interrupt(id, stop),
    },
  });
  return {
    id,
    keys: (text) => session.keys(text),
    resize: (width, height) => session.resize(width, height),
    interrupt: () => session.interrupt(),
  };
}

function withPipes(options: ExecOptions): Exec {
  const { id, scheduler, listener, afterLine } = options;
  const shell = openShell(around(options));
  const run = async () => {
    const exitCode = await shell.run(PROGRAM, {
      out: (text) => listener.text(id, 'out', text),
      err: (text) => listener.text(id, 'err', text),
      tty: undefined,
    });
    afterLine();
    return exitCode;
  };
  void scheduler.start(run).then((exitCode) => listener.ended(id, exitCode));
  return {
    id,
    keys: () => undefined,
    resize: () => undefined,
    interrupt: () => scheduler.interrupt(id, () => shell.interrupt()),
  };
}
