/**
 * Objects and counters of a cluster, in tables of its state. Nothing else remembers anything, so a server made on a fork
 * carries on where the original stood.
 */

import { getKind, type KindName, type KubeObject, type ObjectOf } from '../api/kinds.ts';
import { type Cluster, clusterTable } from '../cluster.ts';
import { nowMs } from '../sim/clock.ts';
import { DURATIONS } from '../sim/durations.ts';

const tables = new Map<KindName, string>();

/** `objects/pods`, `objects/deployments.apps`. */
export function objectsTable(kind: KindName): string {
  const known = tables.get(kind);
  if (known !== undefined) return known;
  const { plural, group } = getKind(kind);
  const name = group ? `objects/${plural}.${group}` : `objects/${plural}`;
  tables.set(kind, name);
  return name;
}

function keyOf(name: string, namespace: string | undefined): string {
  return namespace ? `${namespace}/${name}` : name;
}

export function findObject<K extends KindName>(
  cluster: Cluster,
  kind: K,
  name: string,
  namespace?: string,
): ObjectOf<K> | undefined {
  const found = clusterTable<ObjectOf<K>>(cluster, objectsTable(kind)).get(keyOf(name, namespace));
  return found && kind === 'Event' && isExpired(cluster, found as ObjectOf<'Event'>) ? undefined : found;
}

/** World ms at which an event's time is over: that long after it was last written. */
function endOfEvent({ metadata, lastTimestamp, eventTime, series }: ObjectOf<'Event'>): number {
  const written = [metadata.creationTimestamp, lastTimestamp, eventTime, series?.lastObservedTime];
  return Math.max(...written.map((ms) => ms ?? Number.NEGATIVE_INFINITY)) + DURATIONS.eventTtlMs;
}

/** Events end by themselves, without a timer: the API no longer shows one whose time is over. */
const isExpired = (cluster: Cluster, event: ObjectOf<'Event'>): boolean => endOfEvent(event) <= nowMs(cluster.state);

/** Events whose time was over after `sinceMs` and is so by now, in that order. */
export function listEndedEvents(cluster: Cluster, namespace: string | undefined, sinceMs: number): ObjectOf<'Event'>[] {
  return listStored(cluster, 'Event', namespace)
    .filter((event) => endOfEvent(event) > sinceMs && isExpired(cluster, event))
    .sort((a, b) => endOfEvent(a) - endOfEvent(b));
}

/** The character after the one that ends the namespace in a key. */
const AFTER_SLASH = '0';

/** The first index whose key is not below `bound`. */
function lowerBound(entries: readonly (readonly [string, unknown])[], bound: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as readonly [string, unknown])[0] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sorted by namespace and name, as etcd keeps them. */
export function listObjects<K extends KindName>(cluster: Cluster, kind: K, namespace?: string): ObjectOf<K>[] {
  const stored = listStored(cluster, kind, namespace);
  return kind === 'Event' ? stored.filter((event) => !isExpired(cluster, event as ObjectOf<'Event'>)) : stored;
}

function listStored<K extends KindName>(cluster: Cluster, kind: K, namespace?: string): ObjectOf<K>[] {
  const entries = clusterTable<ObjectOf<K>>(cluster, objectsTable(kind)).entries();
  if (!namespace) return entries.map(([, object]) => object);
  const from = lowerBound(entries, `${namespace}/`);
  const to = lowerBound(entries, `${namespace}${AFTER_SLASH}`);
  const found = new Array<ObjectOf<K>>(to - from);
  for (let at = from; at < to; at++) found[at - from] = (entries[at] as readonly [string, ObjectOf<K>])[1];
  return found;
}

export function putObject(cluster: Cluster, kind: KindName, object: KubeObject): void {
  const { name = '', namespace } = object.metadata ?? {};
  clusterTable<KubeObject>(cluster, objectsTable(kind)).set(keyOf(name, namespace), object);
}

export function removeObject(cluster: Cluster, kind: KindName, name: string, namespace: string | undefined): void {
  clusterTable<KubeObject>(cluster, objectsTable(kind)).delete(keyOf(name, namespace));
}

function count(cluster: Cluster, counter: string): number {
  const counters = clusterTable<number>(cluster, 'counters');
  const next = (counters.get(counter) ?? 0) + 1;
  counters.set(counter, next);
  return next;
}

/** The version of the last write; lists and watches answer with it. */
export function currentVersion(cluster: Cluster): number {
  return clusterTable<number>(cluster, 'counters').get('resourceVersion') ?? 1;
}

export function nextVersion(cluster: Cluster): number {
  const counters = clusterTable<number>(cluster, 'counters');
  const next = currentVersion(cluster) + 1;
  counters.set('resourceVersion', next);
  return next;
}

/** Counts the creations under one name, so that a name used again gives another uid and other chances. */
export function countCreation(cluster: Cluster, kind: KindName, name: string, namespace: string | undefined): number {
  return count(cluster, `created/${kind}/${keyOf(name, namespace)}`);
}

/** Counts the objects made with one `generateName`. */
export function countGenerated(
  cluster: Cluster,
  kind: KindName,
  prefix: string,
  namespace: string | undefined,
): number {
  return count(cluster, `generated/${kind}/${keyOf(prefix, namespace)}`);
}

/** How many objects of all kinds a cluster may hold: what one sitting may cost. */
export const MAX_OBJECTS = 2000;

export function countObjects(cluster: Cluster): number {
  return clusterTable<number>(cluster, 'counters').get('objects') ?? 0;
}

/** Keeps the number of objects when one is made (1) or gone (-1). */
export function adjustObjects(cluster: Cluster, by: 1 | -1): void {
  clusterTable<number>(cluster, 'counters').set('objects', countObjects(cluster) + by);
}

/** Remembers at which version an object of a kind was last deleted: watches from before must list again. */
export function noteDeletion(cluster: Cluster, kind: KindName, version: number): void {
  clusterTable<number>(cluster, 'counters').set(`deleted/${kind}`, version);
}

export function lastDeletion(cluster: Cluster, kind: KindName): number {
  return clusterTable<number>(cluster, 'counters').get(`deleted/${kind}`) ?? 0;
}
