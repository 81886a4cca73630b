/** The text being edited and the emacs-style changes to it; knows nothing of the screen. */
import { graphemes } from './text-width.ts';

export class EditBuffer {
  /** Graphemes; a line break is one of them. */
  cells: string[] = [];
  cursor = 0;
  #killed = '';

  /** Nothing to show, and nothing cut that could be put back. */
  get isEmpty(): boolean {
    return this.cells.length === 0 && this.#killed === '';
  }

  get text(): string {
    return this.cells.join('');
  }

  /** Cursor as an offset into `text`. */
  get offset(): number {
    return this.cells.slice(0, this.cursor).join('').length;
  }

  set(text: string): void {
    this.cells = graphemes(text);
    this.cursor = this.cells.length;
  }

  insert(text: string): void {
    const before = this.cells.slice(0, this.cursor).join('') + text;
    const head = graphemes(before);
    this.cells = graphemes(before + this.cells.slice(this.cursor).join(''));
    this.cursor = head.length;
  }

  /** Replaces what stands between an offset of `text` and the cursor. */
  replaceFrom(offset: number, text: string): void {
    const head = this.text.slice(0, offset) + text;
    const tail = this.cells.slice(this.cursor).join('');
    this.cells = graphemes(head + tail);
    this.cursor = graphemes(head).length;
  }

  move(to: number): void {
    this.cursor = Math.max(0, Math.min(this.cells.length, to));
  }

  /** Start of the line the cursor is in; a buffer has several after a paste. */
  lineStart(): number {
    return this.cells.lastIndexOf('\n', this.cursor - 1) + 1;
  }

  lineEnd(): number {
    const end = this.cells.indexOf('\n', this.cursor);
    return end < 0 ? this.cells.length : end;
  }

  wordLeft(isWord = IS_WORD): number {
    let at = this.cursor;
    while (at > 0 && !isWord.test(this.cells[at - 1] as string)) at--;
    while (at > 0 && isWord.test(this.cells[at - 1] as string)) at--;
    return at;
  }

  wordRight(): number {
    let at = this.cursor;
    while (at < this.cells.length && !IS_WORD.test(this.cells[at] as string)) at++;
    while (at < this.cells.length && IS_WORD.test(this.cells[at] as string)) at++;
    return at;
  }

  delete(from: number, to: number): void {
    this.cells.splice(from, to - from);
    this.cursor = from;
  }

  /** Deletes into the kill buffer, from which `yank` inserts. */
  kill(from: number, to: number): void {
    if (from >= to) return;
    this.#killed = this.cells.slice(from, to).join('');
    this.delete(from, to);
  }

  killWordLeft(kind: 'word' | 'blank'): void {
    this.kill(this.wordLeft(kind === 'blank' ? NOT_BLANK : IS_WORD), this.cursor);
  }

  yank(): void {
    this.insert(this.#killed);
  }

  transpose(): void {
    const at = this.cursor === this.cells.length ? this.cursor - 1 : this.cursor;
    if (at < 1) return;
    const [left, right] = [this.cells[at - 1] as string, this.cells[at] as string];
    this.cells[at - 1] = right;
    this.cells[at] = left;
    this.cursor = at + 1;
  }

  changeWord(change: (word: string) => string): void {
    const end = this.wordRight();
    let start = this.cursor;
    while (start < end && !IS_WORD.test(this.cells[start] as string)) start++;
    const word = graphemes(change(this.cells.slice(start, end).join('')));
    this.cells.splice(start, end - start, ...word);
    this.cursor = start + word.length;
  }
}

const IS_WORD = /[\p{L}\p{N}_]/u;
const NOT_BLANK = /\S/;
