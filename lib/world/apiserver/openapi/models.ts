/**
 * The generated schemas as OpenAPI models, with the extensions that clients merge and explain by.
 *
 * Models: https://github.com/kubernetes/kube-openapi/blob/master/pkg/common/common.go,
 * https://kubernetes.io/docs/reference/using-api/api-concepts/
 * Differs: the texts come from a client library that does not have what a field says of the type it refers to, so such a
 * field has that type's description; allowed values are listed of some fields only (enums.ts).
 */
import { ATOMIC } from '../../api/decided.ts';
import type { JsonObject } from '../../api/decode.ts';
import { type FieldType, getStruct, type Scalar, type Struct, type StructField } from '../../api/schema.ts';
import { textOf } from '../../api/texts.ts';
import { findAllowed } from './enums.ts';
import { FIELDS, INT_OR_STRING, MICRO_TIME, modelName, QUANTITY, RAW, TIME } from './names.ts';
import { isRequired } from './required.ts';

/** The two versions of OpenAPI differ in where models stand and in how a reference is described. */
export type Dialect = 'v2' | 'v3';

const ROOTS: Readonly<Record<Dialect, string>> = { v2: '#/definitions/', v3: '#/components/schemas/' };

export function reference(dialect: Dialect, name: string): JsonObject {
  return { $ref: ROOTS[dialect] + name };
}

/** Models that no struct stands for. */
const PLAIN: Readonly<Record<string, Record<Dialect, JsonObject>>> = {
  [TIME]: timeModel(
    'Time is a wrapper around time.Time which supports correct marshaling to YAML and JSON.  Wrappers are provided for many of the factory methods that the time package offers.',
  ),
  [MICRO_TIME]: timeModel('MicroTime is version of Time with microsecond level precision.'),
  [FIELDS]: objectModel(
    "FieldsV1 stores a set of fields in a data structure like a Trie, in JSON format.\n\nEach key is either a '.' representing the field itself, and will always map to an empty set, or a string representing a sub-field or item. The string will follow one of these four formats: 'f:<name>', where <name> is the name of a field in a struct, or key in a map 'v:<value>', where <value> is the exact json formatted value of a list item 'i:<index>', where <index> is position of a item in a list 'k:<keys>', where <keys> is a map of  a list item's key fields to their unique values If a key maps to an empty Fields value, the field that key represents is part of the set.\n\nThe exact format is defined in sigs.k8s.io/structured-merge-diff",
  ),
  [RAW]: objectModel('RawExtension is used to hold extensions in external versions.'),
  [QUANTITY]: {
    v2: { description: textOfQuantity(), type: 'string' },
    v3: { description: textOfQuantity(), oneOf: [{ type: 'string' }, { type: 'number' }] },
  },
  [INT_OR_STRING]: {
    v2: { description: textOfIntOrString(), type: 'string', format: 'int-or-string' },
    v3: {
      description: textOfIntOrString(),
      format: 'int-or-string',
      oneOf: [{ type: 'integer' }, { type: 'string' }],
    },
  },
};

function timeModel(description: string): Record<Dialect, JsonObject> {
  const model = { description, type: 'string', format: 'date-time' };
  return { v2: model, v3: model };
}

function objectModel(description: string): Record<Dialect, JsonObject> {
  const model = { description, type: 'object' };
  return { v2: model, v3: model };
}

function textOfQuantity(): string {
  return 'Quantity is a fixed-point representation of a number. It provides convenient marshaling/unmarshaling in JSON and YAML, in addition to String() and AsInt64() accessors.';
}

function textOfIntOrString(): string {
  return 'IntOrString is a type that can hold an int32 or a string.  When used in JSON or YAML marshalling and unmarshalling, it produces or consumes the inner type.  This allows you to have, for example, a JSON field that can accept a name or number.';
}

type Leaf = { readonly ref: string } | { readonly model: JsonObject };

function leafOf(scalar: Scalar, struct: string): Leaf {
  switch (scalar) {
    case 'string':
      return { model: { type: 'string' } };
    case 'bool':
      return { model: { type: 'boolean' } };
    case 'int32':
    case 'int64':
      return { model: { type: 'integer', format: scalar } };
    case 'float64':
      return { model: { type: 'number', format: 'double' } };
    case 'bytes':
      return { model: { type: 'string', format: 'byte' } };
    case 'Time':
      return { ref: TIME };
    case 'MicroTime':
      return { ref: MICRO_TIME };
    case 'Quantity':
      return { ref: QUANTITY };
    case 'IntOrString':
      return { ref: INT_OR_STRING };
    case 'any':
      return { ref: struct === 'meta/v1.ManagedFieldsEntry' ? FIELDS : RAW };
    default:
      return scalar satisfies never;
  }
}

const ZEROS: Readonly<Record<string, unknown>> = { string: '', boolean: false, integer: 0, number: 0 };

/** Writes models of one dialect and remembers which others they need. */
export class ModelWriter {
  readonly #dialect: Dialect;
  readonly #models: Record<string, JsonObject> = {};
  readonly #waiting: string[] = [];

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** A reference to the struct's model, which will be written. */
  need(struct: string): JsonObject {
    const name = modelName(struct);
    if (!Object.hasOwn(this.#models, name)) {
      this.#models[name] = {};
      this.#waiting.push(struct);
    }
    return reference(this.#dialect, name);
  }

  add(name: string, model: JsonObject): void {
    this.#models[name] = model;
  }

  /** All models that were asked for and those that they need, by name. */
  finish(): Record<string, JsonObject> {
    for (let struct = this.#waiting.pop(); struct !== undefined; struct = this.#waiting.pop()) {
      Object.assign(this.#models[modelName(struct)] as JsonObject, this.#modelOf(getStruct(struct)));
    }
    return Object.fromEntries(Object.entries(this.#models).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #modelOf(struct: Struct): JsonObject {
    const description = textOf(struct.name);
    const required = struct.fields.filter((field) => isRequired(struct, field)).map(({ name }) => name);
    const properties = Object.fromEntries(
      [...struct.fields]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((field) => [field.name, this.#property(struct, field)]),
    );
    return {
      ...(description ? { description } : {}),
      type: 'object',
      ...(required.length > 0 ? { required: required.sort() } : {}),
      ...(struct.fields.length > 0 ? { properties } : {}),
      ...(ATOMIC.has(struct.name) ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    };
  }

  #property(struct: Struct, field: StructField): JsonObject {
    const allowed = findAllowed(struct.name, field.name);
    const description = textOf(struct.name, field.name) + (allowed?.text ?? '');
    const about = description ? { description } : {};
    const always = field.presence === 'always';
    const type = this.#type(field.type, struct.name, always ? 'Default' : 'Plain');
    const values = allowed ? { enum: allowed.values } : {};
    return { ...about, ...type, ...values, ...extensions(struct, field) };
  }

  #type(type: FieldType, struct: string, zero: 'Default' | 'Plain'): JsonObject {
    switch (type.form) {
      case 'struct':
        return this.#referring(this.need(type.struct), {});
      case 'list':
        return { type: 'array', items: this.#type(type.element, struct, 'Default') };
      case 'map':
        return { type: 'object', additionalProperties: this.#type(type.element, struct, 'Default') };
      case 'scalar': {
        const leaf = leafOf(type.scalar, struct);
        if ('ref' in leaf) return this.#plain(leaf.ref);
        const value = this.#dialect === 'v3' && zero === 'Default' ? ZEROS[leaf.model.type as string] : undefined;
        return value === undefined ? leaf.model : { ...leaf.model, default: value };
      }
      default:
        return type satisfies never;
    }
  }

  #plain(name: string): JsonObject {
    this.#models[name] ??= (PLAIN[name] as Record<Dialect, JsonObject>)[this.#dialect];
    return this.#referring(reference(this.#dialect, name), undefined);
  }

  /** In OpenAPI 3 nothing may stand beside a reference, so it is wrapped. */
  #referring(ref: JsonObject, zero: JsonObject | undefined): JsonObject {
    if (this.#dialect === 'v2') return ref;
    return { allOf: [ref], ...(zero ? { default: zero } : {}) };
  }
}

function extensions(struct: Struct, field: StructField): JsonObject {
  const { type, list, strategies, mergeKey } = field;
  const atomic = ATOMIC.has(`${struct.name}.${field.name}`) ? { 'x-kubernetes-map-type': 'atomic' } : {};
  const listType = type.form === 'list' ? { 'x-kubernetes-list-type': list?.type ?? 'atomic' } : {};
  return {
    ...(list?.type === 'map' ? { 'x-kubernetes-list-map-keys': list.keys } : {}),
    ...listType,
    ...atomic,
    ...(mergeKey ? { 'x-kubernetes-patch-merge-key': mergeKey } : {}),
    ...(strategies.length > 0 ? { 'x-kubernetes-patch-strategy': strategies.join(',') } : {}),
  };
}
