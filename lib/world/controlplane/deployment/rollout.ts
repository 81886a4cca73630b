/** How many replicas each replica set should have now. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/deployment/rolling.go */
import type { Deployment, ReplicaSet } from '../objects.ts';

/** How far a rolling update may go over and under the number asked for. */
export interface Limits {
  readonly surge: number;
  readonly unavailable: number;
}

/** Percentages: surge is rounded up, unavailable down; both zero means one unavailable. */
export function limitsOf({ spec }: Deployment): Limits {
  const replicas = spec.replicas ?? 1;
  if (spec.strategy?.type === 'Recreate') return { surge: 0, unavailable: replicas };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const surge = portion(maxSurge, replicas, Math.ceil);
  const unavailable = portion(maxUnavailable, replicas, Math.floor);
  return surge === 0 && unavailable === 0
    ? { surge, unavailable: 1 }
    : { surge, unavailable: Math.min(unavailable, replicas) };
}

export function portion(value: number | string, of: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  return value.endsWith('%') ? round((Number(value.slice(0, -1)) * of) / 100) : Number(value);
}

export function replicasOf(set: ReplicaSet): number {
  return set.spec.replicas ?? 1;
}

function sumReplicas(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + replicasOf(set), 0);
}

function sumAvailable(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + (set.status.availableReplicas ?? 0), 0);
}

/** The new replica set's replicas: as many as the surge leaves room for. */
export function newReplicas(deployment: Deployment, all: readonly ReplicaSet[], current: ReplicaSet): number {
  const wanted = deployment.spec.replicas ?? 1;
  if (deployment.spec.strategy?.type === 'Recreate') return wanted;
  const room = wanted + limitsOf(deployment).surge - sumReplicas(all);
  if (room <= 0) return replicasOf(current);
  return replicasOf(current) + Math.min(room, Math.max(0, wanted - replicasOf(current)));
}

export interface Scaling {
  readonly set: ReplicaSet;
  readonly to: number;
}

/** What the old replica sets give up in a rolling update: first pods that never were healthy, then as availability allows. */
export function oldScalings(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): Scaling[] {
  const wanted = deployment.spec.replicas ?? 1;
  const minAvailable = wanted - limitsOf(deployment).unavailable;
  const newUnavailable = replicasOf(current) - (current.status.availableReplicas ?? 0);
  let mayGo = sumReplicas([...old, current]) - minAvailable - newUnavailable;
  if (mayGo <= 0) return [];
  const targets = new Map(old.map((set) => [set, replicasOf(set)]));
  for (const set of oldestFirst(old)) {
    const unhealthy = Math.min(mayGo, replicasOf(set) - (set.status.availableReplicas ?? 0));
    if (unhealthy <= 0) continue;
    targets.set(set, replicasOf(set) - unhealthy);
    mayGo -= unhealthy;
  }
  let spare = sumAvailable([...old, current]) - minAvailable;
  for (const set of oldestFirst(old)) {
    const left = targets.get(set) ?? 0;
    const goes = Math.min(Math.max(0, spare), left);
    targets.set(set, left - goes);
    spare -= goes;
  }
  return [...targets].filter(([set, to]) => to !== replicasOf(set)).map(([set, to]) => ({ set, to }));
}

function oldestFirst(sets: readonly ReplicaSet[]): ReplicaSet[] {
  return sets.toSorted((a, b) => age(a) - age(b) || (a.metadata.name < b.metadata.name ? -1 : 1));
}

function age(set: ReplicaSet): number {
  return set.metadata.creationTimestamp ?? 0;
}

/**
 * Scaling in the middle of a rollout: the difference is shared out in proportion to the replica sets' sizes, the largest
 * first, the rest to the largest.
 */
export function proportionalScalings(
  deployment: Deployment,
  active: readonly ReplicaSet[],
  maxBefore: number,
): Scaling[] {
  const wanted = deployment.spec.replicas ?? 1;
  const allowed = wanted > 0 ? wanted + limitsOf(deployment).surge : 0;
  const add = allowed - sumReplicas(active);
  const ordered = active.toSorted(
    (a, b) => replicasOf(b) - replicasOf(a) || (add > 0 ? age(b) - age(a) : age(a) - age(b)),
  );
  let added = 0;
  const targets = ordered.map((set) => {
    const share = add === 0 ? 0 : boundedShare(set, allowed, maxBefore, add - added);
    added += share;
    return { set, to: replicasOf(set) + share };
  });
  const [largest, ...rest] = targets;
  if (!largest) return [];
  return [{ set: largest.set, to: Math.max(0, largest.to + add - added) }, ...rest];
}

function boundedShare(set: ReplicaSet, allowed: number, maxBefore: number, left: number): number {
  const share = Math.round((replicasOf(set) * allowed) / (maxBefore || 1)) - replicasOf(set);
  return left > 0 ? Math.min(Math.max(share, 0), left) : Math.max(Math.min(share, 0), left);
}
