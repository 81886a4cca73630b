/** Go's text/tabwriter with spaces for padding, and the memory of column widths that kubectl's tables add to it. */

export interface TabOptions {
  readonly minWidth: number;
  readonly padding: number;
}

/** What `kubectl get` uses. */
export const TABLE_TABS: TabOptions = { minWidth: 6, padding: 3 };
/** What `kubectl describe` uses. */
export const DESCRIBE_TABS: TabOptions = { minWidth: 0, padding: 2 };

const widthOf = (cell: string): number => [...cell].length;

class Layout {
  readonly #lines: readonly (readonly string[])[];
  readonly #options: TabOptions;
  readonly #remembered: number[] | undefined;
  readonly #out: string[] = [];

  constructor(lines: readonly (readonly string[])[], options: TabOptions, remembered: number[] | undefined) {
    this.#lines = lines;
    this.#options = options;
    this.#remembered = remembered;
  }

  render(): string {
    this.#format([], 0, this.#lines.length);
    return this.#out.join('');
  }

  /** Lines that share a cell in the next column form a block of one width. */
  #format(widths: readonly number[], from: number, to: number): void {
    const column = widths.length;
    const hasCell = (line: number) => column < (this.#lines[line]?.length ?? 0) - 1;
    let start = from;
    for (let line = from; line < to; line++) {
      if (!hasCell(line)) continue;
      this.#write(widths, start, line);
      let end = line;
      while (end < to && hasCell(end)) end++;
      this.#format([...widths, this.#columnWidth(column, line, end)], line, end);
      start = end;
      line = end;
    }
    this.#write(widths, start, to);
  }

  #columnWidth(column: number, from: number, to: number): number {
    let width = this.#options.minWidth;
    for (let line = from; line < to; line++)
      width = Math.max(width, widthOf(this.#lines[line]?.[column] ?? '') + this.#options.padding);
    if (!this.#remembered) return width;
    this.#remembered[column] = Math.max(this.#remembered[column] ?? 0, width);
    return this.#remembered[column];
  }

  #write(widths: readonly number[], from: number, to: number): void {
    for (let line = from; line < to; line++) {
      const cells = this.#lines[line] ?? [];
      const shown = cells.map((cell, index) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell))));
      this.#out.push(shown.join(''), line + 1 < this.#lines.length ? '\n' : '');
    }
  }
}

/** Aligns text whose cells end in tabs; the last cell of a line is not part of a column. */
export function alignTabs(text: string, options: TabOptions, remembered?: number[]): string {
  return new Layout(
    text.split('\n').map((line) => line.split('\t')),
    options,
    remembered,
  ).render();
}
