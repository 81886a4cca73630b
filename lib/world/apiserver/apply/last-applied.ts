/**
 * The bridge from client-side to server-side apply: what kubectl applied with its annotation it may take over, and the
 * annotation follows.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/managedfields/internal/lastappliedmanager.go, lastappliedupdater.go
 */
import { isObject, type Json, type JsonObject } from '../patch/json-value.ts';
import { difference, type FieldSet, union } from './field-set.ts';
import type { Shape } from './shape.ts';
import { compare, fieldsOf } from './typed.ts';

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
const MAX_BYTES = 262_144;

function annotationsOf(document: Json): JsonObject | undefined {
  const metadata = isObject(document) ? document.metadata : undefined;
  const annotations = isObject(metadata) ? metadata.annotations : undefined;
  return isObject(annotations) ? annotations : undefined;
}

function lastApplied(document: Json): Json | undefined {
  const text = annotationsOf(document)?.[ANNOTATION];
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Fields that client-side apply put there and that stand as it left them. */
export function allowedByLastApplied(shape: Shape, live: Json): FieldSet {
  const applied = lastApplied(live);
  if (applied === undefined) return {};
  const { added, modified, removed } = compare(shape, live, applied);
  const differs = [added, modified, removed].map((set) => set ?? {}).reduce(union);
  return difference(fieldsOf(shape, applied), differs);
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key] as Json)]),
  );
}

function withoutAnnotation(config: JsonObject): JsonObject {
  const annotations = annotationsOf(config);
  if (annotations?.[ANNOTATION] === undefined) return config;
  const { [ANNOTATION]: _own, ...rest } = annotations;
  return { ...config, metadata: { ...(config.metadata as JsonObject), annotations: rest } };
}

/** The document with the annotation brought up to date, where it has one. */
export function withLastApplied(document: Json, config: JsonObject): Json {
  const annotations = annotationsOf(document);
  if (!isObject(document) || !annotations?.[ANNOTATION]) return document;
  const text = `${JSON.stringify(sortKeys(withoutAnnotation(config)))}\n`;
  const { [ANNOTATION]: _old, ...rest } = annotations;
  const next = new TextEncoder().encode(text).length > MAX_BYTES ? rest : { ...rest, [ANNOTATION]: text };
  return { ...document, metadata: { ...(document.metadata as JsonObject), annotations: next } };
}
