/**
 * The line discipline of a terminal: keys in, text to print and finished lines out. It runs beside the shell, so that
 * a second browser tab mirrors it, and depends on nothing but what it was fed. Models: GNU readline 8.2, emacs mode.
 * Differs: no undo, no numeric arguments, one kill buffer.
 */
import { deleteHere, editAction } from './edit-actions.ts';
import { EditBuffer } from './edit-buffer.ts';
import { listInColumns, promptSpot, redraw, spotAfter } from './edit-screen.ts';
import { HistorySearch } from './edit-search.ts';
import { type Key, readKeys } from './keys.ts';
import type { Completion } from './shell.ts';
import { cellWidth, graphemes } from './text-width.ts';

export type EditorEvent =
  | { readonly kind: 'line'; readonly text: string }
  /** Ctrl-C. */
  | { readonly kind: 'interrupt' }
  /** Ctrl-D on an empty line. */
  | { readonly kind: 'end' };

/** What a prompt asks for: a command has history, completion and `> ` for what is still open; an answer has none. */
export interface Asking {
  readonly prompt: string;
  readonly kind: 'command' | 'answer';
  readonly history: readonly string[];
  complete(line: string, cursor: number): Completion;
  isComplete(text: string): boolean;
}

const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';
const BELL = '\u0007';
const MANY = 100;

export class LineEditor {
  #columns: number;
  #asking: Asking | undefined;
  #buffer = new EditBuffer();
  #row = 0;
  /** Lines of this command that are entered already, behind `> ` prompts. */
  #entered: string[] = [];
  #historyAt = 0;
  #drafts = new Map<number, string>();
  #search: HistorySearch | undefined;
  #tabs = 0;
  #offered: readonly string[] | undefined;
  #pending = '';
  #ahead: Key[] = [];
  #print = '';
  #events: EditorEvent[] = [];

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** Shows a prompt; keys typed ahead are taken up. */
  ask(asking: Asking): { print: string; events: readonly EditorEvent[] } {
    this.#asking = asking;
    this.#entered = [];
    this.#startLine(asking.prompt);
    this.#print += asking.kind === 'command' ? PASTE_ON : '';
    const ahead = this.#ahead;
    this.#ahead = [];
    return this.#take(ahead);
  }

  /** Bytes from the keyboard. While nothing is asked, keys wait, and only Ctrl-C has an effect. */
  feed(data: string): { print: string; events: readonly EditorEvent[] } {
    const { keys, rest } = readKeys(this.#pending + data);
    this.#pending = rest;
    return this.#take(keys);
  }

  /** Ends asking without a line, as when the program that asked was interrupted. */
  cancel(): void {
    this.#asking = undefined;
  }

  get isAsking(): boolean {
    return this.#asking !== undefined;
  }

  /** A prompt as it is shown first. */
  get isUntouched(): boolean {
    if (!this.#asking || this.#search || this.#offered || this.#pending !== '' || this.#tabs > 0) return false;
    const isAtEnd = this.#historyAt === this.#asking.history.length && this.#drafts.size === 0;
    return isAtEnd && this.#buffer.isEmpty && this.#entered.length === 0;
  }

  resize(columns: number): string {
    this.#columns = columns;
    if (!this.#asking) return '';
    const start = promptSpot(this.#promptText(), columns);
    this.#row = spotAfter(this.#buffer.cells.slice(0, this.#buffer.cursor), columns, start).row;
    this.#draw();
    return this.#flush().print;
  }

  /** Prints prompt and line again, after other text was printed over them. */
  showAgain(): string {
    if (!this.#asking) return '';
    this.#row = 0;
    this.#draw();
    return this.#flush().print;
  }

  /** Moves to a fresh row below what is being edited, so that other text can be printed. */
  stepAside(): string {
    if (!this.#asking) return '';
    const print = this.#row === 0 && this.#buffer.cells.length === 0 ? '\r\u001b[J' : `${this.#toEnd()}\r\n`;
    return print;
  }

  #flush() {
    const result = { print: this.#print, events: this.#events };
    this.#print = '';
    this.#events = [];
    return result;
  }

  #take(keys: readonly Key[]) {
    for (const [index, key] of keys.entries()) {
      if (!this.#asking) {
        if (isControl(key, 'C')) {
          this.#ahead = [];
          this.#print += '^C';
          this.#events.push({ kind: 'interrupt' });
        } else this.#ahead.push(key);
        continue;
      }
      this.#key(key);
      if (!this.#asking) this.#ahead.push(...keys.slice(index + 1).filter((later) => !isControl(later, 'C')));
      if (!this.#asking) break;
    }
    return this.#flush();
  }

  #key(key: Key): void {
    if (this.#offered) {
      this.#answerOffer(key);
      return;
    }
    if (this.#search && this.#searchKey(key)) return;
    const isTab = key.kind === 'named' && key.name === 'Tab';
    this.#tabs = isTab ? this.#tabs + 1 : 0;
    if (key.kind === 'text' || key.kind === 'paste') {
      this.#insert(key.text);
      return;
    }
    const action = editAction(key);
    if (!action) this.#command(key);
    else if (action(this.#buffer)) this.#draw();
    else this.#ring();
  }

  #insert(text: string): void {
    const buffer = this.#buffer;
    const atEnd = buffer.cursor === buffer.cells.length;
    const before = spotAfter(buffer.cells, this.#columns, promptSpot(this.#promptText(), this.#columns));
    buffer.insert(text);
    const width = [...text].reduce(
      (sum, char) => sum + (char === '\n' || cellWidth(char) === 0 ? 1000 : cellWidth(char)),
      0,
    );
    // The usual case, one more character at the end of a row that has room, needs no redraw.
    if (atEnd && before.column + width < this.#columns) this.#print += text;
    else this.#draw();
  }

  /** Keys that are about more than the text itself. */
  #command(key: Key): void {
    const name = key.kind === 'named' ? key.name : key.kind === 'control' ? `^${key.letter}` : '';
    if (name === 'Enter') this.#enter();
    else if (name === 'Tab') this.#complete();
    else if (name === 'Up' || name === 'PageUp' || name === '^P') this.#recall(-1);
    else if (name === 'Down' || name === 'PageDown' || name === '^N') this.#recall(1);
    else if (name === '^D') this.#deleteOrEnd();
    else if (name === '^C') {
      this.#print += `${this.#toEnd()}^C\r\n`;
      this.#finish({ kind: 'interrupt' });
    } else if (name === '^L') {
      this.#print += '\u001b[H\u001b[2J';
      this.#row = 0;
      this.#draw();
    } else if (name === '^R' && this.#asking?.kind === 'command') {
      this.#search = new HistorySearch(this.#asking.history);
      this.#draw();
    } else if (key.kind === 'alt' && (key.letter === '.' || key.letter === '_')) {
      this.#insert(this.#asking?.history.at(-1)?.trim().split(/\s+/).at(-1) ?? '');
    }
  }

  #enter(): void {
    const asking = this.#asking as Asking;
    this.#print += `${this.#toEnd()}\r\n`;
    const text = [...this.#entered, this.#buffer.text].join('\n');
    if (asking.kind === 'command' && !asking.isComplete(text)) {
      this.#entered.push(this.#buffer.text);
      this.#startLine('> ');
      return;
    }
    this.#finish({ kind: 'line', text });
  }

  #finish(event: EditorEvent): void {
    if (this.#asking?.kind === 'command') this.#print += PASTE_OFF;
    this.#asking = undefined;
    this.#search = undefined;
    this.#entered = [];
    this.#events.push(event);
  }

  #deleteOrEnd(): void {
    if (this.#buffer.cells.length === 0 && this.#entered.length === 0) this.#finish({ kind: 'end' });
    else if (deleteHere(this.#buffer)) this.#draw();
    else this.#ring();
  }

  #recall(step: -1 | 1): void {
    const history = this.#asking?.history ?? [];
    const to = this.#historyAt + step;
    if (this.#asking?.kind !== 'command' || to < 0 || to > history.length) {
      this.#ring();
      return;
    }
    this.#drafts.set(this.#historyAt, this.#buffer.text);
    this.#historyAt = to;
    this.#buffer.set(this.#drafts.get(to) ?? history[to] ?? '');
    this.#draw();
  }

  #complete(): void {
    const asking = this.#asking as Asking;
    const buffer = this.#buffer;
    const { from, candidates } =
      asking.kind === 'command' ? asking.complete(buffer.text, buffer.offset) : { from: 0, candidates: [] };
    const common = commonPrefix(candidates);
    if (common.length > buffer.offset - from || candidates.length === 1) {
      buffer.replaceFrom(from, common);
      this.#tabs = 0;
      this.#draw();
    } else if (candidates.length === 0 || this.#tabs < 2) this.#ring();
    else if (candidates.length > MANY) {
      this.#offered = candidates;
      this.#print += `${this.#toEnd()}\r\nDisplay all ${candidates.length} possibilities? (y or n)`;
    } else this.#list(candidates);
  }

  #answerOffer(key: Key): void {
    const offered = this.#offered as readonly string[];
    const text = key.kind === 'text' ? key.text[0]?.toLowerCase() : undefined;
    const yes = text === 'y' || text === ' ' || (key.kind === 'named' && key.name === 'Tab');
    const no = text === 'n' || key.kind === 'control' || (key.kind === 'named' && key.name === 'Backspace');
    if (yes || no) this.#offered = undefined;
    if (!yes && !no) this.#ring();
    else if (yes) this.#list(offered);
    else {
      this.#print += '\r\n';
      this.#row = 0;
      this.#draw();
    }
  }

  #list(candidates: readonly string[]): void {
    const names = candidates.map((name) => name.trimEnd().replace(/^.*\/(?=[^/]+\/?$)/, ''));
    this.#print += `${this.#toEnd()}\r\n${listInColumns(names, this.#columns)}`;
    this.#row = 0;
    this.#draw();
  }

  /** True when the key belonged to the search. */
  #searchKey(key: Key): boolean {
    const search = this.#search as HistorySearch;
    if (key.kind === 'text') this.#show(search, search.find(search.query + key.text, 'same'));
    else if (isControl(key, 'R')) this.#show(search, search.find(search.query, 'older'));
    else if (key.kind === 'named' && key.name === 'Backspace') {
      this.#show(search, search.find(search.query.slice(0, -1), 'afresh'));
    } else {
      this.#search = undefined;
      const cancelled = isControl(key, 'G') || isControl(key, 'C');
      if (cancelled) this.#buffer.set('');
      this.#draw();
      return isControl(key, 'G') || (key.kind === 'named' && key.name === 'Escape');
    }
    return true;
  }

  #show(search: HistorySearch, found: { line: string; at: number } | undefined): void {
    if (found) {
      this.#historyAt = search.at;
      this.#buffer.set(found.line);
      this.#buffer.move(graphemes(found.line.slice(0, found.at)).length);
    }
    this.#draw();
  }

  #startLine(prompt: string): void {
    this.#buffer.set('');
    this.#historyAt = this.#asking?.history.length ?? 0;
    this.#drafts = new Map();
    this.#search = undefined;
    this.#offered = undefined;
    this.#tabs = 0;
    this.#row = promptSpot(prompt, this.#columns).row;
    this.#print += prompt.replaceAll('\n', '\r\n');
  }

  #promptText(): string {
    const search = this.#search;
    if (search) return search.prompt;
    return this.#entered.length > 0 ? '> ' : (this.#asking?.prompt ?? '');
  }

  #draw(): void {
    const { cells, cursor } = this.#buffer;
    const { print, row } = redraw(this.#promptText(), cells, cursor, this.#columns, this.#row);
    this.#print += print;
    this.#row = row;
  }

  /** Bytes that put the cursor behind the last character. */
  #toEnd(): string {
    const { cells } = this.#buffer;
    const start = promptSpot(this.#promptText(), this.#columns);
    const { print, row } = redraw(this.#promptText(), cells, cells.length, this.#columns, this.#row);
    const end = spotAfter(cells, this.#columns, start);
    const moved = this.#buffer.cursor !== cells.length || this.#search !== undefined;
    this.#search = undefined;
    this.#buffer.cursor = cells.length;
    this.#row = moved ? row : end.row;
    return moved ? print : '';
  }

  #ring(): void {
    this.#print += BELL;
  }
}

function isControl(key: Key, letter: string): boolean {
  return key.kind === 'control' && key.letter === letter;
}

function commonPrefix(texts: readonly string[]): string {
  let prefix = texts[0] ?? '';
  for (const text of texts) while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}
