/** Required pod affinity and anti-affinity. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/scheduler/framework/plugins/interpodaffinity/filtering.go */
import { matchesSelector } from '../../apiserver/selectors/label-selector.ts';
import type { Node, Pod, PodSpec } from '../objects.ts';

type PodAffinity = NonNullable<NonNullable<PodSpec['affinity']>['podAffinity']>;
type Term = NonNullable<PodAffinity['requiredDuringSchedulingIgnoredDuringExecution']>[number];

export interface Placed {
  readonly pod: Pod;
  readonly node: Node;
}

export type AffinityMiss = 'affinity' | 'anti-affinity' | 'existing anti-affinity';

/** Which rule keeps the pod off this node, if one does. `placed` are all pods that stand on a node. */
export function findAffinityMiss(pod: Pod, node: Node, placed: readonly Placed[]): AffinityMiss | undefined {
  const affinity = pod.spec?.affinity;
  const wanted = affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  if (!wanted.every((term) => isMet(term, pod, node, placed))) return 'affinity';
  const unwanted = affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  if (unwanted.some((term) => hasMatch(term, pod, node, placed))) return 'anti-affinity';
  return placed.some((other) => objects(other, pod, node)) ? 'existing anti-affinity' : undefined;
}

/** The first pod of a group that wants to be together may go anywhere. */
function isMet(term: Term, pod: Pod, node: Node, placed: readonly Placed[]): boolean {
  if (hasMatch(term, pod, node, placed)) return true;
  const anywhere = placed.some((other) => selects(term, pod, other.pod));
  return !anywhere && selects(term, pod, pod) && node.metadata.labels?.[term.topologyKey] !== undefined;
}

function hasMatch(term: Term, pod: Pod, node: Node, placed: readonly Placed[]): boolean {
  return placed.some((other) => selects(term, pod, other.pod) && sameTopology(term, node, other.node));
}

function objects(other: Placed, pod: Pod, node: Node): boolean {
  const terms = other.pod.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.some((term) => selects(term, other.pod, pod) && sameTopology(term, node, other.node));
}

function selects(term: Term, owner: Pod, candidate: Pod): boolean {
  const namespaces = term.namespaces?.length ? term.namespaces : [owner.metadata.namespace];
  return (
    namespaces.includes(candidate.metadata.namespace ?? '') &&
    matchesSelector(term.labelSelector, candidate.metadata.labels)
  );
}

function sameTopology(term: Term, a: Node, b: Node): boolean {
  const value = a.metadata.labels?.[term.topologyKey];
  return value !== undefined && value === b.metadata.labels?.[term.topologyKey];
}
