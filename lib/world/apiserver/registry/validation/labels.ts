/**
 * Labels and label selectors inside objects.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/apis/meta/v1/validation/validation.go
 */
import type { LabelSelector } from '../../selectors/label-selector.ts';
import { type FieldError, forbiddenField, invalid, required } from './field-error.ts';
import { isLabelValue, isQualifiedName } from './names.ts';

export function validateLabels(labels: Readonly<Record<string, string>> | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const key in labels) {
    const value = labels[key] as string;
    for (const text of isQualifiedName(key)) errors.push(invalid(field, key, text));
    for (const text of isLabelValue(value)) errors.push(invalid(field, value, text));
  }
  return errors;
}

type Expression = NonNullable<LabelSelector['matchExpressions']>[number];

function validateExpression({ key, operator, values = [] }: Expression, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0) {
    errors.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  }
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0) {
    errors.push(
      forbiddenField(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
    );
  }
  if (!['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator)) {
    errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'));
  }
  errors.push(...isQualifiedName(key).map((text) => invalid(`${field}.key`, key, text)));
  for (const [index, value] of values.entries()) {
    errors.push(...isLabelValue(value).map((text) => invalid(`${field}.values[${index}]`, value, text)));
  }
  return errors;
}

export function validateSelector(selector: LabelSelector | undefined, field: string): FieldError[] {
  if (!selector) return [];
  return [
    ...validateLabels(selector.matchLabels, `${field}.matchLabels`),
    ...(selector.matchExpressions ?? []).flatMap((one, index) =>
      validateExpression(one, `${field}.matchExpressions[${index}]`),
    ),
  ];
}

export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  return Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0;
}
