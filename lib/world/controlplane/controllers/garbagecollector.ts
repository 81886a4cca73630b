/** Deletes what has lost its owners. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/garbagecollector/garbagecollector.go */
import { findKind, getKind, type KindName, type KubeObject, listKinds } from '../../api/kinds.ts';
import type { ObjectMeta, OwnerReference } from '../../api/meta/v1/meta.schema.ts';
import type { Change, Client } from '../../apiserver/client.ts';
import type { Controller, ControllerContext } from '../controller.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/** Events own nothing and are owned by nothing. */
const KINDS = listKinds()
  .map(({ kind }) => kind)
  .filter((kind) => kind !== 'Event');

export const garbagecollector: Controller = {
  name: 'garbage-collector',
  watches: Object.fromEntries(KINDS.map((kind) => [kind, keysOf])),
  reconcile(key, context) {
    const { kind, namespace, name } = parseKey(key);
    const object = context.client.find(kind, name, namespace) as KubeObject | undefined;
    if (!object) return;
    const { deletionTimestamp, finalizers = [] } = metaOf(object);
    if (deletionTimestamp === undefined) collect(object, context.client);
    else if (finalizers.includes(ORPHAN)) orphanDependents(object, context.client);
    else if (finalizers.includes(FOREGROUND)) deleteDependents(object, context.client);
  },
};

function metaOf(object: KubeObject): ObjectMeta {
  return object.metadata;
}

function keyFor(kind: KindName, { namespace, name }: { readonly namespace?: string; readonly name?: string }): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

function parseKey(key: string): { kind: KindName; namespace: string; name: string } {
  const [kind, namespace = '', ...name] = key.split('/');
  return { kind: kind as KindName, namespace, name: name.join('/') };
}

function keysOf(change: Change, { client }: ControllerContext): string[] {
  const { object, previous } = change;
  if (!object) return previous ? keysAfterDeletion(previous, client) : [];
  const meta = metaOf(object);
  if (meta.deletionTimestamp !== undefined) return meta.finalizers?.length ? [keyFor(object.kind, meta)] : [];
  const isNews = meta.ownerReferences !== (previous && metaOf(previous).ownerReferences);
  return isNews && meta.ownerReferences?.length ? [keyFor(object.kind, meta)] : [];
}

/** Those it owned, and the owners that waited for it to go. */
function keysAfterDeletion(object: KubeObject, client: Client): string[] {
  const { ownerReferences = [], namespace, uid = '' } = metaOf(object);
  const owners = ownerReferences.flatMap(({ kind, name }) => {
    const known = findKind(kind);
    return known
      ? [keyFor(known.kind, known.scope === 'Cluster' ? { name } : { namespace: namespace ?? '', name })]
      : [];
  });
  const dependents = listDependents(uid, namespace, client).map((each) => keyFor(each.kind, metaOf(each)));
  return [...dependents, ...owners];
}

function listDependents(uid: string, namespace: string | undefined, client: Client): KubeObject[] {
  const dependents: KubeObject[] = [];
  for (const kind of KINDS) {
    for (const object of client.list(kind, namespace) as readonly KubeObject[]) {
      if (metaOf(object).ownerReferences?.some((reference) => reference.uid === uid)) dependents.push(object);
    }
  }
  return dependents;
}

type Standing = 'Solid' | 'Dangling' | 'Waiting';

/** An owner of a kind that is not modelled counts as there. */
function standingOf(reference: OwnerReference, namespace: string | undefined, client: Client): Standing {
  const known = findKind(reference.kind, reference.apiVersion);
  if (!known) return 'Solid';
  const owner = client.find(known.kind, reference.name, namespace) as KubeObject | undefined;
  if (!owner || metaOf(owner).uid !== reference.uid) return 'Dangling';
  const { deletionTimestamp, finalizers } = metaOf(owner);
  return deletionTimestamp !== undefined && finalizers?.includes(FOREGROUND) ? 'Waiting' : 'Solid';
}

/** Goes when no owner is left; with one left it only drops the references to the others. */
function collect(object: KubeObject, client: Client): void {
  const { ownerReferences = [], namespace, name = '' } = metaOf(object);
  if (ownerReferences.length === 0) return;
  const standings = ownerReferences.map((reference) => standingOf(reference, namespace, client));
  const solid = ownerReferences.filter((_, index) => standings[index] === 'Solid');
  if (solid.length === 0) {
    const blocks =
      standings.includes('Waiting') && listDependents(metaOf(object).uid ?? '', namespace, client).length > 0;
    client.delete(object.kind, name, namespace, { propagation: blocks ? 'Foreground' : 'Background' });
  } else if (solid.length < ownerReferences.length) writeOwners(object, solid, client);
}

function writeOwners(object: KubeObject, ownerReferences: readonly OwnerReference[], client: Client): void {
  client.update(object.kind, { ...object, metadata: { ...object.metadata, ownerReferences } } as KubeObject);
}

function orphanDependents(owner: KubeObject, client: Client): void {
  const { uid = '', namespace } = metaOf(owner);
  for (const dependent of listDependents(uid, namespace, client)) {
    const kept = (metaOf(dependent).ownerReferences ?? []).filter((reference) => reference.uid !== uid);
    writeOwners(dependent, kept, client);
  }
  dropFinalizer(owner, ORPHAN, client);
}

/** The owner goes after the dependents that block it. */
function deleteDependents(owner: KubeObject, client: Client): void {
  const { uid = '', namespace } = metaOf(owner);
  const dependents = listDependents(uid, namespace, client);
  for (const dependent of dependents) {
    if (metaOf(dependent).deletionTimestamp === undefined) collect(dependent, client);
  }
  const blocking = listDependents(uid, namespace, client).filter(({ metadata }) =>
    (metadata as ObjectMeta).ownerReferences?.some(
      (reference) => reference.uid === uid && reference.blockOwnerDeletion,
    ),
  );
  if (blocking.length === 0) dropFinalizer(owner, FOREGROUND, client);
}

function dropFinalizer(object: KubeObject, finalizer: string, client: Client): void {
  const current = client.find(object.kind, metaOf(object).name ?? '', metaOf(object).namespace) as
    | KubeObject
    | undefined;
  if (!current) return;
  const finalizers = (metaOf(current).finalizers ?? []).filter((each) => each !== finalizer);
  client.update(getKind(current.kind).kind, {
    ...current,
    metadata: { ...current.metadata, finalizers },
  } as KubeObject);
}
