/** How server-side apply sees a custom kind. Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/controller/openapi/builder/builder.go */
import type { CustomType, StructuralSchema } from '../../api/custom.ts';
import { isObject } from '../../api/decoding.ts';
import { type Leaf, type MapShape, type Shape, shapeOf } from '../apply/shape.ts';

const ANY: Leaf = { form: 'leaf', accepts: 'any' };
const STRING: Leaf = { form: 'leaf', accepts: 'string' };

/** Without a schema every map is merged by member, every list is owned as a whole; which it is shows in the value. */
const FREE: MapShape = { form: 'map', named: false, member: () => ANY };

const shapes = new WeakMap<CustomType, Shape>();

export function customShape(custom: CustomType): Shape {
  const known = shapes.get(custom);
  if (known) return known;
  const root = objectShape(custom.schema);
  const made: Shape = {
    form: 'map',
    named: true,
    member(name) {
      if (name === 'metadata') return shapeOf('meta/v1.ObjectMeta');
      return name === 'apiVersion' || name === 'kind' ? STRING : root.member(name);
    },
  };
  shapes.set(custom, made);
  return made;
}

function objectShape(schema: StructuralSchema): MapShape {
  const { properties, additionalProperties } = schema;
  const made = new Map<string, Shape>();
  const keeps = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const member = (name: string): Shape | undefined => {
    const known = made.get(name);
    if (known) return known;
    const one = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
    const inner = one ?? (isObject(additionalProperties) ? (additionalProperties as StructuralSchema) : undefined);
    if (!inner) return keeps ? ANY : undefined;
    const shape = schemaShape(inner);
    made.set(name, shape);
    return shape;
  };
  return { form: 'map', named: properties !== undefined, member };
}

function schemaShape(schema: StructuralSchema): Shape {
  const { type } = schema;
  if (schema['x-kubernetes-int-or-string'] || type === undefined) return ANY;
  if (type === 'array') return listShape(schema);
  if (type === 'object') {
    if (schema['x-kubernetes-map-type'] === 'atomic') return { form: 'leaf', accepts: 'map' };
    const bare = !schema.properties && !schema.additionalProperties;
    return bare && schema['x-kubernetes-preserve-unknown-fields'] ? FREE : objectShape(schema);
  }
  return { form: 'leaf', accepts: type === 'string' ? 'string' : type === 'boolean' ? 'boolean' : 'number' };
}

function listShape(schema: StructuralSchema): Shape {
  const type = schema['x-kubernetes-list-type'];
  const { items = {} } = schema;
  if (type !== 'map' && type !== 'set') return { form: 'leaf', accepts: 'list' };
  const keys = type === 'map' ? [...(schema['x-kubernetes-list-map-keys'] ?? [])].sort() : [];
  const defaults = Object.fromEntries(
    keys.flatMap((key) => {
      const value = items.properties?.[key]?.default;
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return { form: 'list', keys, element: schemaShape(items), defaults };
}
