/** Keeps as many pods of a template as asked for. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/replicaset/replica_set.go */
import type { ReplicaSetCondition, ReplicaSetStatus } from '../../api/apps/v1/replicaset.schema.ts';
import { matchesSelector } from '../../apiserver/selectors/label-selector.ts';
import { StatusError } from '../../apiserver/status.ts';
import { DURATIONS } from '../../sim/durations.ts';
import { claimObjects } from '../claim.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import {
  controllerReference,
  findControllerOf,
  keyOf,
  listNewsKeys,
  listOwnerKeys,
  namespaceOf,
  type Pod,
  type PodTemplateSpec,
  type ReplicaSet,
  splitKey,
} from '../objects.ts';
import { rankForDeletion } from '../pod-ranking.ts';
import { isPodActive, isPodAvailable, isPodNews, isPodReady, withCondition } from '../pod-state.ts';
import { createPod } from '../pod-template.ts';
import { isSame } from '../same.ts';

const SOURCE = { component: 'replicaset-controller' } as const;

export const replicaset: Controller = {
  name: 'replicaset',
  watches: {
    ReplicaSet: ({ object, previous }) =>
      listNewsKeys(object as ReplicaSet | undefined, previous as ReplicaSet | undefined),
    Pod: (change, context) => {
      if (!isPodNews(change)) return [];
      const [pod, before] = [change.object as Pod | undefined, change.previous as Pod | undefined];
      const owners = listOwnerKeys('ReplicaSet', pod, before);
      if (owners.length > 0 || !pod || findControllerOf(pod)) return owners;
      return context.client
        .list('ReplicaSet', namespaceOf(pod))
        .filter((each) => matchesSelector(each.spec.selector, pod.metadata.labels))
        .map(keyOf);
    },
  },
  reconcile(key, context) {
    const { namespace, name } = splitKey(key);
    const set = context.client.find('ReplicaSet', name, namespace);
    if (set) sync(set, context);
  },
};

function sync(set: ReplicaSet, context: ControllerContext): void {
  const { client } = context;
  const all = client.list('Pod', namespaceOf(set));
  const pods = claimObjects(all, {
    owner: set,
    reference: controllerReference(set, 'apps/v1', 'ReplicaSet'),
    selector: set.spec.selector,
    write: (pod, ownerReferences) => client.update('Pod', { ...pod, metadata: { ...pod.metadata, ownerReferences } }),
  });
  const active = pods.filter(isPodActive);
  const problem = set.metadata.deletionTimestamp === undefined ? manage(set, active, all, context) : undefined;
  writeStatus(set, pods, problem, context);
}

interface Problem {
  readonly reason: 'FailedCreate';
  readonly message: string;
}

function manage(
  set: ReplicaSet,
  active: readonly Pod[],
  all: readonly Pod[],
  context: ControllerContext,
): Problem | undefined {
  const difference = active.length - (set.spec.replicas ?? 1);
  if (difference < 0) return createPods(set, -difference, context);
  if (difference > 0) deletePods(set, active, all, difference, context);
  return undefined;
}

function createPods(set: ReplicaSet, count: number, context: ControllerContext): Problem | undefined {
  const owner = controllerReference(set, 'apps/v1', 'ReplicaSet');
  const prefix = `${set.metadata.name}-`;
  for (let n = 0; n < count; n++) {
    try {
      const wanted = { namespace: namespaceOf(set), name: { prefix }, owner };
      const pod = createPod(context, set.spec.template as PodTemplateSpec, wanted);
      say(set, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`, context);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      say(set, 'Warning', 'FailedCreate', `Error creating: ${error.message}`, context);
      context.after(DURATIONS.createRetryMs, keyOf(set));
      return { reason: 'FailedCreate', message: error.message };
    }
  }
  return undefined;
}

function deletePods(
  set: ReplicaSet,
  active: readonly Pod[],
  all: readonly Pod[],
  count: number,
  context: ControllerContext,
): void {
  for (const pod of rankForDeletion(active, all, set, context.nowMs()).slice(0, count)) {
    context.client.delete('Pod', pod.metadata.name, namespaceOf(pod));
    say(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`, context);
  }
}

/** Counts come from the pods as they were before this look; what it created comes back as a change. */
function writeStatus(
  set: ReplicaSet,
  pods: readonly Pod[],
  problem: Problem | undefined,
  context: ControllerContext,
): void {
  const now = context.nowMs();
  const active = pods.filter(isPodActive);
  const wait = set.spec.minReadySeconds ?? 0;
  const ready = active.filter(isPodReady);
  const available = ready.filter((pod) => isPodAvailable(pod, wait, now));
  const templateLabels = set.spec.template?.metadata?.labels ?? {};
  const labelled = active.filter((pod) => matchesSelector({ matchLabels: templateLabels }, pod.metadata.labels));
  if (wait > 0 && available.length < ready.length) context.after(wait * 1000, keyOf(set));
  const status: ReplicaSetStatus = {
    replicas: active.length,
    ...positive('fullyLabeledReplicas', labelled.length),
    ...positive('readyReplicas', ready.length),
    ...positive('availableReplicas', available.length),
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    ...conditionsOf(set, problem, now),
  };
  if (!isSame(status, set.status)) context.client.updateStatus('ReplicaSet', { ...set, status });
}

function conditionsOf(
  set: ReplicaSet,
  problem: Problem | undefined,
  now: number,
): Pick<ReplicaSetStatus, 'conditions'> {
  if (!problem) return {};
  const condition: ReplicaSetCondition = { type: 'ReplicaFailure', status: 'True', ...problem };
  return { conditions: withCondition(set.status.conditions, condition, now) };
}

/** Counters of zero are left out, as the API writes them. */
function positive<K extends string>(name: K, count: number): { [P in K]?: number } {
  return (count > 0 ? { [name]: count } : {}) as { [P in K]?: number };
}

function say(
  set: ReplicaSet,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  { client }: ControllerContext,
): void {
  const regarding = { kind: 'ReplicaSet', namespace: namespaceOf(set), name: set.metadata.name } as const;
  client.record({ regarding, type, reason, message, source: SOURCE });
}
