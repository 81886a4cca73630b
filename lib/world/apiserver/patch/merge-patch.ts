/** RFC 7386 merge patches. */
import { isObject, type Json, type JsonObject } from './json-value.ts';

/** The document after the patch; neither argument is changed. */
export function applyMergePatch(document: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: JsonObject = Object.create(null);
  if (isObject(document)) for (const key of Object.keys(document)) result[key] = document[key] as Json;
  for (const key of Object.keys(patch)) {
    const value = patch[key] as Json;
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(result[key] ?? null, value);
  }
  return result;
}
