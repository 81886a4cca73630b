/** `--sort-by`. Models: kubectl's RuntimeSort: numbers as numbers, quantities by size, text by bytes. */
import { compareText, type Json, type JsonObject, list } from '../json.ts';
import { goSorted } from './go-sort.ts';
import { relaxedTemplate } from './jsonpath.ts';
import { findAll } from './jsonpath-eval.ts';
import { parseQuantity } from './quantity.ts';

/** What has no value comes first, also before others that have none. */
function isLess(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || a === null) return true;
  if (b === undefined || b === null) return false;
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  const [left, right] = [String(a), String(b)];
  const [p, q] = [parseQuantity(left), parseQuantity(right)];
  return p !== undefined && q !== undefined ? p < q : compareText(left, right) < 0;
}

function sorted<T>(items: readonly T[], expression: string, objectOf: (item: T) => Json): T[] {
  const template = relaxedTemplate(expression);
  const keyed = items.map((item) => ({ item, key: findAll(template, objectOf(item), { allowMissing: true })[0] }));
  if (keyed.every(({ key }) => key === undefined)) return [];
  return goSorted(keyed, (a, b) => isLess(a.key, b.key)).map(({ item }) => item);
}

export const sortItems = (items: readonly JsonObject[], expression: string): JsonObject[] =>
  sorted(items, expression, (item) => item);

/** A table whose rows carry their objects, sorted by them. */
export function sortRows(table: JsonObject, expression: string): JsonObject {
  const rows = list(table, 'rows') as readonly JsonObject[];
  return { ...table, rows: sorted(rows, expression, (row) => row.object ?? {}) };
}
