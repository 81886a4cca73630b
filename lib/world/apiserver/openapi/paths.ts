/**
 * The paths of a kind with what each method takes and answers: what clients look up before they ask for a dry run, for
 * field validation, or for the kind behind a resource.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/installer.go
 * Differs: subresources are told by discovery only.
 */
import type { JsonObject } from '../../api/decode.ts';
import type { Kind } from '../../api/kinds.ts';
import { reference } from './models.ts';
import { documentPath, kindModelName, listName, modelName } from './names.ts';

const DELETE_OPTIONS = modelName('meta/v1.DeleteOptions');
const STATUS = modelName('meta/v1.Status');

function queryParameter(name: string, type: string, description: string): JsonObject {
  return { name, in: 'query', description, schema: { type, uniqueItems: true } };
}

const PRETTY = queryParameter('pretty', 'string', "If 'true', then the output is pretty printed.");
const DRY_RUN = queryParameter(
  'dryRun',
  'string',
  'When present, indicates that modifications should not be persisted. Valid values are: - All: all dry run stages will be processed',
);
const FIELD_MANAGER = queryParameter(
  'fieldManager',
  'string',
  'fieldManager is a name associated with the actor or entity that is making these changes.',
);
const FIELD_VALIDATION = queryParameter(
  'fieldValidation',
  'string',
  'fieldValidation instructs the server on how to handle objects in the request (POST/PUT/PATCH) containing unknown or duplicate fields. Valid values are: Ignore, Warn, Strict.',
);
const FORCE = queryParameter('force', 'boolean', 'Force is going to "force" Apply requests.');
const WRITES = [DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION];
const LIST_QUERY = [
  'allowWatchBookmarks:boolean',
  'continue:string',
  'fieldSelector:string',
  'labelSelector:string',
  'limit:integer',
  'resourceVersion:string',
  'resourceVersionMatch:string',
  'sendInitialEvents:boolean',
  'timeoutSeconds:integer',
  'watch:boolean',
].map((one) => {
  const [name = '', type = ''] = one.split(':');
  return queryParameter(name, type, '');
});
const DELETIONS = [
  DRY_RUN,
  queryParameter('gracePeriodSeconds', 'integer', ''),
  queryParameter('propagationPolicy', 'string', ''),
];

const PATCHES = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

function pathParameter(name: string, description: string): JsonObject {
  return { name, in: 'path', description, required: true, schema: { type: 'string', uniqueItems: true } };
}

function content(model: string, types: readonly string[] = ['application/json']): JsonObject {
  return Object.fromEntries(types.map((type) => [type, { schema: reference('v3', model) }]));
}

interface Operation {
  readonly action: string;
  readonly verb: string;
  readonly takes?: string;
  readonly types?: readonly string[];
  readonly answers: string;
  readonly codes: readonly (readonly [string, string])[];
  readonly parameters: readonly JsonObject[];
}

const OK = ['200', 'OK'] as const;
const CREATED = ['201', 'Created'] as const;
const ACCEPTED = ['202', 'Accepted'] as const;

function operation(kind: Kind, { action, verb, takes, types, answers, codes, parameters }: Operation): JsonObject {
  const { group, version } = kind;
  const responses = codes.map(([code, description]) => [code, { description, content: content(answers) }]);
  const namespaced = kind.scope === 'Namespaced' ? 'Namespaced' : '';
  return {
    description: `${verb} ${action.endsWith('collection') || action === 'list' ? 'objects of kind' : 'the specified'} ${kind.kind}`,
    operationId: `${verb}${group ? group.replaceAll('.', '') : 'Core'}${version}${namespaced}${kind.kind}${action}`,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(takes ? { requestBody: { content: content(takes, types) } } : {}),
    responses: Object.fromEntries([...responses, ['401', { description: 'Unauthorized' }]]),
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind: kind.kind },
  };
}

function collectionItem(kind: Kind): JsonObject {
  const model = kindModelName(kind);
  const items: JsonObject = {
    get: operation(kind, {
      action: 'list',
      verb: 'list',
      answers: listName(kind),
      codes: [OK],
      parameters: LIST_QUERY,
    }),
  };
  if (kind.verbs.includes('create')) {
    const codes = [OK, CREATED, ACCEPTED];
    items.post = operation(kind, {
      action: 'post',
      verb: 'create',
      takes: model,
      answers: model,
      codes,
      parameters: WRITES,
    });
  }
  if (kind.verbs.includes('deletecollection')) {
    items.delete = operation(kind, {
      action: 'deletecollection',
      verb: 'deletecollection',
      takes: DELETE_OPTIONS,
      answers: STATUS,
      codes: [OK],
      parameters: DELETIONS,
    });
  }
  return items;
}

function objectItem(kind: Kind): JsonObject {
  const model = kindModelName(kind);
  const changed = { answers: model, codes: [OK, CREATED] };
  return {
    get: operation(kind, { action: 'get', verb: 'read', answers: model, codes: [OK], parameters: [] }),
    put: operation(kind, { action: 'put', verb: 'replace', takes: model, ...changed, parameters: WRITES }),
    patch: operation(kind, {
      action: 'patch',
      verb: 'patch',
      takes: modelName('meta/v1.Patch'),
      types: PATCHES,
      ...changed,
      parameters: [...WRITES, FORCE],
    }),
    delete: operation(kind, {
      action: 'delete',
      verb: 'delete',
      takes: DELETE_OPTIONS,
      answers: STATUS,
      codes: [OK, ACCEPTED],
      parameters: DELETIONS,
    }),
  };
}

/** The paths of one kind. */
export function pathsOf(kind: Kind): [string, JsonObject][] {
  const root = `/${documentPath(kind.group, kind.version)}`;
  const scoped = kind.scope === 'Namespaced';
  const space = scoped
    ? [pathParameter('namespace', 'object name and auth scope, such as for teams and projects')]
    : [];
  const base = scoped ? `${root}/namespaces/{namespace}/${kind.plural}` : `${root}/${kind.plural}`;
  const name = pathParameter('name', `name of the ${kind.kind}`);
  const own: [string, JsonObject][] = [
    [base, { ...collectionItem(kind), parameters: [...space, PRETTY] }],
    [`${base}/{name}`, { ...objectItem(kind), parameters: [name, ...space, PRETTY] }],
  ];
  if (!scoped) return own;
  const everywhere = { action: 'list', verb: 'list', answers: listName(kind), codes: [OK], parameters: LIST_QUERY };
  return [[`${root}/${kind.plural}`, { get: operation(kind, everywhere), parameters: [PRETTY] }], ...own];
}
