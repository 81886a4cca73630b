/** Printing of the server's Tables. Models: cli-runtime's table printer over tabwriter. */
import { at, isObject, type Json, type JsonObject, list, number, object, sortedEntries, text } from '../json.ts';
import { alignTabs, TABLE_TABS } from './tabwriter.ts';

export interface TableOptions {
  readonly wide: boolean;
  readonly noHeaders: boolean;
  /** Adds the NAMESPACE column. */
  readonly withNamespace: boolean;
  /** `pod`, `deployment.apps`: printed before names when set. */
  readonly kindPrefix: string;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  /** Printed in a first column of its own, as `--output-watch-events` asks. */
  readonly eventType?: string | undefined;
}

const BREAK = /[\f\n\r]/;

function cellText(cell: Json | undefined): string {
  if (cell === undefined || cell === null) return '';
  if (typeof cell !== 'string')
    return typeof cell === 'object' ? `[${list(cell).map(cellText).join(' ')}]` : String(cell);
  const end = cell.search(BREAK);
  const shown = end < 0 ? cell : `${cell.slice(0, end)}...`;
  return shown.replaceAll('\x1b', '^[');
}

const labelsText = (labels: JsonObject): string => {
  const pairs = sortedEntries(labels).map(([key, value]) => `${key}=${String(value)}`);
  return pairs.length === 0 ? '<none>' : pairs.join(',');
};

const metadataOf = (row: Json): JsonObject => object(row, 'object', 'metadata');

function headerLine(columns: readonly Json[], options: TableOptions): string {
  const names = columns.map((column) => text(column, 'name').toUpperCase());
  const labels = options.labelColumns.map((label) => (label.split('/').at(-1) ?? '').toUpperCase());
  return [
    ...(options.eventType === undefined ? [] : ['EVENT']),
    ...(options.withNamespace ? ['NAMESPACE'] : []),
    ...names,
    ...labels,
    ...(options.showLabels ? ['LABELS'] : []),
  ].join('\t');
}

function rowLine(row: Json, shown: readonly { index: number; isName: boolean }[], options: TableOptions): string {
  const metadata = metadataOf(row);
  const labels = object(metadata, 'labels');
  const cells = shown.map(({ index, isName }) => {
    const cell = cellText(at(row, 'cells', index));
    return isName && options.kindPrefix !== '' ? `${options.kindPrefix}/${cell}` : cell;
  });
  return [
    ...(options.eventType === undefined ? [] : [options.eventType]),
    ...(options.withNamespace ? [text(metadata, 'namespace')] : []),
    ...cells,
    ...options.labelColumns.map((label) => text(labels, label)),
    ...(options.showLabels ? [labelsText(labels)] : []),
  ].join('\t');
}

/** Lines of a table with their tabs; the header first where it is wanted. */
export function tableLines(table: JsonObject, options: TableOptions): string[] {
  const columns = list(table, 'columnDefinitions');
  const shown = columns
    .map((column, index) => ({ column, index, isName: text(column, 'name').toLowerCase() === 'name' }))
    .filter(({ column }) => options.wide || (number(column, 'priority') ?? 0) === 0);
  const header = options.noHeaders
    ? []
    : [
        headerLine(
          shown.map(({ column }) => column),
          options,
        ),
      ];
  return [...header, ...list(table, 'rows').map((row) => rowLine(row, shown, options))];
}

export const isTable = (value: unknown): value is JsonObject => isObject(value) && value.kind === 'Table';

/** Rows of one kind, aligned together; later rows (of a watch) keep to the widths of earlier ones. */
export class TableWriter {
  readonly #widths: number[] = [];
  #lines: string[] = [];

  add(lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  /** The aligned text of what was added since the last call. */
  flush(): string {
    const lines = this.#lines;
    this.#lines = [];
    return lines.length === 0 ? '' : alignTabs(`${lines.join('\n')}\n`, TABLE_TABS, this.#widths);
  }
}
