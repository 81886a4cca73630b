/**
 * Descriptions of structs and fields, for `kubectl explain` and the API's OpenAPI document. Kept apart so that a
 * start does not read them: import this module where it is needed.
 */
import { TEXT_LINES } from './texts.schema.ts';

const indexes = new Map<string, ReadonlyMap<string, string>>();

/** What the API documentation says of a struct (`core/v1.PodSpec`) or of one of its fields; empty where it says nothing. */
export function textOf(struct: string, field?: string): string {
  const index = indexes.get(TEXT_LINES) ?? readIndex(TEXT_LINES);
  return index.get(field === undefined ? struct : `${struct}.${field}`) ?? '';
}

function readIndex(lines: string): ReadonlyMap<string, string> {
  const index = new Map(lines.split('\n').map((line) => line.split('\t') as [string, string]));
  indexes.set(lines, index);
  return index;
}
