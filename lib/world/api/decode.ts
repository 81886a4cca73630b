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
import { findBase64Error } from './base64.ts';
import { parseQuantity } from './quantity.ts';
import { type FieldType, getStruct, type Scalar, type Struct, type StructField } from './schema.ts';
import { parseTime } from './time.ts';

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

export type JsonObject = Record<string, unknown>;

/** More unknown fields than these are not listed. */
const MAX_STRICT_ERRORS = 100;

interface Decoding {
  readonly epochMs: number;
  readonly unknown: Set<string>;
  /** A value's own decoder refused it: Go stops there, so it outranks a wrong JSON type found before. */
  fatal: string | undefined;
  /** The first wrong JSON type: Go goes on and reports it at the end. */
  mismatch: string | undefined;
}

/** Where a value stands: for unknown fields (with indices), and for Go's type errors (without, and with the struct). */
interface Place {
  readonly json: string;
  readonly go: string;
  readonly goStruct: string;
}

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

function zeroOfScalar(scalar: Scalar): unknown {
  switch (scalar) {
    case 'string':
    case 'bytes':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'IntOrString':
      return 0;
    case 'Quantity':
      return '0';
    case 'Time':
    case 'MicroTime':
    case 'any':
      return undefined;
    default:
      return scalar satisfies never;
  }
}

/** What Go's `omitempty` leaves out. A struct that is no pointer counts as empty without fields: encoding gives its `{}` back. */
function isDropped(field: StructField, value: unknown): boolean {
  if (value === undefined) return true;
  if (field.presence !== 'omitempty' && field.presence !== 'omitzero') return false;
  if (field.type.form === 'scalar') {
    const { scalar } = field.type;
    return (
      scalar !== 'Time' &&
      scalar !== 'MicroTime' &&
      (value === '' || value === 0 || value === false || (scalar === 'Quantity' && value === '0'))
    );
  }
  return Array.isArray(value) ? value.length === 0 : isEmpty(value as object);
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
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

function decodeList(
  decoding: Decoding,
  type: FieldType & { form: 'list' | 'map' },
  value: unknown,
  place: Place,
): unknown {
  if (value === null || value === undefined) return undefined;
  if (!Array.isArray(value)) return mismatch(decoding, jsonType(value), place, type.goType);
  return value.map((item, index) => {
    const here = { json: `${place.json}[${index}]`, go: place.go, goStruct: place.goStruct };
    return decodeElement(decoding, type.element, item, here);
  });
}

function decodeMap(
  decoding: Decoding,
  type: FieldType & { form: 'list' | 'map' },
  value: unknown,
  place: Place,
): unknown {
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

function decodeScalar(decoding: Decoding, type: FieldType & { form: 'scalar' }, value: unknown, place: Place): unknown {
  if (value === null || value === undefined) return undefined;
  const expected = SCALAR_TYPES[type.scalar];
  if (expected) {
    if (typeof value !== expected) return mismatch(decoding, jsonType(value), place, type.goType);
    return type.scalar === 'int32' || type.scalar === 'int64'
      ? checkInteger(decoding, type, value as number, place)
      : value;
  }
  switch (type.scalar) {
    case 'any':
      return value;
    case 'bytes':
      return decodeBytes(decoding, type, value, place);
    case 'Quantity':
      return decodeQuantity(decoding, value);
    case 'Time':
    case 'MicroTime':
      return decodeTime(decoding, type, value, place);
    default:
      return decodeIntOrString(decoding, type, value, place);
  }
}

const SCALAR_TYPES: Partial<Record<Scalar, 'string' | 'number' | 'boolean'>> = {
  string: 'string',
  bool: 'boolean',
  int32: 'number',
  int64: 'number',
  float64: 'number',
};
const LIMITS = { int32: 2 ** 31, int64: 2 ** 63 };

function checkInteger(
  decoding: Decoding,
  type: { readonly scalar: Scalar; readonly goType: string },
  value: number,
  place: Place,
): unknown {
  const limit = type.scalar === 'int64' ? LIMITS.int64 : LIMITS.int32;
  if (Number.isInteger(value) && value < limit && value >= -limit) return value;
  return mismatch(decoding, `number ${value}`, place, type.goType);
}

function decodeIntOrString(
  decoding: Decoding,
  type: FieldType & { form: 'scalar' },
  value: unknown,
  place: Place,
): unknown {
  if (typeof value === 'string') return value;
  const own: Decoding = { ...decoding, mismatch: undefined };
  const decoded =
    typeof value === 'number'
      ? checkInteger(own, type, value, place)
      : mismatch(own, jsonType(value), place, type.goType);
  decoding.fatal ??= own.mismatch;
  return decoded;
}

function decodeTime(decoding: Decoding, type: FieldType & { form: 'scalar' }, value: unknown, place: Place): unknown {
  if (typeof value !== 'string') {
    decoding.fatal ??= mismatchText(jsonType(value), place, type.goType);
    return undefined;
  }
  const parsed = parseTime(value, decoding.epochMs, type.scalar === 'MicroTime' ? 'MicroTime' : 'Time');
  if (parsed.ok) return parsed.instant;
  decoding.fatal ??= parsed.message;
  return undefined;
}

function decodeQuantity(decoding: Decoding, value: unknown): unknown {
  const parsed = parseQuantity(typeof value === 'string' ? value.trim() : JSON.stringify(value));
  if (parsed.ok) return parsed.text;
  decoding.fatal ??= parsed.message;
  return undefined;
}

function decodeBytes(decoding: Decoding, type: FieldType & { form: 'scalar' }, value: unknown, place: Place): unknown {
  if (typeof value !== 'string') return mismatch(decoding, jsonType(value), place, type.goType);
  const at = findBase64Error(value);
  if (at === undefined) return value;
  decoding.mismatch ??= `illegal base64 data at input byte ${at}`;
  return undefined;
}

function noteUnknown(decoding: Decoding, path: string): void {
  if (decoding.unknown.size < MAX_STRICT_ERRORS) decoding.unknown.add(`unknown field ${JSON.stringify(path)}`);
}

function mismatch(decoding: Decoding, found: string, place: Place, goType: string): undefined {
  decoding.mismatch ??= mismatchText(found, place, goType);
}

function mismatchText(found: string, place: Place, goType: string): string {
  const where = place.goStruct === '' ? 'Go value' : `Go struct field ${place.goStruct}.${place.go}`;
  return `json: cannot unmarshal ${found} into ${where} of type ${goType}`;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys of maps come from people: `__proto__` and `constructor` are ordinary ones. */
function emptyMap(): JsonObject {
  return Object.create(null) as JsonObject;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
