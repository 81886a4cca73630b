/**
 * JSON into the object that the store keeps, with the errors of Go's decoder: the API server's first gate.
 *
 * Values that Go's `omitempty` would not write are dropped, fields that Go always writes get their zero, so two
 * spellings of one object are equal afterwards. A field name must match exactly; an unknown one is an error (Strict), a
 * warning (Warn) or dropped in silence (Ignore).
 *
 * Models: https://github.com/kubernetes-sigs/json/blob/cfa47c3a1cc8/internal/golang/encoding/json/decode.go and
 * https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/runtime/error.go (strictDecodingError).
 * Differs: a body arrives parsed, so a duplicate field cannot be seen here and `80.0` counts as the integer 80; bytes
 * written as a list of numbers are refused.
 */
import { decodeScalar } from './decode-scalar.ts';
import { type Decoding, emptyMap, isObject, type JsonObject, jsonType, mismatch, type Place } from './decoding.ts';
import { type FieldType, getStruct, type Struct, type StructField } from './schema.ts';
import { isZero, zeroOfScalar } from './zero.ts';

export type { JsonObject } from './decoding.ts';

export type Strictness = 'Strict' | 'Warn' | 'Ignore';

export interface DecodeOptions {
  readonly strictness: Strictness;
  /** Wall-clock ms of world time 0: date-times become instants relative to it. */
  readonly epochMs: number;
}

export type Decoded =
  | { readonly ok: true; readonly object: JsonObject; readonly warnings: readonly string[] }
  /** As it stands behind `Deployment in version "v1" cannot be handled as a Deployment: `. */
  | { readonly ok: false; readonly message: string };

/** More unknown fields than these are not listed. */
const MAX_STRICT_ERRORS = 100;

/** `value` is parsed JSON of the schema's struct, such as `core/v1.Pod`. */
export function decode(schema: string, value: unknown, options: DecodeOptions): Decoded {
  const decoding: Decoding = { epochMs: options.epochMs, unknown: new Set(), fatal: undefined, mismatch: undefined };
  const struct = getStruct(schema);
  const object = decodeStruct(decoding, struct, value, { json: '', go: '', goStruct: '' }, 'Root');
  const message = decoding.fatal ?? decoding.mismatch;
  if (message !== undefined) return { ok: false, message };
  const unknown = [...decoding.unknown];
  if (options.strictness === 'Strict' && unknown.length > 0) {
    return { ok: false, message: `strict decoding error: ${unknown.join(', ')}` };
  }
  return { ok: true, object, warnings: options.strictness === 'Warn' ? unknown : [] };
}

function decodeStruct(
  decoding: Decoding,
  struct: Struct,
  value: unknown,
  place: Place,
  position: 'Root' | 'Inner',
): JsonObject {
  const found: JsonObject = {};
  if (isObject(value)) {
    for (const name of Object.keys(value)) {
      const field = struct.byName.get(name);
      if (field) found[name] = decodeField(decoding, struct, field, value[name], place);
      else noteUnknown(decoding, join(place.json, name));
    }
  } else if (value !== undefined && value !== null) {
    mismatch(decoding, jsonType(value), place, `v1.${struct.goName}`);
  }
  return complete(decoding, struct, found, position);
}

function decodeField(decoding: Decoding, struct: Struct, field: StructField, value: unknown, place: Place): unknown {
  const here = { json: join(place.json, field.name), go: join(place.go, field.goPath), goStruct: struct.goName };
  const decoded = decodeValue(decoding, field.type, value, here);
  return isDropped(field, decoded) ? undefined : decoded;
}

/** Fields in the struct's order; what Go always writes is there, in the root its spec and status too. */
function complete(decoding: Decoding, struct: Struct, found: JsonObject, position: 'Root' | 'Inner'): JsonObject {
  const object: JsonObject = {};
  for (const field of struct.fields) {
    const value = found[field.name] ?? zeroOf(decoding, field, struct, position);
    if (value !== undefined) object[field.name] = value;
  }
  return object;
}

function zeroOf(decoding: Decoding, field: StructField, struct: Struct, position: 'Root' | 'Inner'): unknown {
  const { type, presence } = field;
  if (presence === 'pointer' || presence === 'nullable') return undefined;
  if (type.form === 'struct') {
    const whole = position === 'Root' || (field.name === 'spec' && struct.goName.endsWith('TemplateSpec'));
    if (presence !== 'always' && !whole) return undefined;
    return decodeStruct(decoding, getStruct(type.struct), undefined, { json: '', go: '', goStruct: '' }, 'Inner');
  }
  if (presence !== 'always') return undefined;
  if (type.form === 'scalar') return zeroOfScalar(type.scalar);
  return type.form === 'list' ? [] : emptyMap();
}

/** What Go's `omitempty` leaves out; a struct that is no pointer too, for encoding gives its zeros back. */
function isDropped(field: StructField, value: unknown): boolean {
  if (value === undefined) return true;
  return (field.presence === 'omitempty' || field.presence === 'omitzero') && isZero(field.type, value);
}

function decodeValue(decoding: Decoding, type: FieldType, value: unknown, place: Place): unknown {
  switch (type.form) {
    case 'struct':
      return value === null ? undefined : decodeStruct(decoding, getStruct(type.struct), value, place, 'Inner');
    case 'list':
      return decodeList(decoding, type, value, place);
    case 'map':
      return decodeMap(decoding, type, value, place);
    case 'scalar':
      return decodeScalar(decoding, type, value, place);
    default:
      return type satisfies never;
  }
}

function decodeList(decoding: Decoding, type: FieldType & { form: 'list' }, value: unknown, place: Place): unknown {
  if (value === null || value === undefined) return undefined;
  if (!Array.isArray(value)) return mismatch(decoding, jsonType(value), place, type.goType);
  return value.map((item, index) => {
    const here = { json: `${place.json}[${index}]`, go: place.go, goStruct: place.goStruct };
    return decodeElement(decoding, type.element, item, here);
  });
}

function decodeMap(decoding: Decoding, type: FieldType & { form: 'map' }, value: unknown, place: Place): unknown {
  if (value === null || value === undefined) return undefined;
  if (!isObject(value)) return mismatch(decoding, jsonType(value), place, type.goType);
  const map = emptyMap();
  for (const key of Object.keys(value)) {
    map[key] = decodeElement(decoding, type.element, value[key], {
      json: join(place.json, key),
      go: place.go,
      goStruct: place.goStruct,
    });
  }
  return map;
}

/** In a list or map a null is the zero of its type. */
function decodeElement(decoding: Decoding, type: FieldType, value: unknown, place: Place): unknown {
  if (value !== null) return decodeValue(decoding, type, value, place);
  if (type.form === 'struct') return decodeStruct(decoding, getStruct(type.struct), undefined, place, 'Inner');
  if (type.form === 'scalar') return zeroOfScalar(type.scalar);
  return type.form === 'list' ? [] : emptyMap();
}

function noteUnknown(decoding: Decoding, path: string): void {
  if (decoding.unknown.size < MAX_STRICT_ERRORS) decoding.unknown.add(`unknown field ${JSON.stringify(path)}`);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
