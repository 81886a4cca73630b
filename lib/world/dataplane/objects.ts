/**
 * The objects of a cluster as the data plane reads them: straight from the store's tables, sorted by namespace and
 * name. The list of a kind is the same array until one of its objects changes, so it can key a cache.
 */
import type { KindName, ObjectOf } from '../api/kinds.ts';
import { objectsTable } from '../apiserver/store.ts';
import { type Cluster, clusterTable } from '../cluster.ts';

export type Entries<K extends KindName> = readonly (readonly [string, ObjectOf<K>])[];

/** One and the same list for every kind without objects, so that it too can key a cache. */
const NONE: readonly never[] = Object.freeze([]);

/** `[<namespace>/<name>, object]` of every object of that kind. */
export function entriesOf<K extends KindName>(cluster: Cluster, kind: K): Entries<K> {
  const entries = clusterTable<ObjectOf<K>>(cluster, objectsTable(kind)).entries();
  return entries.length === 0 ? NONE : entries;
}

/** Those of one namespace; O(log of all objects and those found). */
export function entriesIn<K extends KindName>(cluster: Cluster, kind: K, namespace: string): Entries<K> {
  const entries = entriesOf(cluster, kind);
  // After the slash comes the zero: what sorts between the two is of this namespace.
  return entries.slice(firstFrom(entries, `${namespace}/`), firstFrom(entries, `${namespace}0`));
}

/** Index of the first entry whose key is not smaller. */
function firstFrom(entries: readonly (readonly [string, unknown])[], key: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.[0] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function findObject<K extends KindName>(
  cluster: Cluster,
  kind: K,
  name: string,
  namespace?: string,
): ObjectOf<K> | undefined {
  return clusterTable<ObjectOf<K>>(cluster, objectsTable(kind)).get(namespace ? `${namespace}/${name}` : name);
}

/** A value computed from lists of objects, kept until one of the lists changes. */
export function remember<T>(compute: () => T, kept: WeakMap<object, Kept<T>>, ...lists: readonly object[]): T {
  const [first, ...rest] = lists as readonly [object, ...object[]];
  const known = kept.get(first);
  if (known && rest.every((list, index) => list === known.lists[index])) return known.value;
  const value = compute();
  kept.set(first, { lists: rest, value });
  return value;
}

export interface Kept<T> {
  readonly lists: readonly object[];
  readonly value: T;
}
