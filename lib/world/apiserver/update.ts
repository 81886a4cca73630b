/**
 * Updating an object or its status, in the order of the real server.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/registry/rest/update.go (BeforeUpdate),
 * pkg/registry/generic/registry/store.go (Update)
 */
import { getKind, type KindName, type KubeObject, type ObjectOf } from '../api/kinds.ts';
import type { ObjectMeta } from '../api/meta/v1/meta.schema.ts';
import { admitUpdate, admitValid } from './admission/chain.ts';
import { entriesGiven, entriesOnUpdate } from './apply/track.ts';
import { type AnyDraft, anyDraft, type Core, commit, remove } from './commit.ts';
import { kindIn } from './custom/kinds.ts';
import { type Draft, draftOf } from './draft.ts';
import { invalidObject } from './registry/validation/field-error.ts';
import { validateObjectMetaUpdate } from './registry/validation/metadata.ts';
import { share } from './share.ts';
import { conflict, MODIFIED, notFound } from './status.ts';
import { findObject } from './store.ts';
import { getStrategy } from './strategies.ts';
import type { WriteContext } from './strategy.ts';

function checkPreconditions(kind: KindName, given: ObjectMeta, old: ObjectMeta): void {
  const name = old.name ?? '';
  if (given.resourceVersion && given.resourceVersion !== old.resourceVersion) {
    throw conflict(getKind(kind), name, MODIFIED);
  }
  if (given.uid && given.uid !== old.uid) {
    const because = `Precondition failed: UID in precondition: ${given.uid}, UID in object meta: ${old.uid}`;
    throw conflict(getKind(kind), name, because);
  }
}

/** What an update may not say: the system's own fields stay as they were. */
function keepSystemFields(kind: KindName, draft: AnyDraft, standing: KubeObject, context: WriteContext): void {
  const meta = draft.metadata;
  const old = standing.metadata as ObjectMeta;
  const known = context.kind ?? kindIn(context.cluster, kind);
  draft.kind = known.kind;
  draft.apiVersion = kindIn(context.cluster, kind).apiVersion;
  const managers = entriesGiven(known, standing, (meta as ObjectMeta).managedFields, context);
  if (managers === undefined) delete meta.managedFields;
  else Object.assign(meta, { managedFields: managers });
  for (const field of ['uid', 'resourceVersion', 'generation', 'generateName', 'selfLink'] as const) {
    if (old[field] === undefined) delete meta[field];
    else Object.assign(meta, { [field]: old[field] });
  }
  for (const field of ['creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const) {
    if (old[field] === undefined) delete meta[field];
    else meta[field] = old[field];
  }
}

/** True when everything that held a deletion up is gone. */
function isReleased(object: AnyDraft): boolean {
  const meta = object.metadata;
  if (meta.deletionTimestamp === undefined || (meta.finalizers?.length ?? 0) > 0) return false;
  if (object.kind === 'Namespace') {
    return ((object.spec as { finalizers?: readonly string[] } | undefined)?.finalizers?.length ?? 0) === 0;
  }
  return !meta.deletionGracePeriodSeconds;
}

function check<K extends KindName>(
  kind: K,
  draft: Draft<ObjectOf<K>>,
  old: ObjectOf<K>,
  target: UpdateTarget,
  context: WriteContext,
): void {
  const strategy = getStrategy(kind);
  const object = draft as unknown as ObjectOf<K>;
  const errors = [
    ...validateObjectMetaUpdate(kind, object.metadata as ObjectMeta, old.metadata as ObjectMeta),
    ...(target === 'status' && !strategy.validatesStatus
      ? []
      : (strategy.validateUpdate?.(object, old, context) ?? [])),
  ];
  const name = (old.metadata as ObjectMeta).name ?? '';
  if (errors.length > 0) throw invalidObject(getKind(kind).kind, getKind(kind).group, name, errors);
  if (target === 'object') context.warnings.push(...(strategy.warnings?.(object, old) ?? []));
}

export type UpdateTarget = 'object' | 'status';

function prepare<K extends KindName>(
  kind: K,
  draft: Draft<ObjectOf<K>>,
  old: ObjectOf<K>,
  target: UpdateTarget,
  context: WriteContext,
): void {
  const strategy = getStrategy(kind);
  const any = anyDraft(draft as Draft<KubeObject>);
  const before = old as unknown as AnyDraft;
  if (target === 'status') {
    if (before.spec !== undefined) any.spec = before.spec;
    strategy.prepareForStatusUpdate?.(draft, old, context);
    return;
  }
  if (before.status !== undefined && strategy.statusOnUpdate !== 'Given') any.status = before.status;
  strategy.setDefaults?.(draft, context);
  admitUpdate(kind, draft, old, context);
  strategy.prepareForUpdate?.(draft, old, context);
  strategy.allocate?.(draft, old, context);
}

/** A write of the status keeps the old spec, which is the larger part: the given one need not be copied. */
function withoutSpec<T extends object>(input: T, old: T): T {
  return (old as { spec?: unknown }).spec === undefined ? input : { ...input, spec: {} };
}

/** Writes the object (all but its status) or its status; throws StatusError. A write that changes nothing is none. */
export function updateObject<K extends KindName>(
  core: Core,
  kind: K,
  input: ObjectOf<K>,
  target: UpdateTarget,
  context: WriteContext,
): ObjectOf<K> {
  const given = input.metadata as ObjectMeta;
  const namespace = getKind(kind).scope === 'Namespaced' ? given.namespace : undefined;
  const old = findObject(core.cluster, kind, given.name ?? '', namespace);
  if (!old) throw notFound(getKind(kind), given.name ?? '');
  checkPreconditions(kind, given, old.metadata as ObjectMeta);
  const draft = draftOf(target === 'status' ? withoutSpec(input, old) : input) as Draft<ObjectOf<K>>;
  keepSystemFields(kind, anyDraft(draft as Draft<KubeObject>), old as KubeObject, context);
  prepare(kind, draft, old, target, context);
  check(kind, draft, old, target, context);
  if (target === 'object') admitValid(kind, draft as unknown as ObjectOf<K>, old, context);
  return store(core, kind, draft, old, target, context);
}

function store<K extends KindName>(
  core: Core,
  kind: K,
  draft: Draft<ObjectOf<K>>,
  old: ObjectOf<K>,
  target: UpdateTarget,
  context: WriteContext,
): ObjectOf<K> {
  const strategy = getStrategy(kind);
  const shared = share(draft as unknown as ObjectOf<K>, old);
  if (shared === old) return old;
  const next = { ...shared, metadata: { ...shared.metadata } } as unknown as Draft<ObjectOf<K>>;
  const any = anyDraft(next as Draft<KubeObject>);
  const before = strategy.counted?.(old, context);
  if (before && strategy.counted?.(shared, context).some((part, index) => part !== before[index])) {
    any.metadata.generation = (any.metadata.generation ?? 0) + 1;
  }
  const known = context.kind ?? kindIn(core.cluster, kind);
  const managers = entriesOnUpdate(known, old as KubeObject, shared as KubeObject, target, context);
  if (managers) Object.assign(any.metadata, { managedFields: managers });
  const written = commit(core, kind, next, old);
  return isReleased(any) ? remove(core, kind, written) : written;
}
