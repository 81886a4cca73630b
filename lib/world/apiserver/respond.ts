/** Answers in the shapes of the wire. */

import type { JsonObject } from '../api/decode.ts';
import { encode } from '../api/encode.ts';
import type { Kind, KubeObject } from '../api/kinds.ts';
import { attachManagedFields } from './apply/entries.ts';
import { encodeObject } from './custom/codec.ts';
import type { ApiResponse } from './request.ts';
import type { Status } from './status.ts';

const JSON_HEADERS = Object.freeze({ 'content-type': 'application/json' });
const TEXT_HEADERS = Object.freeze({ 'content-type': 'text/plain; charset=utf-8' });

export function json(status: number, body: unknown, warnings: readonly string[] = []): ApiResponse {
  return { status, headers: JSON_HEADERS, warnings, body };
}

/**
 * An answer whose body is made when it is first read: a replay performs requests whose answers nobody looks at.
 *
 * A class, as everywhere where a property is worked out: V8 keeps the getter of an object literal in a hidden class of the
 * old generation, and with it all that the getter sees, which here is the whole world.
 */
class LaterResponse implements ApiResponse {
  readonly status: number;
  readonly headers = JSON_HEADERS;
  readonly warnings: readonly string[];
  readonly #render: () => unknown;
  #made: { readonly body: unknown } | undefined;

  constructor(status: number, render: () => unknown, warnings: readonly string[]) {
    this.status = status;
    this.#render = render;
    this.warnings = warnings;
  }

  get body(): unknown {
    this.#made ??= { body: this.#render() };
    return this.#made.body;
  }
}

/** An answer whose body is made when it is first read. */
export function renderedLater(render: () => unknown, warnings: readonly string[] = [], status = 200): ApiResponse {
  return new LaterResponse(status, render, warnings);
}

export function plainText(body: string): ApiResponse {
  return { status: 200, headers: TEXT_HEADERS, warnings: [], body };
}

export function failure(status: Status, warnings: readonly string[] = []): ApiResponse {
  return json(status.code ?? 500, status, warnings);
}

/** The object as JSON, its times in RFC 3339. */
export function wireObject(kind: Kind, object: KubeObject, epochMs: number): JsonObject {
  const wire = encodeObject(kind, object, epochMs);
  attachManagedFields(wire.metadata as JsonObject, kind, object, epochMs);
  return wire;
}

/** Its metadata alone, as a PartialObjectMetadata. */
export function partialMetadata(kind: Kind, object: KubeObject, epochMs: number): JsonObject {
  const metadata = encode('meta/v1.ObjectMeta', object.metadata, epochMs);
  attachManagedFields(metadata, kind, object, epochMs);
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}

/** An item of a list does not repeat kind and version. */
export function wireItem(kind: Kind, object: KubeObject, epochMs: number): JsonObject {
  const { kind: _kind, apiVersion: _version, ...item } = wireObject(kind, object, epochMs);
  return item;
}
