/** `--sort-by`. Models: kubectl's RuntimeSort: numbers as numbers, quantities by size, text by bytes. */
import { compareText, type Json, type JsonObject, list } from '../json.ts';
import { relaxedTemplate } from './jsonpath.ts';
import { findAll } from './jsonpath-eval.ts';
import { parseQuantity } from './quantity.ts';

function compareValues(a: Json | undefined, b: Json | undefined): number {
  if (a === undefined || a === null) return b === undefined || b === null ? 0 : -1;
  if (b === undefined || b === null) return 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  const [p, q] = [parseQuantity(left), parseQuantity(right)];
  return p !== undefined && q !== undefined ? p - q : compareText(left, right);
}

function sorted<T>(items: readonly T[], expression: string, objectOf: (item: T) => Json): T[] {
  const template = relaxedTemplate(expression);
  const keyed = items.map((item) => ({ item, key: findAll(template, objectOf(item), { allowMissing: true })[0] }));
  if (keyed.every(({ key }) => key === undefined)) return [];
  return keyed.sort((a, b) => compareValues(a.key, b.key)).map(({ item }) => item);
}

export const sortItems = (items: readonly JsonObject[], expression: string): JsonObject[] =>
  sorted(items, expression, (item) => item);

/** A table whose rows carry their objects, sorted by them. */
export function sortRows(table: JsonObject, expression: string): JsonObject {
  const rows = list(table, 'rows') as readonly JsonObject[];
  return { ...table, rows: sorted(rows, expression, (row) => row.object ?? {}) };
}
