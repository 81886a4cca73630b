/** What Go's decoder keeps of a value: the fields that the type has. Nothing is said of the others. */
import { type FieldType, getStruct } from '../../../world/api/schema.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

/** `schema` is a struct such as `core/v1.Pod`. */
export function knownFields(value: JsonObject, schema: string): JsonObject {
  const { byName } = getStruct(schema);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const field = byName.get(key);
      return field && inner !== undefined ? [[key, knownValue(inner, field.type)]] : [];
    }),
  );
}

function knownValue(value: Json, type: FieldType): Json {
  switch (type.form) {
    case 'struct':
      return isObject(value) ? knownFields(value, type.struct) : value;
    case 'list':
      return Array.isArray(value) ? value.map((item: Json) => knownValue(item, type.element)) : value;
    case 'map':
    case 'scalar':
      return value;
    default:
      return type satisfies never;
  }
}
