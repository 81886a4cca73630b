/**
 * JSON values seen through a shape: which fields they set, how two of them differ, what a merge of them is and what is
 * left when fields are taken out. `undefined` is absent; `null` is a value without members.
 *
 * Models: https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.3.0/typed (tofieldset.go, compare.go, merge.go, remove.go)
 */
import { isObject, type Json, type JsonObject, jsonEqual } from '../patch/json-value.ts';
import { type FieldSet, isEmptySet, isMember, nodeOf } from './field-set.ts';
import type { ListShape, MapShape, Shape } from './shape.ts';

type Open = Record<string, FieldSet>;

export interface Difference {
  readonly added: FieldSet | undefined;
  readonly modified: FieldSet | undefined;
  readonly removed: FieldSet | undefined;
}

const MEMBER: FieldSet = Object.freeze({});
const SAME: Difference = Object.freeze({ added: undefined, modified: undefined, removed: undefined });

/** The path element of a list item: `k:{"name":"web"}`, `v:"a"`. */
export function elementOf({ keys, defaults }: ListShape, item: Json): string {
  if (keys.length === 0) return `v:${JSON.stringify(item)}`;
  const found: JsonObject = {};
  for (const key of keys) {
    const value = isObject(item) && Object.hasOwn(item, key) ? item[key] : defaults[key];
    if (value !== undefined && value !== null) found[key] = value as Json;
  }
  return `k:${JSON.stringify(found)}`;
}

function mapOf(value: Json | undefined): JsonObject | undefined {
  return isObject(value) && Object.keys(value).length > 0 ? value : undefined;
}

function listOf(value: Json | undefined): Json[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value : undefined;
}

/** Items by path element, the first of several alike. */
function indexed(shape: ListShape, list: readonly Json[] | undefined): Map<string, Json> {
  const found = new Map<string, Json>();
  for (const item of list ?? []) {
    const element = elementOf(shape, item);
    if (!found.has(element)) found.set(element, item);
  }
  return found;
}

/** Every field that the value sets, as an applier comes to own it. */
export function fieldsOf(shape: Shape, value: Json): FieldSet {
  return fieldsBelow(shape, value) ?? {};
}

function fieldsBelow(shape: Shape, value: Json): FieldSet | undefined {
  const children: Open = {};
  if (shape.form === 'leaf') return undefined;
  if (shape.form === 'list') {
    for (const [element, item] of indexed(shape, listOf(value))) {
      children[element] = nodeOf(true, fieldsBelow(shape.element, item)) as FieldSet;
    }
    return children;
  }
  for (const [name, member] of Object.entries(mapOf(value) ?? {})) {
    const inner = shape.member(name);
    if (!inner) continue;
    const owned = inner.form === 'leaf' || !shape.named || member === null || isEmptyMap(member);
    const node = nodeOf(owned, fieldsBelow(inner, member));
    if (node) children[`f:${name}`] = node;
  }
  return children;
}

function isEmptyMap(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

/** How the second value differs from the first. */
export function compare(shape: Shape, before: Json | undefined, after: Json | undefined): Difference {
  if (before === after) return SAME;
  if (before === undefined) return { ...SAME, added: allOf(shape, after as Json) };
  const leaf = shape.form === 'leaf' || isBare(shape, before, after);
  return leaf ? compareLeaf(before, after) : compareInner(shape, before, after);
}

/** Two values without members are compared as they stand, so that empty and null differ. */
function isBare(shape: MapShape | ListShape, before: Json | undefined, after: Json | undefined): boolean {
  const holds = shape.form === 'map' ? mapOf : listOf;
  return holds(before) === undefined && holds(after) === undefined;
}

/** Everything in a value that was not there before. */
function allOf(shape: Shape, value: Json): FieldSet {
  if (shape.form === 'leaf' || isBare(shape, undefined, value)) return MEMBER;
  const children: Open = { '.': MEMBER };
  if (shape.form === 'list') {
    for (const [element, item] of indexed(shape, listOf(value))) children[element] = allOf(shape.element, item);
    return children;
  }
  const map = value as JsonObject;
  for (const name of Object.keys(map)) {
    const inner = shape.member(name);
    if (inner) children[`f:${name}`] = allOf(inner, map[name] as Json);
  }
  return children;
}

function compareLeaf(before: Json | undefined, after: Json | undefined): Difference {
  if (after === undefined) return { ...SAME, removed: MEMBER };
  return jsonEqual(before, after) ? SAME : { ...SAME, modified: MEMBER };
}

function compareInner(shape: MapShape | ListShape, before: Json | undefined, after: Json | undefined): Difference {
  const added: Open = {};
  const modified: Open = {};
  const removed: Open = {};
  const note = (element: string, inner: Shape, left: Json | undefined, right: Json | undefined): void => {
    const found = compare(inner, left, right);
    if (found.added) added[element] = found.added;
    if (found.modified) modified[element] = found.modified;
    if (found.removed) removed[element] = found.removed;
  };
  if (shape.form === 'map') {
    const [left, right] = [mapOf(before) ?? {}, mapOf(after) ?? {}];
    const visit = (name: string): void => {
      if (left[name] === right[name]) return;
      const inner = shape.member(name);
      if (inner) note(`f:${name}`, inner, left[name], right[name]);
    };
    for (const name of Object.keys(left)) visit(name);
    for (const name of Object.keys(right)) if (!Object.hasOwn(left, name)) visit(name);
  } else {
    const [left, right] = [indexed(shape, listOf(before)), indexed(shape, listOf(after))];
    for (const element of new Set([...left.keys(), ...right.keys()])) {
      note(element, shape.element, left.get(element), right.get(element));
    }
  }
  return {
    added: nodeOf(before === undefined, added),
    modified: nodeOf(false, modified),
    removed: nodeOf(after === undefined, removed),
  };
}

/** The live value with the applied one over it; lists keep the applied order where both say one. */
export function merge(shape: Shape, live: Json | undefined, applied: Json | undefined): Json | undefined {
  if (applied === undefined || live === undefined) return applied ?? live;
  if (shape.form === 'leaf' || isBare(shape, live, applied)) return applied;
  if (shape.form === 'list') return mergeLists(shape, listOf(live), listOf(applied));
  const [left, right] = [mapOf(live) ?? {}, mapOf(applied) ?? {}];
  const result: JsonObject = Object.create(null);
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const inner = shape.member(name);
    const merged = inner && merge(inner, left[name], right[name]);
    if (merged !== undefined) result[name] = merged;
  }
  return result;
}

function mergeLists(shape: ListShape, live: Json[] | undefined, applied: Json[] | undefined): Json[] {
  const [left, right] = [indexed(shape, live), indexed(shape, applied)];
  const result: Json[] = [];
  const take = (element: string): void => {
    result.push(merge(shape.element, left.get(element), right.get(element)) as Json);
  };
  const [ours, theirs] = [[...left.keys()], [...right.keys()]];
  const shared = theirs.filter((element) => left.has(element));
  let [at, next] = [0, 0];
  while (at < ours.length || next < theirs.length) {
    const mine = ours[at];
    if (mine !== undefined && next < theirs.length && mine === theirs[next]) {
      take(mine);
      at++;
      next++;
      shared.shift();
    } else if (mine !== undefined && right.has(mine) && next < theirs.length && shared[0] !== mine) {
      at++;
    } else if (mine !== undefined && !right.has(mine)) {
      take(mine);
      at++;
    } else if (next < theirs.length) {
      const element = theirs[next] as string;
      take(element);
      if (shared[0] === element) shared.shift();
      next++;
    } else at++;
  }
  return result;
}

/** The value without the members of the set; a list or map that is emptied so becomes null. */
export function removeItems(shape: Shape, value: Json, gone: FieldSet): Json {
  if (isEmptySet(gone) || shape.form === 'leaf') return value;
  if (shape.form === 'list') {
    const kept: Json[] = [];
    for (const item of listOf(value) ?? []) {
      const node = gone[elementOf(shape, item)];
      if (node && isMember(node)) continue;
      kept.push(node ? removeItems(shape.element, item, node) : item);
    }
    return kept.length > 0 ? kept : null;
  }
  const kept: JsonObject = Object.create(null);
  for (const [name, member] of Object.entries(mapOf(value) ?? {})) {
    const node = gone[`f:${name}`];
    if (node && isMember(node)) continue;
    const inner = shape.member(name);
    kept[name] = node && inner ? removeItems(inner, member, node) : member;
  }
  return Object.keys(kept).length > 0 ? kept : null;
}

/** The set with every field on the way that the schema names: removing them all removes the field too. */
export function withNamedFields(shape: Shape, set: FieldSet): FieldSet {
  const result: Open = {};
  for (const key of Object.keys(set)) {
    if (key === '.') continue;
    const node = set[key] as FieldSet;
    const inner = shape.form === 'list' ? shape.element : shape.form === 'map' ? shape.member(key.slice(2)) : undefined;
    const named = shape.form === 'map' && shape.named && inner !== undefined;
    result[key] = nodeOf(named || isMember(node), inner ? withNamedFields(inner, node) : node) as FieldSet;
  }
  return result;
}
