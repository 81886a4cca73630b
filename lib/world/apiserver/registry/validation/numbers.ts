/** Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/api/validation/generic.go */
import type { IntOrString } from '../../../api/scalars.ts';
import { type FieldError, invalid } from './field-error.ts';
import { regexSentence } from './names.ts';

export const NOT_NEGATIVE = 'must be greater than or equal to 0';

export function validateNotNegative(value: number | undefined, field: string): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(field, value, NOT_NEGATIVE)] : [];
}

const PERCENT = /^[0-9]+%$/;

export function validateCountOrPercent(value: IntOrString | undefined, field: string): FieldError[] {
  if (typeof value === 'number') return validateNotNegative(value, field);
  if (value === undefined || PERCENT.test(value)) return [];
  const text = "a valid percent string must be a numeric string followed by an ending '%'";
  return [invalid(field, value, regexSentence(text, '[0-9]+%', '1%', '93%'))];
}

/** The percentage of a value, undefined when it is none. */
export function percentOf(value: IntOrString | undefined): number | undefined {
  return typeof value === 'string' && PERCENT.test(value) ? Number.parseInt(value, 10) : undefined;
}

/** A count of 0 or 0 %. */
export function isZero(value: IntOrString | undefined): boolean {
  return value === 0 || percentOf(value) === 0;
}
