/** Which pods go first when there are too many. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/controller_utils.go (ActivePodsWithRanks) */
import { findControllerOf, type Pod } from './objects.ts';
import { findCondition, isPodActive, isPodReady } from './pod-state.ts';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/**
 * First to go first: without node, pending, not ready, cheap, on a crowded node, ready for a shorter time (in steps of
 * powers of two), restarted more often, younger.
 */
export function rankForDeletion(pods: readonly Pod[], all: readonly Pod[], set: Keeper, nowMs: number): readonly Pod[] {
  const crowd = crowdByNode(all, set);
  const ranked = pods.map((pod) => ({ pod, rank: rankOf(pod, crowd, nowMs) }));
  ranked.sort((a, b) => compare(a.rank, b.rank) || (a.pod.metadata.name < b.pod.metadata.name ? -1 : 1));
  return ranked.map(({ pod }) => pod);
}

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

function rankOf(pod: Pod, crowd: ReadonlyMap<string, number>, nowMs: number): number[] {
  const readySince = findCondition(pod.status.conditions, 'Ready')?.lastTransitionTime ?? nowMs;
  return [
    pod.spec.nodeName ? 1 : 0,
    PHASES[pod.status.phase ?? 'Pending'] ?? 1,
    isPodReady(pod) ? 1 : 0,
    Number(pod.metadata.annotations?.[DELETION_COST] ?? 0),
    -(crowd.get(pod.spec.nodeName ?? '') ?? 0),
    isPodReady(pod) ? logarithm(nowMs - readySince) : 0,
    -Math.max(0, ...(pod.status.containerStatuses ?? []).map(({ restartCount }) => restartCount)),
    logarithm(nowMs - (pod.metadata.creationTimestamp ?? nowMs)),
  ];
}

function logarithm(ms: number): number {
  return Math.floor(Math.log2(Math.max(1, ms / 1000)));
}

/** Whose pods are ranked. */
interface Keeper {
  readonly kind: 'ReplicaSet' | 'ReplicationController';
  readonly metadata: { readonly name: string };
}

/** Active pods of the ReplicaSets of the same owner, by node; a ReplicationController has no siblings. */
function crowdByNode(all: readonly Pod[], set: Keeper): Map<string, number> {
  const { name } = set.metadata;
  const family = set.kind === 'ReplicaSet' ? name.slice(0, name.lastIndexOf('-') + 1) : name;
  const crowd = new Map<string, number>();
  for (const pod of all) {
    const owner = findControllerOf(pod);
    if (owner?.kind !== set.kind || !owner.name.startsWith(family) || !isPodActive(pod)) continue;
    const node = pod.spec.nodeName ?? '';
    crowd.set(node, (crowd.get(node) ?? 0) + 1);
  }
  return crowd;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
