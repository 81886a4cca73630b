/** `nodeSelector` and required node affinity. Models: https://github.com/kubernetes/component-helpers/blob/v0.35.0/scheduling/corev1/nodeaffinity/nodeaffinity.go */
import type { Node, PodSpec } from '../objects.ts';
import { matchesLabels, matchesRequirement } from '../selector.ts';

type NodeAffinity = NonNullable<NonNullable<PodSpec['affinity']>['nodeAffinity']>;
type Term = NonNullable<NodeAffinity['requiredDuringSchedulingIgnoredDuringExecution']>['nodeSelectorTerms'][number];

export function matchesNodeAffinity(spec: PodSpec, node: Node): boolean {
  if (spec.nodeSelector && !matchesLabels(spec.nodeSelector, node.metadata.labels)) return false;
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return !required || required.nodeSelectorTerms.some((term) => matchesTerm(term, node));
}

/** A term without requirements matches no node. */
function matchesTerm(term: Term, node: Node): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  const byField = { 'metadata.name': node.metadata.name ?? '' };
  return (
    expressions.every((requirement) => matchesRequirement(requirement, node.metadata.labels)) &&
    fields.every((requirement) => matchesRequirement(requirement, byField))
  );
}

/** The node that a DaemonSet's pod is pinned to, if every term names one. */
export function findPinnedNode(spec: PodSpec): string | undefined {
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const field = terms?.length === 1 ? terms[0]?.matchFields?.[0] : undefined;
  return field?.key === 'metadata.name' && field.operator === 'In' ? field.values?.[0] : undefined;
}
