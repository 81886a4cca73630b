/** How many pods a budget lets go just now. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/disruption/disruption.go */
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../api/policy/v1/poddisruptionbudget.schema.ts';
import type { IntOrString } from '../../api/scalars.ts';
import { matchesSelector } from '../../apiserver/selectors/label-selector.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { findControllerOf, keyOf, namespaceOf, type Pod, splitKey } from '../objects.ts';
import { isPodNews, isPodReady } from '../pod-state.ts';
import { isSame } from '../same.ts';

/** An eviction that was granted holds its place this long while the pod is still there. Same source: DeletionTimeout. */
const DELETION_TIMEOUT_MS = 120_000;

export const disruption: Controller = {
  name: 'disruption',
  watches: {
    PodDisruptionBudget: ({ object }) => (object ? [keyOf(object as PodDisruptionBudget)] : []),
    Pod: (change, { client }) => {
      if (!isPodNews(change)) return [];
      const pod = (change.object ?? change.previous) as Pod;
      return client
        .list('PodDisruptionBudget', namespaceOf(pod))
        .filter((one) => selects(one, pod))
        .map(keyOf);
    },
    Deployment: scaleKeys,
    ReplicaSet: scaleKeys,
    StatefulSet: scaleKeys,
    ReplicationController: scaleKeys,
  },
  reconcile(key, context) {
    const { namespace, name } = splitKey(key);
    const budget = context.client.find('PodDisruptionBudget', name, namespace);
    if (budget && budget.metadata.deletionTimestamp === undefined) sync(budget, context);
  },
};

type Watch = NonNullable<Controller['watches']['Deployment']>;

/** Only a change of how many are wanted says anything. */
function scaleKeys(...[{ object, previous }, { client }]: Parameters<Watch>): string[] {
  const changed = object ?? previous;
  if (!changed) return [];
  const same = object && previous && object.metadata.generation === previous.metadata.generation;
  return same ? [] : client.list('PodDisruptionBudget', changed.metadata.namespace).map(keyOf);
}

function selects({ spec }: PodDisruptionBudget, { metadata }: Pod): boolean {
  return spec.selector !== undefined && matchesSelector(spec.selector, metadata.labels);
}

/** A share of `total`, rounded up. */
function scaled(value: IntOrString, total: number): number {
  return typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) * total) / 100);
}

/** Replicas wanted by whoever controls the pod in the end, with a name for that owner. */
function scaleOf(
  pod: Pod,
  { client }: ControllerContext,
): { readonly owner: string; readonly replicas: number } | undefined {
  const owner = findControllerOf(pod);
  const namespace = namespaceOf(pod);
  switch (owner?.kind) {
    case 'ReplicaSet': {
      const set = client.find('ReplicaSet', owner.name, namespace);
      const above = set && findControllerOf(set);
      const deployment = above?.kind === 'Deployment' ? client.find('Deployment', above.name, namespace) : undefined;
      const found = deployment ?? set;
      return found && { owner: found.metadata.uid ?? '', replicas: found.spec.replicas ?? 1 };
    }
    case 'StatefulSet':
    case 'ReplicationController': {
      const found = client.find(owner.kind, owner.name, namespace);
      return found && { owner: owner.uid, replicas: found.spec.replicas ?? 1 };
    }
    default:
      return undefined;
  }
}

function expectedScale(pods: readonly Pod[], context: ControllerContext): number {
  const byOwner = new Map<string, number>();
  for (const pod of pods) {
    const scale = scaleOf(pod, context);
    if (scale) byOwner.set(scale.owner, scale.replicas);
  }
  return [...byOwner.values()].reduce((sum, replicas) => sum + replicas, 0);
}

interface Expectation {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
}

function expectation({ spec }: PodDisruptionBudget, pods: readonly Pod[], context: ControllerContext): Expectation {
  const { minAvailable, maxUnavailable } = spec;
  if (maxUnavailable !== undefined) {
    const expectedPods = expectedScale(pods, context);
    return { expectedPods, desiredHealthy: Math.max(0, expectedPods - scaled(maxUnavailable, expectedPods)) };
  }
  if (typeof minAvailable === 'string') {
    const expectedPods = expectedScale(pods, context);
    return { expectedPods, desiredHealthy: scaled(minAvailable, expectedPods) };
  }
  return { expectedPods: pods.length, desiredHealthy: minAvailable ?? 0 };
}

/** Pods whose eviction was granted and that are still there. */
function pending(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  context: ControllerContext,
): Record<string, number> {
  const kept: Record<string, number> = {};
  for (const [name, since] of Object.entries(budget.status.disruptedPods ?? {})) {
    const pod = pods.find(({ metadata }) => metadata.name === name);
    if (!pod || pod.metadata.deletionTimestamp !== undefined) continue;
    const left = since + DELETION_TIMEOUT_MS - context.nowMs();
    if (left <= 0) continue;
    kept[name] = since;
    context.after(left, keyOf(budget));
  }
  return kept;
}

function sync(budget: PodDisruptionBudget, context: ControllerContext): void {
  const all = context.client.list('Pod', namespaceOf(budget)).filter((pod) => selects(budget, pod));
  const disruptedPods = pending(budget, all, context);
  const healthy = all.filter(
    (pod) => pod.metadata.deletionTimestamp === undefined && !(pod.metadata.name in disruptedPods) && isPodReady(pod),
  ).length;
  const { expectedPods, desiredHealthy } = expectation(budget, all, context);
  const disruptionsAllowed = expectedPods > 0 ? Math.max(0, healthy - desiredHealthy) : 0;
  const status: PodDisruptionBudgetStatus = {
    ...(budget.metadata.generation === undefined ? {} : { observedGeneration: budget.metadata.generation }),
    ...(Object.keys(disruptedPods).length > 0 ? { disruptedPods } : {}),
    disruptionsAllowed,
    currentHealthy: healthy,
    desiredHealthy,
    expectedPods,
    conditions: [conditionOf(budget, disruptionsAllowed, context.nowMs())],
  };
  if (all.length === 0) noteNoPods(budget, context);
  if (!isSame(status, budget.status)) context.client.updateStatus('PodDisruptionBudget', { ...budget, status });
}

function noteNoPods(budget: PodDisruptionBudget, { client }: ControllerContext): void {
  const regarding = {
    kind: 'PodDisruptionBudget',
    namespace: namespaceOf(budget),
    name: budget.metadata.name,
  } as const;
  const source = { component: 'controllermanager' };
  client.record({ regarding, type: 'Normal', reason: 'NoPods', message: 'No matching pods found', source });
}

type Condition = NonNullable<PodDisruptionBudgetStatus['conditions']>[number];

function conditionOf({ metadata, status }: PodDisruptionBudget, allowed: number, now: number): Condition {
  const before = status.conditions?.find(({ type }) => type === 'DisruptionAllowed');
  const verdict = allowed > 0 ? 'True' : 'False';
  return {
    type: 'DisruptionAllowed',
    status: verdict,
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    lastTransitionTime: before?.status === verdict ? (before.lastTransitionTime ?? now) : now,
    reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  };
}
