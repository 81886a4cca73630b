/**
 * RFC 6902 patches with the sentences of the library that the API server uses.
 *
 * Models: https://github.com/evanphx/json-patch/blob/v4.13.0/patch.go
 */
import { badRequest, StatusError } from '../status.ts';
import { isObject, type Json, type JsonObject, jsonCopy, jsonEqual } from './json-value.ts';

type Holder = JsonObject | Json[];

/** Whatever does not apply, the server says no more than this. */
function unprocessable(): StatusError {
  return new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

function segments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function arrayIndex(list: readonly Json[], key: string, use: 'add' | 'read'): number {
  if (use === 'add' && key === '-') return list.length;
  if (!/^-?\d+$/.test(key)) throw unprocessable();
  const index = Number(key) < 0 ? Number(key) + list.length : Number(key);
  if (index < 0 || index > (use === 'add' ? list.length : list.length - 1)) {
    throw unprocessable();
  }
  return index;
}

function step(holder: Holder, key: string): Json | undefined {
  if (Array.isArray(holder)) return holder[arrayIndex(holder, key, 'read')];
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

function findHolder(root: Json, path: readonly string[]): Holder | undefined {
  let here: Json | undefined = root;
  for (const key of path.slice(0, -1)) {
    if (here === undefined || (!Array.isArray(here) && !isObject(here))) return undefined;
    here = step(here, key);
  }
  return here !== undefined && (Array.isArray(here) || isObject(here)) ? here : undefined;
}

function get(root: Json, pointer: string): Json {
  const path = segments(pointer);
  if (path.length === 0) return root;
  const holder = findHolder(root, path);
  const value = holder && step(holder, path.at(-1) as string);
  if (value === undefined) throw unprocessable();
  return value;
}

function add(root: Json, pointer: string, value: Json): Json {
  const path = segments(pointer);
  if (path.length === 0) return value;
  const holder = findHolder(root, path);
  if (!holder) throw unprocessable();
  const key = path.at(-1) as string;
  if (Array.isArray(holder)) holder.splice(arrayIndex(holder, key, 'add'), 0, value);
  else holder[key] = value;
  return root;
}

function remove(root: Json, pointer: string): void {
  const path = segments(pointer);
  const holder = findHolder(root, path);
  const key = path.at(-1) as string;
  if (!holder || step(holder, key) === undefined) {
    throw unprocessable();
  }
  if (Array.isArray(holder)) holder.splice(arrayIndex(holder, key, 'read'), 1);
  else delete holder[key];
}

function replace(root: Json, pointer: string, value: Json): Json {
  const path = segments(pointer);
  if (path.length === 0) return value;
  const holder = findHolder(root, path);
  if (!holder) throw unprocessable();
  const key = path.at(-1) as string;
  if (step(holder, key) === undefined) {
    throw unprocessable();
  }
  if (Array.isArray(holder)) holder[arrayIndex(holder, key, 'read')] = value;
  else holder[key] = value;
  return root;
}

function apply(root: Json, operation: JsonObject): Json {
  const path = typeof operation.path === 'string' ? operation.path : '';
  const from = typeof operation.from === 'string' ? operation.from : '';
  const value = jsonCopy(operation.value ?? null);
  switch (operation.op) {
    case 'add':
      return add(root, path, value);
    case 'remove':
      remove(root, path);
      return root;
    case 'replace':
      return replace(root, path, value);
    case 'copy':
      return add(root, path, jsonCopy(get(root, from)));
    case 'move': {
      const moved = get(root, from);
      remove(root, from);
      return add(root, path, moved);
    }
    case 'test':
      if (!jsonEqual(get(root, path), value)) {
        throw unprocessable();
      }
      return root;
    default:
      throw unprocessable();
  }
}

/** Applies the operations in order; the document given is not changed. */
export function applyJsonPatch(document: Json, patch: Json): Json {
  if (!Array.isArray(patch)) {
    throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  }
  return patch.reduce<Json>((root, operation) => {
    if (!isObject(operation)) throw badRequest('json: cannot unmarshal into Go value of type jsonpatch.Operation');
    return apply(root, operation);
  }, jsonCopy(document));
}
