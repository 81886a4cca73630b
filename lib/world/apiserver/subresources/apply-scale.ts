/**
 * Server-side apply of a scale: who applies comes to own the field of the object that holds the number.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/managedfields/scalehandler.go
 */
import type { Kind, KubeObject } from '../../api/kinds.ts';
import { applyConfiguration, conflictError } from '../apply/apply.ts';
import { storedEntries } from '../apply/entries.ts';
import { shapeOfKind } from '../apply/kind-shape.ts';
import { documentOf, owned } from '../apply/owners.ts';
import { shapeOf } from '../apply/shape.ts';
import { shapeErrors } from '../apply/validate.ts';
import type { Call } from '../call.ts';
import { isObject, type Json, type JsonObject } from '../patch/json-value.ts';
import type { WriteContext, Writer } from '../strategy.ts';
import { checkNames, forced, knownOwners, readConfiguration, subjectOf, unknownError } from '../verbs/apply.ts';

const SCALE = { apiVersion: 'autoscaling/v1', kind: 'Scale' };
const SCHEMA = 'autoscaling/v1.Scale';

export interface AppliedScale {
  /** 0 when its manager no longer applies a number that nobody else wants. */
  readonly replicas: number;
  readonly resourceVersion: string;
  /** As which the object is to be written. */
  readonly context: WriteContext;
}

/** The manager whose fields are in the way is named as the scale shows it. */
function asScaleShows<T extends { readonly entry: { readonly apiVersion?: string } }>(conflict: T): T {
  return { ...conflict, entry: { ...conflict.entry, apiVersion: SCALE.apiVersion } };
}

function nested(names: readonly string[], value: Json): Json {
  return names.reduceRight<Json>((inner, name) => ({ [name]: inner }), value);
}

function valueAt(document: Json, names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((value, name) => (isObject(value) ? value[name] : undefined), document);
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function resourceVersionOf(metadata: JsonObject): string {
  return typeof metadata.resourceVersion === 'string' ? metadata.resourceVersion : '';
}

function applicationOf(call: Call, kind: Kind, object: KubeObject, config: Json) {
  const { epochMs } = call.core.cluster;
  const { manager, subresource } = call.context.writer as Writer;
  const { apiVersion } = kind;
  return {
    shape: shapeOfKind(kind),
    live: documentOf(kind, object, epochMs),
    config,
    owners: knownOwners(call, object),
    entry: { manager, operation: 'Apply', apiVersion, time: call.context.nowMs, subresource },
    owned: (set: Parameters<typeof owned>[2]) => owned(kind, subresource, set),
    force: forced(call),
  };
}

/** Applies the scale of the request's body to `object`, whose number stands at the path `names`. */
export function applyScale(call: Call, object: KubeObject, names: readonly string[]): AppliedScale {
  const { kind } = call.path;
  const configuration = readConfiguration(call, SCALE);
  const errors = shapeErrors(shapeOf(SCHEMA), configuration.json);
  if (errors.length > 0) {
    const words = errors.length === 1 ? errors[0] : ['errors:', ...errors.map((error) => `  ${error}`)].join('\n');
    throw unknownError(`failed to create typed patch object (${subjectOf(configuration, SCALE)}): ${words}`);
  }
  checkNames(call, configuration);
  const replicas = valueAt(configuration.json, ['spec', 'replicas']);
  const config = replicas === undefined ? {} : nested(names, replicas);
  const outcome = applyConfiguration(applicationOf(call, kind, object, config));
  if (outcome.kind === 'Conflicts') throw conflictError(outcome.conflicts.map(asScaleShows));
  const { document, owners } = outcome.applied;
  const writer = { ...(call.context.writer as Writer), applied: storedEntries(owners.filter((one) => !one.implied)) };
  return {
    replicas: numberOf(valueAt(document, names)),
    resourceVersion: resourceVersionOf(configuration.metadata),
    context: { ...call.context, writer },
  };
}
