/** Custom objects between the wire and the store: metadata as every kind has it, the rest as it was written. */

import type { CustomType } from '../../api/custom.ts';
import { type Decoded, type DecodeOptions, decode, type JsonObject } from '../../api/decode.ts';
import { isObject } from '../../api/decoding.ts';
import { encode } from '../../api/encode.ts';
import type { Kind, KubeObject } from '../../api/kinds.ts';
import { prune } from './prune.ts';

const META = 'meta/v1.ObjectMeta';
const MAX_LISTED = 100;

function plain(value: unknown): JsonObject {
  return isObject(value) ? { ...value } : {};
}

/** Reads a body of a custom kind; unknown fields are dropped and said as for every kind. */
export function decodeCustom(custom: CustomType, body: unknown, options: DecodeOptions): Decoded {
  const given = plain(body);
  const metadata = decode('meta/v1.ObjectMeta', given.metadata ?? {}, { ...options, strictness: 'Warn' });
  if (!metadata.ok) return metadata;
  const unknown = new Set(metadata.warnings.map((one) => one.replace('unknown field "', 'unknown field "metadata.')));
  const object = prune(custom.schema, given, unknown) as JsonObject;
  const listed = [...unknown].slice(0, MAX_LISTED);
  if (options.strictness === 'Strict' && listed.length > 0) {
    return { ok: false, message: `strict decoding error: ${listed.join(', ')}` };
  }
  const warnings = options.strictness === 'Warn' ? listed : [];
  return { ok: true, object: { ...object, metadata: metadata.object }, warnings };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const copy = Object.create(null) as JsonObject;
  for (const key of Object.keys(value).sort()) copy[key] = sorted(value[key]);
  return copy;
}

/** The stored object as a version of its kind shows it. Conversion is `None`: only the version changes. */
export function encodeCustom(kind: Kind, object: object, epochMs: number): JsonObject {
  const { metadata, kind: _kind, apiVersion: _version, ...rest } = object as KubeObject & JsonObject;
  const shown = { apiVersion: kind.apiVersion, kind: kind.kind, metadata: encode(META, metadata ?? {}, epochMs) };
  return { ...shown, ...(sorted(rest) as JsonObject) };
}

/** The object of any kind as JSON. */
export function encodeObject(kind: Kind, object: object, epochMs: number): JsonObject {
  return kind.custom ? encodeCustom(kind, object, epochMs) : encode(kind.schema, object, epochMs);
}

/** JSON as an object of any kind. */
export function decodeAny(kind: Kind, value: unknown, options: DecodeOptions): Decoded {
  return kind.custom ? decodeCustom(kind.custom, value, options) : decode(kind.schema, value, options);
}
