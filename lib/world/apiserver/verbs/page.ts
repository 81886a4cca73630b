/**
 * Lists in pages, each of one snapshot.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/storage/continue.go, pkg/storage/etcd3/store.go (GetList),
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 * Differs: old versions are not kept. A list goes on as long as nothing of its kind has changed since it began; then its
 * token has expired, as it does in a real cluster after some minutes.
 */
import type { JsonObject } from '../../api/decode.ts';
import { type Kind, type KubeObject, keyOfKind } from '../../api/kinds.ts';
import type { ObjectMeta } from '../../api/meta/v1/meta.schema.ts';
import type { Cluster } from '../../cluster.ts';
import type { Call } from '../call.ts';
import { selection } from '../selection.ts';
import { badRequest, expired, type Status, type StatusError } from '../status.ts';
import { currentVersion, lastDeletion, listObjects } from '../store.ts';
import { checkNotTooLarge, type ListOptions, readVersion } from './list-options.ts';

export interface Page {
  readonly items: readonly KubeObject[];
  readonly metadata: JsonObject;
}

interface Token {
  /** -1: go on with whatever stands there now. */
  readonly rv: number;
  readonly start: string;
}

const INCONSISTENT =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
const LIST_TOO_OLD = 'The resourceVersion for the provided list is too old.';
const TOKEN_VERSION = 'meta.k8s.io/v1';

function writeToken({ rv, start }: Token): string {
  const text = new TextEncoder().encode(JSON.stringify({ v: TOKEN_VERSION, rv, start }));
  return btoa(String.fromCharCode(...text))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function badToken(why: string): StatusError {
  return badRequest(`invalid continue token: continue key is not valid${why}`);
}

/** Base64 without padding; the place of the first byte that is none. */
function fromBase64(text: string): string {
  const wrong = text.search(/[^A-Za-z0-9_-]/);
  if (wrong >= 0) throw badToken(`: illegal base64 data at input byte ${wrong}`);
  if (text.length % 4 === 1) throw badToken(`: illegal base64 data at input byte ${text.length - 1}`);
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}

function readToken(text: string): Token {
  const decoded = fromBase64(text);
  let value: unknown;
  try {
    value = JSON.parse(decoded);
  } catch {
    throw badToken(`: invalid character ${JSON.stringify(decoded.slice(0, 1))} looking for beginning of value`);
  }
  const { v, rv, start } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (v !== TOKEN_VERSION) {
    throw badToken(`: server does not recognize this encoded version ${typeof v === 'string' ? v : ''}`);
  }
  if (typeof rv !== 'number' || rv === 0) {
    throw badToken(': incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  }
  if (typeof start !== 'string' || start === '') {
    throw badToken(': encoded start key empty (version meta.k8s.io/v1)');
  }
  return { rv, start };
}

function keyOf({ metadata }: KubeObject): string {
  const { namespace, name = '' } = metadata as ObjectMeta;
  return namespace ? `${namespace}/${name}` : name;
}

/** Whether all objects of a kind are as they were at that version. */
function isAsAt(cluster: Cluster, { kind }: Kind, version: number): boolean {
  if (lastDeletion(cluster, kind) > version) return false;
  return listObjects(cluster, kind).every(({ metadata }) => Number(metadata.resourceVersion ?? 0) <= version);
}

function expiredToken(start: string): StatusError {
  const error = expired(INCONSISTENT);
  const metadata = { continue: writeToken({ rv: -1, start }) };
  Object.assign(error, { status: { ...error.status, metadata } as unknown as Status });
  return error;
}

/** The version of which the list is to be, by what the client says of it. */
function versionOf({ core, path }: Call, options: ListOptions): number {
  const { resourceVersion, match, limit } = options;
  const current = currentVersion(core.cluster);
  const wanted = readVersion(path.kind, resourceVersion);
  checkNotTooLarge(wanted, current);
  const exactly = match === 'Exact' || (match === '' && limit > 0 && wanted > 0);
  if (!exactly || wanted === current) return current;
  if (!isAsAt(core.cluster, path.kind, wanted)) throw expired(LIST_TOO_OLD);
  return wanted;
}

interface Start {
  readonly version: number;
  readonly from: string | undefined;
}

function startOf(call: Call, options: ListOptions): Start {
  const { continued, resourceVersion } = options;
  if (continued === '') return { version: versionOf(call, options), from: undefined };
  const { rv, start } = readToken(continued);
  if (resourceVersion !== '' && resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  const { cluster } = call.core;
  if (rv < 0) return { version: currentVersion(cluster), from: start };
  checkNotTooLarge(rv, currentVersion(cluster));
  if (!isAsAt(cluster, call.path.kind, rv)) throw expiredToken(start);
  return { version: rv, from: start };
}

/** The objects that the request asks for, in its portion. */
export function pageOf(call: Call, options: ListOptions): Page {
  const { kind, namespace } = call.path;
  const { query } = call;
  const selects = selection(kind, query);
  const { version, from } = startOf(call, options);
  const selected = listObjects(call.core.cluster, keyOfKind(kind), namespace).filter(selects);
  const rest = from === undefined ? selected : selected.filter((object) => keyOf(object) >= from);
  const resourceVersion = String(version);
  if (options.limit <= 0 || rest.length <= options.limit) return { items: rest, metadata: { resourceVersion } };
  const items = rest.slice(0, options.limit);
  const start = `${keyOf(items.at(-1) as KubeObject)}\u0000`;
  const counted = !query.labelSelector && !query.fieldSelector;
  const remaining = counted ? { remainingItemCount: rest.length - items.length } : {};
  return { items, metadata: { resourceVersion, continue: writeToken({ rv: version, start }), ...remaining } };
}
