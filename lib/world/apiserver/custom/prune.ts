/**
 * Structural pruning and defaulting.
 *
 * Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apiserver/schema/pruning/algorithm.go,
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apiserver/schema/defaulting/algorithm.go
 */
import type { StructuralSchema } from '../../api/custom.ts';
import { emptyMap, isObject, type JsonObject } from '../../api/decoding.ts';

const ROOT_FIELDS = new Set(['apiVersion', 'kind', 'metadata']);
const NOTHING: StructuralSchema = {};

function memberSchema(schema: StructuralSchema, name: string): StructuralSchema | undefined {
  const { properties, additionalProperties } = schema;
  if (properties && Object.hasOwn(properties, name)) return properties[name];
  if (isObject(additionalProperties)) return additionalProperties as StructuralSchema;
  return additionalProperties === true ? { 'x-kubernetes-preserve-unknown-fields': true } : undefined;
}

interface Pruning {
  readonly unknown: Set<string>;
}

/** A copy without the fields that the schema does not know; their paths join `unknown`. */
export function prune(schema: StructuralSchema, value: unknown, unknown: Set<string>): unknown {
  return pruneValue({ unknown }, schema, value, '', 'Resource', false);
}

function pruneValue(
  pruning: Pruning,
  schema: StructuralSchema,
  value: unknown,
  path: string,
  position: 'Resource' | 'Inner',
  keepsAll: boolean,
): unknown {
  if (Array.isArray(value)) {
    const items = schema.items ?? NOTHING;
    return value.map((item, at) => pruneValue(pruning, items, item, `${path}[${at}]`, positionOf(items), keepsAll));
  }
  if (!isObject(value)) return value;
  const keeps = keepsAll || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const result = emptyMap();
  for (const name of Object.keys(value)) {
    const here = path === '' ? name : `${path}.${name}`;
    const member = memberSchema(schema, name);
    if (position === 'Resource' && ROOT_FIELDS.has(name)) result[name] = value[name];
    else if (member)
      result[name] = pruneValue(
        pruning,
        member,
        value[name],
        here,
        positionOf(member),
        keeps && !member.properties && !member.additionalProperties && !member.items,
      );
    else if (keeps) result[name] = value[name];
    else pruning.unknown.add(`unknown field ${JSON.stringify(here)}`);
  }
  return result;
}

function positionOf(schema: StructuralSchema): 'Resource' | 'Inner' {
  return schema['x-kubernetes-embedded-resource'] ? 'Resource' : 'Inner';
}

function copyOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** Fills in, in place, what the value leaves open or says `null` where no null may stand. */
export function setDefaults(schema: StructuralSchema, value: unknown): void {
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) setDefaults(schema.items, item);
    return;
  }
  if (!isObject(value)) return;
  const { properties = {}, additionalProperties } = schema;
  for (const name of Object.keys(properties)) setMember(properties[name] as StructuralSchema, value, name);
  if (!isObject(additionalProperties)) return;
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(properties, name)) setMember(additionalProperties as StructuralSchema, value, name);
  }
}

function setMember(schema: StructuralSchema, value: JsonObject, name: string): void {
  const absent = value[name] === undefined;
  const dropped = value[name] === null && !schema.nullable;
  if ((absent || dropped) && schema.default !== undefined) value[name] = copyOf(schema.default);
  else if (dropped && schema.default === undefined && schema.type !== undefined && absent) return;
  setDefaults(schema, value[name]);
}
