/** Objects of the store are deep-frozen; a write works on a copy of its own and freezes it at the end. */

/** The same shape, open to change. */
export type Draft<T> = T extends readonly (infer E)[]
  ? Draft<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Draft<T[K]> }
    : T;

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = new Array<unknown>(value.length);
    for (let index = 0; index < value.length; index++) list[index] = copy(value[index]);
    return list;
  }
  const result: Record<string, unknown> = {};
  for (const key in value) {
    const field = (value as Record<string, unknown>)[key];
    if (field === undefined) continue;
    if (key === '__proto__')
      Object.defineProperty(result, key, { value: copy(field), enumerable: true, writable: true });
    else result[key] = copy(field);
  }
  return result;
}

/** A deep copy that may be changed; fields set to `undefined` are left out. */
export function draftOf<T>(value: T): Draft<T> {
  return copy(value) as Draft<T>;
}

/** Freezes a value and everything in it that is not frozen yet. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  if (Array.isArray(value)) for (const item of value) deepFreeze(item);
  else for (const key in value) deepFreeze((value as Record<string, unknown>)[key]);
  return value;
}

/** Deep equality of API values; `undefined` is absent. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameValue(item, right[index]));
  }
  if (Array.isArray(right)) return false;
  const [a, b] = [left as Record<string, unknown>, right as Record<string, unknown>];
  let fields = 0;
  for (const key in a) {
    if (a[key] === undefined) continue;
    if (!sameValue(a[key], b[key])) return false;
    fields++;
  }
  for (const key in b) if (b[key] !== undefined) fields--;
  return fields === 0;
}
