/** The zero values of Go: what a field holds that nobody set, and what `omitempty` leaves out. */
import type { JsonObject } from './decoding.ts';
import { type FieldType, getStruct, type Scalar, type Struct, type StructField } from './schema.ts';

/** The zero of a scalar; undefined of a time, whose zero is absence here. */
export function zeroOfScalar(scalar: Scalar): unknown {
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

/** Whether Go would call the decoded value empty. */
export function isZero(type: FieldType, value: unknown): boolean {
  switch (type.form) {
    case 'scalar':
      return isZeroScalar(type.scalar, value);
    case 'list':
      return (value as readonly unknown[]).length === 0;
    case 'map':
      for (const _ in value as object) return false;
      return true;
    case 'struct':
      return isZeroStruct(getStruct(type.struct), value as JsonObject);
    default:
      return type satisfies never;
  }
}

/** An instant of 0 is the epoch's moment, no zero. */
function isZeroScalar(scalar: Scalar, value: unknown): boolean {
  if (scalar === 'Time' || scalar === 'MicroTime' || scalar === 'any') return false;
  return value === '' || value === 0 || value === false || (scalar === 'Quantity' && value === '0');
}

function isZeroStruct(struct: Struct, value: JsonObject): boolean {
  for (const name in value) {
    const field = struct.byName.get(name) as StructField;
    if (field.presence === 'pointer' || field.presence === 'nullable' || !isZero(field.type, value[name])) return false;
  }
  return true;
}
