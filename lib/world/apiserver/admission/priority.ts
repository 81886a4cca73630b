/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/priority/admission.go */
import { getKind, type ObjectOf } from '../../api/kinds.ts';
import type { Draft } from '../draft.ts';
import { forbidden } from '../status.ts';

/** The two classes that every cluster has; PriorityClass objects are not modelled. */
const SYSTEM_CLASSES = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);

export function priority({ spec, metadata }: Draft<ObjectOf<'Pod'>>): void {
  const value = spec.priorityClassName ? SYSTEM_CLASSES.get(spec.priorityClassName) : 0;
  if (value === undefined) {
    const because = `no PriorityClass with name ${spec.priorityClassName} was found`;
    throw forbidden(getKind('Pod'), metadata.name ?? '', because);
  }
  spec.priority = value;
  spec.preemptionPolicy ??= 'PreemptLowerPriority';
}
