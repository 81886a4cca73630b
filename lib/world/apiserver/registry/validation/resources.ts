/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateContainerResourceRequirements) */
import type { ResourceRequirements } from '../../../api/core/v1/pod.schema.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import { type FieldError, invalid, required } from './field-error.ts';
import { isQualifiedName } from './names.ts';
import { NOT_NEGATIVE } from './numbers.ts';

type Quantities = Readonly<Record<string, string>>;

const STANDARD = new Set(['cpu', 'memory', 'ephemeral-storage']);

function validateName(name: string, field: string): FieldError[] {
  const problems = isQualifiedName(name);
  if (problems.length > 0) return problems.map((text) => invalid(field, name, text));
  if (STANDARD.has(name) || name.startsWith('hugepages-') || name.includes('/')) return [];
  return [
    invalid(field, name, 'must be a standard resource type or fully qualified'),
    invalid(field, name, 'must be a standard resource for containers'),
  ];
}

function validateQuantities(quantities: Quantities | undefined, field: string): FieldError[] {
  return Object.entries(quantities ?? {}).flatMap(([name, quantity]) => [
    ...validateName(name, `${field}[${name}]`),
    ...(compareQuantities(quantity, '0') < 0 ? [invalid(`${field}[${name}]`, quantity, NOT_NEGATIVE)] : []),
  ]);
}

function isOvercommittable(name: string): boolean {
  return !name.startsWith('hugepages-') && (STANDARD.has(name) || !name.includes('/'));
}

function validateAgainstLimit(name: string, request: string, limit: string | undefined, at: string): FieldError[] {
  const field = `${at}.requests`;
  if (limit === undefined) {
    return isOvercommittable(name)
      ? []
      : [required(`${at}.limits`, 'Limit must be set for non overcommitable resources')];
  }
  const order = compareQuantities(request, limit);
  if (!isOvercommittable(name) && order !== 0) {
    return [invalid(field, request, `must be equal to ${name} limit of ${limit}`)];
  }
  return order > 0 ? [invalid(field, request, `must be less than or equal to ${name} limit of ${limit}`)] : [];
}

export function validateResources(resources: ResourceRequirements | undefined, field: string): FieldError[] {
  if (!resources) return [];
  const { limits, requests } = resources;
  return [
    ...validateQuantities(limits, `${field}.limits`),
    ...validateQuantities(requests, `${field}.requests`),
    ...Object.entries(requests ?? {}).flatMap(([name, request]) =>
      validateAgainstLimit(name, request, limits?.[name], field),
    ),
  ];
}
