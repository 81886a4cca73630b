/** Where a prompt and the text behind it stand on the screen, and the bytes that redraw them. */
import { cellWidth, graphemes, withoutEscapes } from './text-width.ts';

export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** Where the cursor stands after these cells, from a spot on; a full last column counts as the next row. */
export function spotAfter(cells: readonly string[], columns: number, from: Spot): Spot {
  let { row, column } = from;
  for (const cell of cells) {
    if (cell === '\n') {
      row++;
      column = 0;
      continue;
    }
    const width = cell === '\t' ? 8 - (column % 8) : cellWidth(cell);
    if (column + width > columns) {
      row++;
      column = 0;
    }
    column += width;
    if (column >= columns) {
      row++;
      column = 0;
    }
  }
  return { row, column };
}

export function promptSpot(prompt: string, columns: number): Spot {
  return spotAfter(graphemes(withoutEscapes(prompt)), columns, { row: 0, column: 0 });
}

export function moveBy(rows: number, column: number): string {
  const vertical = rows < 0 ? `\u001b[${-rows}A` : rows > 0 ? `\u001b[${rows}B` : '';
  return `${vertical}\r${column > 0 ? `\u001b[${column}C` : ''}`;
}

/** Draws prompt and cells anew, starting from the row the cursor is in now, and leaves the cursor at `cursor`. */
export function redraw(
  prompt: string,
  cells: readonly string[],
  cursor: number,
  columns: number,
  rowNow: number,
): { print: string; row: number } {
  const start = promptSpot(prompt, columns);
  const end = spotAfter(cells, columns, start);
  const at = spotAfter(cells.slice(0, cursor), columns, start);
  // A terminal keeps the cursor in the last column until the next character; a line break settles it.
  const full = end.column === 0 && end.row > 0 && cells.at(-1) !== '\n' ? '\r\n' : '';
  const text = cells.join('').replaceAll('\n', '\r\n');
  const promptFull = start.column === 0 && start.row > 0 && cells.length === 0 && !prompt.endsWith('\n') ? '\r\n' : '';
  const print = `${moveBy(-rowNow, 0)}\u001b[J${prompt.replaceAll('\n', '\r\n')}${text}${full || promptFull}${moveBy(at.row - end.row, at.column)}`;
  return { print, row: at.row };
}

/** Candidates in columns, as readline lists them. Models: readline 8.2, rl_display_match_list. */
export function listInColumns(names: readonly string[], columns: number): string {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const across = Math.max(1, Math.floor(columns / width));
  const down = Math.ceil(names.length / across);
  let text = '';
  for (let row = 0; row < down; row++) {
    const cells: string[] = [];
    for (let column = 0; column < across; column++) {
      const name = names[row + column * down];
      if (name !== undefined) cells.push(name);
    }
    text += `${cells.map((name, index) => (index === cells.length - 1 ? name : name.padEnd(width))).join('')}\r\n`;
  }
  return text;
}
