/** One terminal of a sitting: the shell's terminal in its turn among the others, with what was on its screen. */
import type { ShellOptions, ShellSession } from '../terminal/shell/shell.ts';
import { openTerminal, type TerminalSession } from '../terminal/shell/terminal.ts';
import type { Scheduler } from './scheduler.ts';
import type { SavedTerminal } from './snapshot.ts';

export const MAX_TERMINALS = 6;
const MAX_SCROLLBACK = 262_144;
const COLUMNS = 80;
const ROWS = 24;
/** Below what stood on the screen when an older engine left. */
const TAKEN_OVER =
  '\r\n[Hoplab was upgraded meanwhile: what ran here has ended, and the last lines may be missing.]\r\n';

export interface TerminalOptions {
  readonly id: number;
  readonly scheduler: Scheduler;
  /** Everything of the shell but what belongs to this terminal. */
  readonly shell: Omit<ShellOptions, 'clock' | 'seat'>;
  readonly greeting: string;
  /** What it goes on from. `Cut`: something was on the screen that was not saved with it, or ran. */
  readonly saved?: { readonly terminal: SavedTerminal; readonly screen: 'AtPrompt' | 'Cut' };
  print(text: string): void;
  /** The editor pane opens; the promise resolves when the person closes it. */
  edit(path: string): Promise<void>;
  /** Called after every line, before the next prompt. */
  afterLine(): void;
}

/** The number of a terminal that opens now: the lowest that none of them has. */
export function freeId(terminals: readonly { readonly id: number }[]): number {
  const taken = new Set(terminals.map(({ id }) => id));
  let id = 1;
  while (taken.has(id)) id += 1;
  return id;
}

export class Terminal {
  readonly id: number;
  readonly #session: TerminalSession;
  readonly #print: (text: string) => void;
  #scrollback = '';
  #screen: 'shown' | 'closed' = 'shown';
  #columns: number;
  #rows: number;

  constructor({ id, scheduler, shell, greeting, saved, print, edit, afterLine }: TerminalOptions) {
    this.id = id;
    this.#print = print;
    const { columns, rows, scrollback = '', shell: state } = saved?.terminal ?? { columns: COLUMNS, rows: ROWS };
    this.#columns = columns;
    this.#rows = rows;
    this.#write(greeting.replace(/\n/g, '\r\n'));
    this.#scrollback += scrollback;
    if (saved?.screen === 'Cut') this.#write(TAKEN_OVER);
    // The prompt stands on the screen already.
    if (saved?.screen === 'AtPrompt') this.#screen = 'closed';
    this.#session = openTerminal({
      shell: { ...shell, clock: scheduler.clockOf(id), ...(state ? { state } : {}) },
      columns,
      rows,
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
    this.#screen = 'shown';
  }

  /** Whether `save` has everything. */
  get isQuiet(): boolean {
    return this.#session.isQuiet;
  }

  save(): SavedTerminal {
    const { id, scrollback } = this;
    return { id, columns: this.#columns, rows: this.#rows, scrollback, shell: this.#session.snapshot() };
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
    this.#columns = columns;
    this.#rows = rows;
    this.#session.resize(columns, rows);
  }

  /** Says something in place of a line that was ended from outside. */
  say(text: string, exitCode: number): void {
    this.#session.say(text, exitCode);
  }

  /** The person closed it: what runs is interrupted, and nobody sees what it still says. */
  hangUp(): void {
    this.close();
    this.#session.interrupt();
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
