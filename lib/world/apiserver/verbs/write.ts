/**
 * create, update, delete and deletecollection.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/create.go, update.go, delete.go
 */
import { decode } from '../../api/decode.ts';
import { type KubeObject, keyOfKind } from '../../api/kinds.ts';
import type { ObjectMeta, DeleteOptions as WireDeleteOptions } from '../../api/meta/v1/meta.schema.ts';
import { answerObject, type Call, nameOf } from '../call.ts';
import { createObject } from '../create.ts';
import { readBody, strictnessOf } from '../decode-body.ts';
import { type DeleteRequest, deleteObject } from '../delete.ts';
import { checkBodyType } from '../negotiate.ts';
import { type FieldError, invalid, invalidObject, notSupported } from '../registry/validation/field-error.ts';
import type { ApiResponse } from '../request.ts';
import { json, wireItem } from '../respond.ts';
import { selection } from '../selection.ts';
import { badRequest, type StatusError } from '../status.ts';
import { currentVersion, findObject, listObjects } from '../store.ts';
import { getStrategy } from '../strategies.ts';
import { warnOfUnmodelled } from '../unmodelled.ts';
import { type UpdateTarget, updateObject } from '../update.ts';

const JOB_ORPHANS =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

function withNamespace({ path }: Call, object: KubeObject): KubeObject {
  const meta = object.metadata as ObjectMeta;
  if (path.kind.scope === 'Cluster') return object;
  if (meta.namespace && meta.namespace !== path.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return { ...object, metadata: { ...meta, namespace: path.namespace } } as KubeObject;
}

export function create(call: Call): ApiResponse {
  const { kind, namespace } = call.path;
  if (kind.scope === 'Namespaced' && namespace === undefined) {
    throw badRequest('an empty namespace may not be set during creation');
  }
  checkBodyType(call.request.headers?.['content-type']);
  const body = readBody(kind, call.request.body, strictnessOf(call.query), call.context);
  const object = withNamespace(call, body);
  warnOfUnmodelled(call.context, kind, object, undefined);
  return answerObject(call, 201, createObject(call.core, keyOfKind(kind), object, call.context) as KubeObject);
}

export function update(call: Call, target: UpdateTarget): ApiResponse {
  const name = nameOf(call);
  checkBodyType(call.request.headers?.['content-type']);
  const body = readBody(call.path.kind, call.request.body, strictnessOf(call.query), call.context);
  const object = withNamespace(call, body);
  const given = (object.metadata as ObjectMeta).name ?? '';
  if (given === '') throw badRequest('name must be provided');
  if (given !== name) {
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  }
  const { kind, namespace } = call.path;
  const standing = findObject(call.core.cluster, keyOfKind(kind), name, namespace) as KubeObject | undefined;
  if (target === 'object') warnOfUnmodelled(call.context, kind, object, standing);
  return answerObject(call, 200, updateObject(call.core, keyOfKind(kind), object, target, call.context) as KubeObject);
}

/** What the body and the query say of a deletion; the body counts first. */
export function deleteRequestOf(call: Call): DeleteRequest {
  const { body } = call.request;
  const options = readOptions(call, body);
  const grace = options.gracePeriodSeconds ?? readSeconds(call.query.gracePeriodSeconds);
  const orphan =
    options.orphanDependents === undefined ? undefined : options.orphanDependents ? 'Orphan' : 'Background';
  const policy = options.propagationPolicy ?? call.query.propagationPolicy;
  if (policy !== undefined && orphan !== undefined) {
    const both = 'orphanDependents and deletionPropagation cannot be both set';
    throw badOptions(invalid('propagationPolicy', policy, both));
  }
  const propagation = policy ?? orphan;
  if (propagation !== undefined && !isPropagation(propagation)) {
    throw badOptions(notSupported('propagationPolicy', propagation, ['Foreground', 'Background', 'Orphan', 'nil']));
  }
  return {
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace < 0 ? 1 : grace }),
    ...(propagation === undefined ? {} : { propagation }),
    ...(options.preconditions ? { preconditions: options.preconditions } : {}),
  };
}

function badOptions(error: FieldError): StatusError {
  return invalidObject('DeleteOptions', 'meta.k8s.io', '', [error]);
}

function readSeconds(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function isPropagation(text: string): text is NonNullable<DeleteRequest['propagation']> {
  return text === 'Background' || text === 'Foreground' || text === 'Orphan';
}

function readOptions(call: Call, body: unknown): WireDeleteOptions {
  if (body === undefined || body === null || body === '') return {};
  const { epochMs } = call.core.cluster;
  const decoded = decode('meta/v1.DeleteOptions', body, { strictness: 'Ignore', epochMs });
  if (!decoded.ok) {
    throw badRequest(`DeleteOptions in version "v1" cannot be handled as a DeleteOptions: ${decoded.message}`);
  }
  return decoded.object as WireDeleteOptions;
}

export function deleteNamed(call: Call): ApiResponse {
  const { kind, namespace } = call.path;
  const options = deleteRequestOf(call);
  const name = nameOf(call);
  if (kind.kind === 'Job' && options.propagation === undefined) call.context.warnings.push(JOB_ORPHANS);
  const { object, outcome } = deleteObject(call.core, keyOfKind(kind), name, namespace, options, call.context);
  if (outcome === 'Pending' || getStrategy(keyOfKind(kind)).returnsDeleted) {
    return answerObject(call, 200, object as KubeObject);
  }
  const { uid } = object.metadata as ObjectMeta;
  const details = { name, ...(kind.group ? { group: kind.group } : {}), kind: kind.plural, uid };
  const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
  return json(200, body, call.context.warnings);
}

export function deleteCollection(call: Call): ApiResponse {
  const { kind, namespace } = call.path;
  const options = deleteRequestOf(call);
  const { cluster } = call.core;
  const gone = listObjects(cluster, keyOfKind(kind), namespace).filter(selection(kind, call.query));
  for (const { metadata } of gone) {
    const { name = '', namespace: own } = metadata as ObjectMeta;
    deleteObject(call.core, keyOfKind(kind), name, own, options, call.context);
  }
  const items = gone.map((object) => wireItem(kind, object, cluster.epochMs));
  const metadata = { resourceVersion: String(currentVersion(cluster)) };
  return json(200, { kind: `${kind.kind}List`, apiVersion: kind.apiVersion, metadata, items }, call.context.warnings);
}
