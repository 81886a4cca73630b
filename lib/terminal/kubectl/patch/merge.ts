/** JSON merge patches (RFC 7386): made by label, annotate, and for kinds without merge keys. */
import { equalJson, isObject, type Json, type JsonObject } from '../json.ts';

type Draft = { [key: string]: Json };

/** What turns `original` into `modified`. */
export function mergePatch(original: JsonObject, modified: JsonObject): JsonObject {
  return difference(original, modified, { changes: true, deletions: true });
}

function difference(original: JsonObject, modified: JsonObject, want: { changes: boolean; deletions: boolean }): Draft {
  const patch: Draft = {};
  for (const [key, after] of Object.entries(modified)) {
    const before = Object.hasOwn(original, key) ? original[key] : undefined;
    if (after === undefined || equalJson(before, after)) continue;
    if (isObject(before) && isObject(after)) {
      const inner = difference(before, after, want);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (want.changes) patch[key] = after;
  }
  if (want.deletions)
    for (const key of Object.keys(original))
      if (original[key] !== undefined && modified[key] === undefined) patch[key] = null;
  return patch;
}

function joined(changes: JsonObject, deletions: JsonObject): Draft {
  const merged: Draft = { ...(changes as Draft) };
  for (const [key, value] of Object.entries(deletions)) {
    const present = merged[key];
    if (value !== undefined) merged[key] = isObject(present) && isObject(value) ? joined(present, value) : value;
  }
  return merged;
}

/** As `apply` makes it for kinds without merge keys. */
export function threeWayMergePatch(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const changes = difference(current, modified, { changes: true, deletions: false });
  const deletions = difference(original, modified, { changes: false, deletions: true });
  return joined(changes, deletions);
}

/** The object after a JSON merge patch. */
export function applyMergePatch(target: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: Draft = isObject(target) ? { ...(target as Draft) } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(result[key] ?? null, value);
  }
  return result;
}
