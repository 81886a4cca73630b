/** From a command's arguments to the objects it is about. Models: cli-runtime's resource builder. */
import type { Session } from '../cli/command.ts';
import { CommandError, StatusError } from '../cli/errors.ts';
import type { FlagValues } from '../cli/flags.ts';
import { isObject, type JsonObject, list, text } from '../json.ts';
import { apiVersionOf, goResource, pathOf, type Resource } from './discovery.ts';
import { type Checks, type Manifest, readManifests } from './manifests.ts';

/** One object a command is about; `object` as the file or the server gave it. */
export interface Info {
  readonly resource: Resource;
  /** Empty for what is not namespaced. */
  readonly namespace: string;
  readonly name: string;
  /** The file it came from; empty when it was named. */
  readonly source: string;
  readonly object?: JsonObject;
}

/** What was asked for: named objects, or whole collections (with a selector). */
export type Selection =
  | {
      readonly kind: 'objects';
      readonly infos: readonly Info[];
      readonly errors: readonly Error[];
      readonly from: 'Files' | 'Names';
    }
  | {
      readonly kind: 'collections';
      readonly resources: readonly Resource[];
      /** Empty: all namespaces. */
      readonly namespace: string;
      readonly labelSelector: string | undefined;
      readonly fieldSelector: string | undefined;
    };

export const infoPath = (info: Info, subresource?: string): string =>
  pathOf(info.resource, info.namespace, info.name, subresource);

const ONE_ARGUMENT_FORM =
  "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

export const NOTHING_GIVEN = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

const NO_NAME = 'resource(s) were provided, but no name was specified';

export interface SelectionRules {
  /** True when a bare TYPE means all of its objects. */
  readonly bareTypes: boolean;
}

function namespaceOf(session: Session, resource: Resource): string {
  return resource.namespaced ? session.namespace : '';
}

/** An object of a manifest, placed. Throws in kubectl's words for unknown kinds and clashing namespaces. */
export function placeManifest(
  session: Session,
  { source, object }: Manifest,
  place: 'InNamespace' | 'AsWritten' = 'InNamespace',
): Info {
  const [apiVersion, kind] = [text(object, 'apiVersion'), text(object, 'kind')];
  const name = text(object, 'metadata', 'name');
  const given = text(object, 'metadata', 'namespace');
  const resource = session.discovery.findKind(apiVersion, kind);
  if (!resource)
    throw new CommandError(
      `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(given)} from ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}\nensure CRDs are installed first`,
    );
  if (!resource.namespaced) return { resource, namespace: '', name, source, object };
  if (session.namespaceGiven && given !== '' && given !== session.namespace)
    throw new CommandError(
      `the namespace from the provided object ${JSON.stringify(given)} does not match the namespace ${JSON.stringify(session.namespace)}. You must pass '--namespace=${given}' to perform this operation.`,
    );
  const namespace = given || session.namespace;
  if (place === 'AsWritten') return { resource, namespace, name, source, object };
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return { resource, namespace, name, source, object: { ...object, metadata: { ...metadata, namespace } } };
}

const checksOf = (flags: FlagValues): Checks =>
  flags.has('validate') && !['ignore', 'false'].includes(flags.text('validate')) ? 'Validated' : 'Decoded';

/** The objects of `-f`, in order, with everything that could not be read or placed. */
export function selectFiles(session: Session, flags: FlagValues): Extract<Selection, { kind: 'objects' }> {
  const read = readManifests(session.io, flags.list('filename'), flags.bool('recursive'), checksOf(flags));
  const infos: Info[] = [];
  const errors: Error[] = [];
  for (const manifest of read.manifests) {
    try {
      infos.push(placeManifest(session, manifest, flags.bool('local') ? 'AsWritten' : 'InNamespace'));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push(error);
    }
  }
  return { kind: 'objects', infos, errors: [...errors, ...read.errors], from: 'Files' };
}

function pairInfo(session: Session, pair: string): Info {
  const parts = pair.split('/');
  if (parts.length !== 2) throw new CommandError('arguments in resource/name form may not have more than one slash');
  const [type = '', name = ''] = parts;
  if (type === '' || name === '')
    throw new CommandError('arguments in resource/name form must have a single resource and name');
  const resource = session.discovery.get(type);
  return { resource, namespace: namespaceOf(session, resource), name, source: '' };
}

/** `po,svc`, `all`, `deploy.apps`. */
export function resolveTypes(session: Session, argument: string): Resource[] {
  return argument.split(',').flatMap((type) => {
    const category = session.discovery.listCategory(type.toLowerCase());
    return category.length > 0 ? category : session.discovery.get(type);
  });
}

/** `TYPE/NAME` arguments. */
export const pairInfos = (session: Session, pairs: readonly string[]): Info[] =>
  pairs.map((pair) => pairInfo(session, pair));

function selectNames(session: Session, flags: FlagValues, args: readonly string[]): Selection {
  if (flags.bool('all-namespaces'))
    throw new CommandError('a resource cannot be retrieved by name across all namespaces');
  const slashed = args.filter((argument) => argument.includes('/'));
  if (slashed.length > 0) {
    if (slashed.length < args.length) throw new CommandError(ONE_ARGUMENT_FORM);
    return { kind: 'objects', infos: args.map((pair) => pairInfo(session, pair)), errors: [], from: 'Names' };
  }
  const [types = '', ...names] = args;
  const infos = resolveTypes(session, types).flatMap((resource) =>
    names.map((name) => ({ resource, namespace: namespaceOf(session, resource), name, source: '' })),
  );
  return { kind: 'objects', infos, errors: [], from: 'Names' };
}

/** Reads `TYPE`, `TYPE NAME…`, `TYPE/NAME…`, `-f`, with `-l`, `--field-selector`, `--all` and `-A`. */
export function selectResources(
  session: Session,
  flags: FlagValues,
  args: readonly string[],
  rules: SelectionRules,
): Selection {
  const labelSelector = flags.text('selector') || undefined;
  const fieldSelector = flags.text('field-selector') || undefined;
  if (flags.list('filename').length > 0) {
    if (args.length > 0)
      throw new CommandError(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      );
    return selectFiles(session, flags);
  }
  const [types] = args;
  if (types === undefined) throw new CommandError(NOTHING_GIVEN);
  const named = args.length > 1 || types.includes('/');
  const selective = labelSelector !== undefined || fieldSelector !== undefined || flags.bool('all');
  if (named && selective) throw new CommandError('name cannot be provided when a selector is specified');
  if (named) return selectNames(session, flags, args);
  const all = rules.bareTypes || flags.bool('all') || labelSelector !== undefined || fieldSelector !== undefined;
  const resources = resolveTypes(session, types);
  if (!all) throw new CommandError(NO_NAME);
  const namespace = flags.bool('all-namespaces') ? '' : session.namespace;
  return { kind: 'collections', resources, namespace, labelSelector, fieldSelector };
}

/** A list answer's items, with the kind and version that lists leave out. */
export function listItems(answer: JsonObject, resource: Resource): JsonObject[] {
  return list(answer, 'items')
    .filter(isObject)
    .map((item) => ({ apiVersion: apiVersionOf(resource), kind: resource.kind, ...item }));
}

/** A list request, whose refusals say what was looked for. */
export function listCollection(
  session: Session,
  resource: Resource,
  selection: Extract<Selection, { kind: 'collections' }>,
  query: Record<string, string | undefined>,
  accept?: string,
): JsonObject {
  const { labelSelector, fieldSelector, namespace } = selection;
  try {
    const answer = session.api.get(pathOf(resource, namespace), { labelSelector, fieldSelector, ...query }, accept);
    return isObject(answer) ? answer : {};
  } catch (error) {
    if (!(error instanceof StatusError) || !['BadRequest', 'NotFound'].includes(error.reason)) throw error;
    const what = JSON.stringify(goResource(resource));
    const selective = labelSelector !== undefined || fieldSelector !== undefined;
    const wanted = `that match label selector ${JSON.stringify(labelSelector ?? '')}, field selector ${JSON.stringify(fieldSelector ?? '')}`;
    const message = selective
      ? `Unable to find ${what} ${wanted}: ${error.message}`
      : `Unable to list ${what}: ${error.message}`;
    throw new StatusError({ ...error.status, message });
  }
}

/** Every object of a selection as the server has it now. Failures of single objects are collected. */
export function fetchObjects(session: Session, selection: Selection): { infos: Info[]; errors: Error[] } {
  if (selection.kind === 'collections') {
    const infos = selection.resources.flatMap((resource) =>
      listItems(listCollection(session, resource, selection, { limit: '500' }), resource).map((object) =>
        infoOf(resource, object),
      ),
    );
    return { infos, errors: [] };
  }
  const errors = [...selection.errors];
  const infos = selection.infos.flatMap((info) => {
    try {
      return { ...info, object: session.api.object(infoPath(info)) };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(error);
      return [];
    }
  });
  return { infos, errors };
}

export const infoOf = (resource: Resource, object: JsonObject): Info => ({
  resource,
  namespace: resource.namespaced ? text(object, 'metadata', 'namespace') : '',
  name: text(object, 'metadata', 'name'),
  source: '',
  object,
});
