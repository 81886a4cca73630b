/**
 * The schemas at run time: what fields a struct has, of which type, and how Go treats them. Structs are kept as one
 * line of text each and read when first asked for, so that a start costs next to nothing.
 */
import { STRUCTS } from './structs.schema.ts';

export type Scalar =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'bytes'
  | 'Time'
  | 'MicroTime'
  | 'Quantity'
  | 'IntOrString'
  | 'any';

export type FieldType =
  | { readonly form: 'scalar'; readonly scalar: Scalar; readonly goType: string }
  | { readonly form: 'list'; readonly element: FieldType; readonly goType: string }
  | { readonly form: 'map'; readonly element: FieldType; readonly goType: string }
  | { readonly form: 'struct'; readonly struct: string; readonly goType: string };

/** How Go writes a field that has no value: left out (pointer, omitempty, omitzero), `null` (nullable), or with the zero of its type (always). */
export type Presence = 'pointer' | 'nullable' | 'always' | 'omitempty' | 'omitzero';

export interface StructField {
  readonly name: string;
  readonly presence: Presence;
  readonly type: FieldType;
  /** The field in Go's error paths: the name, behind the embedded struct that it comes from. */
  readonly goPath: string;
  /** Strategic merge patch: `merge`, `replace`, `retainKeys`, and the key of a merged list. */
  readonly strategies: readonly string[];
  readonly mergeKey: string | undefined;
  /** Server-side apply: how a list is merged; `keys` of a `map`. */
  readonly list: { readonly type: 'atomic' | 'set' | 'map'; readonly keys: readonly string[] } | undefined;
}

export interface Struct {
  /** `core/v1.PodSpec` */
  readonly name: string;
  /** `PodSpec` */
  readonly goName: string;
  readonly fields: readonly StructField[];
  readonly byName: ReadonlyMap<string, StructField>;
}

const SIGNS: Readonly<Record<string, Presence>> = {
  '*': 'pointer',
  '&': 'nullable',
  '!': 'always',
  '?': 'omitempty',
  '^': 'omitzero',
};
const SCALARS = new Set([
  'string',
  'bool',
  'int32',
  'int64',
  'float64',
  'bytes',
  'Time',
  'MicroTime',
  'Quantity',
  'IntOrString',
  'any',
]);
const parsed = new Map<string, Struct>();

/** The struct of that name, such as `core/v1.PodSpec`. Throws on a name that no schema has. */
export function getStruct(name: string): Struct {
  const known = parsed.get(name);
  if (known) return known;
  const text = STRUCTS[name];
  if (text === undefined) throw new Error(`no schema ${name}`);
  const struct = parseStruct(name, text);
  parsed.set(name, struct);
  return struct;
}

export function listStructNames(): readonly string[] {
  return Object.keys(STRUCTS);
}

/**
 * Reads one line of a schema file: fields separated by blanks, each
 * `name[<Embedded]` `* & ! ? ^` (presence) `type[~Go's name]` `[#strategies,key=mergeKey]` `[@listType]`,
 * with `[]T` a list, `{}T` a map of strings to T, and a struct of the same group and version without its path.
 */
function parseStruct(name: string, text: string): Struct {
  const path = name.slice(0, name.lastIndexOf('.') + 1);
  const fields = text === '' ? [] : text.split(' ').map((field) => parseField(path, field));
  return {
    name,
    goName: name.slice(path.length),
    fields,
    byName: new Map(fields.map((field) => [field.name, field])),
  };
}

function parseField(path: string, text: string): StructField {
  const match = text.match(/^([\w$]+)(?:<([\w.]+))?([*&!?^])([^~#@]+)(?:~([^#@]+))?(?:#([^@]+))?(?:@(.+))?$/);
  if (!match) throw new Error(`no field: ${text}`);
  const [, name = '', embedded, sign = '', type = '', goName, merge = '', list] = match;
  const parts = merge.split(',').filter(Boolean);
  return {
    name,
    presence: SIGNS[sign] as Presence,
    type: parseType(path, type, goName),
    goPath: embedded ? `${embedded}.${name}` : name,
    strategies: parts.filter((part) => !part.startsWith('key=')),
    mergeKey: parts.find((part) => part.startsWith('key='))?.slice(4),
    list: parseList(list),
  };
}

/** Go's name belongs to the innermost element of a list, to a map as a whole. */
function parseType(path: string, text: string, goName: string | undefined): FieldType {
  if (text.startsWith('[]')) {
    const element = parseType(path, text.slice(2), goName);
    return { form: 'list', element, goType: `[]${element.goType}` };
  }
  if (text.startsWith('{}')) {
    const element = parseType(path, text.slice(2), goName?.match(/^map\[[^\]]*\](v1\..*)$/)?.[1]);
    return { form: 'map', element, goType: goName ?? `map[string]${element.goType}` };
  }
  if (SCALARS.has(text)) return { form: 'scalar', scalar: text as Scalar, goType: goName ?? scalarGoType(text) };
  const struct = text.includes('.') ? text : path + text;
  return { form: 'struct', struct, goType: struct.slice(struct.lastIndexOf('/') + 1) };
}

/** What Go says was expected: times are read from a string, a port as a number. */
function scalarGoType(scalar: string): string {
  if (scalar === 'Time' || scalar === 'MicroTime') return 'string';
  if (scalar === 'IntOrString') return 'int32';
  return scalar === 'bytes' ? '[]uint8' : scalar;
}

function parseList(text: string | undefined): StructField['list'] {
  if (!text) return undefined;
  const [type = '', keys = ''] = text.split(':');
  return { type: type as 'atomic' | 'set' | 'map', keys: keys.split(',').filter(Boolean) };
}

/** The field at a path of names without indices, such as `spec.containers.ports`; undefined where there is none. */
export function findField(schema: string, path: readonly string[]): StructField | undefined {
  let struct: Struct | undefined = getStruct(schema);
  let field: StructField | undefined;
  for (const name of path) {
    field = struct?.byName.get(name);
    if (!field) return undefined;
    struct = structOf(field.type);
  }
  return field;
}

/** The struct inside a type, through lists and maps; undefined of a scalar. */
export function structOf(type: FieldType): Struct | undefined {
  if (type.form === 'scalar') return undefined;
  return type.form === 'struct' ? getStruct(type.struct) : structOf(type.element);
}
