/** JSON as Go's encoding/json writes it: sorted keys, and `<`, `>`, `&` escaped. */
import { isObject, type Json, type JsonObject, sortedEntries } from '../json.ts';

/** Maps are sorted; Go's structs keep the order in which their fields are declared. */
export type KeyOrder = 'Sorted' | 'Declared';

const escapeText = (value: string): string =>
  JSON.stringify(value)
    .replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('\\b', '\\u0008')
    .replaceAll('\\f', '\\u000c');

function atom(value: string | number | boolean | null): string {
  return typeof value === 'string' ? escapeText(value) : String(value);
}

export function entriesOf(value: JsonObject, order: KeyOrder): [string, Json][] {
  if (order === 'Sorted') return sortedEntries(value);
  return Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined);
}

/** `indent` is the text of one level; empty for the compact form. */
export function toJson(value: Json, indent: string, order: KeyOrder = 'Sorted', level = 0): string {
  const newline = indent === '' ? '' : `\n${indent.repeat(level + 1)}`;
  const close = indent === '' ? '' : `\n${indent.repeat(level)}`;
  if (Array.isArray(value)) {
    const items = value.map((item) => newline + toJson(item, indent, order, level + 1));
    return items.length === 0 ? '[]' : `[${items.join(',')}${close}]`;
  }
  if (!isObject(value)) return atom(value as string | number | boolean | null);
  const colon = indent === '' ? ':' : ': ';
  const fields = entriesOf(value, order).map(
    ([key, field]) => `${newline}${escapeText(key)}${colon}${toJson(field, indent, order, level + 1)}`,
  );
  return fields.length === 0 ? '{}' : `{${fields.join(',')}${close}}`;
}

/** As `-o json` prints an object. */
export const prettyJson = (value: Json, order: KeyOrder = 'Sorted'): string => `${toJson(value, '    ', order)}\n`;

export const compactJson = (value: Json, order: KeyOrder = 'Sorted'): string => toJson(value, '', order);
