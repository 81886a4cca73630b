/**
 * Bounds and classes.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/{limitrange,resourcequota}/strategy.go,
 * pkg/registry/policy/poddisruptionbudget/strategy.go, pkg/registry/scheduling/priorityclass/strategy.go, pkg/apis/core/v1/defaults.go
 */
import type { LimitRangeItem } from '../../api/core/v1/limitrange.schema.ts';
import type { Draft } from '../draft.ts';
import type { Strategy } from '../strategy.ts';
import {
  limitRangePrinter,
  podDisruptionBudgetPrinter,
  priorityClassPrinter,
  resourceQuotaPrinter,
  runtimeClassPrinter,
} from './columns/bounds.ts';
import {
  validatePriorityClass,
  validatePriorityClassUpdate,
  validateRuntimeClass,
  validateRuntimeClassUpdate,
} from './validation/classes.ts';
import { validateDisruptionBudget } from './validation/disruption-budget.ts';
import { validateLimitRange } from './validation/limit-range.ts';
import { validateResourceQuota, validateResourceQuotaUpdate } from './validation/resource-quota.ts';

/** A container's limit comes from the maximum, its request from the limit, else from the minimum. */
function defaultItem(item: Draft<LimitRangeItem>): void {
  if (item.type !== 'Container') return;
  const limits = { ...item.max, ...item.default };
  const requests = { ...item.min, ...limits, ...item.defaultRequest };
  if (Object.keys(limits).length > 0) item.default = limits;
  if (Object.keys(requests).length > 0) item.defaultRequest = requests;
}

export const limitRangeStrategy: Strategy<'LimitRange'> = {
  kind: 'LimitRange',
  setDefaults({ spec }) {
    for (const item of spec.limits ?? []) defaultItem(item);
  },
  validate: validateLimitRange,
  validateUpdate: validateLimitRange,
  printer: limitRangePrinter,
};

export const resourceQuotaStrategy: Strategy<'ResourceQuota'> = {
  kind: 'ResourceQuota',
  statusOnCreate: 'Cleared',
  validate: validateResourceQuota,
  validateUpdate: validateResourceQuotaUpdate,
  returnsDeleted: true,
  printer: resourceQuotaPrinter,
};

export const podDisruptionBudgetStrategy: Strategy<'PodDisruptionBudget'> = {
  kind: 'PodDisruptionBudget',
  prepareForCreate(budget) {
    budget.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  },
  counted: ({ spec }) => [spec],
  validate: validateDisruptionBudget,
  validateUpdate: validateDisruptionBudget,
  printer: podDisruptionBudgetPrinter,
};

export const priorityClassStrategy: Strategy<'PriorityClass'> = {
  kind: 'PriorityClass',
  setDefaults(object) {
    object.preemptionPolicy ??= 'PreemptLowerPriority';
  },
  counted: ({ value, globalDefault, description, preemptionPolicy }) => [
    value,
    globalDefault,
    description,
    preemptionPolicy,
  ],
  validate: validatePriorityClass,
  validateUpdate: validatePriorityClassUpdate,
  printer: priorityClassPrinter,
};

export const runtimeClassStrategy: Strategy<'RuntimeClass'> = {
  kind: 'RuntimeClass',
  validate: validateRuntimeClass,
  validateUpdate: validateRuntimeClassUpdate,
  printer: runtimeClassPrinter,
};
