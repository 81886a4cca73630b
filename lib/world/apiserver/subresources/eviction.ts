/**
 * Evicting a pod: a deletion that asks the disruption budgets first.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/storage/eviction.go
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { ObjectOf } from '../../api/kinds.ts';
import type { Call } from '../call.ts';
import { deleteObject } from '../delete.ts';
import { isObject } from '../patch/json-value.ts';
import type { ApiResponse } from '../request.ts';
import { json } from '../respond.ts';
import { matchesSelector } from '../selectors/label-selector.ts';
import { badRequest, type StatusCause, StatusError } from '../status.ts';
import { listObjects } from '../store.ts';
import { updateObject } from '../update.ts';
import { findNamed } from '../verbs/read.ts';

type Budget = ObjectOf<'PodDisruptionBudget'>;

const SUCCESS = Object.freeze({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";
const TWO_BUDGETS = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';

function tooManyRequests(message: string, retryAfterSeconds: number): StatusError {
  const causes: StatusCause[] = [{ reason: 'DisruptionBudget', message }];
  const retry = retryAfterSeconds > 0 ? { retryAfterSeconds } : {};
  return new StatusError(429, 'TooManyRequests', REFUSED, { causes, ...retry });
}

/** A pod that does no work, or is going anyway, disturbs nobody. */
function isFree({ metadata, status }: Pod): boolean {
  const { phase } = status;
  return metadata.deletionTimestamp !== undefined || phase === 'Succeeded' || phase === 'Failed' || phase === 'Pending';
}

function isReady({ status }: Pod): boolean {
  return status.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false;
}

/** A pod that is not ready counts for no budget as long as the others are enough, or where the policy lets any such pod go. */
function mayGoUnready(pod: Pod, { spec, status }: Budget): boolean {
  if (isReady(pod)) return false;
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0;
}

/** Takes one disruption from the budget; throws the 429 when there is none. */
function take(call: Call, pod: Pod, budget: Budget): void {
  const { name, generation = 0 } = budget.metadata;
  const { observedGeneration = 0, disruptionsAllowed, desiredHealthy, currentHealthy } = budget.status;
  if (observedGeneration < generation) {
    throw tooManyRequests(`The disruption budget ${name} is still being processed by the server.`, 10);
  }
  if (disruptionsAllowed <= 0) {
    throw tooManyRequests(
      `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
      0,
    );
  }
  const { nowMs } = call.context;
  const status = {
    ...budget.status,
    disruptionsAllowed: disruptionsAllowed - 1,
    disruptedPods: { ...budget.status.disruptedPods, [pod.metadata.name]: nowMs },
  };
  const context = { ...call.context, from: 'Controller' } as const;
  updateObject(call.core, 'PodDisruptionBudget', { ...budget, status }, 'status', context);
}

export function evict(call: Call): ApiResponse {
  const pod = findNamed(call) as Pod;
  const body = isObject(call.request.body) ? call.request.body : {};
  const given = isObject(body.metadata) && typeof body.metadata.name === 'string' ? body.metadata.name : '';
  if (given !== '' && given !== pod.metadata.name)
    throw badRequest('name in URL does not match name in Eviction object');
  const budgets = isFree(pod)
    ? []
    : listObjects(call.core.cluster, 'PodDisruptionBudget', pod.metadata.namespace).filter(
        ({ spec }) => spec.selector !== undefined && matchesSelector(spec.selector, pod.metadata.labels),
      );
  if (budgets.length > 1) throw new StatusError(500, 'InternalError', TWO_BUDGETS);
  const [budget] = budgets;
  if (budget && !mayGoUnready(pod, budget)) take(call, pod, budget);
  const options = isObject(body.deleteOptions) ? body.deleteOptions : {};
  const grace = typeof options.gracePeriodSeconds === 'number' ? options.gracePeriodSeconds : undefined;
  const wanted = grace === undefined ? {} : { gracePeriodSeconds: grace };
  deleteObject(call.core, 'Pod', pod.metadata.name, pod.metadata.namespace, wanted, call.context);
  return json(201, SUCCESS, call.context.warnings);
}
