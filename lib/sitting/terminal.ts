/** One terminal of a sitting: the shell's terminal in its turn among the others, with what was on its screen. */
import type { ShellOptions, ShellSession } from '../terminal/shell/shell.ts';
import { openTerminal, type TerminalSession } from '../terminal/shell/terminal.ts';
import type { Scheduler } from './scheduler.ts';

const MAX_SCROLLBACK = 262_144;
const START_COLUMNS = 80;
const START_ROWS = 24;

export interface TerminalOptions {
  readonly id: number;
  readonly scheduler: Scheduler;
  /** Everything of the shell but what belongs to this terminal. */
  readonly shell: Omit<ShellOptions, 'clock' | 'seat'>;
  readonly greeting: string;
  print(text: string): void;
  /** The editor pane opens; the promise resolves when the person closes it. */
  edit(path: string): Promise<void>;
  /** Called after every line, before the next prompt. */
  afterLine(): void;
}

export class Terminal {
  readonly id: number;
  readonly #session: TerminalSession;
  readonly #print: (text: string) => void;
  #scrollback = '';
  #screen: 'shown' | 'closed' = 'shown';

  constructor({ id, scheduler, shell, greeting, print, edit, afterLine }: TerminalOptions) {
    this.id = id;
    this.#print = print;
    this.#write(greeting.replace(/\n/g, '\r\n'));
    this.#session = openTerminal({
      shell: { ...shell, clock: scheduler.clockOf(id) },
      columns: START_COLUMNS,
      rows: START_ROWS,
      write: (text) => this.#write(text),
      edit,
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
  }

  get scrollback(): string {
    return this.#scrollback;
  }

  get shell(): ShellSession {
    return this.#session.shell;
  }

  keys(text: string): void {
    this.#session.keys(text);
  }

  interrupt(): void {
    this.#session.interrupt();
  }

  resize(columns: number, rows: number): void {
    this.#session.resize(columns, rows);
  }

  /** Says something in place of a line that was ended from outside. */
  say(text: string, exitCode: number): void {
    this.#session.say(text, exitCode);
  }

  /** The sitting started over: nothing of this terminal is shown any more. */
  close(): void {
    this.#screen = 'closed';
  }

  #write(text: string): void {
    if (text === '' || this.#screen === 'closed') return;
    this.#scrollback = (this.#scrollback + text).slice(-MAX_SCROLLBACK);
    this.#print(text);
  }
}
