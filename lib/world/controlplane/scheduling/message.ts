/** The sentence of `FailedScheduling`. */
import type { Misfit } from './fit.ts';

/**
 * `0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. no new claims to deallocate,
 * preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for
 * incoming pod.`
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/scheduler/framework/types.go (FitError.Error),
 * https://github.com/kubernetes/kubernetes/pull/134740 (taints are no longer named),
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go
 */
export function failedSchedulingMessage(misfits: readonly Misfit[]): string {
  if (misfits.length === 0) return 'no nodes available to schedule pods';
  const none = `0/${misfits.length} nodes are available`;
  const reasons = counted(misfits.flatMap((misfit) => misfit.reasons));
  const preemption = counted(misfits.map(preemptionOutcome));
  return `${none}: ${reasons}. no new claims to deallocate, preemption: ${none}: ${preemption}.`;
}

function preemptionOutcome(misfit: Misfit): string {
  return misfit.resolvable === 'Unresolvable'
    ? 'Preemption is not helpful for scheduling'
    : 'No preemption victims found for incoming pod';
}

/** `<count> <reason>`, sorted as strings and joined by commas. */
function counted(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}
