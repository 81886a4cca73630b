/** What a namespace that is being deleted says of why it is still there. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/namespace/deletion/status_condition_utils.go */
import type { Namespace } from '../objects.ts';

type Condition = NonNullable<Namespace['status']['conditions']>[number];
type Verdict = Pick<Condition, 'status' | 'reason' | 'message'>;

/** Numbers of objects that are still there, by resource (`pods.`, `deployments.apps`) and by finalizer. */
export interface Remaining {
  readonly resources: ReadonlyMap<string, number>;
  readonly finalizers: ReadonlyMap<string, number>;
}

const ok = (reason: string, message: string): Verdict => ({ status: 'False', reason, message });

export function namespaceConditions(
  { status }: Namespace,
  { resources, finalizers }: Remaining,
  nowMs: number,
): Condition[] {
  const verdicts: readonly (readonly [Condition['type'], Verdict])[] = [
    ['NamespaceDeletionDiscoveryFailure', ok('ResourcesDiscovered', 'All resources successfully discovered')],
    [
      'NamespaceDeletionGroupVersionParsingFailure',
      ok('ParsedGroupVersions', 'All legacy kube types successfully parsed'),
    ],
    [
      'NamespaceDeletionContentFailure',
      ok('ContentDeleted', 'All content successfully deleted, may be waiting on finalization'),
    ],
    ['NamespaceContentRemaining', contentVerdict(resources)],
    ['NamespaceFinalizersRemaining', finalizersVerdict(finalizers)],
  ];
  return verdicts.map(([type, verdict]) => {
    const before = status.conditions?.find((one) => one.type === type);
    const since = before?.status === verdict.status ? before.lastTransitionTime : undefined;
    return { type, ...verdict, lastTransitionTime: since ?? nowMs };
  });
}

function contentVerdict(resources: Remaining['resources']): Verdict {
  if (resources.size === 0) return ok('ContentRemoved', 'All content successfully removed');
  const listed = [...resources].map(([name, count]) => `${name} has ${count} resource instances`).sort();
  return {
    status: 'True',
    reason: 'SomeResourcesRemain',
    message: `Some resources are remaining: ${listed.join(', ')}`,
  };
}

function finalizersVerdict(finalizers: Remaining['finalizers']): Verdict {
  if (finalizers.size === 0) return ok('ContentHasNoFinalizers', 'All content-preserving finalizers finished');
  const listed = [...finalizers].map(([name, count]) => `${name} in ${count} resource instances`).sort();
  const message = `Some content in the namespace has finalizers remaining: ${listed.join(', ')}`;
  return { status: 'True', reason: 'SomeFinalizersRemain', message };
}
