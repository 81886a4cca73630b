/**
 * patch with `application/apply-patch+yaml`: server-side apply.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/patch.go (applyPatcher),
 * https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/managedfields/internal/structuredmerge.go
 */
import { type Kind, type KubeObject, keyOfKind } from '../../api/kinds.ts';
import type { ObjectMeta } from '../../api/meta/v1/meta.schema.ts';
import { applyConfiguration, conflictError, conflictsBeyond } from '../apply/apply.ts';
import { storedEntries } from '../apply/entries.ts';
import { shapeOfKind } from '../apply/kind-shape.ts';
import { allowedByLastApplied, withLastApplied } from '../apply/last-applied.ts';
import { documentOf, type Owner, owned, ownersOf } from '../apply/owners.ts';
import { shapeErrors } from '../apply/validate.ts';
import { answerObject, type Call, nameOf } from '../call.ts';
import { createObject } from '../create.ts';
import { decodeAny, encodeObject } from '../custom/codec.ts';
import { isObject, type Json, type JsonObject } from '../patch/json-value.ts';
import type { ApiResponse } from '../request.ts';
import { badRequest, conflict, notFound, StatusError } from '../status.ts';
import { findObject } from '../store.ts';
import type { WriteContext, Writer } from '../strategy.ts';
import { warnOfUnmodelled } from '../unmodelled.ts';
import { type UpdateTarget, updateObject } from '../update.ts';

/** The manager as which kubectl applies: alone allowed to take over what its client-side apply wrote. */
const KUBECTL = 'kubectl';

interface Configuration {
  readonly json: JsonObject;
  readonly metadata: JsonObject;
}

function kindText(apiVersion: Json | undefined, kind: Json | undefined): string {
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  return `${version.includes('/') ? version : `/${version}`}, Kind=${typeof kind === 'string' ? kind : ''}`;
}

/** What says which type an object is of. */
type TypeMeta = Pick<Kind, 'apiVersion'> & { readonly kind: string };

export function readConfiguration({ request }: Call, type: TypeMeta): Configuration {
  const { body } = request;
  if (!isObject(body)) {
    throw badRequest(
      'error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal into Go value of type map[string]interface {}',
    );
  }
  const { apiVersion, kind } = body;
  if (apiVersion !== type.apiVersion || kind !== type.kind) {
    throw badRequest(`invalid object type: ${kindText(apiVersion, kind)}`);
  }
  const metadata = isObject(body.metadata) ? body.metadata : {};
  if (metadata.managedFields !== undefined && metadata.managedFields !== null) {
    throw badRequest('metadata.managedFields must be nil');
  }
  return { json: body, metadata };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The object as errors of the typed reader name it. */
export function subjectOf({ metadata }: Configuration, { apiVersion, kind }: TypeMeta): string {
  return `${textOf(metadata.namespace)}/${textOf(metadata.name)}; ${kindText(apiVersion, kind)}`;
}

/** The status of an error that has no reason: the server says no more than its words. */
export function unknownError(message: string): StatusError {
  return new StatusError(500, '', message);
}

export function checkNames(call: Call, { metadata }: Configuration): void {
  const { namespace, kind } = call.path;
  const name = nameOf(call);
  const given = textOf(metadata.name);
  if (given && given !== name) {
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  }
  const own = textOf(metadata.namespace);
  if (own && kind.scope === 'Namespaced' && own !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

export function forced({ query }: Call): boolean {
  return query.force === 'true' || query.force === '1';
}

interface Outcome {
  readonly document: Json;
  readonly owners: readonly Owner[];
}

function applyTo(call: Call, standing: KubeObject | undefined, { json }: Configuration): Outcome {
  const { kind } = call.path;
  const { manager, subresource } = call.context.writer as Writer;
  const { epochMs } = call.core.cluster;
  const entry = {
    manager,
    operation: 'Apply',
    apiVersion: kind.apiVersion,
    time: call.context.nowMs,
    ...(subresource ? { subresource } : {}),
  };
  const application = {
    shape: shapeOfKind(kind),
    live: standing ? documentOf(kind, standing, epochMs) : (encodeObject(kind, {}, epochMs) as Json),
    config: json,
    owners: standing ? knownOwners(call, standing) : [],
    entry,
    owned: (set: Parameters<typeof owned>[2]) => owned(kind, subresource, set),
  };
  const outcome = applyConfiguration({ ...application, force: forced(call) });
  if (outcome.kind === 'Applied') return outcome.applied;
  const allowed = manager === KUBECTL ? allowedByLastApplied(application.shape, application.live) : {};
  const left = conflictsBeyond(outcome.conflicts, allowed);
  if (left.length > 0) throw conflictError(left);
  const again = applyConfiguration({ ...application, force: true });
  if (again.kind === 'Conflicts') throw conflictError(again.conflicts);
  return again.applied;
}

/** An object whose managers were once forgotten was written by somebody before the first apply. */
export function knownOwners(call: Call, standing: KubeObject): readonly Owner[] {
  const { kind } = call.path;
  const { epochMs } = call.core.cluster;
  const { managedFields, ...metadata } = standing.metadata as ObjectMeta;
  if (managedFields?.length !== 0) return ownersOf(kind, standing, epochMs);
  const entry = {
    manager: 'before-first-apply',
    operation: 'Update',
    apiVersion: kind.apiVersion,
    time: call.context.nowMs,
  };
  const bare = { ...standing, metadata: { ...metadata, managedFields: [entry] } } as KubeObject;
  return ownersOf(kind, bare, epochMs);
}

function decodeOutcome(call: Call, document: Json, subject: string): KubeObject {
  const { kind, namespace } = call.path;
  const decoded = decodeAny(kind, document, { strictness: 'Ignore', epochMs: call.core.cluster.epochMs });
  if (!decoded.ok) {
    throw unknownError(
      `failed to convert new object (${subject}) to proper version (${kind.apiVersion}): unable to convert unstructured object to ${kindText(kind.apiVersion, kind.kind)}: ${decoded.message}`,
    );
  }
  const object = decoded.object as unknown as KubeObject;
  const metadata = { ...(object.metadata as ObjectMeta), name: nameOf(call) };
  return { ...object, metadata: kind.scope === 'Namespaced' ? { ...metadata, namespace } : metadata } as KubeObject;
}

export function apply(call: Call, target: UpdateTarget): ApiResponse {
  const { kind, namespace } = call.path;
  const name = nameOf(call);
  const configuration = readConfiguration(call, kind);
  const subject = subjectOf(configuration, kind);
  const errors = shapeErrors(shapeOfKind(kind), configuration.json);
  if (errors.length > 0) {
    const words = errors.length === 1 ? errors[0] : ['errors:', ...errors.map((error) => `  ${error}`)].join('\n');
    throw unknownError(`failed to create typed patch object (${subject}): ${words}`);
  }
  checkNames(call, configuration);
  const standing = findObject(call.core.cluster, keyOfKind(kind), name, namespace) as KubeObject | undefined;
  const { document, owners } = applyTo(call, standing, configuration);
  const writer = call.context.writer as Writer;
  const whole = writer.manager === KUBECTL ? withLastApplied(document, configuration.json) : document;
  const object = decodeOutcome(call, whole, subject);
  const kept = owners.filter(({ implied }) => !implied || target === 'status');
  const context: WriteContext = { ...call.context, writer: { ...writer, applied: storedEntries(kept) } };
  if (target === 'object') warnOfUnmodelled(context, kind, object, standing);
  if (standing)
    return answerObject(call, 200, updateObject(call.core, keyOfKind(kind), object, target, context) as KubeObject);
  return createApplied(call, target, object, configuration, context);
}

function createApplied(
  call: Call,
  target: UpdateTarget,
  object: KubeObject,
  { metadata }: Configuration,
  context: WriteContext,
): ApiResponse {
  const { kind } = call.path;
  const name = nameOf(call);
  if (target === 'status' || call.path.subresource) throw notFound(kind, name);
  if (textOf(metadata.uid)) {
    const because = `uid mismatch: the provided object specified uid ${textOf(metadata.uid)}, and no existing object was found`;
    throw conflict(kind, name, because);
  }
  return answerObject(call, 201, createObject(call.core, keyOfKind(kind), object, context) as KubeObject);
}
