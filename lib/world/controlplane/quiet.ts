/** Which writes do not keep a cluster from being settled: events, leases, and a pod's container restarts and probe results. */
import type { ObjectOf } from '../api/kinds.ts';
import type { ObjectMeta } from '../api/meta/v1/meta.schema.ts';
import type { Change } from '../apiserver/client.ts';
import { isSame } from './same.ts';

export function isQuiet(change: Change): boolean {
  if (change.kind === 'Event' || change.kind === 'Lease') return true;
  return change.kind === 'Pod' && !!change.object && !!change.previous && samePod(change.object, change.previous);
}

function samePod(a: ObjectOf<'Pod'>, b: ObjectOf<'Pod'>): boolean {
  return (
    a.status.phase === b.status.phase &&
    a.status.podIP === b.status.podIP &&
    a.spec.nodeName === b.spec.nodeName &&
    sameMeta(a.metadata, b.metadata) &&
    sameConditions(a, b)
  );
}

function sameMeta(a: ObjectMeta, b: ObjectMeta): boolean {
  return (
    a.generation === b.generation &&
    a.deletionTimestamp === b.deletionTimestamp &&
    isSame(a.labels, b.labels) &&
    isSame(a.annotations, b.annotations) &&
    isSame(a.ownerReferences, b.ownerReferences) &&
    isSame(a.finalizers, b.finalizers)
  );
}

function sameConditions({ status: { conditions: a = [] } }: ObjectOf<'Pod'>, b: ObjectOf<'Pod'>): boolean {
  const others = b.status.conditions ?? [];
  return (
    a.length === others.length &&
    a.every(({ type, status }, at) => others[at]?.type === type && others[at]?.status === status)
  );
}
