/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateResourceQuotaSpec) */
import type { ObjectOf } from '../../../api/kinds.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import { sameValue } from '../../draft.ts';
import { type FieldError, invalid } from './field-error.ts';
import { IMMUTABLE } from './metadata.ts';
import { isQualifiedName } from './names.ts';
import { NOT_NEGATIVE } from './numbers.ts';

type ResourceQuota = ObjectOf<'ResourceQuota'>;

const STANDARD = new Set([
  ...['cpu', 'memory', 'ephemeral-storage', 'storage', 'pods', 'services', 'services.nodeports'],
  ...['services.loadbalancers', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps'],
  ...['persistentvolumeclaims', 'requests.cpu', 'requests.memory', 'requests.storage'],
  ...['requests.ephemeral-storage', 'limits.cpu', 'limits.memory', 'limits.ephemeral-storage'],
]);
/** What is counted, and so comes in whole numbers. */
const WHOLE = new Set([
  ...['pods', 'services', 'services.nodeports', 'services.loadbalancers', 'replicationcontrollers'],
  ...['resourcequotas', 'secrets', 'configmaps', 'persistentvolumeclaims'],
]);
const SCOPES = [
  ...['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort', 'PriorityClass'],
  ...['CrossNamespacePodAffinity', 'VolumeAttributesClass'],
];
/** What a quota over terminating, or over best-effort, pods may count. */
const FOR_PODS = new Set([
  ...['pods', 'cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory', 'ephemeral-storage'],
  ...['requests.ephemeral-storage', 'limits.ephemeral-storage'],
]);

function countsWithin(scope: string, name: string): boolean {
  if (scope === 'BestEffort') return name === 'pods';
  if (scope === 'VolumeAttributesClass') return name === 'persistentvolumeclaims' || name === 'requests.storage';
  return FOR_PODS.has(name);
}

function validateName(name: string, field: string): FieldError[] {
  const problems = isQualifiedName(name).map((text) => invalid(field, name, text));
  if (problems.length > 0) return problems;
  if (STANDARD.has(name) || name.includes('/') || name.includes('hugepages-')) return [];
  return [
    invalid(field, name, 'must be a standard resource type or fully qualified'),
    invalid(field, name, 'must be a standard resource for quota'),
  ];
}

function validateHard(hard: Readonly<Record<string, string>>): FieldError[] {
  return Object.entries(hard).flatMap(([name, quantity]) => {
    const at = `spec.hard[${name}]`;
    const errors = validateName(name, at);
    if (compareQuantities(quantity, '0') < 0) errors.push(invalid(at, quantity, NOT_NEGATIVE));
    if (WHOLE.has(name) && !/^\d+$/.test(quantity)) errors.push(invalid(at, quantity, 'must be an integer'));
    return errors;
  });
}

function validateScopes({ hard = {}, scopes = [] }: ResourceQuota['spec']): FieldError[] {
  const field = 'spec.scopes';
  const errors = scopes.flatMap((scope) => {
    if (!SCOPES.includes(scope)) return [invalid(field, scopes, 'unsupported scope')];
    const bad = Object.keys(hard).filter((name) => STANDARD.has(name) && !countsWithin(scope, name));
    return bad.map(() => invalid(field, scopes, 'unsupported scope applied to resource'));
  });
  const both = (one: string, other: string) => scopes.includes(one) && scopes.includes(other);
  if (both('BestEffort', 'NotBestEffort') || both('Terminating', 'NotTerminating')) {
    errors.push(invalid(field, scopes, 'conflicting scopes'));
  }
  return errors;
}

export function validateResourceQuota({ spec }: ResourceQuota): FieldError[] {
  return [...validateHard(spec.hard ?? {}), ...validateScopes(spec)];
}

export function validateResourceQuotaUpdate(quota: ResourceQuota, old: ResourceQuota): FieldError[] {
  const changed = !sameValue([...(quota.spec.scopes ?? [])].sort(), [...(old.spec.scopes ?? [])].sort());
  return [...validateResourceQuota(quota), ...(changed ? [invalid('spec.scopes', quota.spec.scopes, IMMUTABLE)] : [])];
}
