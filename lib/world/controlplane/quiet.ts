/** Which writes do not keep a cluster from being settled: events, and a pod's container restarts and probe results. */
import type { ObjectOf } from '../api/kinds.ts';
import type { Change } from '../apiserver/client.ts';

export function isQuiet(change: Change): boolean {
  if (change.kind === 'Event') return true;
  return change.kind === 'Pod' && !!change.object && !!change.previous && samePod(change.object, change.previous);
}

function samePod(a: ObjectOf<'Pod'>, b: ObjectOf<'Pod'>): boolean {
  return signature(a) === signature(b);
}

function signature(pod: ObjectOf<'Pod'>): string {
  const { metadata, spec, status } = pod;
  return JSON.stringify([
    metadata.uid,
    metadata.generation,
    metadata.labels,
    metadata.annotations,
    metadata.ownerReferences,
    metadata.finalizers,
    metadata.deletionTimestamp,
    spec?.nodeName,
    status?.phase,
    status?.podIP,
    status?.conditions?.map(({ type, status: value }) => [type, value]),
  ]);
}
