/** Counters and conditions of a deployment. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/deployment/progress.go */
import type { DeploymentCondition, DeploymentStatus } from '../../api/apps/v1/deployment.schema.ts';
import type { Deployment, ReplicaSet } from '../objects.ts';
import { findCondition, withCondition } from '../pod-state.ts';
import { limitsOf } from './rollout.ts';

type Counters = Omit<DeploymentStatus, 'conditions'>;
type Verdict = Pick<DeploymentCondition, 'status' | 'reason' | 'message'>;

function sum(sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number | undefined): number {
  return sets.reduce((total, set) => total + (count(set) ?? 0), 0);
}

export function countersOf(deployment: Deployment, sets: readonly ReplicaSet[], current?: ReplicaSet): Counters {
  const available = sum(sets, ({ status }) => status.availableReplicas);
  const replicas = sum(sets, ({ status }) => status.replicas);
  const counts = {
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas,
    updatedReplicas: current?.status.replicas ?? 0,
    readyReplicas: sum(sets, ({ status }) => status.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, sum(sets, ({ spec }) => spec.replicas ?? 1) - available),
    collisionCount: deployment.status.collisionCount ?? 0,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, value]) => value > 0));
}

/** All replicas are of the new template, available, and no old one is left. */
export function isComplete(deployment: Deployment, counters: Counters): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  return (
    (counters.updatedReplicas ?? 0) === wanted &&
    (counters.replicas ?? 0) === wanted &&
    (counters.availableReplicas ?? 0) === wanted
  );
}

/** Something moved forward since the last status. */
function isProgressing({ status }: Deployment, counters: Counters): boolean {
  const old = (each: Counters) => (each.replicas ?? 0) - (each.updatedReplicas ?? 0);
  return (
    (counters.updatedReplicas ?? 0) > (status.updatedReplicas ?? 0) ||
    old(counters) < old(status) ||
    (counters.readyReplicas ?? 0) > (status.readyReplicas ?? 0) ||
    (counters.availableReplicas ?? 0) > (status.availableReplicas ?? 0)
  );
}

/** `deadlineMs`: when the rollout counts as stuck if nothing moves until then; undefined when it cannot be. */
export interface Judged {
  readonly conditions: readonly DeploymentCondition[];
  readonly deadlineMs: number | undefined;
}

export function judge(
  deployment: Deployment,
  counters: Counters,
  sets: readonly ReplicaSet[],
  current: ReplicaSet | undefined,
  now: number,
): Judged {
  let conditions = deployment.status.conditions ?? [];
  const set = (type: string, verdict: Verdict) => {
    const before = findCondition(conditions, type);
    if (before?.status === verdict.status && before.reason === verdict.reason && before.message === verdict.message)
      return;
    const next = withCondition(before ? [before] : [], { type, lastUpdateTime: now, ...verdict }, now);
    conditions = [...conditions.filter((each) => each.type !== type), ...next];
  };
  set('Available', availability(deployment, counters));
  const progressing = findCondition(conditions, 'Progressing');
  const deadline = deployment.spec.progressDeadlineSeconds ?? 600;
  let deadlineMs: number | undefined;
  if (!deployment.spec.paused && !isSettled(deployment, counters, progressing)) {
    const named = current?.metadata.name ?? deployment.metadata.name;
    const kind = current ? 'ReplicaSet' : 'Deployment';
    if (isComplete(deployment, counters)) {
      set('Progressing', said('True', 'NewReplicaSetAvailable', `${kind} "${named}" has successfully progressed.`));
    } else if (isProgressing(deployment, counters)) {
      set('Progressing', said('True', 'ReplicaSetUpdated', `${kind} "${named}" is progressing.`));
      conditions = conditions.map((each) => (each.type === 'Progressing' ? { ...each, lastUpdateTime: now } : each));
    } else if (isOverdue(progressing, deadline, now)) {
      set('Progressing', said('False', 'ProgressDeadlineExceeded', `${kind} "${named}" has timed out progressing.`));
    }
    deadlineMs = deadlineOf(deployment, counters, findCondition(conditions, 'Progressing'), deadline);
  }
  return { conditions: withReplicaFailure(conditions, sets, now), deadlineMs };
}

/** A rollout that has ended stays ended until something new is rolled out. */
function isSettled(deployment: Deployment, counters: Counters, progressing: DeploymentCondition | undefined): boolean {
  return (
    progressing?.reason === 'NewReplicaSetAvailable' &&
    (counters.updatedReplicas ?? 0) === (counters.replicas ?? 0) &&
    !deployment.spec.paused
  );
}

function isOverdue(progressing: DeploymentCondition | undefined, seconds: number, now: number): boolean {
  if (progressing?.status !== 'True') return progressing?.reason === 'ProgressDeadlineExceeded';
  return (progressing.lastUpdateTime ?? now) + seconds * 1000 <= now;
}

function deadlineOf(
  deployment: Deployment,
  counters: Counters,
  progressing: DeploymentCondition | undefined,
  seconds: number,
): number | undefined {
  if (isComplete(deployment, counters) || progressing?.status !== 'True' || seconds >= 2147483647) return undefined;
  return (progressing.lastUpdateTime ?? 0) + seconds * 1000;
}

function availability(deployment: Deployment, counters: Counters): Verdict {
  const minimum = (deployment.spec.replicas ?? 1) - limitsOf(deployment).unavailable;
  return (counters.availableReplicas ?? 0) >= minimum
    ? said('True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
    : said('False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.');
}

function withReplicaFailure(
  conditions: readonly DeploymentCondition[],
  sets: readonly ReplicaSet[],
  now: number,
): readonly DeploymentCondition[] {
  const failure = sets.map(({ status }) => findCondition(status.conditions, 'ReplicaFailure')).find((each) => each);
  if (!failure) return conditions.filter(({ type }) => type !== 'ReplicaFailure');
  const { reason = '', message = '' } = failure;
  const before = findCondition(conditions, 'ReplicaFailure');
  if (before?.message === message) return conditions;
  return withCondition(
    conditions,
    { type: 'ReplicaFailure', lastUpdateTime: now, ...said('True', reason, message) },
    now,
  );
}

export function said(status: 'True' | 'False' | 'Unknown', reason: string, message: string): Verdict {
  return { status, reason, message };
}
