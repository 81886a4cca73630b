/** The scheduler: gives a pod without a node the best one that fits. */
import type { Change } from '../../apiserver/client.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { keyOf, nameOf, namespaceOf, type Pod, splitKey } from '../objects.ts';
import { findCondition, isPodTerminal, withCondition } from '../pod-state.ts';
import { findMisfit, type Misfit, type NodeState } from '../scheduling/fit.ts';
import { failedSchedulingMessage } from '../scheduling/message.ts';
import type { Placed } from '../scheduling/pod-affinity.ts';
import { type Requests, requestsOf } from '../scheduling/resources.ts';
import { pickNode } from '../scheduling/score.ts';

const SCHEDULER = 'default-scheduler';

/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/scheduler/schedule_one.go
 * Differs: nobody is preempted.
 */
export const scheduler: Controller = {
  name: 'scheduler',
  watches: {
    Pod: (change, context) => podKeys(change, context),
    Node: (_, { client }) => pendingKeys(client.list('Pod')),
  },
  reconcile(key, context) {
    const { namespace, name } = splitKey(key);
    const pod = context.client.find('Pod', name, namespace);
    if (pod && isPending(pod)) schedule(pod, context);
    else if (pod && isGated(pod)) noteGates(pod, context);
  },
};

/** A pod that goes or ends makes room for those that wait. */
function podKeys(change: Change, { client }: ControllerContext): string[] {
  if (change.kind !== 'Pod') return [];
  const { object: pod, previous } = change;
  if (pod && isPending(pod)) return previous && isPending(previous) ? [] : [keyOf(pod)];
  if (pod && isGated(pod)) return previous ? [] : [keyOf(pod)];
  const freed = previous?.spec?.nodeName && !isPodTerminal(previous) && (!pod || isPodTerminal(pod));
  return freed ? pendingKeys(client.list('Pod')) : [];
}

function pendingKeys(pods: readonly Pod[]): string[] {
  return pods.filter(isPending).map(keyOf);
}

function isPending(pod: Pod): boolean {
  return (
    !pod.spec?.nodeName &&
    pod.metadata.deletionTimestamp === undefined &&
    !isPodTerminal(pod) &&
    !pod.spec?.schedulingGates?.length &&
    (pod.spec?.schedulerName ?? SCHEDULER) === SCHEDULER
  );
}

function isGated({ spec }: Pod): boolean {
  return !spec.nodeName && !!spec.schedulingGates?.length;
}

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/strategy.go (applySchedulingGatedCondition) */
function noteGates(pod: Pod, { client, nowMs }: ControllerContext): void {
  const message = 'Scheduling is blocked due to non-empty scheduling gates';
  const condition = { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message };
  const conditions = withCondition(pod.status.conditions, condition, nowMs());
  client.updateStatus('Pod', { ...pod, status: { ...pod.status, conditions } });
}

function schedule(pod: Pod, context: ControllerContext): void {
  const states = nodeStates(context);
  const placed = hasPodAffinity(pod, states) ? listPlaced(states) : [];
  const fitting: NodeState[] = [];
  const misfits: Misfit[] = [];
  for (const state of states) {
    const misfit = findMisfit(pod, state, placed);
    if (misfit) misfits.push(misfit);
    else fitting.push(state);
  }
  if (fitting.length === 0) reject(pod, failedSchedulingMessage(misfits), context);
  else bind(pod, nameOf(pickNode(pod, fitting, states, context.cluster.seed).node), context);
}

function nodeStates({ client }: ControllerContext): NodeState[] {
  const byNode = new Map<string, Pod[]>();
  for (const pod of client.list('Pod')) {
    const node = pod.spec?.nodeName;
    if (!node || isPodTerminal(pod)) continue;
    const standing = byNode.get(node);
    if (standing) standing.push(pod);
    else byNode.set(node, [pod]);
  }
  return client.list('Node').map((node) => {
    const pods = byNode.get(nameOf(node)) ?? [];
    return { node, pods, requested: sumOfRequests(pods) };
  });
}

function sumOfRequests(pods: readonly Pod[]): Requests {
  const sum: Record<string, number> = {};
  for (const pod of pods) {
    const requests = requestsOf(pod);
    for (const name in requests) sum[name] = (sum[name] ?? 0) + (requests[name] as number);
  }
  return sum;
}

function hasPodAffinity(pod: Pod, states: readonly NodeState[]): boolean {
  return matters(pod) || states.some(({ pods }) => pods.some(matters));
}

function matters({ spec }: Pod): boolean {
  return !!spec?.affinity?.podAffinity || !!spec?.affinity?.podAntiAffinity;
}

function listPlaced(states: readonly NodeState[]): Placed[] {
  return states.flatMap(({ node, pods }) => pods.map((pod) => ({ node, pod })));
}

/** The binding; the API server notes in the same write that the pod is scheduled. */
function bind(pod: Pod, nodeName: string, { client }: ControllerContext): void {
  client.update('Pod', { ...pod, spec: { ...pod.spec, nodeName } });
  client.record({
    regarding: { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) },
    type: 'Normal',
    reason: 'Scheduled',
    message: `Successfully assigned ${keyOf(pod)} to ${nodeName}`,
    source: { component: SCHEDULER },
  });
}

function reject(pod: Pod, message: string, { client, nowMs }: ControllerContext): void {
  const standing = findCondition(pod.status?.conditions, 'PodScheduled');
  if (standing?.status === 'False' && standing.message === message) return;
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message } as const;
  const conditions = withCondition(pod.status?.conditions, condition, nowMs());
  client.updateStatus('Pod', { ...pod, status: { ...pod.status, conditions } });
  client.record({
    regarding: { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) },
    type: 'Warning',
    reason: 'FailedScheduling',
    message,
    source: { component: SCHEDULER },
  });
}
