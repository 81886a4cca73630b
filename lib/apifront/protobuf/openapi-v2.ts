/**
 * The OpenAPI 2 document in protocol buffers, as kubectl asks for it when it does not know a kind.
 * Models: https://github.com/google/gnostic-models/blob/v0.7.0/openapiv2/OpenAPIv2.proto
 */
import { field, fields, flag } from './write.ts';

/** As it is asked for, and as it is answered: a media type has no `@`. */
export const PROTOBUF_V2 = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
export const PROTOBUF_V2_ANSWER = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

type Value = Readonly<Record<string, unknown>>;

const isValue = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const mapOf = (value: unknown): Value => (isValue(value) ? value : {});
const mapsOf = (value: unknown): Value[] => (Array.isArray(value) ? value.filter(isValue) : []);

/** Any: YAML, of which JSON is a part. */
const any = (value: unknown): Buffer => field(2, `${JSON.stringify(value)}\n`);

/** Entries of a map as named messages. */
const named = (number: number, map: unknown, write: (value: unknown) => Buffer): Buffer =>
  fields(
    number,
    Object.entries(mapOf(map)).map(([name, value]) => Buffer.concat([field(1, name), field(2, write(value))])),
  );

/** Whatever begins with `x-`. */
function extensions(number: number, value: Value): Buffer {
  const own = Object.entries(value).filter(([name]) => name.startsWith('x-'));
  return named(number, Object.fromEntries(own), any);
}

function schema(value: unknown): Buffer {
  const from = mapOf(value);
  const { additionalProperties: more } = from;
  return Buffer.concat([
    field(1, textOf(from.$ref)),
    field(2, textOf(from.format)),
    field(3, textOf(from.title)),
    field(4, textOf(from.description)),
    from.default === undefined ? Buffer.alloc(0) : field(5, any(from.default)),
    field(13, textOf(from.pattern)),
    fields(19, textsOf(from.required)),
    Array.isArray(from.enum) ? fields(20, from.enum.map(any)) : Buffer.alloc(0),
    isValue(more) ? field(21, field(1, schema(more))) : more === true ? field(21, flag(2, true)) : Buffer.alloc(0),
    from.type === undefined ? Buffer.alloc(0) : field(22, fields(1, textsOf([from.type].flat()))),
    isValue(from.items) ? field(23, field(1, schema(from.items))) : Buffer.alloc(0),
    fields(24, mapsOf(from.allOf).map(schema)),
    isValue(from.properties) ? field(25, named(1, from.properties, schema)) : Buffer.alloc(0),
    extensions(31, from),
  ]);
}

function bodyParameter(from: Value): Buffer {
  return Buffer.concat([
    field(1, textOf(from.description)),
    field(2, textOf(from.name)),
    field(3, textOf(from.in)),
    flag(4, from.required === true),
    isValue(from.schema) ? field(5, schema(from.schema)) : Buffer.alloc(0),
  ]);
}

function plainParameter(from: Value): Buffer {
  const isPath = from.in === 'path';
  const typeAt = isPath ? 5 : 6;
  const inner = Buffer.concat([
    flag(1, from.required === true),
    field(2, textOf(from.in)),
    field(3, textOf(from.description)),
    field(4, textOf(from.name)),
    field(typeAt, textOf(from.type)),
    field(typeAt + 1, textOf(from.format)),
  ]);
  return field(isPath ? 4 : 3, inner);
}

/** ParametersItem, Parameter. */
function parameter(from: Value): Buffer {
  return field(1, from.in === 'body' ? field(1, bodyParameter(from)) : field(2, plainParameter(from)));
}

function response(value: unknown): Buffer {
  const from = mapOf(value);
  const answer = Buffer.concat([
    field(1, textOf(from.description)),
    isValue(from.schema) ? field(2, field(1, schema(from.schema))) : Buffer.alloc(0),
  ]);
  return field(1, answer);
}

function operation(value: unknown): Buffer {
  const from = mapOf(value);
  return Buffer.concat([
    fields(1, textsOf(from.tags)),
    field(3, textOf(from.description)),
    field(5, textOf(from.operationId)),
    fields(6, textsOf(from.produces)),
    fields(7, textsOf(from.consumes)),
    fields(8, mapsOf(from.parameters).map(parameter)),
    field(9, named(1, from.responses, response)),
    fields(10, textsOf(from.schemes)),
    extensions(13, from),
  ]);
}

const METHODS = { get: 2, put: 3, post: 4, delete: 5, options: 6, head: 7, patch: 8 } as const;

function pathItem(value: unknown): Buffer {
  const from = mapOf(value);
  const methods = Object.entries(METHODS).map(([name, number]) =>
    from[name] === undefined ? Buffer.alloc(0) : field(number, operation(from[name])),
  );
  return Buffer.concat([...methods, fields(9, mapsOf(from.parameters).map(parameter))]);
}

/** `document` is the same one as JSON. */
export function encodeOpenApi2(document: Value): Buffer {
  const info = mapOf(document.info);
  return Buffer.concat([
    field(1, textOf(document.swagger)),
    field(2, Buffer.concat([field(1, textOf(info.title)), field(2, textOf(info.version))])),
    field(8, named(2, document.paths, pathItem)),
    field(9, named(1, document.definitions, schema)),
  ]);
}
