/** Pods leave a node with a NoExecute taint when their toleration ends. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/tainteviction/taint_eviction.go */
import type { Controller, ControllerContext } from '../controller.ts';
import { keyOf, type Node, namespaceOf, type Pod } from '../objects.ts';
import { isPodTerminal } from '../pod-state.ts';
import { type Taint, toleratesTaint } from '../scheduling/tolerations.ts';

export const taintEviction: Controller = {
  name: 'taint-eviction',
  watches: {
    Node: ({ object, previous }) => {
      const [node, before] = [object as Node | undefined, previous as Node | undefined];
      return node && node.spec.taints !== before?.spec.taints ? [node.metadata.name] : [];
    },
    Pod: ({ object, previous }) => {
      const [pod, before] = [object as Pod | undefined, previous as Pod | undefined];
      const node = pod?.spec.nodeName;
      return node && before?.spec.nodeName !== node ? [node] : [];
    },
  },
  reconcile(name, context) {
    const node = context.client.find('Node', name);
    const taints = (node?.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
    if (taints.length === 0) return;
    for (const pod of context.client.list('Pod')) if (pod.spec.nodeName === name) judge(pod, name, taints, context);
  },
};

function judge(pod: Pod, node: string, taints: readonly Taint[], context: ControllerContext): void {
  if (pod.metadata.deletionTimestamp !== undefined || isPodTerminal(pod)) return;
  const now = context.nowMs();
  const leaveMs = Math.min(...taints.map((taint) => toleratedUntil(pod, taint, now)));
  if (leaveMs === Number.POSITIVE_INFINITY) return;
  if (leaveMs > now) {
    context.after(leaveMs - now, node);
    return;
  }
  context.client.record({
    regarding: { kind: 'Pod', namespace: namespaceOf(pod), name: pod.metadata.name },
    type: 'Normal',
    reason: 'TaintManagerEviction',
    message: `Marking for deletion Pod ${keyOf(pod)}`,
    source: { component: 'taint-eviction-controller' },
  });
  context.client.delete('Pod', pod.metadata.name, namespaceOf(pod));
}

/** World ms until which the pod bears the taint: now when it does not, infinity when for ever. */
function toleratedUntil(pod: Pod, taint: Taint, now: number): number {
  const matching = (pod.spec.tolerations ?? []).filter((toleration) => toleratesTaint(toleration, taint));
  if (matching.length === 0) return now;
  const seconds = matching.flatMap(({ tolerationSeconds }) => tolerationSeconds ?? []);
  if (seconds.length === 0) return Number.POSITIVE_INFINITY;
  return (taint.timeAdded ?? now) + Math.max(0, Math.min(...seconds)) * 1000;
}
