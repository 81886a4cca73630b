/** Objects of the server as kubectl prints them where it has read them into Go's types: fields in their order, `{}` for a struct that is no pointer. */
import { findKind } from '../../../world/api/kinds.ts';
import { type FieldType, getStruct, type StructField } from '../../../world/api/schema.ts';
import type { FlagValues } from '../cli/flags.ts';
import { isObject, type Json, type JsonObject, object, sortedEntries, text } from '../json.ts';

/** What is always written. */
function absent({ presence, type }: StructField): Json | undefined {
  if (type.form !== 'struct' || presence === 'pointer' || presence === 'omitzero' || presence === 'nullable')
    return undefined;
  return ordered(type, {});
}

function ordered(type: FieldType, value: Json): Json {
  if (type.form === 'list' && Array.isArray(value)) return value.map((item) => ordered(type.element, item));
  if (!isObject(value)) return value;
  if (type.form === 'map')
    return Object.fromEntries(sortedEntries(value).map(([key, item]) => [key, ordered(type.element, item)]));
  return type.form === 'struct' ? orderedStruct(type.struct, value) : value;
}

function orderedStruct(name: string, value: JsonObject): JsonObject {
  const entries = getStruct(name).fields.flatMap((field): [string, Json][] => {
    const given = value[field.name];
    const found = given === undefined || given === null ? absent(field) : ordered(field.type, given);
    return found === undefined ? [] : [[field.name, found]];
  });
  return Object.fromEntries(entries);
}

/**
 * Its kind comes before its version, and managed fields stay only where they are asked for; an object of a kind that is
 * nobody's type stays as it is.
 */
export function inGoOrder(value: JsonObject, flags: FlagValues): JsonObject {
  const kind = findKind(text(value, 'kind'), text(value, 'apiVersion'));
  if (!kind) return value;
  const { managedFields, ...metadata } = object(value, 'metadata');
  const kept = flags.bool('show-managed-fields') && managedFields !== undefined ? { managedFields } : {};
  const whole = { ...value, metadata: { ...metadata, ...kept } };
  const { kind: name, apiVersion, ...rest } = orderedStruct(kind.schema, whole);
  return { kind: name, apiVersion, ...rest };
}
