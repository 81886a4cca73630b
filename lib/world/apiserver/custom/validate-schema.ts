/**
 * Whether a schema is structural.
 *
 * Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apiserver/schema/validation.go,
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apis/apiextensions/validation/validation.go
 */
import type { StructuralSchema } from '../../api/custom.ts';
import { isObject } from '../../api/decoding.ts';
import {
  type FieldError,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../registry/validation/field-error.ts';
import { compileRule } from './cel.ts';
import { undefinedField } from './cel-fields.ts';
import { compilePattern } from './pattern.ts';
import { validateValue } from './validate.ts';

type Position = 'root' | 'object fields' | 'array items' | 'map values';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const MAX_DEPTH = 100;

/** Every error of the schema at `path`. */
export function validateSchema(schema: unknown, path: string, position: Position = 'root', depth = 0): FieldError[] {
  if (!isObject(schema)) return [invalid(path, schema, 'must be a schema')];
  if (depth > MAX_DEPTH) return [forbiddenField(path, `not modelled: schemas deeper than ${MAX_DEPTH}`)];
  const one = schema as StructuralSchema;
  return [
    ...typeErrors(one, path, position),
    ...extensionErrors(one, path),
    ...ruleErrors(one, path, position),
    ...defaultErrors(one, path, position),
    ...memberErrors(one, path, depth),
  ];
}

function typeErrors(schema: StructuralSchema, path: string, position: Position): FieldError[] {
  const at = `${path}.type`;
  const { type } = schema;
  const either = schema['x-kubernetes-int-or-string'] === true;
  if (position === 'root') {
    if (!type) return [required(at, 'must not be empty at the root')];
    return type === 'object' ? [] : [invalid(at, type, 'must be object at the root')];
  }
  if (!type) {
    if (either || schema['x-kubernetes-preserve-unknown-fields']) return [];
    const where = position === 'map values' ? 'object fields' : position;
    return [required(at, `must not be empty for specified ${where}`)];
  }
  if (either) return [invalid(at, type, 'must be empty if x-kubernetes-int-or-string is true')];
  return TYPES.includes(type) ? [] : [notSupported(at, type, TYPES)];
}

const LIST_TYPES = ['atomic', 'map', 'set'];

function extensionErrors(schema: StructuralSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { type, pattern } = schema;
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    errors.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
  }
  if (schema['x-kubernetes-embedded-resource'] && type !== 'object') {
    errors.push(invalid(`${path}.type`, type ?? '', 'must be object if x-kubernetes-embedded-resource is true'));
  }
  if (pattern !== undefined) {
    const why = compilePattern(pattern);
    if (typeof why === 'string')
      errors.push(invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${why}`));
  }
  return [...errors, ...listErrors(schema, path)];
}

function listErrors(schema: StructuralSchema, path: string): FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (listType === undefined) return [];
  const at = `${path}.x-kubernetes-list-type`;
  if (schema.type !== 'array')
    return [invalid(`${path}.type`, schema.type ?? '', 'must be array if x-kubernetes-list-type is specified')];
  if (!LIST_TYPES.includes(listType)) return [notSupported(at, listType, LIST_TYPES)];
  if (listType !== 'map') return [];
  const keysAt = `${path}.x-kubernetes-list-map-keys`;
  if (keys.length === 0) return [required(keysAt, 'must not be empty if x-kubernetes-list-type is map')];
  const { properties = {}, required: needed = [] } = schema.items ?? {};
  return keys.flatMap((key) => {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (!known) return [invalid(keysAt, key, 'entries must all be names of item properties')];
    if (known.default !== undefined || needed.includes(key)) return [];
    const property = `${path}.items.properties[${key}].default`;
    return [
      required(
        property,
        'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
      ),
    ];
  });
}

function ruleErrors(schema: StructuralSchema, path: string, position: Position): FieldError[] {
  return (schema['x-kubernetes-validations'] ?? []).flatMap((rule, index) => {
    const at = `${path}.x-kubernetes-validations[${index}]`;
    if (!rule.rule?.trim()) return [required(`${at}.rule`, 'rule is not specified')];
    if (rule.message !== undefined && rule.message.trim() === '') {
      return [invalid(`${at}.message`, rule.message, 'message must be non-empty if specified')];
    }
    const compiled = compileRule(rule.rule);
    const problem =
      typeof compiled === 'string'
        ? compiled
        : undefinedField(compiled.tree, rule.rule, schema, position === 'root' ? 'root' : 'inner');
    return problem === undefined ? [] : [invalid(`${at}.rule`, rule, `compilation failed: ${problem}`)];
  });
}

function defaultErrors(schema: StructuralSchema, path: string, position: Position): FieldError[] {
  if (schema.default === undefined) return [];
  if (position === 'root') return [forbiddenField(`${path}.default`, 'must not be set at the root')];
  return validateValue(schema, schema.default, `${path}.default`);
}

function memberErrors(schema: StructuralSchema, path: string, depth: number): FieldError[] {
  const errors: FieldError[] = [];
  const { properties, additionalProperties, items, type } = schema;
  if (properties && Object.keys(properties).length > 0 && additionalProperties) {
    errors.push(
      forbiddenField(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'),
    );
  }
  for (const name of Object.keys(properties ?? {}).sort()) {
    if (depth === 0 && name === 'metadata') continue;
    errors.push(...validateSchema(properties?.[name], `${path}.properties[${name}]`, 'object fields', depth + 1));
  }
  if (isObject(additionalProperties)) {
    errors.push(...validateSchema(additionalProperties, `${path}.additionalProperties`, 'map values', depth + 1));
  }
  if (type === 'array' && !items) errors.push(required(`${path}.items`, 'must be specified'));
  if (items) errors.push(...validateSchema(items, `${path}.items`, 'array items', depth + 1));
  return errors;
}
