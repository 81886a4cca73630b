/** A small terminal screen, enough to say what a person sees after the bytes a terminal prints. */
import { cellWidth, graphemes } from '../../../lib/terminal/shell/text-width.ts';

export class Screen {
  readonly #columns: number;
  #cells: string[][] = [[]];
  row = 0;
  column = 0;
  /** The cursor stands in the last column and the next character goes to the next row. */
  #full = false;

  constructor(columns: number) {
    this.#columns = columns;
  }

  write(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with one.
    for (const part of text.split(/(\u001b\[[0-9;?]*[A-Za-z]|[\r\n\u0007])/)) {
      if (part === '' || part === '\u0007') continue;
      if (part.startsWith('\u001b')) this.#sequence(part.slice(2, -1), part.at(-1) as string);
      else if (part === '\r') this.#moveTo(this.row, 0);
      else if (part === '\n') this.#moveTo(this.row + 1, this.column);
      else for (const cell of graphemes(part)) this.#put(cell);
    }
  }

  /** Rows without trailing blanks, and without empty rows at the end. */
  get text(): string {
    const rows = this.#cells.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    return rows.join('\n').trimEnd();
  }

  #moveTo(row: number, column: number): void {
    this.row = Math.max(0, row);
    this.column = Math.max(0, Math.min(column, this.#columns - 1));
    this.#full = false;
    while (this.#cells.length <= this.row) this.#cells.push([]);
  }

  #put(cell: string): void {
    const width = cellWidth(cell);
    if (this.#full || this.column + width > this.#columns) this.#moveTo(this.row + 1, 0);
    const row = this.#cells[this.row] as string[];
    row[this.column] = cell;
    if (width === 2) row[this.column + 1] = '';
    const next = this.column + width;
    this.column = Math.min(next, this.#columns - 1);
    this.#full = next >= this.#columns;
  }

  #sequence(parameters: string, final: string): void {
    const count = Number(parameters || '1');
    if (final === 'A') this.#moveTo(this.row - count, this.column);
    else if (final === 'B') this.#moveTo(this.row + count, this.column);
    else if (final === 'C') this.#moveTo(this.row, this.column + count);
    else if (final === 'H') this.#moveTo(0, 0);
    else if (final === 'J' && parameters === '2') this.#cells = [[]];
    else if (final === 'J') {
      this.#cells.length = this.row + 1;
      (this.#cells[this.row] as string[]).length = this.column + (this.#full ? 1 : 0);
    }
  }
}
