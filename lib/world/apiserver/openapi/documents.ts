/** The documents: one of OpenAPI 3 for each group's version, one of OpenAPI 2 for all. */
import type { JsonObject } from '../../api/decode.ts';
import type { Kind } from '../../api/kinds.ts';
import { customModel } from '../custom/openapi.ts';
import { VERSION } from '../discovery/version.ts';
import { type Dialect, ModelWriter, reference } from './models.ts';
import { kindModelName, listName, modelName } from './names.ts';
import { pathsOf } from './paths.ts';
import { pathsOf2 } from './paths-v2.ts';

const INFO = Object.freeze({ title: 'Kubernetes', version: VERSION.gitVersion });
const SECURITY = {
  BearerToken: { type: 'apiKey', name: 'authorization', in: 'header', description: 'Bearer Token authentication' },
};
const PATCH = 'Patch is provided to give a concrete name and type to the Kubernetes PATCH request body.';

function stamped(model: JsonObject | undefined, kinds: readonly JsonObject[]): void {
  if (model) model['x-kubernetes-group-version-kind'] = kinds;
}

function listModel(kind: Kind, dialect: Dialect, writer: ModelWriter): JsonObject {
  const item = reference(dialect, kindModelName(kind));
  const metadata = writer.need('meta/v1.ListMeta');
  const wrap = (ref: JsonObject): JsonObject => (dialect === 'v2' ? ref : { allOf: [ref], default: {} });
  const text = { type: 'string' };
  return {
    description: `${kind.kind}List is a list of ${kind.kind} objects.`,
    type: 'object',
    required: ['items'],
    properties: { apiVersion: text, items: { type: 'array', items: wrap(item) }, kind: text, metadata: wrap(metadata) },
  };
}

/** The models of these kinds and of all they need, by name. */
function modelsOf(kinds: readonly Kind[], dialect: Dialect): Record<string, JsonObject> {
  const writer = new ModelWriter(dialect);
  for (const kind of kinds) {
    if (kind.custom) writer.add(kindModelName(kind), customModel(kind.custom, writer.need('meta/v1.ObjectMeta')));
    else writer.need(kind.schema);
    writer.add(listName(kind), listModel(kind, dialect, writer));
  }
  writer.need('meta/v1.DeleteOptions');
  writer.need('meta/v1.Status');
  writer.add(modelName('meta/v1.Patch'), { description: PATCH, type: 'object' });
  const models = writer.finish();
  for (const each of kinds) {
    const { group, version, kind } = each;
    stamped(models[kindModelName(each)], [{ group, version, kind }]);
    stamped(models[listName(each)], [{ group, version, kind: `${kind}List` }]);
  }
  stamped(models[modelName('meta/v1.Status')], [{ group: '', version: 'v1', kind: 'Status' }]);
  stamped(models[modelName('meta/v1.DeleteOptions')], [{ group: '', version: 'v1', kind: 'DeleteOptions' }]);
  return models;
}

/** The OpenAPI 3 document of kinds of one group and version. */
export function documentOf3(kinds: readonly Kind[]): JsonObject {
  return {
    openapi: '3.0.0',
    info: INFO,
    paths: Object.fromEntries(kinds.flatMap(pathsOf)),
    components: { schemas: modelsOf(kinds, 'v3'), securitySchemes: SECURITY },
  };
}

/** The OpenAPI 2 document of all kinds. */
export function documentOf2(kinds: readonly Kind[]): JsonObject {
  return {
    swagger: '2.0',
    info: INFO,
    paths: Object.fromEntries(kinds.flatMap(pathsOf2)),
    definitions: modelsOf(kinds, 'v2'),
    securityDefinitions: SECURITY,
  };
}
