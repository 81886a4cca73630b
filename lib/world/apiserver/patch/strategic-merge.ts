/**
 * Strategic merge patches: maps merge by key, lists by the merge key that their schema declares, with the directives
 * `$patch`, `$retainKeys`, `$setElementOrder/…` and `$deleteFromPrimitiveList/…`.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/strategicpatch/patch.go
 */
import { badRequest, type StatusError } from '../status.ts';
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

/** The value without nulls in maps, however deep. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const result: JsonObject = Object.create(null);
  for (const key of Object.keys(value)) if (value[key] !== null) result[key] = withoutNulls(value[key] as Json);
  return result;
}

/** The value without the maps that bear a directive; undefined where it is one itself. */
function withoutDirected(value: Json): Json | undefined {
  if (Array.isArray(value)) return value.map(withoutDirected).filter((item): item is Json => item !== undefined);
  if (!isObject(value)) return value;
  if (Object.hasOwn(value, DIRECTIVE)) return undefined;
  const result: JsonObject = Object.create(null);
  for (const key of Object.keys(value)) {
    const inner = withoutDirected(value[key] as Json);
    if (inner !== undefined) result[key] = inner;
  }
  return result;
}

function isDirective(key: string): boolean {
  return key === DIRECTIVE || key === RETAIN || key.startsWith(ORDER) || key.startsWith(DELETE_FROM);
}

function badType(directive: Json | undefined): StatusError {
  return badRequest(`unknown patch type found in: ${JSON.stringify(directive)}`);
}

/** What a map with a directive of its own comes to. */
function directed({ [DIRECTIVE]: directive, ...rest }: JsonObject): JsonObject {
  if (directive === 'replace') return rest;
  if (directive === 'delete') return Object.create(null);
  throw badType(directive);
}

function mergeMap(original: JsonObject, patch: JsonObject, shape: PatchShape | undefined): JsonObject {
  if (Object.hasOwn(patch, DIRECTIVE)) return directed(patch);
  const result: JsonObject = Object.assign(Object.create(null), original);
  retainKeys(result, patch);
  for (const key of Object.keys(patch)) {
    if (key.startsWith(DELETE_FROM)) deleteFromPrimitives(result, key.slice(DELETE_FROM.length), patch[key] as Json);
  }
  const ordered = new Set<string>();
  for (const key of Object.keys(patch)) {
    if (!key.startsWith(ORDER)) continue;
    const name = key.slice(ORDER.length);
    ordered.add(name);
    mergeInOrder(result, name, patch, shape?.(name));
  }
  for (const key of Object.keys(patch)) {
    if (!isDirective(key) && !ordered.has(key)) mergeField(result, key, patch[key] as Json, shape?.(key));
  }
  return result;
}

/** Merges a list whose order the patch tells. */
function mergeInOrder(result: JsonObject, name: string, patch: JsonObject, field: PatchField | undefined): void {
  const [standing, given, wanted] = [listIn(result, name), listIn(patch, name), listIn(patch, ORDER + name)];
  if (!wanted || (!standing && !given)) {
    if (patch[name] !== undefined) mergeField(result, name, patch[name] as Json, field);
    return;
  }
  if (!standing?.length && !given?.length) throw badRequest('no elements in any of the given slices');
  const mergeKey = field?.mergeKey;
  if (mergeKey) for (const item of wanted) keyOf(asMap(item), mergeKey);
  const merged = standing && given && field ? mergeList(standing, given, name, field) : undefined;
  const list = merged ?? (given ? (withoutDirected(given) as Json[]) : (standing as Json[]));
  result[name] = arrange(
    list,
    wanted,
    standing && given ? asLeft(standing, given, mergeKey) : (standing ?? []),
    mergeKey,
  );
}

/**
 * The old list as merging leaves it to the ordering that follows: deletions close up in place, and what is new moves into
 * the room that they make. It decides where old items come to stand, so it is done as the original does it.
 */
function asLeft(standing: readonly Json[], given: readonly Json[], mergeKey: string | undefined): Json[] {
  const left = [...standing];
  if (!mergeKey) return left;
  let length = left.length;
  const keys = given.filter(isObject).map((item) => ({ key: item[mergeKey], directive: item[DIRECTIVE] }));
  if (keys.some(({ directive }) => directive === 'replace')) return left;
  const at = (key: Json | undefined): number =>
    left.slice(0, length).findIndex((item) => isObject(item) && sameItem(item[mergeKey], key));
  for (const { key, directive } of keys) {
    if (directive !== 'delete') continue;
    for (let place = at(key); place >= 0; place = at(key)) {
      left.copyWithin(place, place + 1, length);
      length--;
    }
  }
  for (const item of given) {
    if (!isObject(item) || item[DIRECTIVE] !== undefined || at(item[mergeKey]) >= 0) continue;
    if (length === standing.length) break;
    left[length++] = item;
  }
  return left;
}

function listIn(map: JsonObject, key: string): Json[] | undefined {
  const value = map[key];
  return Array.isArray(value) ? value : undefined;
}

function retainKeys(result: JsonObject, patch: JsonObject): void {
  const retain = patch[RETAIN];
  if (retain === undefined) return;
  if (!Array.isArray(retain)) throw badRequest('invalid patch format of retainKeys');
  for (const [key, value] of Object.entries(patch)) {
    const named = value === null || isDirective(key) || retain.includes(key);
    if (!named) throw badRequest('invalid patch format of retainKeys');
  }
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
  if (isObject(value) && isObject(standing)) {
    result[key] = field?.strategy === 'replace' ? value : mergeMap(standing, value, field?.shape);
  } else if (Array.isArray(value) && Array.isArray(standing)) {
    result[key] = field?.strategy === 'merge' ? mergeList(standing, value, key, field) : value;
  } else {
    const kept = withoutDirected(withoutNulls(value));
    if (kept === undefined) delete result[key];
    else result[key] = kept;
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
  const plain = patch.filter((item) => item[DIRECTIVE] === undefined);
  for (const { [DIRECTIVE]: directive } of patch) {
    if (directive === 'merge') throw badRequest('merging lists cannot yet be specified in the patch');
    if (directive !== undefined && directive !== 'replace' && directive !== 'delete') throw badType(directive);
  }
  if (patch.some((item) => item[DIRECTIVE] === 'replace')) return plain;
  let merged = [...original];
  for (const item of patch.filter((one) => one[DIRECTIVE] === 'delete')) {
    const key = keyOf(item, mergeKey);
    merged = merged.filter((one) => !(isObject(one) && sameItem(one[mergeKey], key)));
  }
  for (const item of plain) {
    const key = keyOf(item, mergeKey);
    const at = merged.findIndex((one) => isObject(one) && sameItem(one[mergeKey], key));
    if (at < 0) merged.push(item);
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

/** The document after the patch; neither argument is changed. */
export function applyStrategicMerge(document: JsonObject, patch: JsonObject, shape: PatchShape): JsonObject {
  return mergeMap(document, jsonCopy(patch) as JsonObject, shape);
}
