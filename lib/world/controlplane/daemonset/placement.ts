/** Where a DaemonSet's pods go. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/daemon/util/daemonset_util.go */
import type { DaemonSet, Node, PodSpec } from '../objects.ts';
import { matchesNodeAffinity } from '../scheduling/node-affinity.ts';
import { findUntolerated, type Toleration } from '../scheduling/tolerations.ts';

const ALWAYS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];

const HOST_NETWORK: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

function tolerationsOf(spec: PodSpec): readonly Toleration[] {
  const own = spec.tolerations ?? [];
  const added = [...ALWAYS, ...(spec.hostNetwork ? [HOST_NETWORK] : [])].filter(
    (each) =>
      !own.some(
        ({ key, operator, effect }) => key === each.key && operator === each.operator && effect === each.effect,
      ),
  );
  return [...own, ...added];
}

function fits(set: DaemonSet, node: Node, effects: readonly string[]): boolean {
  const spec = set.spec.template.spec as PodSpec;
  return matchesNodeAffinity(spec, node) && !findUntolerated(node.spec.taints ?? [], tolerationsOf(spec), effects);
}

/** A pod should be on this node. */
export function shouldRunOn(set: DaemonSet, node: Node): boolean {
  return fits(set, node, ['NoSchedule', 'NoExecute']);
}

/** A pod that is there may stay. */
export function staysOn(set: DaemonSet, node: Node): boolean {
  return fits(set, node, ['NoExecute']);
}

/** The template's spec, pinned to the node and bearing what daemons bear. */
export function daemonPodSpec(spec: PodSpec, node: string): PodSpec {
  const pin = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const nodeSelectorTerms = terms?.length ? terms.map((term) => ({ ...term, ...pin })) : [pin];
  return {
    ...spec,
    affinity: {
      ...spec.affinity,
      nodeAffinity: {
        ...spec.affinity?.nodeAffinity,
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms },
      },
    },
    tolerations: tolerationsOf(spec),
  };
}
