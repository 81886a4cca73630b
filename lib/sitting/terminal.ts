/** One terminal of a sitting: keys go in, text comes out, and a shell runs the lines in between. */
import { type Asking, type EditorEvent, LineEditor } from '../terminal/shell/line-editor.ts';
import { isComplete } from '../terminal/shell/scan.ts';
import { openShell } from '../terminal/shell/session.ts';
import type { LineRequest, Seat, ShellOptions, ShellSession } from '../terminal/shell/shell.ts';
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

/** Resolves with what was typed; undefined at end of input and after an interrupt. */
type Answer = (text: string | undefined) => void;

export class Terminal {
  readonly id: number;
  shell: ShellSession;
  #options: TerminalOptions;
  #editor = new LineEditor(START_COLUMNS);
  #columns = START_COLUMNS;
  #rows = START_ROWS;
  #scrollback = '';
  #awaited: Answer | undefined;
  #running = false;

  constructor(options: TerminalOptions) {
    this.id = options.id;
    this.#options = options;
    this.shell = this.#open();
  }

  get scrollback(): string {
    return this.#scrollback;
  }

  get isRunning(): boolean {
    return this.#running;
  }

  /** Greets and shows the first prompt. */
  begin(): void {
    this.#print(this.#options.greeting);
    this.#prompt();
  }

  keys(text: string): void {
    const { print, events } = this.#editor.feed(text);
    this.#raw(print);
    for (const event of events) this.#take(event);
  }

  interrupt(): void {
    this.keys('\u0003');
  }

  resize(columns: number, rows: number): void {
    this.#columns = columns;
    this.#rows = rows;
    this.#raw(this.#editor.resize(columns));
  }

  /** Says something in place of a line that was ended from outside. */
  say(text: string): void {
    this.#raw(this.#editor.stepAside());
    this.#print(`${text}\n`);
    this.#raw(this.#editor.showAgain());
  }

  #take(event: EditorEvent): void {
    const awaited = this.#awaited;
    switch (event.kind) {
      case 'line':
        if (awaited) this.#answer(awaited, event.text);
        else this.#run(event.text);
        break;
      case 'end':
        if (awaited) this.#answer(awaited, undefined);
        else this.#run('exit');
        break;
      case 'interrupt':
        if (awaited) this.#answer(awaited, undefined);
        if (this.#running) this.#options.scheduler.interrupt(this.id, () => this.shell.interrupt());
        else this.#prompt();
        break;
      default:
        event satisfies never;
    }
  }

  #answer(awaited: Answer, text: string | undefined): void {
    this.#awaited = undefined;
    this.#editor.cancel();
    awaited(text);
  }

  #run(line: string): void {
    this.#running = true;
    const io = {
      out: (text: string) => this.#print(text),
      err: (text: string) => this.#print(text),
      tty: { columns: this.#columns, rows: this.#rows },
    };
    void this.#options.scheduler.start(async () => {
      await this.shell.run(line, io);
      this.#lineDone();
    });
  }

  #lineDone(): void {
    this.#running = false;
    if (this.shell.exited !== undefined) {
      this.#print('logout\n');
      this.shell = this.#open();
    }
    this.#options.afterLine();
    this.#prompt();
  }

  #open(): ShellSession {
    const { scheduler, shell, id } = this.#options;
    const seat: Seat = {
      readLine: (request) => this.#readLine(request),
      edit: (path) => scheduler.outside(this.#options.edit(path)),
    };
    return openShell({ ...shell, clock: scheduler.clockOf(id), seat });
  }

  #prompt(): void {
    const shell = this.shell;
    this.#ask({
      prompt: shell.prompt(),
      kind: 'command',
      history: shell.history,
      complete: (line, cursor) => shell.complete(line, cursor),
      isComplete,
    });
  }

  #ask(asking: Asking): void {
    const { print, events } = this.#editor.ask(asking);
    this.#raw(print);
    for (const event of events) this.#take(event);
  }

  #readLine(request: LineRequest): Promise<string | undefined> {
    const typed = new Promise<string | undefined>((resolve) => {
      this.#awaited = resolve;
    });
    const nothing = (line: string) => ({ from: line.length, candidates: [] });
    this.#ask({
      prompt: request.prompt,
      kind: request.kind,
      history: request.kind === 'command' ? this.shell.history : [],
      complete: (line, cursor) => request.complete?.(line, cursor) ?? nothing(line),
      isComplete: request.kind === 'command' ? isComplete : () => true,
    });
    return this.#options.scheduler.outside(typed);
  }

  /** Text of programs: a line feed starts a line. */
  #print(text: string): void {
    this.#raw(text.replace(/\r?\n/g, '\r\n'));
  }

  #raw(text: string): void {
    if (text === '') return;
    this.#scrollback = (this.#scrollback + text).slice(-MAX_SCROLLBACK);
    this.#options.print(text);
  }
}
