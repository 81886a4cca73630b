/** The leaves of the decoder: numbers, times, quantities, bytes, each with the error that Go's own decoder gives. */
import { findBase64Error } from './base64.ts';
import { type Decoding, jsonType, mismatch, mismatchText, type Place } from './decoding.ts';
import { parseQuantity } from './quantity.ts';
import type { FieldType, Scalar } from './schema.ts';
import { parseTime } from './time.ts';

/** The value as the store keeps it; undefined of null and of what was refused. */
export function decodeScalar(
  decoding: Decoding,
  type: FieldType & { form: 'scalar' },
  value: unknown,
  place: Place,
): unknown {
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
