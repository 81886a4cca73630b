/** One request on its way through a verb. */

import type { JsonObject } from '../api/decode.ts';
import { type Kind, type KubeObject, keyOfKind } from '../api/kinds.ts';
import type { Core } from './commit.ts';
import { withHeartbeat } from './heartbeats.ts';
import { type Rendering, renderingFor } from './negotiate.ts';
import type { ApiRequest, ApiResponse } from './request.ts';
import { partialMetadata, renderedLater, wireObject } from './respond.ts';
import type { ResourcePath } from './route.ts';
import { badRequest, StatusError } from './status.ts';
import type { WriteContext } from './strategy.ts';
import { type RowObject, tableOf } from './table/table.ts';
import type { Watches } from './watch.ts';

export interface Call {
  readonly core: Core;
  readonly watches: Watches;
  readonly request: ApiRequest;
  readonly query: Readonly<Record<string, string>>;
  readonly path: ResourcePath;
  readonly context: WriteContext;
}

export function renderingOf({ request }: Call): Rendering {
  return renderingFor(request.headers?.accept);
}

export function rowObjectOf({ query }: Call): RowObject {
  const wanted = query.includeObject ?? '';
  if (wanted === '' || wanted === 'Metadata') return 'Metadata';
  if (wanted === 'Object' || wanted === 'None') return wanted;
  throw badRequest(`unrecognized includeObject value: ${JSON.stringify(wanted)}`);
}

/** The object as the client wants to see it; what depends on the moment is read at once, so it may be rendered at any time. */
function rendererOf(call: Call, stored: KubeObject, kind: Kind): () => JsonObject {
  const { cluster } = call.core;
  const { epochMs } = cluster;
  const object = withHeartbeat(cluster, keyOfKind(kind), stored);
  switch (renderingOf(call)) {
    case 'Object':
      return () => wireObject(kind, object, epochMs);
    case 'Metadata':
      return () => partialMetadata(kind, object, epochMs);
    case 'Table': {
      const { resourceVersion = '' } = object.metadata;
      const options = { include: rowObjectOf(call), epochMs, nowMs: call.context.nowMs };
      return () => tableOf(kind, [object], { resourceVersion }, options);
    }
  }
}

export function answerObject(call: Call, status: number, object: KubeObject): ApiResponse {
  return renderedLater(rendererOf(call, object, call.path.kind), call.context.warnings, status);
}

/** The name that the path must have. */
export function nameOf({ path }: Call): string {
  if (path.name === undefined) throw methodNotAllowed();
  return path.name;
}

export function methodNotAllowed(): StatusError {
  const message = 'the server does not allow this method on the requested resource';
  return new StatusError(405, 'MethodNotAllowed', message, {});
}
