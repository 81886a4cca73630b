/**
 * watch.
 *
 * Models: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes,
 * https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/watch.go
 */
import type { JsonObject } from '../../api/decode.ts';
import { type KubeObject, keyOfKind } from '../../api/kinds.ts';
import { nowMs } from '../../sim/clock.ts';
import { type Call, renderingOf, rowObjectOf } from '../call.ts';
import { encodeObject } from '../custom/codec.ts';
import { withHeartbeat } from '../heartbeats.ts';
import type { Rendering } from '../negotiate.ts';
import type { ApiAnswer } from '../request.ts';
import { partialMetadata, wireObject } from '../respond.ts';
import { selection } from '../selection.ts';
import { badRequest } from '../status.ts';
import { type RowObject, tableOf } from '../table/table.ts';
import type { WatchOptions } from '../watch.ts';
import type { ListOptions } from './list-options.ts';

function startOf({ resourceVersion, sendInitialEvents }: ListOptions): WatchOptions['from'] {
  if (!/^\d*$/.test(resourceVersion)) {
    const quoted = JSON.stringify(resourceVersion);
    throw badRequest(`Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`);
  }
  const version = Number(resourceVersion || '0');
  if (sendInitialEvents === true) return 'Present';
  if (version > 0) return version;
  return sendInitialEvents === false ? 'Nothing' : 'Present';
}

interface Look {
  readonly rendering: Rendering;
  readonly include: RowObject;
}

function renderEvent({ core, path }: Call, { rendering, include }: Look) {
  return (stored: KubeObject, position: 'First' | 'Later'): JsonObject => {
    const { cluster } = core;
    const { epochMs } = cluster;
    const object = withHeartbeat(cluster, keyOfKind(path.kind), stored);
    if (rendering === 'Object') return wireObject(path.kind, object, epochMs);
    if (rendering === 'Metadata') return partialMetadata(path.kind, object, epochMs);
    const { resourceVersion = '' } = object.metadata;
    const options = { include, epochMs, nowMs: nowMs(cluster.state) };
    const table = tableOf(path.kind, [object], { resourceVersion }, options);
    return position === 'First' ? table : { ...table, columnDefinitions: null };
  };
}

function renderBookmark({ path }: Call, { rendering }: Look) {
  return (metadata: JsonObject): JsonObject => {
    const { kind, apiVersion } = path.kind;
    switch (rendering) {
      case 'Object':
        return encodeObject(path.kind, { kind, apiVersion, metadata }, 0);
      case 'Metadata':
        return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
      case 'Table': {
        const rows = [{ cells: [], object: { kind, apiVersion, metadata } }];
        return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions: null, rows };
      }
      default:
        return rendering satisfies never;
    }
  };
}

/** Opens the stream that the query asks for, of a collection or, with a field selector, of one object. */
export function openWatch(call: Call, query: Readonly<Record<string, string>>, options: ListOptions): ApiAnswer {
  const { kind, namespace } = call.path;
  const look = { rendering: renderingOf(call), include: rowObjectOf(call) };
  const { sendInitialEvents, bookmarks, timeoutSeconds = 0 } = options;
  const watch = call.watches.open({
    kind,
    namespace,
    selects: selection(kind, query),
    from: startOf(options),
    initialEvents: sendInitialEvents === true && bookmarks ? 'Marked' : 'Plain',
    bookmarks: bookmarks ? 'EachMinute' : 'Never',
    timeoutMs: timeoutSeconds > 0 ? timeoutSeconds * 1000 : undefined,
    render: renderEvent(call, look),
    renderBookmark: renderBookmark(call, look),
  });
  return { status: 200, watch };
}
