/** Rolls a template out through replica sets. Models: https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg/controller/deployment */
import { claimObjects } from '../claim.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { DESIRED_REPLICAS, MAX_REPLICAS, revisionOf } from '../deployment/annotations.ts';
import { findCurrent, syncCurrent } from '../deployment/current.ts';
import {
  limitsOf,
  newReplicas,
  oldScalings,
  proportionalScalings,
  replicasOf,
  type Scaling,
} from '../deployment/rollout.ts';
import { countersOf, isComplete, judge, said } from '../deployment/status.ts';
import {
  controllerReference,
  type Deployment,
  findControllerOf,
  keyOf,
  listNewsKeys,
  listOwnerKeys,
  namespaceOf,
  type Pod,
  type ReplicaSet,
  splitKey,
} from '../objects.ts';
import { isPodTerminal, withCondition } from '../pod-state.ts';

const SOURCE = { component: 'deployment-controller' } as const;

export const deployment: Controller = {
  name: 'deployment',
  watches: {
    Deployment: ({ object, previous }) =>
      listNewsKeys(object as Deployment | undefined, previous as Deployment | undefined),
    ReplicaSet: ({ object, previous }) =>
      listOwnerKeys('Deployment', object as ReplicaSet | undefined, previous as ReplicaSet | undefined),
    Pod: (change, { client }) => {
      const [pod, gone] = [change.object as Pod | undefined, change.previous as Pod | undefined];
      if (!gone || (pod && !isPodTerminal(pod))) return [];
      const owner = findControllerOf(gone);
      const set = owner?.kind === 'ReplicaSet' && client.find('ReplicaSet', owner.name, namespaceOf(gone));
      return set ? listOwnerKeys('Deployment', set) : [];
    },
  },
  reconcile(key, context) {
    const { namespace, name } = splitKey(key);
    const object = context.client.find('Deployment', name, namespace);
    if (object) sync(object, context);
  },
};

/** A deployment and its replica sets as one look leaves them; what stands in `status` and annotations is not written yet. */
type Outcome = readonly [Deployment, readonly ReplicaSet[]];

function sync(object: Deployment, context: ControllerContext): void {
  const sets = claimSets(object, context);
  const leaving = object.metadata.deletionTimestamp !== undefined;
  const [noted, left] = leaving ? [object, sets] : rollOut(object, sets, context);
  writeStatus(noted, leaving ? left : prune(noted, left, context), context);
}

function rollOut(object: Deployment, sets: readonly ReplicaSet[], context: ControllerContext): Outcome {
  const noted = object.spec.paused ? notePaused(object, context) : noteResumed(object, context);
  if (noted.spec.paused || isScalingEvent(noted, sets)) return scaleOnly(noted, sets, context);
  return noted.spec.strategy?.type === 'Recreate'
    ? recreate(noted, sets, context)
    : rollingUpdate(noted, sets, context);
}

function claimSets(object: Deployment, { client }: ControllerContext): ReplicaSet[] {
  return claimObjects(client.list('ReplicaSet', namespaceOf(object)), {
    owner: object,
    reference: controllerReference(object, 'apps/v1', 'Deployment'),
    selector: object.spec.selector,
    write: (set, ownerReferences) =>
      client.update('ReplicaSet', { ...set, metadata: { ...set.metadata, ownerReferences } }),
  });
}

/** The number asked for changed while the template did not. */
function isScalingEvent(object: Deployment, sets: readonly ReplicaSet[]): boolean {
  return sets.some((set) => {
    const desired = set.metadata.annotations?.[DESIRED_REPLICAS];
    return replicasOf(set) > 0 && desired !== undefined && Number(desired) !== (object.spec.replicas ?? 1);
  });
}

function scaleOnly(object: Deployment, sets: readonly ReplicaSet[], context: ControllerContext): Outcome {
  const current = findCurrent(object, sets);
  const scaled = new Map(sets.map((set) => [set.metadata.name, set]));
  const apply = ({ set, to }: Scaling) => scaled.set(set.metadata.name, scale(object, set, to, context));
  const active = sets.filter((set) => replicasOf(set) > 0);
  const wanted = object.spec.replicas ?? 1;
  const only = active.length <= 1 ? (active[0] ?? newest(sets)) : undefined;
  if (only) apply({ set: only, to: wanted });
  else if (current && isSaturated(current, wanted)) {
    for (const set of active) if (set !== current) apply({ set, to: 0 });
    apply({ set: current, to: wanted });
  } else if (active.length > 1 && object.spec.strategy?.type !== 'Recreate') {
    const maxBefore = Math.max(...active.map((set) => Number(set.metadata.annotations?.[MAX_REPLICAS] ?? 0)));
    for (const scaling of proportionalScalings(object, active, maxBefore)) apply(scaling);
  }
  return [object, [...scaled.values()]];
}

function newest(sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return sets.toSorted((a, b) => revisionOf(b) - revisionOf(a))[0];
}

function isSaturated(set: ReplicaSet, wanted: number): boolean {
  const desired = Number(set.metadata.annotations?.[DESIRED_REPLICAS] ?? -1);
  return replicasOf(set) === wanted && desired === wanted && (set.status.availableReplicas ?? 0) === wanted;
}

function rollingUpdate(object: Deployment, sets: readonly ReplicaSet[], context: ControllerContext): Outcome {
  const [synced, current] = syncCurrent(object, sets, context, 'Create');
  const old = sets.filter((set) => set.metadata.name !== current?.metadata.name);
  if (!current) return [synced, old];
  const grown = scale(synced, current, newReplicas(synced, [...old, current], current), context);
  if (grown !== current) return [synced, [...old, grown]];
  const shrunk = new Map(old.map((set) => [set.metadata.name, set]));
  for (const { set, to } of oldScalings(synced, current, old)) {
    shrunk.set(set.metadata.name, scale(synced, set, to, context));
  }
  return [synced, [...shrunk.values(), current]];
}

/** Old pods go first, all of them; the new replica set is born when none runs any more. */
function recreate(object: Deployment, sets: readonly ReplicaSet[], context: ControllerContext): Outcome {
  const [synced, current] = syncCurrent(object, sets, context, 'Find');
  const old = sets.filter((set) => set.metadata.name !== current?.metadata.name);
  const shrunk = old.map((set) => scale(synced, set, 0, context));
  const uids = new Set(old.map(({ metadata }) => metadata.uid));
  const running = context.client
    .list('Pod', namespaceOf(object))
    .some((pod) => uids.has(findControllerOf(pod)?.uid) && !isPodTerminal(pod));
  if (running || shrunk.some((set, index) => set !== old[index])) {
    return [synced, current ? [...shrunk, current] : shrunk];
  }
  const fresh = sets.map((set) => (set.metadata.name === current?.metadata.name ? current : set));
  const [created, born] = syncCurrent(synced, fresh, context, 'Create');
  const grown = born && scale(created, born, created.spec.replicas ?? 1, context);
  return [created, grown ? [...shrunk, grown] : shrunk];
}

/** The replica set with `to` replicas; the same object when it has them and its annotations are right. */
function scale(object: Deployment, set: ReplicaSet, to: number, { client }: ControllerContext): ReplicaSet {
  const from = replicasOf(set);
  const wanted = object.spec.replicas ?? 1;
  const annotations = {
    ...set.metadata.annotations,
    [DESIRED_REPLICAS]: String(wanted),
    [MAX_REPLICAS]: String(wanted + limitsOf(object).surge),
  };
  const same = Object.entries(annotations).every(([key, value]) => set.metadata.annotations?.[key] === value);
  if (from === to && (same || from === 0)) return set;
  const stored = client.update('ReplicaSet', {
    ...set,
    metadata: { ...set.metadata, annotations },
    spec: { ...set.spec, replicas: to },
  });
  if (from === to) return stored;
  const message = `Scaled ${to > from ? 'up' : 'down'} replica set ${set.metadata.name} from ${from} to ${to}`;
  client.record({
    regarding: { kind: 'Deployment', namespace: namespaceOf(object), name: object.metadata.name },
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message,
    source: SOURCE,
  });
  return stored;
}

/** Once a rollout is complete, old replica sets beyond the history limit go, oldest first. */
function prune(object: Deployment, sets: readonly ReplicaSet[], { client }: ControllerContext): readonly ReplicaSet[] {
  const current = findCurrent(object, sets);
  if (!isComplete(object, countersOf(object, sets, current))) return sets;
  const limit = object.spec.revisionHistoryLimit ?? 10;
  const empty = sets.filter((set) => set !== current && isEmpty(set));
  const surplus = empty.toSorted((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, empty.length - limit));
  for (const set of surplus) client.delete('ReplicaSet', set.metadata.name, namespaceOf(set));
  return sets.filter((set) => !surplus.includes(set));
}

function isEmpty(set: ReplicaSet): boolean {
  return replicasOf(set) === 0 && set.status.replicas === 0 && set.metadata.deletionTimestamp === undefined;
}

function writeStatus(object: Deployment, sets: readonly ReplicaSet[], context: ControllerContext): void {
  const { client, nowMs, after } = context;
  const current = findCurrent(object, sets);
  const counters = countersOf(object, sets, current);
  const { conditions, deadlineMs } = judge(object, counters, sets, current, nowMs());
  client.updateStatus('Deployment', { ...object, status: { ...counters, conditions } });
  context.never(keyOf(object));
  if (deadlineMs !== undefined) after(Math.max(0, deadlineMs - nowMs()), keyOf(object));
}

function notePaused(object: Deployment, context: ControllerContext): Deployment {
  return noteProgressing(object, said('Unknown', 'DeploymentPaused', 'Deployment is paused'), context);
}

function noteResumed(object: Deployment, context: ControllerContext): Deployment {
  const paused = object.status.conditions?.some(({ reason }) => reason === 'DeploymentPaused');
  return paused
    ? noteProgressing(object, said('Unknown', 'DeploymentResumed', 'Deployment is resumed'), context)
    : object;
}

function noteProgressing(object: Deployment, verdict: ReturnType<typeof said>, context: ControllerContext): Deployment {
  const now = context.nowMs();
  const standing = object.status.conditions ?? [];
  if (standing.some(({ type, reason }) => type === 'Progressing' && reason === verdict.reason)) return object;
  const conditions = withCondition(standing, { type: 'Progressing', lastUpdateTime: now, ...verdict }, now);
  return context.client.updateStatus('Deployment', { ...object, status: { ...object.status, conditions } });
}
