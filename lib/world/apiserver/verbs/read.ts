/**
 * get, list and watch.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/get.go
 */
import type { JsonObject } from '../../api/decode.ts';
import type { Kind, KubeObject } from '../../api/kinds.ts';
import { nowMs } from '../../sim/clock.ts';
import { answerObject, type Call, nameOf, renderingOf, rowObjectOf } from '../call.ts';
import { withHeartbeat } from '../heartbeats.ts';
import type { ApiAnswer, ApiResponse } from '../request.ts';
import { partialMetadata, renderedLater, wireItem, wireObject } from '../respond.ts';
import { selection } from '../selection.ts';
import { badRequest, expired, notFound } from '../status.ts';
import { currentVersion, findObject, listObjects } from '../store.ts';
import { tableOf } from '../table/table.ts';

export function getObject(call: Call): ApiResponse {
  return answerObject(call, 200, findNamed(call));
}

/** The object that the path names; throws the 404. */
export function findNamed(call: Call): KubeObject {
  const { kind, namespace } = call.path;
  const name = nameOf(call);
  const object = findObject(call.core.cluster, kind.kind, name, namespace);
  if (!object) throw notFound(kind, name);
  return object;
}

interface Page {
  readonly items: readonly KubeObject[];
  readonly metadata: JsonObject;
}

/** `continue` carries where to go on; the list then is as it stands now, not as it stood. */
function pageOf(all: readonly KubeObject[], query: Readonly<Record<string, string>>, version: string): Page {
  const limit = query.limit ? Number(query.limit) : 0;
  if (!Number.isInteger(limit) || limit < 0) throw badRequest(`invalid limit: ${JSON.stringify(query.limit)}`);
  const start = query.continue ? readContinue(query.continue) : 0;
  const end = limit > 0 ? start + limit : all.length;
  const items = all.slice(start, end);
  if (end >= all.length) return { items, metadata: { resourceVersion: version } };
  const token = btoa(JSON.stringify({ v: 'meta.k8s.io/v1', rv: Number(version), start: end }));
  return { items, metadata: { resourceVersion: version, continue: token, remainingItemCount: all.length - end } };
}

function readContinue(token: string): number {
  const text = /^[A-Za-z0-9+/]+={0,2}$/.test(token) && token.length % 4 === 0 ? atob(token) : '';
  const start = text.match(/^\{"v":"meta\.k8s\.io\/v1","rv":\d+,"start":(\d+)\}$/)?.[1];
  if (start === undefined) throw expired('The provided continue parameter is too old or not valid.');
  return Number(start);
}

export function listAnswer(call: Call, kind: Kind, all: readonly KubeObject[]): ApiResponse {
  const { cluster } = call.core;
  const { epochMs } = cluster;
  const { items: stored, metadata } = pageOf(all, call.query, String(currentVersion(cluster)));
  const items = stored.map((item) => withHeartbeat(cluster, kind.kind, item));
  const { warnings } = call.context;
  switch (renderingOf(call)) {
    case 'Table': {
      const options = { include: rowObjectOf(call), epochMs, nowMs: call.context.nowMs };
      return renderedLater(() => tableOf(kind, items, metadata, options), warnings);
    }
    case 'Metadata': {
      const about = { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata };
      const list = () => items.map((item) => partialMetadata(kind, item, epochMs));
      return renderedLater(() => ({ ...about, items: list() }), warnings);
    }
    case 'Object': {
      const about = { kind: `${kind.kind}List`, apiVersion: kind.apiVersion, metadata };
      const list = () => items.map((item) => wireItem(kind, item, epochMs));
      return renderedLater(() => ({ ...about, items: list() }), warnings);
    }
  }
}

/** A list, or a watch when the query asks for one. */
export function listOrWatch(call: Call): ApiAnswer {
  const { kind, namespace } = call.path;
  const wanted = call.query.watch;
  if (wanted === 'true' || wanted === '1') return openWatch(call, call.query);
  const selects = selection(kind, call.query);
  return listAnswer(call, kind, listObjects(call.core.cluster, kind.kind, namespace).filter(selects));
}

/** `GET` of one object with `watch=true` watches that object. */
export function getOrWatch(call: Call): ApiAnswer {
  const wanted = call.query.watch;
  if (wanted !== 'true' && wanted !== '1') return getObject(call);
  return openWatch(call, { ...call.query, fieldSelector: `metadata.name=${nameOf(call)}` });
}

function openWatch(call: Call, query: Readonly<Record<string, string>>): ApiAnswer {
  const { kind, namespace } = call.path;
  const { resourceVersion = '' } = query;
  const since = Number(resourceVersion || '0');
  if (!Number.isInteger(since) || since < 0) {
    throw badRequest(
      `Invalid value: ${JSON.stringify(resourceVersion)}: strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`,
    );
  }
  const { core } = call;
  const rendering = renderingOf(call);
  const include = rowObjectOf(call);
  const watch = call.watches.open({
    kind,
    namespace,
    selects: selection(kind, query),
    since: since || undefined,
    initialEvents: query.sendInitialEvents === 'true' ? 'EndedByBookmark' : 'Plain',
    render(stored, position) {
      const { epochMs } = core.cluster;
      const object = withHeartbeat(core.cluster, kind.kind, stored);
      if (rendering === 'Object') return wireObject(kind, object, epochMs);
      if (rendering === 'Metadata') return partialMetadata(kind, object, epochMs);
      const version = object.metadata.resourceVersion ?? '';
      const table = tableOf(
        kind,
        [object],
        { resourceVersion: version },
        {
          include,
          epochMs,
          nowMs: nowMs(core.cluster.state),
        },
      );
      if (position === 'First') return table;
      const { columnDefinitions: _columns, ...rest } = table;
      return { ...rest, columnDefinitions: null };
    },
  });
  return { status: 200, watch };
}
