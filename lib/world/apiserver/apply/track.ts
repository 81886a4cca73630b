/**
 * Keeping track of managers as objects are created and updated.
 *
 * Models: https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.3.0/merge/update.go (Update),
 * https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/managedfields/internal/managedfieldsupdater.go, capmanagers.go
 */
import type { Kind, KubeObject } from '../../api/kinds.ts';
import type { ManagedFieldsEntry, ObjectMeta } from '../../api/meta/v1/meta.schema.ts';
import { jsonEqual } from '../patch/json-value.ts';
import type { WriteContext, Writer } from '../strategy.ts';
import { isReset, readEntries, sameManager, storedEntries } from './entries.ts';
import { difference, type FieldSet, isEmptySet, union } from './field-set.ts';
import { shapeOfKind } from './kind-shape.ts';
import { documentOf, entriesOf, fieldsOfEntry, type Owner, owned, ownersOf } from './owners.ts';
import { compare } from './typed.ts';

type Entries = readonly ManagedFieldsEntry[] | undefined;

/** More managers that update than these, and the oldest become one. */
const MAX_UPDATERS = 10;
const ANCIENT = 'ancient-changes';

function entryOf(kind: Kind, writer: Writer, nowMs: number): ManagedFieldsEntry {
  const { manager, subresource } = writer;
  const entry = { manager, operation: 'Update', apiVersion: kind.apiVersion, time: nowMs };
  return subresource ? { ...entry, subresource } : entry;
}

/** The entries of a new object. */
export function entriesOnCreate(kind: Kind, { writer, from, nowMs }: WriteContext): Entries {
  if (from === 'Controller' || !writer) return undefined;
  return writer.applied ?? [entryOf(kind, writer, nowMs)];
}

/** What an update of a client makes of the entries; `given` are those of its body, most often as it read them. */
export function entriesGiven(kind: Kind, old: KubeObject, given: Entries, context: WriteContext): Entries {
  const { managedFields } = old.metadata as ObjectMeta;
  const { writer, from } = context;
  if (from === 'Controller' || !writer) return managedFields;
  if (writer.applied) return writer.applied;
  if (writer.subresource) return managedFields;
  if (isReset(given)) return [];
  const read = readEntries(given);
  return !read || areShown(kind, old, read, context) ? managedFields : read;
}

function areShown(kind: Kind, old: KubeObject, given: readonly ManagedFieldsEntry[], context: WriteContext): boolean {
  const shown = storedEntries(ownersOf(kind, old, context.cluster.epochMs));
  const seconds = (entry: ManagedFieldsEntry) => ({ ...entry, time: Math.floor((entry.time ?? 0) / 1000) });
  return jsonEqual(given.map(seconds), shown.map(seconds));
}

/** Set by whoever wrote: whether a controller's write can touch a set that stands written out. */
function concernsNobody(entries: Entries, target: 'object' | 'status', object: KubeObject): boolean {
  if (!entries) return true;
  const written = entries.map(fieldsOfEntry).filter((set): set is FieldSet => set !== undefined);
  if (target === 'status') return written.every((set) => set['f:status'] === undefined);
  return written.length === 0 && object.kind === 'Pod';
}

function controllerWriter(target: 'object' | 'status'): Writer {
  return { manager: 'kube-controller-manager', subresource: target === 'status' ? 'status' : '' };
}

/** The entries after an update, given those that stand in `before` (or the ones that the client gave in their stead). */
export function entriesOnUpdate(
  kind: Kind,
  before: KubeObject,
  after: KubeObject,
  target: 'object' | 'status',
  context: WriteContext,
): Entries {
  const given = (after.metadata as ObjectMeta).managedFields;
  if (context.from === 'Controller') {
    if (concernsNobody(given, target, after)) return given;
    return tracked(kind, before, after, controllerWriter(target), context);
  }
  const { writer } = context;
  if (!writer || writer.applied) return given;
  if (given?.length === 0) return given; // forgotten: only an apply begins anew
  return tracked(kind, before, after, writer, context);
}

function tracked(kind: Kind, before: KubeObject, after: KubeObject, writer: Writer, context: WriteContext): Entries {
  const now = entryOf(kind, writer, context.nowMs);
  const standing = entriesOf(kind, after);
  const mine = standing.find((entry) => sameManager(entry, now));
  if (mine && standing.length === 1 && !mine.fieldsV1) return [now];
  const { epochMs } = context.cluster;
  const found = compare(shapeOfKind(kind), documentOf(kind, before, epochMs), documentOf(kind, after, epochMs));
  const taken = owned(kind, writer.subresource, union(found.added ?? {}, found.modified ?? {}));
  const gone = owned(kind, writer.subresource, found.removed ?? {});
  if (isEmptySet(taken) && isEmptySet(gone)) return standing;
  const lost = union(taken, gone);
  const others = standing.filter((entry) => entry !== mine).map((entry) => without(entry, lost));
  const own = ownEntry(now, mine, taken, gone);
  const entries = [...others, own].filter((entry): entry is ManagedFieldsEntry => entry !== undefined);
  return capped(kind, after, entries, epochMs);
}

function without(entry: ManagedFieldsEntry, lost: FieldSet): ManagedFieldsEntry | undefined {
  const set = fieldsOfEntry(entry);
  if (!set) return entry;
  const rest = difference(set, lost);
  return isEmptySet(rest) ? undefined : { ...entry, fieldsV1: rest };
}

function ownEntry(
  now: ManagedFieldsEntry,
  mine: ManagedFieldsEntry | undefined,
  taken: FieldSet,
  gone: FieldSet,
): ManagedFieldsEntry | undefined {
  if (mine && !mine.fieldsV1) return isEmptySet(taken) ? mine : now;
  const set = union(difference((mine && fieldsOfEntry(mine)) ?? {}, gone), taken);
  if (isEmptySet(set)) return undefined;
  const base = isEmptySet(taken) && mine ? mine : now;
  return { ...base, fieldsType: 'FieldsV1', fieldsV1: set };
}

function capped(kind: Kind, after: KubeObject, entries: ManagedFieldsEntry[], epochMs: number): Entries {
  if (entries.filter(({ operation }) => operation === 'Update').length <= MAX_UPDATERS) return entries;
  const metadata = { ...after.metadata, managedFields: entries };
  const owners = ownersOf(kind, { ...after, metadata } as KubeObject, epochMs);
  const updaters = owners
    .filter(({ entry }) => entry.operation === 'Update' && entry.subresource !== 'status')
    .sort((a, b) => (a.entry.time ?? 0) - (b.entry.time ?? 0));
  const old = updaters.slice(0, updaters.length - MAX_UPDATERS + 1);
  if (old.length < 2) return entries;
  return storedEntries([...owners.filter((owner) => !old.includes(owner)), bucketOf(old)]);
}

function bucketOf(old: readonly Owner[]): Owner {
  const newest = (old.at(-1) as Owner).entry;
  return { entry: { ...newest, manager: ANCIENT }, set: old.map(({ set }) => set).reduce(union) };
}
