/** Reading JSON values whose shape the server decides. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);

/** The value at a path of keys; undefined where something on the way is not there. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let here = value;
  for (const key of path) {
    if (isList(here)) here = typeof key === 'number' ? here[key] : undefined;
    else if (isObject(here)) here = Object.hasOwn(here, key) ? here[key] : undefined;
    else return undefined;
  }
  return here ?? undefined;
}

/** A scalar as text; empty when absent. */
export function text(value: Json | undefined, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return found === undefined || typeof found === 'object' ? '' : String(found);
}

/** Undefined when absent or not a number. */
export function number(value: Json | undefined, ...path: readonly (string | number)[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** Empty when absent. */
export function list(value: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = at(value, ...path);
  return isList(found) ? found : [];
}

/** Empty when absent. */
export function object(value: Json | undefined, ...path: readonly (string | number)[]): JsonObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

/** Entries sorted by key, as every printer of kubectl walks a map; absent values are left out. */
export function sortedEntries(map: JsonObject): [string, Json][] {
  return Object.keys(map)
    .sort(compareText)
    .flatMap((key) => {
      const value = map[key];
      return value === undefined ? [] : [[key, value] as [string, Json]];
    });
}

/** Byte order, as Go sorts strings. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A copy with one path set; lists on the way are copied too. */
export function withValue(value: JsonObject, path: readonly string[], leaf: Json | undefined): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const { [key]: before, ...others } = value;
  const after = rest.length === 0 ? leaf : withValue(isObject(before) ? before : {}, rest, leaf);
  return after === undefined ? others : { ...others, [key]: after };
}

export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => equalJson(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]))
  );
}
