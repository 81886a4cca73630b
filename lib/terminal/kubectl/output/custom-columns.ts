/** `-o custom-columns=NAME:.path,…`. */
import { CommandError } from '../cli/errors.ts';
import type { Json } from '../json.ts';
import { relaxedTemplate } from './jsonpath.ts';
import { findAll, valueText } from './jsonpath-eval.ts';
import { alignTabs, TABLE_TABS } from './tabwriter.ts';

export interface Column {
  readonly header: string;
  readonly template: string;
}

/** Throws `CommandError` in kubectl's words where the specification cannot be read. */
export function parseColumns(specification: string): Column[] {
  if (specification === '') throw new CommandError('custom-columns format specified but no custom columns given');
  return specification.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0)
      throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, colon), template: relaxedTemplate(part.slice(colon + 1)) };
  });
}

/** Two lines: headers, and the paths below them. */
export function parseColumnsFile(file: string): Column[] {
  const [headers = [], paths = []] = file.split('\n').map((line) => line.split(/\s+/).filter((word) => word !== ''));
  if (headers.length !== paths.length)
    throw new CommandError(
      `number of headers (${headers.length}) and field specifications (${paths.length}) don't match`,
    );
  return headers.map((header, index) => ({ header, template: relaxedTemplate(paths[index] ?? '') }));
}

function columnText(column: Column, item: Json): string {
  const found = findAll(column.template, item, { allowMissing: true });
  return found.length === 0 ? '<none>' : found.map((value) => (value === null ? '<nil>' : goText(value))).join(',');
}

/** As Go's `%v` prints a value. */
function goText(value: Json): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value !== 'object') return valueText(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, inner]) => `${key}:${goText(inner ?? null)}`).join(' ')}]`;
}

export function columnLines(columns: readonly Column[], items: readonly Json[], noHeaders: boolean): string[] {
  const rows = items.map((item) => columns.map((column) => columnText(column, item)));
  const header = noHeaders ? [] : [columns.map((column) => column.header)];
  return [...header, ...rows].map((row) => row.join('\t'));
}

export function renderColumns(columns: readonly Column[], items: readonly Json[], noHeaders: boolean): string {
  const lines = columnLines(columns, items, noHeaders);
  return lines.length === 0 ? '' : alignTabs(`${lines.join('\n')}\n`, TABLE_TABS);
}
