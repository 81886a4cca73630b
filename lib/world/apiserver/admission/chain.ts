/**
 * Admission: the plugins in the order in which the API server calls them.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubeapiserver/options/plugins.go
 */
import type { KindName, ObjectOf } from '../../api/kinds.ts';
import type { Draft } from '../draft.ts';
import type { WriteContext } from '../strategy.ts';
import { defaultClasses } from './default-classes.ts';
import { defaultTolerations } from './default-tolerations.ts';
import { checkLimits, setLimits } from './limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { priority } from './priority.ts';
import { resourceQuota } from './resource-quota.ts';
import { serviceAccount } from './service-account.ts';
import { taintNewNode } from './taint-nodes.ts';

/** What changes the object, on each create, before allocation and validation; throws StatusError. */
export function admitCreate<K extends KindName>(kind: K, object: Draft<ObjectOf<K>>, context: WriteContext): void {
  namespaceLifecycle(kind, object.metadata as { namespace?: string; name?: string; generateName?: string }, context);
  if (kind === 'Pod') {
    const pod = object as unknown as Draft<ObjectOf<'Pod'>>;
    setLimits(pod, context);
    serviceAccount(pod, context);
    priority(pod, context);
    defaultTolerations(pod);
  }
  if (kind === 'Node') taintNewNode(object as unknown as Draft<ObjectOf<'Node'>>, context);
  defaultClasses(kind, object, context);
}

/** What only judges the object, when it has been found valid. */
export function admitValid<K extends KindName>(
  kind: K,
  object: ObjectOf<K>,
  old: ObjectOf<K> | undefined,
  context: WriteContext,
): void {
  if (!old) checkLimits(kind, object, context);
  resourceQuota(kind, object, old, context);
}

/** Runs on each update of an object, not of its status. */
export function admitUpdate<K extends KindName>(
  kind: K,
  object: Draft<ObjectOf<K>>,
  _old: ObjectOf<K>,
  _context: WriteContext,
): void {
  if (kind === 'Pod') defaultTolerations(object as unknown as Draft<ObjectOf<'Pod'>>);
}
