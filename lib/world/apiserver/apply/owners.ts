/**
 * Who owns which fields of an object: `metadata.managedFields`, kept so that it costs next to nothing until it is read.
 *
 * The store's entries lack `fieldsV1` where the set is "whatever of the object nobody else owns": that is true of whoever
 * created an object, for an update makes its writer the only owner of what it changed. An object without entries was
 * made by a controller or came with the template, and a controller's status is nobody else's: both are worked out when
 * somebody reads. Only a second writer's fields, and everything once an apply has come, stand written out.
 *
 * Models: https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 * Differs: what a controller wrote carries the time of the newest moment that its status tells of, or of the object's
 * creation; who wrote an object of the template is told from its kind and its annotations.
 */
import type { Kind, KubeObject } from '../../api/kinds.ts';
import type { ManagedFieldsEntry, ObjectMeta } from '../../api/meta/v1/meta.schema.ts';
import { encodeObject } from '../custom/codec.ts';
import type { Json } from '../patch/json-value.ts';
import { creatorOf, latestInstant, statusOwnerOf, unownedOf } from './controllers.ts';
import { difference, type FieldSet, intersection, isEmptySet, recursiveDifference, setOf, union } from './field-set.ts';
import { shapeOfKind } from './kind-shape.ts';
import { compare } from './typed.ts';

/** An entry with its set: the whole story of one manager. */
export interface Owner {
  readonly entry: ManagedFieldsEntry;
  readonly set: FieldSet;
  /** Worked out, not kept: a controller and its status. */
  readonly implied?: true;
}

const META = ['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation'];
const SYSTEM_META = ['managedFields', 'resourceVersion', 'deletionTimestamp', 'deletionGracePeriodSeconds'];

/** What nobody owns. Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/managedfields/internal/stripmeta.go */
const STRIPPED: FieldSet = [...META, ...SYSTEM_META]
  .map((name) => setOf('metadata', name))
  .concat(setOf('apiVersion'), setOf('kind'))
  .reduce(union);

const STATUS = setOf('status');
const NOT_STATUS: FieldSet = union(setOf('spec'), setOf('metadata', 'ownerReferences'));

function stripMeta(set: FieldSet): FieldSet {
  return difference(set, STRIPPED);
}

/** The fields of a write to the object or to its status that its manager comes to own. */
export function owned(kind: Kind, subresource: string, set: FieldSet): FieldSet {
  const reset = subresource === 'status' ? NOT_STATUS : kind.subresources.includes('status') ? STATUS : {};
  return stripMeta(recursiveDifference(set, reset));
}

export function documentOf(kind: Kind, object: KubeObject, epochMs: number): Json {
  const { managedFields: _entries, ...metadata } = object.metadata as ObjectMeta;
  return encodeObject(kind, { ...object, metadata }, epochMs) as Json;
}

/** Everything that stands in a document, as if one write had put it there. */
function allFields(kind: Kind, document: Json): FieldSet {
  const { added, modified } = compare(shapeOfKind(kind), encodeObject(kind, {}, 0) as Json, document);
  return union(added ?? {}, modified ?? {});
}

export function fieldsOfEntry(entry: ManagedFieldsEntry): FieldSet | undefined {
  return entry.fieldsV1 as FieldSet | undefined;
}

/** What the store keeps of an object, with an entry for the unwritten creator. */
export function entriesOf(kind: Kind, object: KubeObject): readonly ManagedFieldsEntry[] {
  const { managedFields, creationTimestamp = 0 } = object.metadata as ObjectMeta;
  if (managedFields) return managedFields;
  const manager = creatorOf(object);
  return [{ manager, operation: 'Update', apiVersion: kind.apiVersion, time: creationTimestamp }];
}

/** Status fields and their controller, unless entries written out have them all. */
function statusOwner(kind: Kind, object: KubeObject, all: FieldSet, taken: FieldSet): Owner | undefined {
  const known = kind.subresources.includes('status') ? statusOwnerOf(object) : undefined;
  if (!known) return undefined;
  const reach = union(statusTree(all), intersection(all, known.also));
  const set = difference(difference(reach, taken), unownedOf(object));
  if (isEmptySet(set)) return undefined;
  const { creationTimestamp = 0 } = object.metadata as ObjectMeta;
  const time = latestInstant(object) ?? creationTimestamp;
  const { manager } = known;
  const entry = { manager, operation: 'Update', apiVersion: kind.apiVersion, time, subresource: 'status' };
  return { set, entry, implied: true };
}

function statusTree(all: FieldSet): FieldSet {
  const status = all['f:status'];
  return status ? { 'f:status': status } : {};
}

/** Every manager of the object with its fields, the unwritten ones worked out. */
export function ownersOf(kind: Kind, object: KubeObject, epochMs: number): Owner[] {
  const entries = entriesOf(kind, object);
  const all = stripMeta(allFields(kind, documentOf(kind, object, epochMs)));
  const taken = entries.map((entry) => fieldsOfEntry(entry) ?? {}).reduce(union, {});
  const status = statusOwner(kind, object, all, taken);
  const others = [taken, status?.set ?? {}, unownedOf(object)].reduce(union);
  const rest = owned(kind, '', difference(all, others));
  const owners = entries.map((entry) => ({ entry, set: fieldsOfEntry(entry) ?? rest }));
  return [...owners, ...(status ? [status] : [])].filter(({ set }) => !isEmptySet(set));
}
