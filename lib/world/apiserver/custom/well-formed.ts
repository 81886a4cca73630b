/** Whether a schema's own fields are of the types that the API gives them: Go's decoder refuses what is not. */
import { isObject } from '../../api/decoding.ts';
import { type FieldError, invalid } from '../registry/validation/field-error.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const number: Check = (value) => typeof value === 'number';
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const rules: Check = (value) =>
  Array.isArray(value) &&
  value.every(
    (one) => isObject(one) && Object.entries(one).every(([key, part]) => key === 'optionalOldSelf' || text(part)),
  );

const PLAIN: Readonly<Record<string, Check>> = {
  type: text,
  description: text,
  format: text,
  pattern: text,
  nullable: flag,
  uniqueItems: flag,
  exclusiveMinimum: flag,
  exclusiveMaximum: flag,
  minimum: number,
  maximum: number,
  multipleOf: number,
  minLength: number,
  maxLength: number,
  minItems: number,
  maxItems: number,
  minProperties: number,
  maxProperties: number,
  required: texts,
  enum: Array.isArray,
  'x-kubernetes-preserve-unknown-fields': flag,
  'x-kubernetes-embedded-resource': flag,
  'x-kubernetes-int-or-string': flag,
  'x-kubernetes-list-type': text,
  'x-kubernetes-list-map-keys': texts,
  'x-kubernetes-map-type': text,
  'x-kubernetes-validations': rules,
};

const MAX_DEPTH = 100;

/** Errors of fields of the wrong type; a schema without any may be read as one. */
export function formErrors(schema: unknown, path: string, depth = 0): FieldError[] {
  if (!isObject(schema)) return [invalid(path, schema, 'must be a schema')];
  if (depth > MAX_DEPTH) return [invalid(path, '', `not modelled: schemas deeper than ${MAX_DEPTH}`)];
  return Object.keys(schema).flatMap((name) => fieldErrors(name, schema[name], `${path}.${name}`, depth));
}

function fieldErrors(name: string, value: unknown, path: string, depth: number): FieldError[] {
  if (Object.hasOwn(PLAIN, name)) {
    return (PLAIN[name] as Check)(value) ? [] : [invalid(path, value, 'is of the wrong type')];
  }
  switch (name) {
    case 'properties':
      if (!isObject(value)) return [invalid(path, value, 'is of the wrong type')];
      return Object.keys(value).flatMap((key) => formErrors(value[key], `${path}[${key}]`, depth + 1));
    case 'additionalProperties':
      return typeof value === 'boolean' ? [] : formErrors(value, path, depth + 1);
    case 'items':
    case 'not':
      return formErrors(value, path, depth + 1);
    case 'allOf':
    case 'anyOf':
    case 'oneOf':
      if (!Array.isArray(value)) return [invalid(path, value, 'is of the wrong type')];
      return value.flatMap((one, at) => formErrors(one, `${path}[${at}]`, depth + 1));
    default:
      return [];
  }
}
