/** What the parts of the decoder share: where they stand and what they found wrong. */

export type JsonObject = Record<string, unknown>;

export interface Decoding {
  readonly epochMs: number;
  readonly unknown: Set<string>;
  /** A value's own decoder refused it: Go stops there, so it outranks a wrong JSON type found before. */
  fatal: string | undefined;
  /** The first wrong JSON type: Go goes on and reports it at the end. */
  mismatch: string | undefined;
}

/** Where a value stands: for unknown fields (with indices), and for Go's type errors (without, and with the struct). */
export interface Place {
  readonly json: string;
  readonly go: string;
  readonly goStruct: string;
}

export function mismatch(decoding: Decoding, found: string, place: Place, goType: string): undefined {
  decoding.mismatch ??= mismatchText(found, place, goType);
}

export function mismatchText(found: string, place: Place, goType: string): string {
  const where = place.goStruct === '' ? 'Go value' : `Go struct field ${place.goStruct}.${place.go}`;
  return `json: cannot unmarshal ${found} into ${where} of type ${goType}`;
}

export function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys of maps come from people: `__proto__` and `constructor` are ordinary ones. */
export function emptyMap(): JsonObject {
  return Object.create(null) as JsonObject;
}
