/**
 * How server-side apply sees a type: what is owned as a whole, what field by field, and how the items of a list are told
 * apart. Made from the generated schemas; a kind that brings its own schema makes its own shapes.
 *
 * Models: https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */

import { ATOMIC } from '../../api/decided.ts';
import { type FieldType, getStruct, type Scalar, type Struct, type StructField } from '../../api/schema.ts';

export type Shape = Leaf | MapShape | ListShape;

/** Owned as a whole: a scalar, or a list, map or struct that is atomic. */
export interface Leaf {
  readonly form: 'leaf';
  readonly accepts: 'string' | 'number' | 'boolean' | 'map' | 'list' | 'any';
}

export interface MapShape {
  readonly form: 'map';
  /** The shape of a member; undefined where the schema has none of that name. */
  member(name: string): Shape | undefined;
  /** True where the schema names its members, and so nobody owns the member itself. */
  readonly named: boolean;
}

export interface ListShape {
  readonly form: 'list';
  /** Empty for a set of scalars. */
  readonly keys: readonly string[];
  readonly element: Shape;
  /** What a key counts as where an item leaves it out. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

const shapes = new Map<string, Shape>();

/** The shape of a struct such as `apps/v1.Deployment`. */
export function shapeOf(schema: string): Shape {
  const known = shapes.get(schema);
  if (known) return known;
  const made: Shape = ATOMIC.has(schema) ? { form: 'leaf', accepts: 'map' } : structShape(getStruct(schema));
  shapes.set(schema, made);
  return made;
}

function structShape(struct: Struct): MapShape {
  const members = new Map<string, Shape>();
  return {
    form: 'map',
    named: true,
    member(name) {
      const known = members.get(name);
      if (known) return known;
      const field = struct.byName.get(name);
      if (!field) return undefined;
      const made = fieldShape(struct, field);
      members.set(name, made);
      return made;
    },
  };
}

function fieldShape(struct: Struct, field: StructField): Shape {
  const { type, list } = field;
  if (ATOMIC.has(`${struct.name}.${field.name}`))
    return { form: 'leaf', accepts: type.form === 'list' ? 'list' : 'map' };
  if (type.form === 'list' && list && list.type !== 'atomic') {
    const defaults = list.keys.includes('protocol') ? { protocol: 'TCP' } : {};
    return { form: 'list', keys: [...list.keys].sort(), element: typeShape(type.element), defaults };
  }
  return typeShape(type);
}

function typeShape(type: FieldType): Shape {
  switch (type.form) {
    case 'struct':
      return shapeOf(type.struct);
    case 'list':
      return { form: 'leaf', accepts: 'list' };
    case 'map': {
      const element = typeShape(type.element);
      return { form: 'map', named: false, member: () => element };
    }
    case 'scalar':
      return { form: 'leaf', accepts: accepts(type.scalar) };
    default:
      return type satisfies never;
  }
}

function accepts(scalar: Scalar): Leaf['accepts'] {
  switch (scalar) {
    case 'string':
    case 'bytes':
      return 'string';
    case 'bool':
      return 'boolean';
    case 'int32':
    case 'int64':
    case 'float64':
      return 'number';
    case 'Time':
    case 'MicroTime':
    case 'Quantity':
    case 'IntOrString':
    case 'any':
      return 'any';
    default:
      return scalar satisfies never;
  }
}
