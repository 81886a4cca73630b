/**
 * The API server of one cluster. All it knows stands in the tables of the cluster's state, so one made on a fork carries
 * on where the original stood; only open watches belong to the server itself, as connections do.
 */
import type { KindName, ObjectOf } from '../api/kinds.ts';
import type { Cluster } from '../cluster.ts';
import { nowMs } from '../sim/clock.ts';
import type { Change, Client } from './client.ts';
import type { Core } from './commit.ts';
import { loadObject } from './create.ts';
import { handleRequest } from './handle.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';
import { createClient } from './typed-client.ts';
import { createWatches } from './watch.ts';

export interface ApiServer {
  handle(request: ApiRequest): ApiAnswer;
  readonly client: Client;
  /** Writes an object as it is given, status included, without admission and validation; only watches hear of it. */
  load<K extends KindName>(kind: K, object: ObjectOf<K>): ObjectOf<K>;
}

/** `onChange` hears of every committed write but those of `load`, in order, before the write returns. */
export function createApiServer(cluster: Cluster, options: { onChange(change: Change): void }): ApiServer {
  const watches = createWatches(cluster);
  const core: Core = {
    cluster,
    writes: 'Real',
    tell(change) {
      watches.tell(change);
      options.onChange(change);
    },
  };
  const given: Core = { ...core, tell: (change) => watches.tell(change) };
  return {
    handle: (request) => handleRequest(core, watches, request),
    client: createClient(core),
    load: (kind, object) =>
      loadObject(given, kind, object, { cluster, nowMs: nowMs(cluster.state), from: 'Given', warnings: [] }),
  };
}
