/**
 * Watches: pulled streams of what happened. A stream belongs to its server as a connection does; a fork has none.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/storage/cacher/cacher.go
 * Differs: no history is kept. A watch from an older version hears first of what has changed since, as it is now, and is
 * refused when something was deleted since.
 */
import type { JsonObject } from '../api/decode.ts';
import type { Kind, KubeObject } from '../api/kinds.ts';
import type { Cluster } from '../cluster.ts';
import type { Change } from './client.ts';
import type { ApiWatch, WatchEvent } from './request.ts';
import type { Selects } from './selection.ts';
import { expired } from './status.ts';
import { currentVersion, lastDeletion, listObjects } from './store.ts';

export interface WatchOptions {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly selects: Selects;
  /** Undefined or 0: begin with everything there is. */
  readonly since: number | undefined;
  /** `sendInitialEvents=true`: a bookmark says where the initial events end. */
  readonly initialEvents: 'Plain' | 'EndedByBookmark';
  /** How an event's object looks; `position` tells the first one, whose table has columns. */
  render(object: KubeObject, position: 'First' | 'Later'): JsonObject;
}

interface Pending {
  readonly type: WatchEvent['type'];
  readonly object: KubeObject;
}

export interface Watches {
  /** Tells every open watch of a committed write. */
  tell(change: Change): void;
  open(options: WatchOptions): ApiWatch;
}

function versionOf(object: KubeObject): number {
  return Number(object.metadata.resourceVersion ?? 0);
}

function initial(cluster: Cluster, { kind, namespace, selects, since }: WatchOptions): Pending[] {
  if (since && since < lastDeletion(cluster, kind.kind)) {
    throw expired(`too old resource version: ${since} (${lastDeletion(cluster, kind.kind)})`);
  }
  return listObjects(cluster, kind.kind, namespace)
    .filter((object) => selects(object) && (!since || versionOf(object) > since))
    .sort((a, b) => (since ? versionOf(a) - versionOf(b) : 0))
    .map((object) => ({ type: 'ADDED', object }));
}

/** What a change is to a watch that selects only some objects. */
function eventOf(change: Change, { kind, namespace, selects }: WatchOptions): Pending | undefined {
  if (change.kind !== kind.kind) return undefined;
  const { object, previous } = change;
  const known = (object ?? previous) as KubeObject;
  if (namespace && known.metadata.namespace !== namespace) return undefined;
  const was = previous !== undefined && selects(previous);
  if (!object) return was ? { type: 'DELETED', object: known } : undefined;
  const is = selects(object);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object };
  return was ? { type: 'DELETED', object } : undefined;
}

/** A bookmark carries a version and nothing else of its kind. */
function endOfInitialEvents(cluster: Cluster, { kind, apiVersion }: Kind): Pending {
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  const metadata = { resourceVersion: String(currentVersion(cluster)), annotations };
  return { type: 'BOOKMARK', object: { kind, apiVersion, metadata } as unknown as KubeObject };
}

export function createWatches(cluster: Cluster): Watches {
  const open = new Set<(change: Change) => void>();
  return {
    tell: (change) => {
      for (const hear of open) hear(change);
    },
    open: (options) => {
      const queue = initial(cluster, options);
      if (options.initialEvents === 'EndedByBookmark') queue.push(endOfInitialEvents(cluster, options.kind));
      const hear = (change: Change): void => {
        const event = eventOf(change, options);
        if (event) queue.push(event);
      };
      open.add(hear);
      let position: 'First' | 'Later' = 'First';
      return {
        drain: () =>
          queue.splice(0).map(({ type, object }) => {
            const rendered = options.render(object, position);
            position = 'Later';
            return { type, object: rendered };
          }),
        close: () => open.delete(hear),
      };
    },
  };
}
