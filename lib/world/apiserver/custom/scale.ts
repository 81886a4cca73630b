/** The scale of a custom kind, at the paths that its definition names. Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/registry/customresource/etcd.go (ScaleREST) */
import type { ScalePaths } from '../../api/custom.ts';
import { decode, type JsonObject } from '../../api/decode.ts';
import { isObject } from '../../api/decoding.ts';
import { encode } from '../../api/encode.ts';
import { type KubeObject, keyOfKind } from '../../api/kinds.ts';
import type { Call } from '../call.ts';
import { strictnessOf } from '../decode-body.ts';
import { invalid, invalidObject } from '../registry/validation/field-error.ts';
import type { ApiResponse } from '../request.ts';
import { json } from '../respond.ts';
import { badRequest, noSuchPath } from '../status.ts';
import { type AppliedScale, applyScale } from '../subresources/apply-scale.ts';
import { updateObject } from '../update.ts';
import { applyPatch, decodePatched, isApply } from '../verbs/patch.ts';
import { findNamed } from '../verbs/read.ts';
import { findFirst } from './simple-path.ts';

const SCHEMA = 'autoscaling/v1.Scale';

function numberAt(path: string, object: unknown): number {
  const value = findFirst(path, object);
  return typeof value === 'number' ? value : 0;
}

function scaleOf(object: KubeObject, paths: ScalePaths): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = paths.labelSelectorPath ? findFirst(paths.labelSelectorPath, object) : undefined;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberAt(paths.specReplicasPath, object) },
    status: {
      replicas: numberAt(paths.statusReplicasPath, object),
      ...(typeof selector === 'string' ? { selector } : {}),
    },
  };
}

/** A copy with the number at a path of plain names. */
function withNumber(value: unknown, names: readonly string[], number: number): JsonObject {
  const [name = '', ...rest] = names;
  const open: JsonObject = isObject(value) ? { ...value } : {};
  open[name] = rest.length === 0 ? number : withNumber(open[name], rest, number);
  return open;
}

interface Wanted {
  readonly metadata?: { readonly resourceVersion?: string };
  readonly spec?: { readonly replicas?: number };
}

function wanted(call: Call, scale: object): Wanted {
  const { epochMs } = call.core.cluster;
  if (call.request.method === 'PATCH') {
    return decodePatched(call, SCHEMA, applyPatch(call, SCHEMA, encode(SCHEMA, scale, epochMs))) as Wanted;
  }
  const decoded = decode(SCHEMA, call.request.body, { strictness: strictnessOf(call.query), epochMs });
  if (!decoded.ok) throw badRequest(`Scale in version "v1" cannot be handled as a Scale: ${decoded.message}`);
  return decoded.object as Wanted;
}

function changed(call: Call, scale: object): AppliedScale {
  const { metadata, spec } = wanted(call, scale);
  const resourceVersion = metadata?.resourceVersion ?? '';
  return { replicas: spec?.replicas ?? 0, resourceVersion, context: call.context };
}

export function customScale(call: Call): ApiResponse {
  const { kind } = call.path;
  const paths = kind.custom?.scale;
  if (!paths) throw noSuchPath();
  const { epochMs } = call.core.cluster;
  const object = findNamed(call);
  const answer = (one: KubeObject): ApiResponse =>
    json(200, encode(SCHEMA, scaleOf(one, paths), epochMs), call.context.warnings);
  if (call.request.method === 'GET') return answer(object);
  const names = paths.specReplicasPath.split('.').filter(Boolean);
  const { replicas, resourceVersion, context } = isApply(call)
    ? applyScale(call, object, names)
    : changed(call, scaleOf(object, paths));
  if (replicas < 0) {
    const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
    throw invalidObject('Scale', 'autoscaling', object.metadata.name ?? '', [error]);
  }
  const scaled = { ...withNumber(object, names, replicas), metadata: { ...object.metadata, resourceVersion } };
  return answer(updateObject(call.core, keyOfKind(kind), scaled as unknown as KubeObject, 'object', context));
}
