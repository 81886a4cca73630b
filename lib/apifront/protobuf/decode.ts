/**
 * Objects that client-go sends as protocol buffers, as the JSON that the API server reads.
 *
 * Models: https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
 * Differs: fields that kubectl never writes are skipped.
 */
import { MESSAGES, type MessageField } from './messages.ts';
import { readPieces, WireError } from './wire.ts';

export type JsonObject = { [key: string]: unknown };

const MAGIC = [0x6b, 0x38, 0x73, 0x00];
/** Deeper than any kind nests. */
const MAX_DEPTH = 40;

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function getMessage(name: string) {
  const message = MESSAGES.get(name);
  if (!message) throw new WireError(`no table of ${name}`);
  return message;
}

function numbered(bytes: Uint8Array): ReadonlyMap<number, number | Uint8Array> {
  return new Map(readPieces(bytes).map(({ field, value }) => [field, value]));
}

const bytesOf = (value: number | Uint8Array | undefined): Uint8Array =>
  value instanceof Uint8Array ? value : new Uint8Array();

function timeOf(bytes: Uint8Array): string | undefined {
  const seconds = numbered(bytes).get(1);
  if (typeof seconds !== 'number' || Math.abs(seconds) > 8.64e12) return undefined;
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function intOrString(bytes: Uint8Array): string | number {
  const fields = numbered(bytes);
  if (fields.get(1) === 1) return textOf(bytesOf(fields.get(3)));
  const value = fields.get(2);
  return typeof value === 'number' ? value : 0;
}

/** One value of a type that is not a message of ours; undefined when it is one. */
function plainOf(type: string, value: number | Uint8Array): unknown {
  const bytes = bytesOf(value);
  switch (type) {
    case 's':
      return textOf(bytes);
    case 'y':
      return Buffer.from(bytes).toString('base64');
    case 'i':
      return Number(value);
    case 'b':
      return value === 1;
    case 'Time':
      return timeOf(bytes) ?? '';
    case 'Quantity':
      return textOf(bytesOf(numbered(bytes).get(1)));
    case 'IntOrString':
      return intOrString(bytes);
    default:
      return undefined;
  }
}

function readValue(type: string, value: number | Uint8Array, depth: number): unknown {
  return plainOf(type, value) ?? messageOf(type, bytesOf(value), depth + 1);
}

const isZero = (value: unknown): boolean => value === '' || value === 0 || value === false;

function put(object: JsonObject, field: MessageField, value: number | Uint8Array, depth: number): void {
  const { name, type, shape, keepsZero } = field;
  if (name === undefined) {
    Object.assign(object, messageOf(type, bytesOf(value), depth + 1));
    return;
  }
  if (shape === 'Map') {
    const entry = numbered(bytesOf(value));
    const map = (object[name] ?? Object.create(null)) as JsonObject;
    map[textOf(bytesOf(entry.get(1)))] = readValue(type, entry.get(2) ?? new Uint8Array(), depth);
    object[name] = map;
    return;
  }
  const read = readValue(type, value, depth);
  if (shape === 'List') object[name] = [...((object[name] as unknown[] | undefined) ?? []), read];
  else if (keepsZero || !isZero(read)) object[name] = read;
}

function messageOf(name: string, bytes: Uint8Array, depth: number): JsonObject {
  if (depth > MAX_DEPTH) throw new WireError('nested too deep');
  const message = getMessage(name);
  const object: JsonObject = Object.create(null);
  for (const { field, value } of readPieces(bytes)) {
    const known = message.get(field);
    if (known) put(object, known, value, depth);
  }
  return object;
}

/** The object of a body of type `application/vnd.kubernetes.protobuf`; undefined for anything else. */
export function decodeProtobuf(bytes: Uint8Array): JsonObject | undefined {
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) return undefined;
  try {
    const outer = numbered(bytes.subarray(MAGIC.length));
    const { apiVersion, kind } = messageOf('TypeMeta', bytesOf(outer.get(1)), 0);
    if (typeof kind !== 'string' || !MESSAGES.has(kind)) return undefined;
    return { apiVersion, kind, ...messageOf(kind, bytesOf(outer.get(2)), 0) };
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
