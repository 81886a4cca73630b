/** The annotation in which `kubectl apply` remembers what it was given. */
import { type JsonObject, object } from '../json.ts';
import { compactJson } from '../output/json.ts';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object with its own configuration in the annotation that the next apply reads. */
export function withLastApplied(value: JsonObject): JsonObject {
  const metadata = object(value, 'metadata');
  const { [LAST_APPLIED]: _, ...annotations } = object(metadata, 'annotations');
  const bare = { ...value, metadata: { ...metadata, annotations } };
  const configuration = `${compactJson(bare)}\n`;
  return { ...value, metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: configuration } } };
}

/** The same of an object that kubectl itself made, in the order of its Go type. */
export function withOwnConfiguration(value: JsonObject): JsonObject {
  const { namespace: _, ...metadata } = object(value, 'metadata');
  const configuration = `${compactJson({ ...value, metadata }, 'Declared')}\n`;
  const annotations = { ...object(metadata, 'annotations'), [LAST_APPLIED]: configuration };
  return { ...value, metadata: { ...object(value, 'metadata'), annotations } };
}
