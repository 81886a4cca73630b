/**
 * Field errors with Kubernetes' own words.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/validation/field/errors.go
 */
import { type StatusCause, StatusError } from '../../status.ts';

const PHRASES = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  InternalError: 'Internal error',
} as const;

export interface FieldError {
  readonly reason: keyof typeof PHRASES;
  readonly field: string;
  /** What stands after the path: phrase, bad value, detail. */
  readonly body: string;
}

function goValue(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}

function build(reason: FieldError['reason'], field: string, value: string, detail: string): FieldError {
  const body = [PHRASES[reason], value, detail].filter(Boolean).join(': ');
  return { reason, field, body };
}

export function required(field: string, detail = ''): FieldError {
  return build('FieldValueRequired', field, '', detail);
}

export function invalid(field: string, value: unknown, detail: string): FieldError {
  return build('FieldValueInvalid', field, goValue(value), detail);
}

/** `supported` is printed in the order given; most callers of the original sort it. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map((one) => JSON.stringify(one)).join(', ');
  return build(
    'FieldValueNotSupported',
    field,
    goValue(value),
    supported.length > 0 ? `supported values: ${list}` : '',
  );
}

export function forbiddenField(field: string, detail: string): FieldError {
  return build('FieldValueForbidden', field, '', detail);
}

export function duplicate(field: string, value: unknown): FieldError {
  return build('FieldValueDuplicate', field, goValue(value), '');
}

export function fieldNotFound(field: string, value: unknown): FieldError {
  return build('FieldValueNotFound', field, goValue(value), '');
}

export function tooLong(field: string, maxBytes: number): FieldError {
  return build('FieldValueTooLong', field, '', `may not be more than ${maxBytes} bytes`);
}

export function tooMany(field: string, count: number, max: number): FieldError {
  return build('FieldValueTooMany', field, String(count), `must have at most ${max} ${max === 1 ? 'item' : 'items'}`);
}

export function formatFieldError(error: FieldError): string {
  return `${error.field}: ${error.body}`;
}

/** The 422 of an object that does not validate; `kind` with its group is what the sentence begins with. */
export function invalidObject(kind: string, group: string, name: string, errors: readonly FieldError[]): StatusError {
  const causes: StatusCause[] = errors.map((error) => ({
    reason: error.reason,
    message: error.body,
    field: error.field,
  }));
  const sentences = [...new Set(errors.map(formatFieldError))];
  const all = sentences.length === 1 ? sentences[0] : `[${sentences.join(', ')}]`;
  const message = `${group ? `${kind}.${group}` : kind} "${name}" is invalid: ${all}`;
  return new StatusError(422, 'Invalid', message, {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    kind,
    causes,
  });
}
