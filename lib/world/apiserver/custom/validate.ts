/**
 * An object held against its structural schema, in the API server's sentences.
 *
 * Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apiserver/validation/validation.go,
 * https://github.com/kubernetes/kube-openapi/blob/master/pkg/validation/errors/schema.go
 */
import type { StructuralSchema } from '../../api/custom.ts';
import { isObject } from '../../api/decoding.ts';
import { sameValue } from '../draft.ts';
import {
  type FieldError,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
} from '../registry/validation/field-error.ts';
import { hasFormat } from './formats.ts';
import { matchesPattern } from './pattern.ts';

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'object' ? 'object' : typeof value;
}

function expectedType(schema: StructuralSchema): string | undefined {
  if (schema['x-kubernetes-int-or-string']) return 'integer,string';
  return schema.type;
}

function isOfType(found: string, expected: string): boolean {
  return expected.split(',').some((one) => one === found || (one === 'number' && found === 'integer'));
}

/** Every error of the value; `path` is empty for the object itself. */
export function validateValue(schema: StructuralSchema, value: unknown, path: string): FieldError[] {
  if (value === null && schema.nullable) return [];
  const expected = expectedType(schema);
  const found = typeOf(value);
  if (expected !== undefined && !isOfType(found, expected)) {
    return [invalid(path, found, `${path} in body must be of type ${expected}: ${JSON.stringify(found)}`)];
  }
  return [
    ...validateEnum(schema, value, path),
    ...validateKind(schema, value, path),
    ...validateLogic(schema, value, path),
  ];
}

function validateEnum(schema: StructuralSchema, value: unknown, path: string): FieldError[] {
  if (!schema.enum || schema.enum.some((one) => sameValue(one, value))) return [];
  return [notSupported(path, value, schema.enum.map(String))];
}

function validateKind(schema: StructuralSchema, value: unknown, path: string): FieldError[] {
  if (typeof value === 'string') return validateString(schema, value, path);
  if (typeof value === 'number') return validateNumber(schema, value, path);
  if (Array.isArray(value)) return validateList(schema, value, path);
  return isObject(value) ? validateObject(schema, value, path) : [];
}

function validateString(schema: StructuralSchema, value: string, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const bad = (detail: string) => errors.push(invalid(path, value, `${path} in body ${detail}`));
  const { minLength, maxLength, pattern, format } = schema;
  const length = [...value].length;
  if (maxLength !== undefined && length > maxLength) errors.push(tooLong(path, maxLength));
  if (minLength !== undefined && length < minLength) bad(`should be at least ${minLength} chars long`);
  if (pattern && !matchesPattern(pattern, value)) bad(`should match '${pattern}'`);
  if (format && !hasFormat(format, value)) bad(`must be of type ${format}: ${JSON.stringify(value)}`);
  return errors;
}

function validateNumber(schema: StructuralSchema, value: number, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const bad = (detail: string) => errors.push(invalid(path, value, `${path} in body ${detail}`));
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = schema;
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) {
    bad(`should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`);
  }
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) {
    bad(`should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`);
  }
  if (multipleOf && !Number.isInteger(value / multipleOf)) bad(`should be a multiple of ${multipleOf}`);
  if (format === 'int32' && (value > 2147483647 || value < -2147483648)) {
    bad(`must be of type int32: ${JSON.stringify(String(value))}`);
  }
  return errors;
}

function validateList(schema: StructuralSchema, value: readonly unknown[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { items, minItems, maxItems } = schema;
  if (maxItems !== undefined && value.length > maxItems) errors.push(tooMany(path, value.length, maxItems));
  if (minItems !== undefined && value.length < minItems) {
    errors.push(invalid(path, value.length, `${path} in body should have at least ${minItems} items`));
  }
  if (items) errors.push(...value.flatMap((item, at) => validateValue(items, item, `${path}[${at}]`)));
  return errors;
}

function validateObject(
  schema: StructuralSchema,
  value: Readonly<Record<string, unknown>>,
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  const { minProperties, maxProperties, properties = {}, additionalProperties } = schema;
  if (maxProperties !== undefined && names.length > maxProperties)
    errors.push(tooMany(path, names.length, maxProperties));
  if (minProperties !== undefined && names.length < minProperties) {
    errors.push(invalid(path, names.length, `${path} in body should have at least ${minProperties} properties`));
  }
  for (const name of schema.required ?? []) if (value[name] === undefined) errors.push(required(at(name)));
  for (const name of names) {
    if (path === '' && (name === 'metadata' || name === 'kind' || name === 'apiVersion')) continue;
    if (Object.hasOwn(properties, name))
      errors.push(...validateValue(properties[name] as StructuralSchema, value[name], at(name)));
    else if (isObject(additionalProperties)) {
      errors.push(...validateValue(additionalProperties as StructuralSchema, value[name], at(name)));
    }
  }
  return errors;
}

/** The errors of `allOf` and the sentences of the other combinations. */
function validateLogic(schema: StructuralSchema, value: unknown, path: string): FieldError[] {
  const fits = (one: StructuralSchema) => validateValue(one, value, path).length === 0;
  const errors = (schema.allOf ?? []).flatMap((one) => validateValue(one, value, path));
  const bad = (detail: string) => errors.push(invalid('<nil>', '', `${JSON.stringify(path)} ${detail}`));
  if (schema.anyOf && !schema.anyOf.some(fits)) bad('must validate at least one schema (anyOf)');
  if (schema.oneOf) {
    const count = schema.oneOf.filter(fits).length;
    const found = count === 0 ? 'none' : `${count} schemas`;
    if (count !== 1) bad(`must validate one and only one schema (oneOf). Found ${found} valid`);
  }
  if (schema.not && fits(schema.not)) bad('must not validate the schema (not)');
  return errors;
}
