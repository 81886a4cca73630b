/** The server's own description of its kinds, for `explain`. */
import { at, isObject, type Json, type JsonObject, list, text } from '../json.ts';
import type { Api } from './api.ts';

export interface OpenapiDocument {
  /** By name, such as `io.k8s.api.core.v1.Pod`. */
  readonly schemas: JsonObject;
}

/** Models: GET /openapi/v3/apis/GROUP/VERSION */
export function getDocument(api: Api, group: string, version: string): OpenapiDocument {
  const path = group === '' ? `api/${version}` : `apis/${group}/${version}`;
  const schemas = at(api.get(`/openapi/v3/${path}`), 'components', 'schemas');
  return { schemas: isObject(schemas) ? schemas : {} };
}

const GVK = 'x-kubernetes-group-version-kind';

export function findKindSchema(
  { schemas }: OpenapiDocument,
  { group, version, kind }: { readonly group: string; readonly version: string; readonly kind: string },
): JsonObject | undefined {
  return Object.values(schemas)
    .filter(isObject)
    .find((schema) =>
      list(schema, GVK).some(
        (one) => text(one, 'group') === group && text(one, 'version') === version && text(one, 'kind') === kind,
      ),
    );
}

const PREFIX = '#/components/schemas/';

/** The name that a schema refers to, by itself or as its only part. */
export function referenceOf(schema: JsonObject): string | undefined {
  const direct = text(schema, '$ref') || text(schema, 'allOf', 0, '$ref');
  return direct === '' ? undefined : direct.slice(PREFIX.length);
}

/** What stands below: the schema referred to, the items of a list, the values of a map. */
export function innerOf({ schemas }: OpenapiDocument, schema: JsonObject): JsonObject | undefined {
  const reference = referenceOf(schema);
  const inner: Json | undefined =
    reference === undefined ? (schema.items ?? schema.additionalProperties) : schemas[reference];
  return isObject(inner) ? inner : undefined;
}

/** The schema itself or one below it that has fields; undefined when none has. */
export function findFielded(document: OpenapiDocument, schema: JsonObject): JsonObject | undefined {
  for (let here: JsonObject | undefined = schema; here; here = innerOf(document, here))
    if (isObject(here.properties)) return here;
  return undefined;
}

/** `[]ServicePort`, `map[string]string`, `integer`; what only stands for a plain value is called after that. */
export function typeText(document: OpenapiDocument, schema: JsonObject): string {
  const reference = referenceOf(schema);
  if (reference !== undefined) {
    const plain = text(document.schemas[reference], 'type');
    return plain === '' || plain === 'object' ? reference.slice(reference.lastIndexOf('.') + 1) : plain;
  }
  if (schema.type === 'array') return `[]${isObject(schema.items) ? typeText(document, schema.items) : 'Object'}`;
  if (isObject(schema.additionalProperties)) return `map[string]${typeText(document, schema.additionalProperties)}`;
  return schema.type === 'object' || text(schema, 'type') === '' ? 'Object' : text(schema, 'type');
}
