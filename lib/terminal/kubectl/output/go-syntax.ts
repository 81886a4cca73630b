/** Values as Go's `%#v` shows them. */
import { isObject, type Json, sortedEntries } from '../json.ts';

/** Undefined fields are left out, keys sorted. */
export function goSyntax(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = sortedEntries(value).map(([key, inner]) => `${JSON.stringify(key)}:${goSyntax(inner)}`);
  return `map[string]interface {}{${fields.join(', ')}}`;
}
