/**
 * One terminal of a sitting: keys in, text out. It joins the line discipline with the shell (and with shells inside
 * the shell), so that a host only moves bytes. Every byte that is printed goes to all tabs that show the terminal.
 */
import { LineEditor } from './line-editor.ts';
import { Pager } from './pager.ts';
import { isComplete } from './scan.ts';
import { openShell } from './session.ts';
import type { LineRequest, Seat, ShellOptions, ShellSession } from './shell.ts';
import type { ShellState } from './state.ts';

export interface TerminalOptions {
  readonly shell: Omit<ShellOptions, 'seat'>;
  readonly columns: number;
  readonly rows: number;
  /** Text for the screens. */
  write(text: string): void;
  /** Opens the file pane and resolves when the person closes it. */
  edit(path: string): Promise<void>;
  /** The terminal runs this one line, without a prompt, and is over when it ends. */
  readonly program?: { readonly line: string; ended(exitCode: number): void };
  /** Whoever else uses the world; absent when there is nobody. */
  readonly host?: TerminalHost;
}

/** How a terminal shares a world with others. */
export interface TerminalHost {
  /** Runs one line of the outer shell when it is its turn: one line at a time reaches the world. */
  turn(run: () => Promise<number>): Promise<number>;
  /** Waits for the person without holding up the others. */
  outside<T>(promise: Promise<T>): Promise<T>;
  /** Ends what waits in this terminal, with `stop` called first. */
  interrupt(stop: () => void): void;
}

const ALONE: TerminalHost = { turn: (run) => run(), outside: (promise) => promise, interrupt: (stop) => stop() };

export interface TerminalSession {
  /** Bytes typed or pasted. */
  keys(data: string): void;
  resize(columns: number, rows: number): void;
  /** Ctrl-C from outside, as when the host ends a runaway line. */
  interrupt(): void;
  /** Runs a line as if it had been typed, and resolves when it has ended; the prompt is shown again. */
  type(line: string): Promise<number>;
  /** Resolves when the terminal shows a prompt and nothing runs. */
  idle(): Promise<void>;
  /** Says something beside what is being typed; `$?` is `exitCode` afterwards, as if a line had ended so. */
  say(text: string, exitCode: number): void;
  snapshot(): ShellState;
  /** A prompt with nothing typed behind it, and nothing that `snapshot` does not have. */
  readonly isQuiet: boolean;
  readonly shell: ShellSession;
}

export function openTerminal(options: TerminalOptions): TerminalSession {
  return new Terminal(options);
}

type Reader = (text: string | undefined) => void;

class Terminal implements TerminalSession, Seat {
  shell: ShellSession;
  readonly #options: TerminalOptions;
  readonly #host: TerminalHost;
  readonly #editor: LineEditor;
  #columns: number;
  #rows: number;
  #reader: Reader | undefined;
  #pager: { pager: Pager; done: () => void } | undefined;
  #idle: (() => void)[] = [];
  #running = false;
  #request: LineRequest | undefined;
  /** Lines given to shells inside the shell. */
  #innerHistory: string[] = [];

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#host = options.host ?? ALONE;
    this.#columns = options.columns;
    this.#rows = options.rows;
    this.#editor = new LineEditor(options.columns);
    this.shell = openShell({ ...options.shell, seat: this });
    if (options.program) void this.#run(options.program.line);
    else this.#prompt();
  }

  snapshot(): ShellState {
    return this.shell.snapshot();
  }

  get columns(): number {
    return this.#columns;
  }

  get rows(): number {
    return this.#rows;
  }

  get isQuiet(): boolean {
    if (this.#running || this.#pager || this.#innerHistory.length > 0) return false;
    return this.#editor.isUntouched && this.shell.isSaveable;
  }

  keys(data: string): void {
    if (this.#pager) {
      const { pager, done } = this.#pager;
      const { print, done: left } = pager.feed(data);
      this.#options.write(print);
      if (left) {
        this.#pager = undefined;
        done();
      }
      return;
    }
    this.#handle(this.#editor.feed(data));
  }

  resize(columns: number, rows: number): void {
    this.#columns = columns;
    this.#rows = rows;
    this.#options.write(this.#pager ? this.#pager.pager.resize(columns, rows) : this.#editor.resize(columns));
  }

  interrupt(): void {
    this.keys('\u0003');
  }

  async type(line: string): Promise<number> {
    await this.idle();
    this.#options.write(`${this.#editor.stepAside()}${this.shell.prompt()}${line}\r\n`);
    this.#editor.cancel();
    await this.#run(line);
    return this.shell.snapshot().exitCode;
  }

  say(text: string, exitCode: number): void {
    const saved = this.shell.snapshot();
    const variables = saved.variables.map(([name, value]): [string, string] => [
      name,
      name === '?' ? String(exitCode) : value,
    ]);
    this.shell = openShell({ ...this.#options.shell, seat: this, state: { ...saved, variables, exitCode } });
    this.#print(`${text}\n`);
  }

  idle(): Promise<void> {
    if (!this.#running) return Promise.resolve();
    return new Promise((resolve) => {
      this.#idle.push(resolve);
    });
  }

  readLine(request: LineRequest): Promise<string | undefined> {
    const typed = new Promise<string | undefined>((resolve) => {
      this.#reader = resolve;
      this.#request = request;
      this.#ask(request, request.kind === 'command' ? this.#innerHistory : []);
    });
    return this.#host.outside(typed);
  }

  edit(path: string): Promise<void> {
    return this.#host.outside(this.#options.edit(path));
  }

  page(text: string): Promise<void> {
    const left = new Promise<void>((done) => {
      this.#pager = { pager: new Pager(text, this.#columns, this.#rows), done };
      this.#options.write(this.#pager.pager.start());
    });
    return this.#host.outside(left);
  }

  #prompt(): void {
    const { shell } = this;
    if (shell.exited !== undefined) {
      this.#options.write('logout\r\n');
      const { state: _, ...fresh } = this.#options.shell;
      this.shell = openShell({ ...fresh, seat: this });
      this.#prompt();
      return;
    }
    this.#ask(
      { prompt: shell.prompt(), kind: 'command', complete: (line, cursor) => shell.complete(line, cursor) },
      shell.history,
    );
  }

  #ask(request: LineRequest, history: readonly string[]): void {
    const complete = request.complete ?? (() => ({ from: 0, candidates: [] }));
    this.#handle(this.#editor.ask({ prompt: request.prompt, kind: request.kind, history, complete, isComplete }));
  }

  #handle({ print, events }: ReturnType<LineEditor['feed']>): void {
    if (print !== '') this.#options.write(print);
    for (const event of events) {
      if (event.kind === 'interrupt') this.#interrupted();
      else if (this.#reader) {
        if (event.kind === 'line' && event.text !== '') this.#innerHistory.push(event.text);
        this.#answer(event.kind === 'line' ? event.text : undefined);
      } else if (event.kind === 'end') {
        this.#options.write('exit\r\n');
        void this.#run('exit');
      } else void this.#run(event.text);
    }
  }

  #interrupted(): void {
    const request = this.#request;
    if (!this.#running) this.#prompt();
    else if (this.#reader && request?.kind === 'command') this.#ask(request, this.#innerHistory);
    else {
      const asked = this.#reader !== undefined;
      if (asked) this.shell.interrupt();
      else this.#host.interrupt(() => this.shell.interrupt());
      this.#answer(undefined);
    }
  }

  #answer(text: string | undefined): void {
    const reader = this.#reader;
    this.#reader = undefined;
    this.#editor.cancel();
    reader?.(text);
  }

  async #run(line: string): Promise<void> {
    this.#running = true;
    const write = (text: string) => this.#print(text);
    const run = () => this.shell.run(line, { out: write, err: write, tty: this });
    const exitCode = await this.#host.turn(run);
    this.#running = false;
    if (this.#options.program) return this.#options.program.ended(exitCode);
    this.#prompt();
    if (this.#running) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Text of commands; a job may print while a line is being edited, which then is drawn again below. */
  #print(text: string): void {
    const screen = text.replace(/\r?\n/g, '\r\n');
    const editing = this.#editor.isAsking && !this.#reader;
    const whole = editing && !screen.endsWith('\n') ? `${screen}\r\n` : screen;
    this.#options.write(editing ? `${this.#editor.stepAside()}${whole}${this.#editor.showAgain()}` : screen);
  }
}
