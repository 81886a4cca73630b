/**
 * Strategic merge patches: maps merge by key, lists by the merge key that their schema declares, with the directives
 * `$patch`, `$retainKeys`, `$setElementOrder/…` and `$deleteFromPrimitiveList/…`.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/strategicpatch/patch.go
 */
import { badRequest } from '../status.ts';
import { isObject, type Json, type JsonObject, jsonCopy } from './json-value.ts';
import { arrange, mergeKeyOf, sameItem } from './list-order.ts';

/** What the schema says of one field of a map. */
export interface PatchField {
  /** `merge`: lists merge by `mergeKey` (or as a set of primitives); `replace`: the patch's value stands. */
  readonly strategy: 'merge' | 'replace' | undefined;
  readonly mergeKey: string | undefined;
  readonly shape: PatchShape | undefined;
}

/** The schema of a map, asked field by field; undefined for a field that is not known. */
export type PatchShape = (field: string) => PatchField | undefined;

const DIRECTIVE = '$patch';
const RETAIN = '$retainKeys';
const ORDER = '$setElementOrder/';
const DELETE_FROM = '$deleteFromPrimitiveList/';

/** A value of a patch that meets nothing in the original: without nulls in maps and without directives. */
function taken(value: Json): Json {
  if (Array.isArray(value)) {
    return value.filter((item) => !(isObject(item) && item[DIRECTIVE] !== undefined)).map(taken);
  }
  if (!isObject(value)) return value;
  if (value[DIRECTIVE] === 'delete') return Object.create(null);
  const result: JsonObject = Object.create(null);
  for (const key of Object.keys(value)) {
    if (key.startsWith('$') && isDirective(key)) continue;
    if (value[key] !== null) result[key] = taken(value[key] as Json);
  }
  return result;
}

function isDirective(key: string): boolean {
  return key === DIRECTIVE || key === RETAIN || key.startsWith(ORDER) || key.startsWith(DELETE_FROM);
}

function mergeMap(original: JsonObject, patch: JsonObject, shape: PatchShape | undefined): JsonObject {
  const directive = patch[DIRECTIVE];
  if (directive === 'replace') return taken({ ...patch, [DIRECTIVE]: null }) as JsonObject;
  if (directive === 'delete') return Object.create(null);
  if (directive !== undefined && directive !== 'merge') {
    throw badRequest(`unknown patch type found in: ${JSON.stringify(directive)}`);
  }
  const result: JsonObject = Object.assign(Object.create(null), original);
  retainKeys(result, patch[RETAIN]);
  for (const key of Object.keys(patch)) {
    if (key.startsWith(DELETE_FROM)) deleteFromPrimitives(result, key.slice(DELETE_FROM.length), patch[key] as Json);
  }
  for (const key of Object.keys(patch)) {
    if (!isDirective(key)) mergeField(result, key, patch[key] as Json, shape?.(key));
  }
  for (const key of Object.keys(patch)) {
    if (key.startsWith(ORDER)) order(original, result, key.slice(ORDER.length), patch[key] as Json, shape);
  }
  return result;
}

function retainKeys(result: JsonObject, retain: Json | undefined): void {
  if (!Array.isArray(retain)) return;
  for (const key of Object.keys(result)) if (!retain.includes(key)) delete result[key];
}

function deleteFromPrimitives(result: JsonObject, key: string, gone: Json): void {
  const list = result[key];
  if (Array.isArray(list) && Array.isArray(gone)) result[key] = list.filter((item) => !gone.includes(item));
}

function mergeField(result: JsonObject, key: string, value: Json, field: PatchField | undefined): void {
  if (value === null) {
    delete result[key];
    return;
  }
  const standing = result[key];
  if (isObject(value) && isObject(standing) && field?.strategy !== 'replace') {
    result[key] = mergeMap(standing, value, field?.shape);
  } else if (Array.isArray(value) && Array.isArray(standing) && field?.strategy === 'merge') {
    result[key] = mergeList(standing, value, key, field);
  } else {
    result[key] = taken(value);
  }
}

function mergeList(original: Json[], patch: Json[], name: string, field: PatchField): Json[] {
  const first = original[0] ?? patch[0];
  if (!isObject(first)) {
    const merged = [...original, ...patch].filter((item, at, all) => all.indexOf(item) === at);
    return arrange(merged, patch, original, undefined);
  }
  if (!field.mergeKey) throw badRequest(`cannot merge lists without merge key for ${name}`);
  return mergeItems(original, patch.map(asMap), field.mergeKey, field.shape);
}

function asMap(item: Json): JsonObject {
  if (!isObject(item)) throw badRequest('patch list items must be maps here');
  return item;
}

function mergeItems(original: Json[], patch: JsonObject[], mergeKey: string, shape: PatchShape | undefined): Json[] {
  const plain = patch.filter((item) => item[DIRECTIVE] === undefined || item[DIRECTIVE] === 'merge');
  if (patch.some((item) => item[DIRECTIVE] === 'replace')) return plain.map(taken);
  let merged = [...original];
  for (const item of patch.filter((one) => one[DIRECTIVE] === 'delete')) {
    const key = keyOf(item, mergeKey);
    merged = merged.filter((one) => !(isObject(one) && sameItem(one[mergeKey], key)));
  }
  for (const item of plain) {
    const key = keyOf(item, mergeKey);
    const at = merged.findIndex((one) => isObject(one) && sameItem(one[mergeKey], key));
    if (at < 0) merged.push(taken(item));
    else merged[at] = mergeMap(merged[at] as JsonObject, item, shape);
  }
  return arrange(merged, plain, original, mergeKey);
}

function keyOf(item: JsonObject, mergeKey: string): Json {
  const key = mergeKeyOf(item, mergeKey);
  if (key === undefined) {
    throw badRequest(`map: ${goMap(item)} does not contain declared merge key: ${mergeKey}`);
  }
  return key;
}

/** A map as Go prints it: `map[image:x tag:y]`. */
export function goMap(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goMap).join(' ')}]`;
  if (!isObject(value)) return value === null ? '<nil>' : String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goMap(value[key] as Json)}`).join(' ')}]`;
}

function order(
  original: JsonObject,
  result: JsonObject,
  key: string,
  wanted: Json,
  shape: PatchShape | undefined,
): void {
  const list = result[key];
  if (!Array.isArray(list) || !Array.isArray(wanted)) return;
  const before = original[key];
  result[key] = arrange(list, wanted, Array.isArray(before) ? before : [], shape?.(key)?.mergeKey);
}

/** The document after the patch; neither argument is changed. */
export function applyStrategicMerge(document: JsonObject, patch: JsonObject, shape: PatchShape): JsonObject {
  return mergeMap(document, jsonCopy(patch) as JsonObject, shape);
}
