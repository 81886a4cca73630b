/** What a describer of one kind is given. */
import type { Api } from '../client/api.ts';
import { isObject, type JsonObject, list, text } from '../json.ts';
import type { Writer } from './writer.ts';

export interface DescribeContext {
  readonly api: Api;
  /** Ms since 1970. */
  readonly nowMs: number;
  readonly showEvents: boolean;
}

/** Writes the page of one object. */
export type Describer = (w: Writer, object: JsonObject, context: DescribeContext) => void;

/** Objects of a collection, empty where the server has none or does not say. */
export function listObjects(api: Api, path: string, query: Record<string, string | undefined>): JsonObject[] {
  return list(api.get(path, { ...query, limit: '500' }), 'items').filter(isObject);
}

export const namespaceOf = (object: JsonObject): string => text(object, 'metadata', 'namespace');
export const nameOf = (object: JsonObject): string => text(object, 'metadata', 'name');
