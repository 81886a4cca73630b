/**
 * `/openapi/v2`, `/openapi/v3` and the documents below it.
 *
 * Models: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-interface-definition,
 * https://github.com/kubernetes/kube-openapi/blob/master/pkg/handler3/handler.go
 * Differs: documents come as JSON only; the HTTP front writes the one of OpenAPI 2 in protocol buffers.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { JsonObject } from '../../api/decode.ts';
import type { Kind } from '../../api/kinds.ts';
import type { Cluster } from '../../cluster.ts';
import { VERSION } from '../discovery/version.ts';
import { acceptedBy, notAcceptable, takesJson } from '../negotiate.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import { json, renderedLater } from '../respond.ts';
import { listServed } from '../served.ts';
import { documentOf2, documentOf3 } from './documents.ts';
import { documentPath } from './names.ts';

interface Made {
  readonly kinds: readonly Kind[];
  readonly document: JsonObject;
}

/** Documents by their first kind: the kinds of a server are the same objects as long as nobody defines another. */
const made = new WeakMap<Kind, Map<string, Made>>();

function kept(kinds: readonly Kind[], name: string, make: (kinds: readonly Kind[]) => JsonObject): JsonObject {
  const first = kinds[0] as Kind;
  const documents = made.get(first) ?? new Map<string, Made>();
  made.set(first, documents);
  const known = documents.get(name);
  if (known && known.kinds.length === kinds.length && known.kinds.every((kind, at) => kind === kinds[at])) {
    return known.document;
  }
  const document = make(kinds);
  documents.set(name, { kinds, document });
  return document;
}

/** Changes when the document does: it depends on the version of the server and on its kinds. */
function hashOf(kinds: readonly Kind[]): string {
  const names = kinds.map(({ apiVersion, kind, schema }) => `${apiVersion}/${kind}/${schema}`);
  return bytesToHex(sha256(utf8ToBytes(`${VERSION.gitVersion} ${names.join(' ')}`))).toUpperCase();
}

interface Part {
  readonly path: string;
  readonly kinds: readonly Kind[];
}

function parts(cluster: Cluster): Part[] {
  const found = new Map<string, Kind[]>();
  for (const kind of listServed(cluster)) {
    const path = documentPath(kind.group, kind.version);
    found.set(path, [...(found.get(path) ?? []), kind]);
  }
  return [...found].map(([path, kinds]) => ({ path, kinds }));
}

function index(cluster: Cluster): JsonObject {
  const entries = parts(cluster).map(({ path, kinds }) => {
    const serverRelativeURL = `/openapi/v3/${path}?hash=${hashOf(kinds)}`;
    return [path, { serverRelativeURL }] as const;
  });
  return { paths: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Answers below `/openapi`; undefined where there is no document. */
export function findOpenApi(cluster: Cluster, { path, headers }: ApiRequest): ApiResponse | undefined {
  if (!path.startsWith('/openapi/')) return undefined;
  if (!acceptedBy(headers?.accept).some(takesJson)) throw notAcceptable();
  const rest = path.replace(/\/+$/, '').slice('/openapi/'.length);
  if (rest === 'v2') return renderedLater(() => kept([...listServed(cluster)], 'v2', documentOf2));
  if (rest === 'v3') return json(200, index(cluster));
  const part = parts(cluster).find((one) => `v3/${one.path}` === rest);
  return part && renderedLater(() => kept(part.kinds, part.path, documentOf3));
}
