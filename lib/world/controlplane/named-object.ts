import type { ObjectMeta } from '../api/meta/v1/meta.schema.ts';

/** The namespace of the object as a key, when it is the one of that name. */
export function namespaceKeys(name: string, object: { readonly metadata: ObjectMeta } | undefined): string[] {
  return object?.metadata.name === name && object.metadata.namespace ? [object.metadata.namespace] : [];
}
