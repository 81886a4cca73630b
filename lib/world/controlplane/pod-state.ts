/** Questions about a pod that several controllers ask. */
import type { Change } from '../apiserver/client.ts';
import type { Pod, PodCondition } from './objects.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly lastTransitionTime?: number | undefined;
}

export function findCondition<C extends Condition>(conditions: readonly C[] | undefined, type: string): C | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/**
 * The list with this condition in place of the one of its type; the transition time moves only when its status
 * changes. The very same list when nothing changes.
 */
export function withCondition<C extends Condition>(
  conditions: readonly C[] | undefined,
  wanted: C,
  nowMs: number,
): readonly C[] {
  const list = conditions ?? [];
  const at = list.findIndex(({ type }) => type === wanted.type);
  const standing = list[at];
  if (standing && sameCondition(standing, wanted)) return list;
  const since = standing?.status === wanted.status ? standing.lastTransitionTime : nowMs;
  const next = { ...wanted, ...(since === undefined ? {} : { lastTransitionTime: since }) };
  return at < 0 ? [...list, next] : list.with(at, next);
}

function sameCondition(a: Condition, b: Condition): boolean {
  return a.status === b.status && a.reason === b.reason && a.message === b.message;
}

export function isPodReady(pod: Pod): boolean {
  return findCondition<PodCondition>(pod.status?.conditions, 'Ready')?.status === 'True';
}

/** Ready for at least `minReadySeconds`. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/api/v1/pod/util.go */
export function isPodAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  const ready = findCondition<PodCondition>(pod.status?.conditions, 'Ready');
  if (ready?.status !== 'True') return false;
  return minReadySeconds === 0 || (ready.lastTransitionTime ?? nowMs) + minReadySeconds * 1000 <= nowMs;
}

/** Succeeded or Failed: it will never run again. */
export function isPodTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Counts towards its controller's replicas. */
export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Whether a change of a pod says anything to those who count pods: not while its containers are still being made. */
export function isPodNews(change: Change): boolean {
  if (change.kind !== 'Pod') return false;
  const { object: pod, previous } = change;
  if (!pod || !previous) return true;
  return (
    pod.metadata.labels !== previous.metadata.labels ||
    pod.metadata.ownerReferences !== previous.metadata.ownerReferences ||
    pod.metadata.deletionTimestamp !== previous.metadata.deletionTimestamp ||
    pod.status.podIP !== previous.status.podIP ||
    pod.status.phase !== previous.status.phase ||
    isPodReady(pod) !== isPodReady(previous)
  );
}
