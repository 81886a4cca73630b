/**
 * get and list.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/get.go
 */
import { type KubeObject, keyOfKind } from '../../api/kinds.ts';
import { answerObject, type Call, nameOf, renderingOf, rowObjectOf } from '../call.ts';
import { withHeartbeat } from '../heartbeats.ts';
import type { ApiAnswer, ApiResponse } from '../request.ts';
import { partialMetadata, renderedLater, wireItem } from '../respond.ts';
import { notFound } from '../status.ts';
import { currentVersion, findObject } from '../store.ts';
import { tableOf } from '../table/table.ts';
import { checkNotTooLarge, readListOptions, readVersion } from './list-options.ts';
import { type Page, pageOf } from './page.ts';
import { openWatch } from './watching.ts';

export function getObject(call: Call): ApiResponse {
  return answerObject(call, 200, findNamed(call));
}

/** The object that the path names; throws the 404. */
export function findNamed(call: Call): KubeObject {
  const { kind, namespace } = call.path;
  const name = nameOf(call);
  const object = findObject(call.core.cluster, keyOfKind(kind), name, namespace);
  if (!object) throw notFound(kind, name);
  return object;
}

function listAnswer(call: Call, { items: stored, metadata }: Page): ApiResponse {
  const { cluster } = call.core;
  const { kind } = call.path;
  const { epochMs } = cluster;
  const items = stored.map((item) => withHeartbeat(cluster, keyOfKind(kind), item));
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
  const options = readListOptions(call.query);
  return options.watch ? openWatch(call, call.query, options) : listAnswer(call, pageOf(call, options));
}

/** `GET` of one object with `watch=true` watches that object. */
export function getOrWatch(call: Call): ApiAnswer {
  const { query, path, core } = call;
  const wanted = query.watch;
  if (wanted === undefined || wanted === 'false' || wanted === '0') {
    checkNotTooLarge(readVersion(path.kind, query.resourceVersion ?? ''), currentVersion(core.cluster));
    return getObject(call);
  }
  return openWatch(call, { ...query, fieldSelector: `metadata.name=${nameOf(call)}` }, readListOptions(query));
}
