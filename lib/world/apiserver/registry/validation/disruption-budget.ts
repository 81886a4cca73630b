/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/policy/validation/validation.go (ValidatePodDisruptionBudgetSpec) */
import type { ObjectOf } from '../../../api/kinds.ts';
import type { IntOrString } from '../../../api/scalars.ts';
import { type FieldError, invalid, notSupported } from './field-error.ts';
import { validateSelector } from './labels.ts';
import { percentOf, validateCountOrPercent } from './numbers.ts';

type Spec = ObjectOf<'PodDisruptionBudget'>['spec'];

const EVICTION_POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

/** The spec as Go marshals the struct that holds it. */
function goSpec({ minAvailable, selector, maxUnavailable, unhealthyPodEvictionPolicy }: Spec): object {
  return {
    MinAvailable: minAvailable ?? null,
    Selector: selector ?? null,
    MaxUnavailable: maxUnavailable ?? null,
    UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy ?? null,
  };
}

function validateBound(value: IntOrString | undefined, field: string): FieldError[] {
  return [
    ...validateCountOrPercent(value, field),
    ...((percentOf(value) ?? 0) > 100 ? [invalid(field, value, 'must not be greater than 100%')] : []),
  ];
}

export function validateDisruptionBudget({ spec }: ObjectOf<'PodDisruptionBudget'>): FieldError[] {
  const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy } = spec;
  const both = minAvailable !== undefined && maxUnavailable !== undefined;
  const known = policy === undefined || EVICTION_POLICIES.includes(policy);
  return [
    ...(both ? [invalid('spec', goSpec(spec), 'minAvailable and maxUnavailable cannot be both set')] : []),
    ...validateBound(minAvailable, 'spec.minAvailable'),
    ...validateBound(maxUnavailable, 'spec.maxUnavailable'),
    ...validateSelector(spec.selector, 'spec.selector'),
    ...(known ? [] : [notSupported('spec.unhealthyPodEvictionPolicy', policy, EVICTION_POLICIES)]),
  ];
}
