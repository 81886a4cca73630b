/**
 * No two alike in a list that is a set or a map.
 *
 * Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apiserver/schema/listtype/validation.go
 */
import type { StructuralSchema } from '../../api/custom.ts';
import { isObject, type JsonObject } from '../../api/decoding.ts';
import { duplicate, type FieldError } from '../registry/validation/field-error.ts';

function identityOf(schema: StructuralSchema, item: unknown): unknown {
  if (schema['x-kubernetes-list-type'] !== 'map') return item;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const entry = isObject(item) ? item : {};
  const found: JsonObject = {};
  for (const key of keys) if (entry[key] !== undefined) found[key] = entry[key];
  return found;
}

export function duplicatesIn(schema: StructuralSchema, value: unknown, path: string): FieldError[] {
  if (Array.isArray(value)) {
    const inner = schema.items
      ? value.flatMap((item, at) => duplicatesIn(schema.items as StructuralSchema, item, `${path}[${at}]`))
      : [];
    const type = schema['x-kubernetes-list-type'];
    if (type !== 'map' && type !== 'set') return inner;
    const seen = new Set<string>();
    const doubles = value.flatMap((item, at) => {
      const identity = identityOf(schema, item);
      const text = JSON.stringify(identity);
      if (seen.has(text)) return [duplicate(`${path}[${at}]`, identity)];
      seen.add(text);
      return [];
    });
    return [...doubles, ...inner];
  }
  if (!isObject(value)) return [];
  const { properties = {}, additionalProperties } = schema;
  return Object.keys(value).flatMap((name) => {
    const member = Object.hasOwn(properties, name)
      ? properties[name]
      : isObject(additionalProperties)
        ? (additionalProperties as StructuralSchema)
        : undefined;
    return member ? duplicatesIn(member, value[name], path === '' ? name : `${path}.${name}`) : [];
  });
}
