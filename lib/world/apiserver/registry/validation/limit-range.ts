/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateLimitRange) */
import type { LimitRangeItem } from '../../../api/core/v1/limitrange.schema.ts';
import type { ObjectOf } from '../../../api/kinds.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import { duplicate, type FieldError, forbiddenField, invalid, required } from './field-error.ts';
import { isQualifiedName } from './names.ts';

const STANDARD_TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];
const STANDARD_RESOURCES = ['cpu', 'memory', 'ephemeral-storage', 'storage'];

function validateType(type: string, field: string): FieldError[] {
  const problems = isQualifiedName(type).map((text) => invalid(field, type, text));
  if (problems.length > 0) return problems;
  if (STANDARD_TYPES.includes(type) || type.includes('/')) return [];
  return [invalid(field, type, 'must be a standard limit type or fully qualified')];
}

type Quantities = Readonly<Record<string, string>> | undefined;

function validateNames(quantities: Quantities, field: string, type: string): FieldError[] {
  return Object.keys(quantities ?? {}).flatMap((name) => {
    const at = `${field}[${name}]`;
    const problems = isQualifiedName(name).map((text) => invalid(at, name, text));
    if (problems.length > 0) return problems;
    if (name.startsWith('hugepages-') || name.includes('/')) return [];
    const known = STANDARD_RESOURCES.includes(name);
    const ofContainers = (type !== 'Pod' && type !== 'Container') || (known && name !== 'storage');
    return [
      ...(known ? [] : [invalid(at, name, 'must be a standard resource type or fully qualified')]),
      ...(ofContainers ? [] : [invalid(at, name, 'must be a standard resource for containers')]),
    ];
  });
}

/** One comparison: `left` may not be greater than `right`; the error stands at `field` and quotes `value`. */
interface Order {
  readonly field: string;
  readonly value: string | undefined;
  readonly left: string | undefined;
  readonly leftName: string;
  readonly right: string | undefined;
  readonly rightName: string;
}

function check({ field, value, left, leftName, right, rightName }: Order): FieldError[] {
  if (left === undefined || right === undefined || compareQuantities(left, right) <= 0) return [];
  return [invalid(field, value, `${leftName} value ${left} is greater than ${rightName} value ${right}`)];
}

function validateResource(item: LimitRangeItem, name: string, at: string): FieldError[] {
  const [min, max] = [item.min?.[name], item.max?.[name]];
  const [limit, request] = [item.default?.[name], item.defaultRequest?.[name]];
  const [requestAt, limitAt] = [`${at}.defaultRequest[${name}]`, `${at}.default[${name}]`];
  const ratio = item.maxLimitRequestRatio?.[name];
  const minimum = { left: min, leftName: 'min' };
  const maximum = { right: max, rightName: 'max' };
  const asked = { left: request, leftName: 'default request', value: request, field: requestAt };
  return [
    ...check({ field: `${at}.min[${name}]`, value: min, ...minimum, ...maximum }),
    ...check({ field: requestAt, value: request, ...minimum, right: request, rightName: 'default request' }),
    ...check({ ...asked, ...maximum }),
    ...check({ ...asked, right: limit, rightName: 'default limit' }),
    ...check({ field: limitAt, value: min, ...minimum, right: limit, rightName: 'default' }),
    ...check({ field: limitAt, value: max, left: limit, leftName: 'default', ...maximum }),
    ...(ratio !== undefined && compareQuantities(ratio, '1') < 0
      ? [invalid(`${at}.maxLimitRequestRatio[${name}]`, ratio, `ratio ${ratio} is less than 1`)]
      : []),
  ];
}

function validateItem(item: LimitRangeItem, at: string): FieldError[] {
  const errors = [
    ...validateNames(item.max, `${at}.max`, item.type),
    ...validateNames(item.min, `${at}.min`, item.type),
  ];
  if (item.type === 'Pod') {
    const detail = "may not be specified when `type` is 'Pod'";
    if (Object.keys(item.default ?? {}).length > 0) errors.push(forbiddenField(`${at}.default`, detail));
    if (Object.keys(item.defaultRequest ?? {}).length > 0) errors.push(forbiddenField(`${at}.defaultRequest`, detail));
  } else {
    errors.push(...validateNames(item.default, `${at}.default`, item.type));
    errors.push(...validateNames(item.defaultRequest, `${at}.defaultRequest`, item.type));
  }
  if (item.type === 'PersistentVolumeClaim' && item.min?.storage === undefined && item.max?.storage === undefined) {
    const detail = 'either minimum or maximum storage value is required, but neither was provided';
    errors.push(required(`${at}.limits`, detail));
  }
  const all = [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio];
  const names = new Set(all.flatMap((one) => Object.keys(one ?? {})));
  return [...errors, ...[...names].sort().flatMap((name) => validateResource(item, name, at))];
}

export function validateLimitRange({ spec }: ObjectOf<'LimitRange'>): FieldError[] {
  const types = new Set<string>();
  return (spec.limits ?? []).flatMap((item, index) => {
    const at = `spec.limits[${index}]`;
    const errors = validateType(item.type, `${at}.type`);
    if (types.has(item.type)) errors.push(duplicate(`${at}.type`, item.type));
    types.add(item.type);
    return [...errors, ...validateItem(item, at)];
  });
}
