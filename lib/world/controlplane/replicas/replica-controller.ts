/**
 * Keeps as many pods of a template as asked for: ReplicaSets, and ReplicationControllers, which differ in the shape of
 * their selector only.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/replicaset/replica_set.go,
 * pkg/controller/replication/conversion.go
 */
import type { ReplicaSetCondition, ReplicaSetStatus } from '../../api/apps/v1/replicaset.schema.ts';
import type { ReplicationController } from '../../api/core/v1/replicationcontroller.schema.ts';
import type { Change } from '../../apiserver/client.ts';
import { type LabelSelector, matchesSelector } from '../../apiserver/selectors/label-selector.ts';
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

type Keeper = ReplicaSet | ReplicationController;
type KeeperKind = Keeper['kind'];

/** The selector of either kind: that of a ReplicationController is a plain map. */
function selectorOf(keeper: Keeper): LabelSelector | undefined {
  return keeper.kind === 'ReplicaSet' ? keeper.spec.selector : { matchLabels: keeper.spec.selector ?? {} };
}

const COMPONENTS = { ReplicaSet: 'replicaset-controller', ReplicationController: 'replication-controller' } as const;

/** The controller of one of the two kinds. */
export function replicaController(kind: KeeperKind): Controller {
  return {
    name: kind.toLowerCase(),
    watches: {
      [kind]: ({ object, previous }: Change) =>
        listNewsKeys(object as Keeper | undefined, previous as Keeper | undefined),
      Pod: (change, context) => {
        if (!isPodNews(change)) return [];
        const [pod, before] = [change.object as Pod | undefined, change.previous as Pod | undefined];
        const owners = listOwnerKeys(kind, pod, before);
        if (owners.length > 0 || !pod || findControllerOf(pod)) return owners;
        return (context.client.list(kind, namespaceOf(pod)) as readonly Keeper[])
          .filter((each) => matchesSelector(selectorOf(each), pod.metadata.labels))
          .map(keyOf);
      },
    },
    reconcile(key, context) {
      const { namespace, name } = splitKey(key);
      const set = context.client.find(kind, name, namespace);
      if (set) sync(set, context);
    },
  };
}

function sync(set: Keeper, context: ControllerContext): void {
  const { client } = context;
  const all = client.list('Pod', namespaceOf(set));
  const pods = claimObjects(all, {
    owner: set,
    reference: controllerReference(set, set.apiVersion, set.kind),
    selector: selectorOf(set),
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
  set: Keeper,
  active: readonly Pod[],
  all: readonly Pod[],
  context: ControllerContext,
): Problem | undefined {
  const difference = active.length - (set.spec.replicas ?? 1);
  if (difference < 0) return createPods(set, -difference, context);
  if (difference > 0) deletePods(set, active, all, difference, context);
  return undefined;
}

function createPods(set: Keeper, count: number, context: ControllerContext): Problem | undefined {
  const owner = controllerReference(set, set.apiVersion, set.kind);
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
  set: Keeper,
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
  set: Keeper,
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
  if (!isSame(status, set.status)) context.client.updateStatus(set.kind, { ...set, status } as never);
}

function conditionsOf(set: Keeper, problem: Problem | undefined, now: number): Pick<ReplicaSetStatus, 'conditions'> {
  if (!problem) return {};
  const condition: ReplicaSetCondition = { type: 'ReplicaFailure', status: 'True', ...problem };
  return { conditions: withCondition(set.status.conditions, condition, now) };
}

/** Counters of zero are left out, as the API writes them. */
function positive<K extends string>(name: K, count: number): { [P in K]?: number } {
  return (count > 0 ? { [name]: count } : {}) as { [P in K]?: number };
}

function say(
  set: Keeper,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  { client }: ControllerContext,
): void {
  const regarding = { kind: set.kind, namespace: namespaceOf(set), name: set.metadata.name } as const;
  client.record({ regarding, type, reason, message, source: { component: COMPONENTS[set.kind] } });
}
