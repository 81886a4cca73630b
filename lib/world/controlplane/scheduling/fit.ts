/** Why a node does not take a pod: the filter plugins in the scheduler's own order, each with its own sentence. */
import type { Node, Pod, PodSpec } from '../objects.ts';
import { matchesNodeAffinity } from './node-affinity.ts';
import { type AffinityMiss, findAffinityMiss, type Placed } from './pod-affinity.ts';
import { allocatableOf, hostPortsOf, type Requests, requestsOf } from './resources.ts';
import { findUntolerated } from './tolerations.ts';

/** A node with the pods that stand on it. */
export interface NodeState {
  readonly node: Node;
  readonly pods: readonly Pod[];
  /** Sums of the requests of `pods`. */
  readonly requested: Requests;
}

export interface Misfit {
  readonly reasons: readonly string[];
  /** No pod's removal would help: preemption is not tried. */
  readonly resolvable: 'Resolvable' | 'Unresolvable';
}

/** Undefined when the pod fits. Models: https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg/scheduler/framework/plugins */
export function findMisfit(pod: Pod, state: NodeState, placed: readonly Placed[]): Misfit | undefined {
  const { spec } = pod;
  const { node } = state;
  if (node.spec?.unschedulable && !toleratesUnschedulable(spec)) return unresolvable('node(s) were unschedulable');
  if (findUntolerated(node.spec?.taints ?? [], spec.tolerations ?? [], ['NoSchedule', 'NoExecute'])) {
    return unresolvable('node(s) had untolerated taint(s)');
  }
  if (!matchesNodeAffinity(spec, node)) return unresolvable("node(s) didn't match Pod's node affinity/selector");
  if (conflictsOnPorts(pod, state)) {
    return resolvable(["node(s) didn't have free ports for the requested pod ports"]);
  }
  return findResourceMisfit(pod, state) ?? affinityMisfit(findAffinityMiss(pod, node, placed));
}

function unresolvable(reason: string): Misfit {
  return { reasons: [reason], resolvable: 'Unresolvable' };
}

function resolvable(reasons: readonly string[]): Misfit {
  return { reasons, resolvable: 'Resolvable' };
}

function toleratesUnschedulable(spec: PodSpec): boolean {
  const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  return !findUntolerated([taint], spec.tolerations ?? [], ['NoSchedule']);
}

function conflictsOnPorts(pod: Pod, state: NodeState): boolean {
  const wanted = hostPortsOf(pod);
  if (wanted.length === 0) return false;
  const taken = state.pods.flatMap(hostPortsOf);
  return wanted.some((a) =>
    taken.some(
      (b) =>
        a.port === b.port &&
        a.protocol === b.protocol &&
        (a.address === b.address || a.address === '0.0.0.0' || b.address === '0.0.0.0'),
    ),
  );
}

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/scheduler/framework/plugins/noderesources/fit.go */
function findResourceMisfit(pod: Pod, state: NodeState): Misfit | undefined {
  const reasons: string[] = [];
  let hopeless = false;
  if (state.pods.length + 1 > allocatableOf(state.node, 'pods')) reasons.push('Too many pods');
  const requests = requestsOf(pod);
  for (const name in requests) {
    const wanted = requests[name] as number;
    const allocatable = allocatableOf(state.node, name);
    if (wanted === 0 || wanted <= allocatable - (state.requested[name] ?? 0)) continue;
    reasons.push(`Insufficient ${name}`);
    hopeless ||= wanted > allocatable;
  }
  if (reasons.length === 0) return undefined;
  return { reasons, resolvable: hopeless ? 'Unresolvable' : 'Resolvable' };
}

function affinityMisfit(miss: AffinityMiss | undefined): Misfit | undefined {
  switch (miss) {
    case undefined:
      return undefined;
    case 'affinity':
      return unresolvable("node(s) didn't match pod affinity rules");
    case 'anti-affinity':
      return resolvable(["node(s) didn't match pod anti-affinity rules"]);
    case 'existing anti-affinity':
      return resolvable(["node(s) didn't satisfy existing pods anti-affinity rules"]);
    default:
      throw new Error(`invariant: ${miss satisfies never}`);
  }
}
