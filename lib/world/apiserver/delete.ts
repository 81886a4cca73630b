/**
 * Deleting an object: at once, after a grace period, or when its finalizers are gone.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/registry/rest/delete.go (BeforeDelete),
 * pkg/registry/generic/registry/store.go (Delete, deletionFinalizersForGarbageCollection)
 */
import { getKind, type KindName, type KubeObject, type ObjectOf } from '../api/kinds.ts';
import type { ObjectMeta } from '../api/meta/v1/meta.schema.ts';
import type { DeleteOptions } from './client.ts';
import { type AnyDraft, anyDraft, type Core, commit, remove } from './commit.ts';
import type { Draft } from './draft.ts';
import { conflict, forbidden, notFound } from './status.ts';
import { findObject } from './store.ts';
import { getStrategy } from './strategies.ts';
import type { WriteContext } from './strategy.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
const PROTECTED = new Set(['default', 'kube-system', 'kube-public']);
const STILL_EMPTYING =
  'The system is ensuring all content is removed from this namespace.  Upon completion, this namespace will automatically be purged by the system.';

export interface DeleteRequest extends DeleteOptions {
  readonly preconditions?: { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined };
}

export interface Deletion<K extends KindName> {
  readonly object: ObjectOf<K>;
  readonly outcome: 'Removed' | 'Pending';
}

function finalizersFor(kind: KindName, meta: ObjectMeta, options: DeleteRequest): string[] {
  const kept = (meta.finalizers ?? []).filter((one) => one !== FOREGROUND && one !== ORPHAN);
  const propagation = options.propagation ?? getStrategy(kind).defaultPropagation;
  if (options.propagation === undefined && meta.finalizers?.includes(FOREGROUND)) return [...kept, FOREGROUND];
  if (propagation === 'Foreground') return [...kept, FOREGROUND];
  return propagation === 'Orphan' ? [...kept, ORPHAN] : kept;
}

function namespaceFinalizers(object: AnyDraft): readonly string[] {
  if (object.kind !== 'Namespace') return [];
  return (object.spec as { finalizers?: readonly string[] } | undefined)?.finalizers ?? [];
}

function checkAllowed(kind: KindName, object: AnyDraft, options: DeleteRequest): void {
  const { name = '', uid, resourceVersion, deletionTimestamp } = object.metadata;
  const wanted = options.preconditions;
  if (kind === 'Namespace' && PROTECTED.has(name)) {
    throw forbidden(getKind(kind), name, 'this namespace may not be deleted');
  }
  if (wanted?.uid && wanted.uid !== uid) {
    const because = `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`;
    throw conflict(getKind(kind), name, because);
  }
  if (wanted?.resourceVersion && wanted.resourceVersion !== resourceVersion) {
    const because = `Precondition failed: ResourceVersion in precondition: ${wanted.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`;
    throw conflict(getKind(kind), name, because);
  }
  if (deletionTimestamp !== undefined && namespaceFinalizers(object).length > 0) {
    throw conflict(getKind(kind), name, STILL_EMPTYING);
  }
}

interface Schedule {
  readonly deletionTimestamp: number;
  readonly deletionGracePeriodSeconds: number;
}

/** When the deletion is to end, undefined when nothing about it changes. */
function schedule<K extends KindName>(
  object: ObjectOf<K>,
  kind: K,
  wanted: number | undefined,
  nowMs: number,
): Schedule | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = object.metadata as ObjectMeta;
  if (deletionTimestamp === undefined) {
    const seconds = getStrategy(kind).gracePeriodSeconds?.(object, wanted) ?? 0;
    return { deletionTimestamp: nowMs + seconds * 1000, deletionGracePeriodSeconds: seconds };
  }
  if (wanted === undefined || wanted >= deletionGracePeriodSeconds) return undefined;
  const startMs = deletionTimestamp - deletionGracePeriodSeconds * 1000;
  return { deletionTimestamp: startMs + wanted * 1000, deletionGracePeriodSeconds: wanted };
}

/** Deletes the object or begins to; throws StatusError. */
export function deleteObject<K extends KindName>(
  core: Core,
  kind: K,
  name: string,
  namespace: string | undefined,
  options: DeleteRequest,
  context: WriteContext,
): Deletion<K> {
  const object = findObject(core.cluster, kind, name, namespace);
  if (!object) throw notFound(getKind(kind), name);
  const any = object as unknown as AnyDraft;
  checkAllowed(kind, any, options);
  const finalizers = finalizersFor(kind, any.metadata, options);
  const plan = schedule(object, kind, options.gracePeriodSeconds, context.nowMs);
  const seconds = plan?.deletionGracePeriodSeconds ?? any.metadata.deletionGracePeriodSeconds ?? 0;
  if (seconds === 0 && finalizers.length === 0 && namespaceFinalizers(any).length === 0) {
    return { object: remove(core, kind, object), outcome: 'Removed' };
  }
  const sameFinalizers = finalizers.join() === (any.metadata.finalizers ?? []).join();
  if (!plan && sameFinalizers) return { object, outcome: 'Pending' };
  return { object: mark(core, kind, object, plan, finalizers), outcome: 'Pending' };
}

function mark<K extends KindName>(
  core: Core,
  kind: K,
  object: ObjectOf<K>,
  plan: Schedule | undefined,
  finalizers: string[],
): ObjectOf<K> {
  const next = { ...object, metadata: { ...object.metadata } } as unknown as Draft<ObjectOf<K>>;
  const any = anyDraft(next as Draft<KubeObject>);
  if (plan) {
    const first = any.metadata.deletionTimestamp === undefined;
    Object.assign(any.metadata, plan);
    if (first && any.metadata.generation) any.metadata.generation += 1;
  }
  if (finalizers.length > 0) any.metadata.finalizers = finalizers;
  else delete any.metadata.finalizers;
  if (kind === 'Namespace') any.status = { ...(any.status as object), phase: 'Terminating' };
  return commit(core, kind, next, object);
}
