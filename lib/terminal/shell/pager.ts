/** `less` on the terminal: one screen at a time, keys in, screens out. Models: less 590, the keys people use. */

import { type Key, readKeys } from './keys.ts';
import { cellWidth, graphemes } from './text-width.ts';

const ENTER_SCREEN = '\u001b[?1049h\u001b[H';
const LEAVE_SCREEN = '\u001b[?1049l';

export class Pager {
  readonly #text: string;
  #lines: string[] = [];
  #columns: number;
  #rows: number;
  #top = 0;
  #pending = '';
  #pattern = '';
  /** The pattern being typed behind `/`. */
  #typing: string | undefined;

  constructor(text: string, columns: number, rows: number) {
    this.#text = text;
    this.#columns = columns;
    this.#rows = rows;
    this.#fold();
  }

  start(): string {
    return ENTER_SCREEN + this.#draw('');
  }

  resize(columns: number, rows: number): string {
    this.#columns = columns;
    this.#rows = rows;
    this.#fold();
    return this.#draw('');
  }

  feed(data: string): { print: string; done: boolean } {
    const { keys, rest } = readKeys(this.#pending + data);
    this.#pending = rest;
    let print = '';
    for (const key of keys) {
      if (this.#typing === undefined && isLeaving(key)) return { print: print + LEAVE_SCREEN, done: true };
      const note = this.#typing === undefined ? this.#move(key) : this.#type(key);
      print += this.#draw(note);
    }
    return { print, done: false };
  }

  #fold(): void {
    this.#lines = this.#text
      .replace(/\n$/, '')
      .split('\n')
      .flatMap((line) => fold(line, this.#columns));
  }

  get #page(): number {
    return Math.max(1, this.#rows - 1);
  }

  #go(to: number): void {
    this.#top = Math.max(0, Math.min(to, this.#lines.length - this.#page));
  }

  #move(key: Key): string {
    const name =
      key.kind === 'named'
        ? key.name
        : key.kind === 'control'
          ? `^${key.letter}`
          : key.kind === 'text'
            ? key.text[0]
            : '';
    if (name === ' ' || name === 'f' || name === 'PageDown' || name === '^F' || name === '^V')
      this.#go(this.#top + this.#page);
    else if (name === 'b' || name === 'PageUp' || name === '^B') this.#go(this.#top - this.#page);
    else if (name === 'd' || name === '^D') this.#go(this.#top + (this.#page >> 1));
    else if (name === 'u' || name === '^U') this.#go(this.#top - (this.#page >> 1));
    else if (name === 'j' || name === 'e' || name === 'Down' || name === 'Enter' || name === '^N')
      this.#go(this.#top + 1);
    else if (name === 'k' || name === 'y' || name === 'Up' || name === '^P') this.#go(this.#top - 1);
    else if (name === 'g' || name === '<' || name === 'Home') this.#go(0);
    else if (name === 'G' || name === '>' || name === 'End') this.#go(this.#lines.length);
    else if (name === 'n') return this.#find(1);
    else if (name === 'N') return this.#find(-1);
    else if (name === '/') this.#typing = '';
    return '';
  }

  #type(key: Key): string {
    if (key.kind === 'text' || key.kind === 'paste') this.#typing += key.text;
    else if (key.kind === 'named' && key.name === 'Backspace') this.#typing = this.#typing?.slice(0, -1);
    else if (key.kind === 'named' && key.name === 'Enter') {
      this.#pattern = this.#typing || this.#pattern;
      this.#typing = undefined;
      return this.#find(1);
    } else this.#typing = undefined;
    return '';
  }

  /** Searches for plain text; a pattern of a person is never run as a regular expression. */
  #find(step: 1 | -1): string {
    for (let at = this.#top + step; at >= 0 && at < this.#lines.length; at += step) {
      if (!this.#lines[at]?.includes(this.#pattern)) continue;
      this.#top = at;
      return '';
    }
    return 'Pattern not found  (press RETURN)';
  }

  #draw(note: string): string {
    const shown = this.#lines.slice(this.#top, this.#top + this.#page);
    const empty = Array.from({ length: this.#page - shown.length }, () => '~');
    const atEnd = this.#top + this.#page >= this.#lines.length;
    const status = this.#typing === undefined ? note || (atEnd ? '(END)' : ':') : `/${this.#typing}`;
    const bar = status.startsWith('/') || status === ':' ? status : `\u001b[7m${status}\u001b[27m`;
    return `\u001b[H\u001b[2J${[...shown, ...empty].join('\r\n')}\r\n${bar}`;
  }
}

function isLeaving(key: Key): boolean {
  return (
    (key.kind === 'text' && (key.text === 'q' || key.text === 'Q')) || (key.kind === 'control' && key.letter === 'C')
  );
}

function fold(line: string, columns: number): string[] {
  const rows: string[] = [];
  let row = '';
  let width = 0;
  for (const cell of graphemes(line.replaceAll('\t', '        '))) {
    const cells = cellWidth(cell);
    if (width + cells > columns) {
      rows.push(row);
      row = '';
      width = 0;
    }
    row += cell;
    width += cells;
  }
  return [...rows, row];
}
