/**
 * Making strategic merge patches: what changed between two objects, in the form the server merges.
 * Models: apimachinery util/strategicpatch (CreateTwoWayMergePatch, CreateThreeWayMergePatch).
 */
import { compareText, equalJson, isObject, type Json, type JsonObject } from '../json.ts';
import type { PatchFields, PatchMeta } from './meta.ts';

type Draft = { [key: string]: Json };

/** Which half of a difference is wanted: a three-way patch takes changes and deletions from different pairs. */
interface Options {
  readonly changes: boolean;
  readonly deletions: boolean;
  readonly order: boolean;
}

const keyOf = (item: Json, mergeKey: string): string =>
  isObject(item) ? JSON.stringify(item[mergeKey] ?? null) : JSON.stringify(item);

function diffMaps(original: JsonObject, modified: JsonObject, fields: PatchFields, options: Options): Draft {
  const patch: Draft = {};
  for (const [key, after] of Object.entries(modified)) {
    if (after === undefined) continue;
    const before = Object.hasOwn(original, key) ? original[key] : undefined;
    if (before === undefined) {
      if (options.changes) patch[key] = after;
    } else diffField(patch, key, before, after, fields[key] ?? {}, options);
  }
  if (options.deletions)
    for (const key of Object.keys(original))
      if (modified[key] === undefined && original[key] !== undefined) patch[key] = null;
  return patch;
}

function diffField(patch: Draft, key: string, before: Json, after: Json, meta: PatchMeta, options: Options): void {
  if (isObject(before) && isObject(after)) {
    const inner = diffMaps(before, after, meta.fields ?? {}, options);
    if (meta.retainKeys && Object.keys(inner).length > 0) inner.$retainKeys = Object.keys(after).sort(compareText);
    if (Object.keys(inner).length > 0) patch[key] = inner;
    return;
  }
  if (Array.isArray(before) && Array.isArray(after) && (meta.mergeKey || meta.set)) {
    diffLists(patch, key, before, after, meta, options);
    return;
  }
  if (!equalJson(before, after) && options.changes) patch[key] = after;
}

function diffLists(
  patch: Draft,
  key: string,
  before: readonly Json[],
  after: readonly Json[],
  meta: PatchMeta,
  options: Options,
): void {
  const { mergeKey } = meta;
  const items = mergeKey ? diffObjects(before, after, mergeKey, meta, options) : [];
  const scalars = mergeKey ? { added: [], removed: [] } : diffScalars(before, after, options);
  const list = [...items, ...scalars.added];
  if (list.length > 0) patch[key] = list;
  if (scalars.removed.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = scalars.removed;
  const touched = list.length > 0 || scalars.removed.length > 0;
  const reordered = !equalJson(
    before.map((item) => keyOf(item, mergeKey ?? '')),
    after.map((item) => keyOf(item, mergeKey ?? '')),
  );
  if (options.order && after.length > 0 && (touched || (reordered && options.changes)))
    patch[`$setElementOrder/${key}`] = after.map((item) =>
      mergeKey && isObject(item) ? { [mergeKey]: item[mergeKey] ?? null } : item,
    );
}

function diffScalars(
  before: readonly Json[],
  after: readonly Json[],
  options: Options,
): { added: Json[]; removed: Json[] } {
  return {
    added: options.changes ? after.filter((item) => !before.includes(item)) : [],
    removed: options.deletions ? before.filter((item) => !after.includes(item)) : [],
  };
}

function diffObjects(
  before: readonly Json[],
  after: readonly Json[],
  mergeKey: string,
  meta: PatchMeta,
  options: Options,
): Json[] {
  const old = new Map(before.map((item) => [keyOf(item, mergeKey), item]));
  const kept = new Set(after.map((item) => keyOf(item, mergeKey)));
  const changed = after.flatMap((item): Json[] => {
    const previous = old.get(keyOf(item, mergeKey));
    if (!isObject(item)) return [];
    if (!isObject(previous)) return options.changes ? [item] : [];
    const inner = diffMaps(previous, item, meta.fields ?? {}, options);
    if (Object.keys(inner).length === 0) return [];
    const retain = meta.retainKeys ? { $retainKeys: Object.keys(item).sort(compareText) } : {};
    return [{ ...retain, ...inner, [mergeKey]: item[mergeKey] ?? null }];
  });
  const gone = before.filter((item) => !kept.has(keyOf(item, mergeKey)));
  const deletions = options.deletions
    ? gone.map((item): Json => ({ $patch: 'delete', [mergeKey]: isObject(item) ? (item[mergeKey] ?? null) : null }))
    : [];
  return [...changed, ...deletions];
}

/** What turns `original` into `modified`. */
export const twoWayPatch = (original: JsonObject, modified: JsonObject, fields: PatchFields): JsonObject =>
  diffMaps(original, modified, fields, { changes: true, deletions: true, order: true });

/** Adds deletions to changes; lists with the same key are joined. */
function mergePatches(changes: JsonObject, deletions: JsonObject, fields: PatchFields): Draft {
  const merged: Draft = {};
  for (const [key, value] of Object.entries(changes)) if (value !== undefined) merged[key] = value;
  for (const [key, value] of Object.entries(deletions)) {
    if (value === undefined) continue;
    const present = merged[key];
    const meta = fields[key] ?? {};
    if (isObject(present) && isObject(value)) merged[key] = mergePatches(present, value, meta.fields ?? {});
    else if (Array.isArray(present) && Array.isArray(value) && !key.startsWith('$'))
      merged[key] = mergeLists(present, value, meta);
    else if (present === undefined || value === null || !key.startsWith('$')) merged[key] = value;
  }
  return merged;
}

function mergeLists(changes: readonly Json[], deletions: readonly Json[], meta: PatchMeta): Json[] {
  const { mergeKey } = meta;
  if (!mergeKey) return [...changes, ...deletions];
  const rest = new Map(deletions.map((item) => [keyOf(item, mergeKey), item]));
  const joined = changes.map((item) => {
    const other = rest.get(keyOf(item, mergeKey));
    rest.delete(keyOf(item, mergeKey));
    return isObject(item) && isObject(other) ? mergePatches(item, other, meta.fields ?? {}) : item;
  });
  return [...joined, ...rest.values()];
}

/**
 * What `kubectl apply` sends: changes between the live object and the new configuration, and deletions of what the
 * last configuration had and the new one has not.
 */
export function threeWayPatch(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  fields: PatchFields,
): JsonObject {
  const changes = diffMaps(current, modified, fields, { changes: true, deletions: false, order: true });
  const deletions = diffMaps(original, modified, fields, { changes: false, deletions: true, order: true });
  return mergePatches(changes, deletions, fields);
}
