/**
 * The paths of a kind as OpenAPI 2 writes them, made from those of OpenAPI 3: bodies are parameters, types stand beside names.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/api/openapi-spec/swagger.json
 */
import { isObject, type JsonObject } from '../../api/decoding.ts';
import type { Kind } from '../../api/kinds.ts';
import { pathsOf } from './paths.ts';

const PRODUCES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

function plain(parameter: JsonObject): JsonObject {
  const { schema, ...rest } = parameter;
  return { ...rest, ...(schema as JsonObject) };
}

/** The types of a body and the model that it has in all of them. */
function bodyOf(content: unknown): { types: string[]; schema: JsonObject | undefined } {
  const types = isObject(content) ? Object.keys(content) : [];
  const first = isObject(content) ? content[types[0] ?? ''] : undefined;
  const ref = isObject(first) && isObject(first.schema) ? first.schema.$ref : undefined;
  const schema = typeof ref === 'string' ? { $ref: ref.replace('#/components/schemas/', '#/definitions/') } : undefined;
  return { types, schema };
}

function responseOf({ description, content }: JsonObject): JsonObject {
  const { schema } = bodyOf(content);
  return { description, ...(schema ? { schema } : {}) };
}

function operationOf({ parameters, requestBody, responses, ...rest }: JsonObject): JsonObject {
  const { types, schema } = bodyOf(isObject(requestBody) ? requestBody.content : undefined);
  const optional = String(rest['x-kubernetes-action']).startsWith('delete');
  const body = schema ? [{ name: 'body', in: 'body', ...(optional ? {} : { required: true }), schema }] : [];
  const query = ((parameters ?? []) as JsonObject[]).map(plain);
  const answers = Object.entries(responses as Record<string, JsonObject>);
  return {
    ...rest,
    consumes: rest['x-kubernetes-action'] === 'patch' ? types : ['*/*'],
    produces: PRODUCES,
    schemes: ['https'],
    ...(body.length + query.length > 0 ? { parameters: [...body, ...query] } : {}),
    responses: Object.fromEntries(answers.map(([code, answer]) => [code, responseOf(answer)])),
  };
}

function itemOf(item: JsonObject): JsonObject {
  const entries = Object.entries(item).map(([name, value]): [string, unknown] => {
    if (METHODS.has(name)) return [name, operationOf(value as JsonObject)];
    return [name, (value as JsonObject[]).map(plain)];
  });
  return Object.fromEntries(entries);
}

/** The paths of one kind. */
export function pathsOf2(kind: Kind): [string, JsonObject][] {
  return pathsOf(kind).map(([path, item]) => [path, itemOf(item)]);
}
