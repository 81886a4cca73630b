/** From a request to its answer: route, verb, and every user's error as a Status. */
import { keyOfKind } from '../api/kinds.ts';
import { nowMs } from '../sim/clock.ts';
import { OPTIONS, writerOf } from './apply/writer.ts';
import { checkAccess } from './authorization/access.ts';
import { answerReview } from './authorization/reviews.ts';
import { type Call, methodNotAllowed } from './call.ts';
import type { Core } from './commit.ts';
import { customScale } from './custom/scale.ts';
import { findFixedAnswer } from './discovery/fixed.ts';
import { invalidObject, notSupported } from './registry/validation/field-error.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';
import { failure } from './respond.ts';
import { findResourcePath, type ResourcePath } from './route.ts';
import { noSuchPath, notModelled, StatusError } from './status.ts';
import { getStrategy } from './strategies.ts';
import type { WriteContext } from './strategy.ts';
import { evict } from './subresources/eviction.ts';
import { exec } from './subresources/exec.ts';
import { log } from './subresources/log.ts';
import { bind, finalize } from './subresources/placement.ts';
import { scale } from './subresources/scale.ts';
import { requestToken } from './subresources/token.ts';
import { patch } from './verbs/patch.ts';
import { getObject, getOrWatch, listOrWatch } from './verbs/read.ts';
import { create, deleteCollection, deleteNamed, update } from './verbs/write.ts';
import type { Watches } from './watch.ts';

function onCollection(call: Call): ApiAnswer {
  const { kind, namespace } = call.path;
  const everywhere = kind.scope === 'Namespaced' && namespace === undefined;
  switch (call.request.method) {
    case 'GET':
      return listOrWatch(call);
    case 'POST':
      return create(call);
    case 'DELETE':
      if (everywhere || !kind.verbs.includes('deletecollection')) throw methodNotAllowed();
      return deleteCollection(call);
    default:
      throw methodNotAllowed();
  }
}

function onObject(call: Call): ApiAnswer {
  switch (call.request.method) {
    case 'GET':
      return getOrWatch(call);
    case 'PUT':
      return update(call, 'object');
    case 'PATCH':
      return patch(call, 'object');
    case 'DELETE':
      return deleteNamed(call);
    default:
      throw methodNotAllowed();
  }
}

/** The strategy of the kind keeps all but the ephemeral containers. */
function onEphemeralContainers(call: Call): ApiAnswer {
  return call.request.method === 'GET' ? getObject(call) : onObject(call);
}

function onStatus(call: Call): ApiAnswer {
  switch (call.request.method) {
    case 'GET':
      return getObject(call);
    case 'PUT':
      return update(call, 'status');
    case 'PATCH':
      return patch(call, 'status');
    default:
      throw methodNotAllowed();
  }
}

/** Each subresource with the methods it takes; the others take all they know. */
const SUBRESOURCES: Readonly<Record<string, { readonly methods: readonly string[]; run(call: Call): ApiAnswer }>> = {
  status: { methods: ['GET', 'PUT', 'PATCH'], run: onStatus },
  scale: { methods: ['GET', 'PUT', 'PATCH'], run: (call) => (call.path.kind.custom ? customScale(call) : scale(call)) },
  log: { methods: ['GET'], run: log },
  exec: { methods: ['GET', 'POST'], run: exec },
  ephemeralcontainers: { methods: ['GET', 'PUT', 'PATCH'], run: onEphemeralContainers },
  binding: { methods: ['POST'], run: bind },
  eviction: { methods: ['POST'], run: evict },
  finalize: { methods: ['PUT'], run: finalize },
  token: { methods: ['POST'], run: requestToken },
};

/** Subresources of the real server that are refused by name. */
const NOT_MODELLED = new Set([
  'nodes/proxy',
  'pods/attach',
  'pods/portforward',
  'pods/proxy',
  'pods/resize',
  'services/proxy',
]);

function onSubresource(call: Call, name: string): ApiAnswer {
  const { plural, subresources } = call.path.kind;
  if (NOT_MODELLED.has(`${plural}/${name}`)) throw notModelled(`${plural}/${name}`);
  const found = subresources.includes(name) ? SUBRESOURCES[name] : undefined;
  if (!found) throw noSuchPath();
  if (!found.methods.includes(call.request.method)) throw methodNotAllowed();
  return found.run(call);
}

/** `dryRun=All` runs the request on a fork and tells nobody. */
function coreFor(core: Core, { method, query }: ApiRequest, dryRun: unknown): Core {
  const wanted = query?.dryRun ?? (Array.isArray(dryRun) ? dryRun[0] : undefined);
  if (method === 'GET' || wanted === undefined || wanted === '') return core;
  if (wanted !== 'All') {
    const options = OPTIONS[method] ?? 'DeleteOptions';
    throw invalidObject(options, 'meta.k8s.io', '', [notSupported('dryRun', wanted, ['All'])]);
  }
  const cluster = { ...core.cluster, state: core.cluster.state.fork() };
  return { cluster, writes: 'Dry', tell: () => {} };
}

/** Deletions and evictions may say it in their options. */
function dryRunOf({ method, body }: ApiRequest): unknown {
  if (typeof body !== 'object' || body === null) return undefined;
  const { dryRun, kind, deleteOptions } = body as { dryRun?: unknown; kind?: unknown; deleteOptions?: typeof body };
  if (method === 'DELETE') return dryRun;
  return method === 'POST' && kind === 'Eviction'
    ? (deleteOptions as { dryRun?: unknown } | undefined)?.dryRun
    : undefined;
}

function dispatch(
  core: Core,
  watches: Watches,
  request: ApiRequest,
  path: ResourcePath,
  warnings: string[],
): ApiAnswer {
  const chosen = coreFor(core, request, dryRunOf(request));
  const { cluster } = chosen;
  const { deprecated } = getStrategy(keyOfKind(path.kind));
  const warning = path.kind.custom?.warning ?? deprecated;
  if (warning) warnings.push(warning);
  const now = nowMs(cluster.state);
  const writer = request.method === 'GET' ? undefined : writerOf(request, path);
  const context: WriteContext = {
    cluster,
    nowMs: now,
    from: 'Request',
    warnings,
    ...(writer ? { writer } : {}),
    ...(path.kind.custom ? { kind: path.kind } : {}),
  };
  const call: Call = { core: chosen, watches, request, query: request.query ?? {}, path, context };
  if (path.subresource !== undefined) return onSubresource(call, path.subresource);
  return path.name === undefined ? onCollection(call) : onObject(call);
}

/** Answers one request. A StatusError becomes its Status; anything else thrown is our own mistake and passes on. */
export function handleRequest(core: Core, watches: Watches, request: ApiRequest): ApiAnswer {
  const warnings: string[] = [];
  try {
    const path = findResourcePath(core.cluster, request.path);
    checkAccess(core.cluster, request, path);
    const fixed = request.method === 'GET' ? findFixedAnswer(core.cluster, request) : undefined;
    if (fixed) return fixed;
    const review = path ? undefined : answerReview(core.cluster, request);
    if (review) return review;
    if (!path) throw noSuchPath();
    return dispatch(core, watches, request, path, warnings);
  } catch (error) {
    if (error instanceof StatusError) return failure(error.status, warnings);
    throw error;
  }
}
