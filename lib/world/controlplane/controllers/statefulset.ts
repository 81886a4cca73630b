/** Numbered pods, made and unmade in order. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/statefulset/stateful_set_control.go */
import type { StatefulSetStatus } from '../../api/apps/v1/statefulset.schema.ts';
import { StatusError } from '../../apiserver/status.ts';
import { DURATIONS } from '../../sim/durations.ts';
import { claimObjects } from '../claim.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import {
  controllerReference,
  keyOf,
  listNewsKeys,
  listOwnerKeys,
  namespaceOf,
  type Pod,
  type PodTemplateSpec,
  type StatefulSet,
  splitKey,
} from '../objects.ts';
import { isPodNews, isPodReady, isPodTerminal } from '../pod-state.ts';
import { type Revisions, syncRevisions } from '../revisions.ts';
import { findOrdinal, isAvailable, isHealthy, podOf, revisionNameOf } from '../statefulset/pods.ts';

export const statefulset: Controller = {
  name: 'statefulset',
  watches: {
    StatefulSet: ({ object, previous }) =>
      listNewsKeys(object as StatefulSet | undefined, previous as StatefulSet | undefined),
    Pod: (change) =>
      isPodNews(change)
        ? listOwnerKeys('StatefulSet', change.object as Pod | undefined, change.previous as Pod | undefined)
        : [],
  },
  reconcile(key, context) {
    const { namespace, name } = splitKey(key);
    const set = context.client.find('StatefulSet', name, namespace);
    if (set) sync(set, context);
  },
};

/** One look: `current` is the revision that a rolling update comes from, `update` where it goes. */
interface Look {
  readonly set: StatefulSet;
  readonly context: ControllerContext;
  readonly byOrdinal: ReadonlyMap<number, Pod>;
  readonly current: string;
  readonly update: Revisions;
}

function sync(set: StatefulSet, context: ControllerContext): void {
  const { client } = context;
  const pods = claimObjects(client.list('Pod', namespaceOf(set)), {
    owner: set,
    reference: controllerReference(set, 'apps/v1', 'StatefulSet'),
    selector: set.spec.selector,
    write: (pod, ownerReferences) => client.update('Pod', { ...pod, metadata: { ...pod.metadata, ownerReferences } }),
  });
  const hashes = pods.map((pod) => revisionNameOf(pod)?.slice(set.metadata.name.length + 1) ?? '');
  const update = syncRevisions(set, 'StatefulSet', new Set(hashes), context);
  const current = set.status.currentRevision ?? update.name;
  const byOrdinal = new Map(pods.flatMap((pod) => [[findOrdinal(set, pod) ?? -1, pod] as const]));
  const look: Look = { set, context, byOrdinal, current, update };
  if (set.metadata.deletionTimestamp === undefined) manage(look);
  writeStatus(look);
}

function firstOrdinal({ spec }: StatefulSet): number {
  return spec.ordinals?.start ?? 0;
}

function listOrdinals(set: StatefulSet): number[] {
  return Array.from({ length: set.spec.replicas ?? 1 }, (_, index) => firstOrdinal(set) + index);
}

/** Stops at the first step that has to wait, unless pods are managed in parallel. */
function manage(look: Look): void {
  const { set, byOrdinal, context } = look;
  const ordered = set.spec.podManagementPolicy !== 'Parallel';
  const ordinals = listOrdinals(set);
  for (const ordinal of ordinals) {
    const pod = byOrdinal.get(ordinal);
    if (pod && isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined) remove(look, pod);
    if (!pod) create(look, ordinal);
    if (!ordered || (pod && isAvailable(set, pod, context.nowMs()))) continue;
    waitFor(look, pod);
    return;
  }
  const condemned = [...byOrdinal.keys()].filter((ordinal) => !ordinals.includes(ordinal)).sort((a, b) => b - a);
  for (const ordinal of condemned) {
    const pod = byOrdinal.get(ordinal) as Pod;
    if (pod.metadata.deletionTimestamp === undefined) remove(look, pod);
    if (ordered) return;
  }
  if (set.spec.updateStrategy?.type !== 'OnDelete') rollingUpdate(look, ordinals);
}

/** A pod that is ready but not for long enough is looked at again. */
function waitFor({ set, context }: Look, pod: Pod | undefined): void {
  const wait = set.spec.minReadySeconds ?? 0;
  if (pod && wait > 0 && isHealthy(pod)) context.after(wait * 1000, keyOf(set));
}

/** From the highest ordinal down to the partition, one at a time. */
function rollingUpdate(look: Look, ordinals: readonly number[]): void {
  const { set, byOrdinal, update, context } = look;
  const partition = firstOrdinal(set) + (set.spec.updateStrategy?.rollingUpdate?.partition ?? 0);
  for (const ordinal of ordinals.toReversed()) {
    const pod = byOrdinal.get(ordinal);
    if (ordinal < partition || !pod) return;
    if (revisionNameOf(pod) !== update.name) {
      if (pod.metadata.deletionTimestamp === undefined) remove(look, pod);
      return;
    }
    if (!isAvailable(set, pod, context.nowMs())) return;
  }
}

function create(look: Look, ordinal: number): void {
  const { set, context, current, update } = look;
  const rolling = set.spec.updateStrategy?.rollingUpdate;
  const below = rolling?.partition === undefined ? (set.status.currentReplicas ?? 0) : rolling.partition;
  const old = current !== update.name && ordinal < firstOrdinal(set) + below;
  const template = (old && findTemplate(look, current)) || set.spec.template;
  const pod = podOf(set, template, template === set.spec.template ? update.name : current, ordinal);
  const what = `Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`;
  try {
    context.client.create('Pod', pod);
    say(look, 'Normal', 'SuccessfulCreate', `create ${what} successful`);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    say(look, 'Warning', 'FailedCreate', `create ${what} failed error: ${error.message}`);
    context.after(DURATIONS.createRetryMs, keyOf(set));
  }
}

function findTemplate({ set, context }: Look, revision: string): PodTemplateSpec | undefined {
  const data = context.client.find('ControllerRevision', revision, namespaceOf(set))?.data as
    | { readonly spec: { readonly template: PodTemplateSpec & { readonly $patch?: string } } }
    | undefined;
  if (!data) return undefined;
  const { $patch: _, ...template } = data.spec.template;
  return template;
}

function remove(look: Look, pod: Pod): void {
  look.context.client.delete('Pod', pod.metadata.name, namespaceOf(pod));
  const what = `Pod ${pod.metadata.name} in StatefulSet ${look.set.metadata.name}`;
  say(look, 'Normal', 'SuccessfulDelete', `delete ${what} successful`);
}

function say({ set, context }: Look, type: 'Normal' | 'Warning', reason: string, message: string): void {
  const regarding = { kind: 'StatefulSet', namespace: namespaceOf(set), name: set.metadata.name } as const;
  context.client.record({ regarding, type, reason, message, source: { component: 'statefulset-controller' } });
}

function writeStatus({ set, context, byOrdinal, current, update }: Look): void {
  const pods = [...byOrdinal.values()];
  const alive = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && !isPodTerminal(pod));
  const updated = alive.filter((pod) => revisionNameOf(pod) === update.name).length;
  const ready = pods.filter((pod) => pod.status.phase === 'Running' && isPodReady(pod)).length;
  const available = pods.filter((pod) => isAvailable(set, pod, context.nowMs())).length;
  const wanted = set.spec.replicas ?? 1;
  const complete = updated === wanted && ready === wanted && pods.length === wanted;
  const partial = alive.filter((pod) => revisionNameOf(pod) === current).length;
  const status: StatefulSetStatus = {
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    replicas: pods.length,
    ...(ready ? { readyReplicas: ready } : {}),
    ...(complete ? { currentReplicas: updated } : partial ? { currentReplicas: partial } : {}),
    ...(updated ? { updatedReplicas: updated } : {}),
    currentRevision: complete ? update.name : current,
    updateRevision: update.name,
    collisionCount: set.status.collisionCount ?? 0,
    availableReplicas: available,
  };
  context.client.updateStatus('StatefulSet', { ...set, status });
}
