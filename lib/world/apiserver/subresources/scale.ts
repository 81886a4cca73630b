/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/apps/deployment/storage/storage.go (ScaleREST) */
import type { Deployment } from '../../api/apps/v1/deployment.schema.ts';
import type { ReplicaSet } from '../../api/apps/v1/replicaset.schema.ts';
import type { StatefulSet } from '../../api/apps/v1/statefulset.schema.ts';
import type { Scale } from '../../api/autoscaling/v1/scale.schema.ts';
import type { ReplicationController } from '../../api/core/v1/replicationcontroller.schema.ts';
import { decode, type JsonObject } from '../../api/decode.ts';
import { encode } from '../../api/encode.ts';
import { type Call, methodNotAllowed, renderingOf, rowObjectOf } from '../call.ts';
import { strictnessOf } from '../decode-body.ts';
import { invalid, invalidObject } from '../registry/validation/field-error.ts';
import type { ApiResponse } from '../request.ts';
import { json } from '../respond.ts';
import type { LabelSelector } from '../selectors/label-selector.ts';
import { badRequest } from '../status.ts';
import { AGE, integer, NAME } from '../table/column.ts';
import { age } from '../table/duration.ts';
import { formatSelector, NONE } from '../table/words.ts';
import { updateObject } from '../update.ts';
import { applyPatch, decodePatched, isApply } from '../verbs/patch.ts';
import { findNamed } from '../verbs/read.ts';
import { type AppliedScale, applyScale } from './apply-scale.ts';

type Scalable = Deployment | ReplicaSet | ReplicationController | StatefulSet;

const SCHEMA = 'autoscaling/v1.Scale';

function selectorOf(object: Scalable): LabelSelector | undefined {
  return object.kind === 'ReplicationController' ? { matchLabels: object.spec.selector ?? {} } : object.spec.selector;
}

function scaleOf(object: Scalable): Scale {
  const { metadata, spec, status } = object;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const selector = formatSelector(selectorOf(object));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      namespace,
      ...(uid ? { uid } : {}),
      ...(resourceVersion ? { resourceVersion } : {}),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    spec: { replicas: spec.replicas ?? 0 },
    status: { replicas: status.replicas ?? 0, ...(selector === NONE ? {} : { selector }) },
  } as Scale;
}

function wanted(call: Call, object: Scalable): Scale {
  const { epochMs } = call.core.cluster;
  if (call.request.method === 'PATCH') {
    const patched = applyPatch(call, SCHEMA, encode(SCHEMA, scaleOf(object), epochMs));
    return decodePatched(call, SCHEMA, patched) as unknown as Scale;
  }
  const decoded = decode(SCHEMA, call.request.body, { strictness: strictnessOf(call.query), epochMs });
  if (!decoded.ok) throw badRequest(`Scale in version "v1" cannot be handled as a Scale: ${decoded.message}`);
  call.context.warnings.push(...decoded.warnings);
  return decoded.object as unknown as Scale;
}

function changed(call: Call, object: Scalable): AppliedScale {
  const { metadata, spec } = wanted(call, object);
  const resourceVersion = metadata?.resourceVersion ?? '';
  return { replicas: spec?.replicas ?? 0, resourceVersion, context: call.context };
}

const COLUMNS = [NAME, integer('Desired'), integer('Available'), AGE];

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go (printScale) */
function scaleTable(call: Call, scale: Scale, encoded: JsonObject): JsonObject {
  const { metadata, spec, status } = scale;
  const { name, resourceVersion = '', creationTimestamp } = metadata ?? {};
  const cells = [name ?? '', spec?.replicas ?? 0, status?.replicas ?? 0, age(creationTimestamp, call.context.nowMs)];
  const partial = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: encoded.metadata };
  const object = { None: undefined, Object: encoded, Metadata: partial }[rowObjectOf(call)];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion },
    columnDefinitions: COLUMNS.map((column) => ({ ...column, description: '' })),
    rows: [object ? { cells, object } : { cells }],
  };
}

export function scale(call: Call): ApiResponse {
  const { epochMs } = call.core.cluster;
  const object = findNamed(call) as Scalable;
  const answer = (scalable: Scalable): ApiResponse => {
    const value = scaleOf(scalable);
    const encoded = encode(SCHEMA, value, epochMs);
    return json(200, renderingOf(call) === 'Table' ? scaleTable(call, value, encoded) : encoded, call.context.warnings);
  };
  if (call.request.method === 'GET') return answer(object);
  if (call.request.method !== 'PUT' && call.request.method !== 'PATCH') throw methodNotAllowed();
  const { replicas, resourceVersion, context } = isApply(call)
    ? applyScale(call, object, ['spec', 'replicas'])
    : changed(call, object);
  if (replicas < 0) {
    const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
    throw invalidObject('Scale', 'autoscaling', object.metadata.name, [error]);
  }
  const scaled = { ...object, metadata: { ...object.metadata, resourceVersion }, spec: { ...object.spec, replicas } };
  return answer(updateObject(call.core, object.kind, scaled as Scalable, 'object', context) as Scalable);
}
