/**
 * patch, in its three forms, and the way to the fourth: apply.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/patch.go
 */
import { type Decoded, type DecodeOptions, decode, type JsonObject } from '../../api/decode.ts';
import { type KubeObject, keyOfKind } from '../../api/kinds.ts';
import type { ObjectMeta } from '../../api/meta/v1/meta.schema.ts';
import { documentOf } from '../apply/owners.ts';
import { answerObject, type Call } from '../call.ts';
import { decodeAny } from '../custom/codec.ts';
import { strictnessOf } from '../decode-body.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { isObject, type Json } from '../patch/json-value.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { patchShape } from '../patch/patch-shape.ts';
import { applyStrategicMerge, goMap } from '../patch/strategic-merge.ts';
import { invalid, invalidObject } from '../registry/validation/field-error.ts';
import type { ApiResponse } from '../request.ts';
import { wireObject } from '../respond.ts';
import { badRequest, unsupportedMediaType } from '../status.ts';
import { warnOfUnmodelled } from '../unmodelled.ts';
import { type UpdateTarget, updateObject } from '../update.ts';
import { apply } from './apply.ts';
import { findNamed } from './read.ts';

const ACCEPTED =
  '[application/json-patch+json application/merge-patch+json application/strategic-merge-patch+json application/apply-patch+yaml]';

const CUSTOM_ACCEPTED =
  'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml';

const APPLY = 'application/apply-patch+yaml';

/** Whether the request's patch is a configuration to apply. */
export function isApply(call: Call): boolean {
  return call.request.method === 'PATCH' && contentTypeOf(call) === APPLY;
}

function contentTypeOf({ request }: Call): string {
  return (request.headers?.['content-type'] ?? '').split(';')[0]?.trim() ?? '';
}

/** A patch applied to a document, and how the real server quotes it when the outcome does not decode. */
export interface Patched {
  readonly document: Json;
  readonly quoted: string;
}

/** Applies the request's patch to a JSON document of `schema`. */
export function applyPatch(call: Call, schema: string, document: JsonObject): Patched {
  const type = contentTypeOf(call);
  const patch = call.request.body as Json;
  const before = document as unknown as Json;
  switch (type) {
    case 'application/json-patch+json': {
      const after = applyJsonPatch(before, patch);
      return { document: after, quoted: JSON.stringify(after) };
    }
    case 'application/merge-patch+json': {
      if (!isObject(patch)) throw badRequest('Invalid JSON Patch');
      const after = applyMergePatch(before, patch);
      return { document: after, quoted: JSON.stringify(after) };
    }
    case 'application/strategic-merge-patch+json': {
      if (call.path.kind.custom) throw unsupportedMediaType(CUSTOM_ACCEPTED);
      if (!isObject(patch)) {
        throw badRequest('json: cannot unmarshal into Go value of type map[string]interface {}');
      }
      const after = applyStrategicMerge(before as Record<string, Json>, patch, patchShape(schema));
      return { document: after, quoted: goMap(patch) };
    }
    default:
      throw unsupportedMediaType(
        `the body of the request was in an unknown format - accepted media types include: ${ACCEPTED.slice(1, -1).replaceAll(' ', ', ')}`,
      );
  }
}

/** The patched document as an object; throws the 422 that names the patch. */
export function decodePatched(call: Call, schema: string, patched: Patched): JsonObject {
  return decodeWith(call, patched, (document, options) => decode(schema, document, options));
}

type Read = (document: Json, options: DecodeOptions) => Decoded;

function decodeWith(call: Call, { document, quoted }: Patched, read: Read): JsonObject {
  const strictness = strictnessOf(call.query);
  const decoded = read(document, { strictness, epochMs: call.core.cluster.epochMs });
  if (!decoded.ok) throw invalidObject('', '', '', [invalid('patch', quoted, decoded.message)]);
  call.context.warnings.push(...decoded.warnings);
  return decoded.object;
}

function checkIdentity(call: Call, document: Json): void {
  const { kind, name } = call.path;
  const given = isObject(document) ? document : {};
  if (given.kind !== kind.kind || given.apiVersion !== kind.apiVersion) {
    throw badRequest(
      `the API version in the data (${String(given.apiVersion)}) does not match the expected API version (${kind.apiVersion})`,
    );
  }
  const meta = isObject(given.metadata) ? given.metadata : {};
  if (meta.name !== name) {
    throw badRequest(`the name of the object (${String(meta.name)}) does not match the name on the URL (${name})`);
  }
}

/** The document that a patch is about; its managed fields are there for a patch that names them. */
function patchedDocument({ core, path, request }: Call, object: KubeObject): JsonObject {
  const { epochMs } = core.cluster;
  const named = JSON.stringify(request.body ?? null).includes('managedFields');
  return named ? wireObject(path.kind, object, epochMs) : (documentOf(path.kind, object, epochMs) as JsonObject);
}

export function patch(call: Call, target: UpdateTarget): ApiResponse {
  if (isApply(call)) return apply(call, target);
  const { kind, namespace } = call.path;
  const standing = findNamed(call);
  const patched = applyPatch(call, kind.schema, patchedDocument(call, standing));
  const object = decodeWith(call, patched, (json, options) => decodeAny(kind, json, options)) as unknown as KubeObject;
  checkIdentity(call, patched.document);
  const meta = object.metadata as ObjectMeta;
  const whole = kind.scope === 'Namespaced' ? { ...object, metadata: { ...meta, namespace } } : object;
  if (target === 'object') warnOfUnmodelled(call.context, kind, object, standing);
  const written = updateObject(call.core, keyOfKind(kind), whole as KubeObject, target, call.context);
  return answerObject(call, 200, written as KubeObject);
}
