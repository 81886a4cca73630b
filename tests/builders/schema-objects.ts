/** Arbitrary objects of a schema, without the zero values that Go's `omitempty` would drop. */
import fc from 'fast-check';
import { type FieldType, getStruct, type Scalar, type StructField } from '../../lib/world/api/schema.ts';
import { formatTime } from '../../lib/world/api/time.ts';

const MAX_DEPTH = 6;
type Json = Record<string, unknown>;

/** A JSON object of the struct, some of its fields set. */
export function arbitraryObject(schema: string, depth = 0): fc.Arbitrary<Json> {
  const { fields } = getStruct(schema);
  const keys = fields.filter((field) => isWanted(field, depth));
  const model = Object.fromEntries(keys.map((field) => [field.name, arbitraryValue(field.type, depth + 1)]));
  const required = keys.filter((field) => field.presence === 'always').map((field) => field.name);
  return fc.record(model, { requiredKeys: required }).map((object) => withoutEmpty(fields, object));
}

/** Deep down only what must be there; `any` fields are kept as they are and prove nothing. */
function isWanted(field: StructField, depth: number): boolean {
  if (field.type.form === 'scalar' && field.type.scalar === 'any') return false;
  return depth < MAX_DEPTH || field.presence === 'always';
}

/** A struct that is no pointer, if empty, is the same as absent: both are written `{}`. */
function withoutEmpty(fields: readonly StructField[], object: Json): Json {
  const dropped = fields.filter(({ name, presence, type }) => {
    const value = object[name];
    return (
      presence !== 'pointer' &&
      presence !== 'nullable' &&
      type.form === 'list' &&
      Array.isArray(value) &&
      value.length === 0
    );
  });
  return Object.fromEntries(Object.entries(object).filter(([name]) => !dropped.some((field) => field.name === name)));
}

function arbitraryValue(type: FieldType, depth: number): fc.Arbitrary<unknown> {
  if (type.form === 'struct') return arbitraryObject(type.struct, depth);
  if (type.form === 'list') return fc.array(arbitraryValue(type.element, depth), { minLength: 1, maxLength: 2 });
  if (type.form === 'map')
    return fc.dictionary(arbitraryKey(), arbitraryValue(type.element, depth), { minKeys: 1, maxKeys: 3 });
  return arbitraryScalar(type.scalar);
}

function arbitraryKey(): fc.Arbitrary<string> {
  return fc.oneof({ weight: 9, arbitrary: fc.string({ minLength: 1 }) }, fc.constantFrom('constructor', 'toString'));
}

function arbitraryScalar(scalar: Scalar): fc.Arbitrary<unknown> {
  const instant = fc.integer({ min: -2_000_000_000, max: 4_000_000_000 });
  switch (scalar) {
    case 'string':
      return fc.string({ minLength: 1 });
    case 'bool':
      return fc.constant(true);
    case 'int32':
      return fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).filter((value) => value !== 0);
    case 'int64':
      return fc.maxSafeInteger().filter((value) => value !== 0);
    case 'float64':
      return fc.constant(0.5);
    case 'bytes':
      return fc.base64String({ minLength: 4 });
    case 'Quantity':
      return fc.constantFrom('1', '500m', '1Gi', '3Mi', '100k', '12e6');
    case 'IntOrString':
      return fc.oneof(fc.integer({ min: 1, max: 65_535 }), fc.constantFrom('http', '25%'));
    case 'Time':
      return instant.map((seconds) => formatTime(seconds * 1000, 0));
    case 'MicroTime':
      return instant.map((seconds) => formatTime(seconds * 1000 + 0.25, 0, 'MicroTime'));
    case 'any':
      return fc.constant({});
    default:
      return scalar satisfies never;
  }
}
