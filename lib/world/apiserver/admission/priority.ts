/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/priority/admission.go */
import { getKind, type ObjectOf } from '../../api/kinds.ts';
import type { Cluster } from '../../cluster.ts';
import type { Draft } from '../draft.ts';
import { SYSTEM_CLASSES } from '../registry/validation/classes.ts';
import { forbidden } from '../status.ts';
import { findObject, listObjects } from '../store.ts';
import type { WriteContext } from '../strategy.ts';
import { askedName } from './asked-name.ts';

interface Priority {
  readonly value: number;
  readonly preemptionPolicy?: string;
}

/** The class of that name; the two of the system are there even where nobody made them. */
function findClass(cluster: Cluster, name: string): Priority | undefined {
  const value = SYSTEM_CLASSES.get(name);
  return findObject(cluster, 'PriorityClass', name) ?? (value === undefined ? undefined : { value });
}

/** Of several defaults the lowest counts. */
function findDefault(cluster: Cluster): (Priority & { readonly name: string }) | undefined {
  const found = listObjects(cluster, 'PriorityClass').filter(({ globalDefault }) => globalDefault);
  const lowest = found.sort((a, b) => a.value - b.value)[0];
  return lowest && { ...lowest, name: lowest.metadata.name };
}

export function priority({ spec, metadata }: Draft<ObjectOf<'Pod'>>, { cluster }: WriteContext): void {
  const standard = spec.priorityClassName ? undefined : findDefault(cluster);
  if (standard) spec.priorityClassName = standard.name;
  const named = spec.priorityClassName ? findClass(cluster, spec.priorityClassName) : { value: 0 };
  if (named === undefined) {
    const because = `no PriorityClass with name ${spec.priorityClassName} was found`;
    throw forbidden(getKind('Pod'), askedName(metadata), because);
  }
  spec.priority = named.value;
  spec.preemptionPolicy ??= ('preemptionPolicy' in named && named.preemptionPolicy) || 'PreemptLowerPriority';
}
