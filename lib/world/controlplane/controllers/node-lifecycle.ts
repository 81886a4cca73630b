/** What the control plane makes of a node's condition: taints, and unready pods on a silent node. Models: https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg/controller/nodelifecycle */
import type { NodeCondition } from '../../api/core/v1/node.schema.ts';
import { lastRenewalMs, lastStatusMs } from '../../apiserver/heartbeats.ts';
import { isKubeletRunning } from '../../machines.ts';
import { DURATIONS } from '../../sim/durations.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { type Node, namespaceOf, type Pod } from '../objects.ts';
import { findCondition, isPodReady, isPodTerminal, withCondition } from '../pod-state.ts';
import type { Taint } from '../scheduling/tolerations.ts';

const SOURCE = { component: 'node-controller' } as const;
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
const NOT_READY = 'node.kubernetes.io/not-ready';
const UNREACHABLE = 'node.kubernetes.io/unreachable';
const MANAGED = [UNSCHEDULABLE, NOT_READY, UNREACHABLE];

export const nodeLifecycle: Controller = {
  name: 'node-lifecycle',
  watches: { Node: ({ object }) => (object ? [(object as Node).metadata.name] : []) },
  reconcile(name, context) {
    const node = context.client.find('Node', name);
    if (node) taint(monitor(node, context), context);
  },
};

/** A node whose kubelet has been silent too long is Unknown. */
function monitor(node: Node, context: ControllerContext): Node {
  const { name } = node.metadata;
  const now = context.nowMs();
  if (isKubeletRunning(context.cluster, name)) return node;
  const deadlineMs = unknownAtMs(node, context);
  if (deadlineMs > now) {
    context.after(deadlineMs - now, name);
    return node;
  }
  if (findCondition(node.status.conditions, 'Ready')?.status === 'Unknown') return node;
  let conditions: readonly NodeCondition[] = node.status.conditions ?? [];
  for (const type of ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready']) {
    const posted = findCondition(conditions, type)?.lastHeartbeatTime;
    const heartbeat = posted === undefined ? now : lastStatusMs(context.cluster, name, posted);
    const unknown = {
      type,
      status: 'Unknown',
      lastHeartbeatTime: heartbeat,
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    };
    conditions = withCondition(conditions, unknown, now);
  }
  const written = context.client.updateStatus('Node', { ...node, status: { ...node.status, conditions } });
  context.client.record({
    regarding: { kind: 'Node', name },
    type: 'Normal',
    reason: 'NodeNotReady',
    message: `Node ${name} status is now: NodeNotReady`,
    source: SOURCE,
  });
  for (const pod of context.client.list('Pod')) if (pod.spec.nodeName === name) markNotReady(pod, context);
  return written;
}

/**
 * The controller sees a renewal at its next look, and at the first look more than the grace period after that gives the node up.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/nodelifecycle/node_lifecycle_controller.go (tryUpdateNodeHealth)
 */
function unknownAtMs(node: Node, { cluster }: ControllerContext): number {
  const look = DURATIONS.nodeMonitorMs;
  const seenMs = Math.ceil(lastRenewalMs(cluster, node) / look) * look;
  return seenMs + DURATIONS.nodeMonitorGraceMs + look;
}

function markNotReady(pod: Pod, { client, nowMs }: ControllerContext): void {
  if (isPodTerminal(pod) || !isPodReady(pod)) return;
  const ready = findCondition(pod.status.conditions, 'Ready');
  const conditions = withCondition(pod.status.conditions, { ...ready, type: 'Ready', status: 'False' }, nowMs());
  client.updateStatus('Pod', { ...pod, status: { ...pod.status, conditions } });
  client.record({
    regarding: { kind: 'Pod', namespace: namespaceOf(pod), name: pod.metadata.name },
    type: 'Warning',
    reason: 'NodeNotReady',
    message: 'Node is not ready',
    source: SOURCE,
  });
}

/** The taints of the node's condition, beside those that people set. */
function taint(node: Node, { client, nowMs }: ControllerContext): void {
  const standing = node.spec.taints ?? [];
  const wanted = conditionTaints(node, nowMs());
  const kept = standing.filter(
    (each) =>
      !MANAGED.includes(each.key) || wanted.some((other) => other.key === each.key && other.effect === each.effect),
  );
  const added = wanted.filter(
    (each) => !standing.some(({ key, effect }) => key === each.key && effect === each.effect),
  );
  if (added.length === 0 && kept.length === standing.length) return;
  const { taints: _, ...spec } = node.spec;
  const taints = [...kept, ...added];
  client.update('Node', { ...node, spec: taints.length > 0 ? { ...spec, taints } : spec });
}

function conditionTaints(node: Node, now: number): Taint[] {
  const ready = findCondition(node.status.conditions, 'Ready')?.status;
  const key = ready === 'True' ? undefined : ready === 'Unknown' ? UNREACHABLE : NOT_READY;
  const taints: Taint[] = [];
  if (node.spec.unschedulable) taints.push({ key: UNSCHEDULABLE, effect: 'NoSchedule', timeAdded: now });
  if (key) taints.push({ key, effect: 'NoSchedule', timeAdded: now }, { key, effect: 'NoExecute', timeAdded: now });
  return taints;
}
