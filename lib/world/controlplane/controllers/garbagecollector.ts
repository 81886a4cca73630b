/** Deletes what has lost its owners. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/garbagecollector/garbagecollector.go */
import { findKind, type Kind, type KindName, type KubeObject, keyOfKind, listKinds } from '../../api/kinds.ts';
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
  watchesCustom: keysOf,
  reconcile(key, context) {
    const { kind, namespace, name } = parseKey(key);
    const object = context.client.find(kind, name, namespace) as KubeObject | undefined;
    if (!object) return;
    const { deletionTimestamp, finalizers = [] } = metaOf(object);
    const found = { kind, object };
    if (deletionTimestamp === undefined) collect(found, context.client);
    else if (finalizers.includes(ORPHAN)) orphanDependents(found, context.client);
    else if (finalizers.includes(FOREGROUND)) deleteDependents(found, context.client);
  },
};

/** An object with the name under which the store keeps its kind. */
interface Found {
  readonly kind: KindName;
  readonly object: KubeObject;
}

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
  const { kind, object, previous } = change;
  if (!object) return previous ? keysAfterDeletion(previous, client) : [];
  const meta = metaOf(object);
  if (meta.deletionTimestamp !== undefined) return meta.finalizers?.length ? [keyFor(kind, meta)] : [];
  const isNews = meta.ownerReferences !== (previous && metaOf(previous).ownerReferences);
  return isNews && meta.ownerReferences?.length ? [keyFor(kind, meta)] : [];
}

/** Those it owned, and the owners that waited for it to go. */
function keysAfterDeletion(object: KubeObject, client: Client): string[] {
  const { ownerReferences = [], namespace, uid = '' } = metaOf(object);
  const owners = ownerReferences.flatMap(({ kind, name, apiVersion }) => {
    const known = findOwnerKind(kind, apiVersion, client);
    return known
      ? [keyFor(keyOfKind(known), known.scope === 'Cluster' ? { name } : { namespace: namespace ?? '', name })]
      : [];
  });
  const dependents = listDependents(uid, namespace, client).map((each) => keyFor(each.kind, metaOf(each.object)));
  return [...dependents, ...owners];
}

function listDependents(uid: string, namespace: string | undefined, client: Client): Found[] {
  const dependents: Found[] = [];
  for (const kind of [...KINDS, ...client.listCustom().map(keyOfKind)]) {
    for (const object of client.list(kind, namespace) as readonly KubeObject[]) {
      if (metaOf(object).ownerReferences?.some((reference) => reference.uid === uid)) dependents.push({ kind, object });
    }
  }
  return dependents;
}

/** A custom kind is known by its group, whatever the version. */
function findOwnerKind(kind: string, apiVersion: string, client: Client): Kind | undefined {
  const known = findKind(kind, apiVersion);
  if (known) return known;
  const [group] = apiVersion.split('/');
  return client.listCustom().find((one) => one.kind === kind && one.group === group);
}

type Standing = 'Solid' | 'Dangling' | 'Waiting';

/** An owner of a kind that is not modelled counts as there. */
function standingOf(reference: OwnerReference, namespace: string | undefined, client: Client): Standing {
  const known = findOwnerKind(reference.kind, reference.apiVersion, client);
  if (!known) return 'Solid';
  const owner = client.find(keyOfKind(known), reference.name, namespace) as KubeObject | undefined;
  if (!owner || metaOf(owner).uid !== reference.uid) return 'Dangling';
  const { deletionTimestamp, finalizers } = metaOf(owner);
  return deletionTimestamp !== undefined && finalizers?.includes(FOREGROUND) ? 'Waiting' : 'Solid';
}

/** Goes when no owner is left; with one left it only drops the references to the others. */
function collect({ kind, object }: Found, client: Client): void {
  const { ownerReferences = [], namespace, name = '' } = metaOf(object);
  if (ownerReferences.length === 0) return;
  const standings = ownerReferences.map((reference) => standingOf(reference, namespace, client));
  const solid = ownerReferences.filter((_, index) => standings[index] === 'Solid');
  if (solid.length === 0) {
    const blocks =
      standings.includes('Waiting') && listDependents(metaOf(object).uid ?? '', namespace, client).length > 0;
    client.delete(kind, name, namespace, { propagation: blocks ? 'Foreground' : 'Background' });
  } else if (solid.length < ownerReferences.length) writeOwners({ kind, object }, solid, client);
}

function writeOwners({ kind, object }: Found, ownerReferences: readonly OwnerReference[], client: Client): void {
  client.update(kind, { ...object, metadata: { ...object.metadata, ownerReferences } } as KubeObject);
}

function orphanDependents(owner: Found, client: Client): void {
  const { uid = '', namespace } = metaOf(owner.object);
  for (const dependent of listDependents(uid, namespace, client)) {
    const kept = (metaOf(dependent.object).ownerReferences ?? []).filter((reference) => reference.uid !== uid);
    writeOwners(dependent, kept, client);
  }
  dropFinalizer(owner, ORPHAN, client);
}

/** The owner goes after the dependents that block it. */
function deleteDependents(owner: Found, client: Client): void {
  const { uid = '', namespace } = metaOf(owner.object);
  const dependents = listDependents(uid, namespace, client);
  for (const dependent of dependents) {
    if (metaOf(dependent.object).deletionTimestamp === undefined) collect(dependent, client);
  }
  const blocking = listDependents(uid, namespace, client).filter(({ object }) =>
    metaOf(object).ownerReferences?.some((reference) => reference.uid === uid && reference.blockOwnerDeletion),
  );
  if (blocking.length === 0) dropFinalizer(owner, FOREGROUND, client);
}

function dropFinalizer({ kind, object }: Found, finalizer: string, client: Client): void {
  const current = client.find(kind, metaOf(object).name ?? '', metaOf(object).namespace) as KubeObject | undefined;
  if (!current) return;
  const finalizers = (metaOf(current).finalizers ?? []).filter((each) => each !== finalizer);
  client.update(kind, {
    ...current,
    metadata: { ...current.metadata, finalizers },
  } as KubeObject);
}
