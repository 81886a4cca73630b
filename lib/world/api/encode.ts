/**
 * The store's object as JSON, as Go writes it: RFC 3339 times, fields in the struct's order, `{}` for a struct that is
 * no pointer, `null` for a list that was never filled.
 *
 * Models: https://pkg.go.dev/encoding/json#Marshal (omitempty, omitzero) and the MarshalJSON of metav1.Time, Quantity and IntOrString
 */
import type { JsonObject } from './decoding.ts';
import { type FieldType, getStruct, type Struct, type StructField } from './schema.ts';
import { formatTime } from './time.ts';

/** `object` is of the schema's struct, such as `core/v1.Pod`; `epochMs` is the wall-clock time of world time 0. */
export function encode(schema: string, object: object, epochMs: number): JsonObject {
  return encodeStruct(getStruct(schema), object as JsonObject, epochMs);
}

const EMPTY: JsonObject = Object.freeze({});

function encodeStruct(struct: Struct, object: JsonObject, epochMs: number): JsonObject {
  const json: JsonObject = {};
  for (const field of struct.fields) {
    const value = object[field.name];
    const encoded =
      value === undefined || value === null ? encodeAbsent(field, epochMs) : encodePresent(field, value, epochMs);
    if (encoded !== undefined) json[field.name] = encoded;
  }
  return json;
}

function encodePresent(field: StructField, value: unknown, epochMs: number): unknown {
  if (field.presence === 'always' && Array.isArray(value) && value.length === 0) return null;
  return encodeValue(field.type, value, epochMs);
}

/** What Go writes for a field without value. */
function encodeAbsent(field: StructField, epochMs: number): unknown {
  const { presence, type } = field;
  if (presence === 'pointer' || presence === 'omitzero') return undefined;
  if (presence === 'nullable') return null;
  if (type.form === 'struct') return encodeStruct(getStruct(type.struct), EMPTY, epochMs);
  if (type.form !== 'scalar') return presence === 'always' ? null : undefined;
  switch (type.scalar) {
    case 'Time':
    case 'MicroTime':
    case 'any':
      return null;
    case 'Quantity':
      return '0';
    case 'IntOrString':
      return 0;
    case 'string':
    case 'bytes':
      return presence === 'always' ? '' : undefined;
    case 'bool':
      return presence === 'always' ? false : undefined;
    case 'int32':
    case 'int64':
    case 'float64':
      return presence === 'always' ? 0 : undefined;
    default:
      return type.scalar satisfies never;
  }
}

function encodeValue(type: FieldType, value: unknown, epochMs: number): unknown {
  switch (type.form) {
    case 'struct':
      return encodeStruct(getStruct(type.struct), value as JsonObject, epochMs);
    case 'list':
      return (value as readonly unknown[]).map((item) => encodeValue(type.element, item, epochMs));
    case 'map':
      return encodeMap(type.element, value as JsonObject, epochMs);
    case 'scalar':
      if (type.scalar === 'Time' || type.scalar === 'MicroTime')
        return formatTime(value as number, epochMs, type.scalar);
      return value;
    default:
      return type satisfies never;
  }
}

/** Go writes the keys of a map sorted. */
function encodeMap(element: FieldType, map: JsonObject, epochMs: number): JsonObject {
  const json = Object.create(null) as JsonObject;
  for (const key of Object.keys(map).sort()) json[key] = encodeValue(element, map[key], epochMs);
  return json;
}
