/**
 * Managed fields between the store and the wire: in order, with sets written out on the way out; checked and read on the
 * way in.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/managedfields/internal/managedfields.go
 */
import type { JsonObject } from '../../api/decode.ts';
import type { Kind, KubeObject } from '../../api/kinds.ts';
import type { ManagedFieldsEntry } from '../../api/meta/v1/meta.schema.ts';
import { formatTime } from '../../api/time.ts';
import { deepFreeze } from '../draft.ts';
import { isObject } from '../patch/json-value.ts';
import { type FieldSet, isEmptySet, sorted } from './field-set.ts';
import { type Owner, ownersOf } from './owners.ts';

/** Entries with fewer fields in common than these are the same manager. */
export function sameManager(a: ManagedFieldsEntry, b: ManagedFieldsEntry): boolean {
  const versions = a.operation === 'Apply' || a.apiVersion === b.apiVersion;
  const same = a.manager === b.manager && a.operation === b.operation;
  return same && versions && (a.subresource ?? '') === (b.subresource ?? '');
}

function order(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  const seconds = (entry: ManagedFieldsEntry): number => Math.floor((entry.time ?? 0) / 1000);
  return (
    compareText(a.operation, b.operation) ||
    seconds(a) - seconds(b) ||
    compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  );
}

function compareText(a = '', b = ''): number {
  return a < b ? -1 : Number(a > b);
}

/** Owners as the store keeps them, each with its set. */
export function storedEntries(owners: readonly Owner[]): ManagedFieldsEntry[] {
  return owners
    .filter(({ set }) => !isEmptySet(set))
    .map(({ entry, set }) => {
      const { subresource, ...rest } = entry;
      const fields = { fieldsType: 'FieldsV1', fieldsV1: sorted(set) };
      return { ...rest, ...fields, ...(subresource ? { subresource } : {}) };
    })
    .sort(order);
}

function wireEntry(entry: ManagedFieldsEntry, epochMs: number): JsonObject {
  const { manager = '', operation = '', apiVersion = '', time, fieldsV1, subresource } = entry;
  return {
    ...(manager ? { manager } : {}),
    operation,
    apiVersion,
    ...(time === undefined ? {} : { time: formatTime(time, epochMs, 'Time') }),
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(subresource ? { subresource } : {}),
  };
}

interface Shown {
  readonly kind: Kind;
  readonly epochMs: number;
  readonly entries: readonly JsonObject[];
}

/** Of objects of the store, which never change: clients that poll read the same ones again and again. */
const shownBefore = new WeakMap<KubeObject, Shown>();

function shownEntries(kind: Kind, object: KubeObject, epochMs: number): readonly JsonObject[] {
  const known = shownBefore.get(object);
  if (known?.kind === kind && known.epochMs === epochMs) return known.entries;
  const entries = storedEntries(ownersOf(kind, object, epochMs)).map((entry) => wireEntry(entry, epochMs));
  if (Object.isFrozen(object)) shownBefore.set(object, { kind, epochMs, entries: deepFreeze(entries) });
  return entries;
}

/** Under which metadata of the wire holds whose entries it shows. */
const SOURCE = Symbol('source');

interface Source {
  readonly kind: Kind;
  readonly object: KubeObject;
  readonly epochMs: number;
}

/** One function for all objects: a getter of each one's own would outlive it, in a hidden class of the old generation. */
const LATER: PropertyDescriptor = {
  enumerable: true,
  configurable: true,
  get(this: { readonly [SOURCE]: Source }) {
    const { kind, object, epochMs } = this[SOURCE];
    const entries = shownEntries(kind, object, epochMs);
    const value = entries.length > 0 ? entries : undefined;
    Object.defineProperty(this, 'managedFields', { value, enumerable: true, configurable: true, writable: true });
    return value;
  },
};

/** Gives an object of the wire its `metadata.managedFields`, worked out when somebody reads them and not before. */
export function attachManagedFields(metadata: JsonObject, kind: Kind, object: KubeObject, epochMs: number): void {
  const source: Source = { kind, object, epochMs };
  Object.defineProperty(metadata, SOURCE, { value: source });
  Object.defineProperty(metadata, 'managedFields', LATER);
}

/** True for `[{}]`, which asks to forget all managers. */
export function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  return entries?.length === 1 && Object.keys(entries[0] as object).length === 0;
}

function isFieldSet(value: unknown): value is FieldSet {
  return isObject(value) && Object.entries(value).every(([key, below]) => isElement(key) && isFieldSet(below));
}

function isElement(key: string): boolean {
  if (key === '.' || key.startsWith('f:')) return true;
  if (!/^[kvi]:/.test(key)) return false;
  try {
    const value: unknown = JSON.parse(key.slice(2));
    return !key.startsWith('k:') || isObject(value);
  } catch {
    return false;
  }
}

/** Entries that a client wrote, when all of them can be read; undefined sends the server back to its own. */
export function readEntries(entries: readonly ManagedFieldsEntry[] | undefined): ManagedFieldsEntry[] | undefined {
  if (!entries || entries.length === 0) return undefined;
  const readable = entries.every(
    ({ operation, fieldsType, fieldsV1 }) =>
      (operation === 'Apply' || operation === 'Update') && fieldsType === 'FieldsV1' && isFieldSet(fieldsV1),
  );
  return readable ? [...entries] : undefined;
}
