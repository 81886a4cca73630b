/**
 * Watches: pulled streams of what happened. A stream belongs to its server as a connection does; a fork has none.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/storage/cacher/cacher.go, cache_watcher.go
 * Differs: the last changes are remembered from the first watch on. A watch from before that hears first of what has
 * changed since, as it is now, and is told to list again when something was deleted since. Of a lease that was renewed
 * more than once between two looks only the last renewal is told, and its resource version stays.
 */
import type { JsonObject } from '../api/decode.ts';
import { type Kind, type KubeObject, keyOfKind, type ObjectOf } from '../api/kinds.ts';
import type { Cluster } from '../cluster.ts';
import { nowMs } from '../sim/clock.ts';
import type { Change } from './client.ts';
import { withHeartbeat } from './heartbeats.ts';
import type { ApiWatch, WatchEvent } from './request.ts';
import type { Selects } from './selection.ts';
import { expired } from './status.ts';
import { currentVersion, lastDeletion, listEndedEvents, listObjects } from './store.ts';

export interface WatchOptions {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly selects: Selects;
  /** `Present`: everything there is. `Nothing`: what happens from now on. A number: what happened after that version. */
  readonly from: 'Present' | 'Nothing' | number;
  /** `Marked`: a bookmark says where the events of `Present` end. */
  readonly initialEvents: 'Plain' | 'Marked';
  /** `EachMinute`: a bookmark with the newest version, so that a client can go on from there. */
  readonly bookmarks: 'Never' | 'EachMinute';
  /** World ms after which the server ends the stream. */
  readonly timeoutMs: number | undefined;
  /** How an event's object looks; `position` tells the first one, whose table has columns. */
  render(object: KubeObject, position: 'First' | 'Later'): JsonObject;
  /** How an object looks of which nothing is known but these metadata. */
  renderBookmark(metadata: JsonObject): JsonObject;
}

type Pending =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: KubeObject }
  | { readonly type: 'BOOKMARK'; readonly metadata: JsonObject }
  | { readonly type: 'ERROR'; readonly status: object };

export interface Watches {
  /** Tells every open watch of a committed write. */
  tell(change: Change): void;
  open(options: WatchOptions): ApiWatch;
}

const BOOKMARK_MS = 60_000;
const MAX_REMEMBERED = 100;

function versionOf(object: KubeObject): number {
  return Number(object.metadata.resourceVersion ?? 0);
}

/** What a change is to a watch that selects only some objects. */
function eventOf(change: Change, { kind, namespace, selects }: WatchOptions): Pending | undefined {
  if (change.kind !== keyOfKind(kind)) return undefined;
  const object = change.object as KubeObject | undefined;
  const previous = change.previous as KubeObject | undefined;
  const known = (object ?? previous) as KubeObject;
  if (namespace && known.metadata.namespace !== namespace) return undefined;
  const was = previous !== undefined && selects(previous);
  if (!object) return was ? { type: 'DELETED', object: known } : undefined;
  if (selects(object)) return { type: was ? 'MODIFIED' : 'ADDED', object };
  return was ? { type: 'DELETED', object: withVersion(previous, object) } : undefined;
}

/** What leaves a selection is shown as it was when it belonged to it. */
function withVersion(object: KubeObject, { metadata: { resourceVersion = '' } }: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion } } as KubeObject;
}

/** The last changes, from the first watch on. */
class History {
  #since: number | undefined;
  #changes: { readonly version: number; readonly change: Change }[] = [];

  begin(version: number): void {
    this.#since ??= version;
  }

  note(change: Change): void {
    if (this.#since === undefined) return;
    const version = versionOf((change.object ?? change.previous) as KubeObject);
    this.#changes.push({ version, change });
    if (this.#changes.length <= MAX_REMEMBERED) return;
    this.#since = this.#changes.shift()?.version;
  }

  /** Every change after that version; undefined when not all of them are remembered. */
  findAfter(version: number): Change[] | undefined {
    if (this.#since === undefined || version < this.#since) return undefined;
    return this.#changes.filter((one) => one.version > version).map(({ change }) => change);
  }
}

function added(objects: readonly KubeObject[]): Pending[] {
  return objects.map((object) => ({ type: 'ADDED', object }));
}

function tooOld(cluster: Cluster, since: number): Pending {
  return { type: 'ERROR', status: expired(`too old resource version: ${since} (${currentVersion(cluster)})`).status };
}

function initialEvents(cluster: Cluster, history: History, options: WatchOptions): Pending[] {
  const { kind, namespace, selects, from } = options;
  if (from === 'Nothing') return [];
  if (from !== 'Present') {
    const after = history.findAfter(from);
    if (after) return after.map((change) => eventOf(change, options)).filter((event) => event !== undefined);
    if (from < lastDeletion(cluster, keyOfKind(kind))) return [tooOld(cluster, from)];
  }
  const selected = listObjects(cluster, keyOfKind(kind), namespace).filter(selects);
  if (from === 'Present') return added(selected);
  return added(selected.filter((one) => versionOf(one) > from).sort((a, b) => versionOf(a) - versionOf(b)));
}

class Watch implements ApiWatch {
  readonly #cluster: Cluster;
  readonly #options: WatchOptions;
  readonly #close: () => void;
  readonly #openedMs: number;
  #queue: Pending[];
  #position: 'First' | 'Later' = 'First';
  #bookmarkedMs: number;
  #lookedMs: number;
  #ended = false;

  constructor(cluster: Cluster, options: WatchOptions, first: Pending[], close: () => void) {
    this.#cluster = cluster;
    this.#options = options;
    this.#close = close;
    this.#queue = first;
    this.#openedMs = nowMs(cluster.state);
    this.#bookmarkedMs = this.#openedMs;
    this.#lookedMs = this.#openedMs;
  }

  hear(change: Change): void {
    const event = eventOf(change, this.#options);
    if (event) this.#queue.push(event);
  }

  drain(): WatchEvent[] {
    this.#listen();
    this.#mark();
    const events = this.#queue.map((pending) => this.#render(pending));
    const failed = this.#queue.some(({ type }) => type === 'ERROR');
    this.#queue = [];
    if (failed || this.#isOver()) this.close();
    return events;
  }

  ended(): boolean {
    return this.#ended;
  }

  close(): void {
    this.#ended = true;
    this.#close();
  }

  /** What happens without a write: events end, leases are renewed. */
  #listen(): void {
    const { kind, namespace, selects } = this.#options;
    const sinceMs = this.#lookedMs;
    this.#lookedMs = nowMs(this.#cluster.state);
    if (this.#lookedMs === sinceMs || this.#ended) return;
    if (keyOfKind(kind) === 'Event') {
      const ended = listEndedEvents(this.#cluster, namespace, sinceMs).filter(selects);
      this.#queue.push(...ended.map((object) => ({ type: 'DELETED' as const, object })));
    }
    if (keyOfKind(kind) === 'Lease') {
      const renewed = listObjects(this.#cluster, 'Lease', namespace).filter(
        (lease) => selects(lease) && renewalMs(withHeartbeat(this.#cluster, 'Lease', lease)) > sinceMs,
      );
      this.#queue.push(...renewed.map((object) => ({ type: 'MODIFIED' as const, object })));
    }
  }

  #isOver(): boolean {
    const { timeoutMs } = this.#options;
    return timeoutMs !== undefined && nowMs(this.#cluster.state) >= this.#openedMs + timeoutMs;
  }

  #mark(): void {
    const now = nowMs(this.#cluster.state);
    if (this.#options.bookmarks === 'Never' || this.#ended || now - this.#bookmarkedMs < BOOKMARK_MS) return;
    this.#bookmarkedMs = now;
    this.#queue.push({ type: 'BOOKMARK', metadata: { resourceVersion: String(currentVersion(this.#cluster)) } });
  }

  #render(pending: Pending): WatchEvent {
    switch (pending.type) {
      case 'ERROR':
        return { type: 'ERROR', object: pending.status };
      case 'BOOKMARK':
        return { type: 'BOOKMARK', object: this.#options.renderBookmark(pending.metadata) };
      default: {
        const object = this.#options.render(pending.object, this.#position);
        this.#position = 'Later';
        return { type: pending.type, object };
      }
    }
  }
}

const renewalMs = (lease: KubeObject): number => (lease as ObjectOf<'Lease'>).spec.renewTime ?? 0;

function endOfInitialEvents(cluster: Cluster): Pending {
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  return { type: 'BOOKMARK', metadata: { resourceVersion: String(currentVersion(cluster)), annotations } };
}

export function createWatches(cluster: Cluster): Watches {
  const open = new Set<Watch>();
  const history = new History();
  return {
    tell(change) {
      history.note(change);
      for (const watch of open) watch.hear(change);
    },
    open(options) {
      history.begin(currentVersion(cluster));
      const first = initialEvents(cluster, history, options);
      if (options.initialEvents === 'Marked') first.push(endOfInitialEvents(cluster));
      const watch = new Watch(cluster, options, first, () => open.delete(watch));
      open.add(watch);
      return watch;
    },
  };
}
