/** What kinds the server has, as it says itself, and how a person may call them. */
import { CommandError } from '../cli/errors.ts';
import { isObject, type Json, list, text } from '../json.ts';
import type { Api } from './api.ts';

export interface Resource {
  readonly group: string;
  readonly version: string;
  /** The plural in paths: `endpointslices`. */
  readonly name: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  /** `scale`, `status`, `log` … */
  readonly subresources: readonly string[];
}

export const apiVersionOf = (resource: Resource): string =>
  resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;

/** `apps/v1, Resource=deployments`: how Go shows it. */
export const goResource = ({ group, version, name }: Resource): string => `${group}/${version}, Resource=${name}`;

/** `deployments.apps`, `pods`: how messages name a resource. */
export const groupResource = ({ name, group }: Resource): string => (group === '' ? name : `${name}.${group}`);

/** `deployment.apps`, `pod`: how results name an object's kind. */
export const groupSingular = ({ kind, group }: Resource): string =>
  group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;

/** The path of a collection, an object or a subresource. */
export function pathOf(resource: Resource, namespace: string, name?: string, subresource?: string): string {
  const root = resource.group === '' ? '/api/v1' : `/apis/${resource.group}/${resource.version}`;
  const scope = resource.namespaced && namespace !== '' ? `/namespaces/${namespace}` : '';
  const tail = name === undefined ? '' : `/${name}${subresource ? `/${subresource}` : ''}`;
  return `${root}${scope}/${resource.name}${tail}`;
}

const texts = (value: Json | undefined) => (Array.isArray(value) ? value.map(String) : []);

function readResources(answer: Json, groupVersion: string): Resource[] {
  const slash = groupVersion.indexOf('/');
  const all = list(answer, 'resources');
  const names = all.map((entry) => text(entry, 'name'));
  return all.filter(isObject).flatMap((entry) => {
    const name = text(entry, 'name');
    if (name.includes('/')) return [];
    return {
      group: slash < 0 ? '' : groupVersion.slice(0, slash),
      version: groupVersion.slice(slash + 1),
      name,
      singular: text(entry, 'singularName') || text(entry, 'kind').toLowerCase(),
      kind: text(entry, 'kind'),
      namespaced: entry.namespaced === true,
      shortNames: texts(entry.shortNames),
      categories: texts(entry.categories),
      verbs: texts(entry.verbs),
      subresources: names.filter((other) => other.startsWith(`${name}/`)).map((other) => other.slice(name.length + 1)),
    };
  });
}

/** Asked once a command and only when a kind is to be found. */
export class Discovery {
  readonly #api: Api;
  #resources: readonly Resource[] | undefined;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Core first, then groups in the server's order, every served version. */
  list(): readonly Resource[] {
    this.#resources ??= this.#read();
    return this.#resources;
  }

  #read(): Resource[] {
    const found = readResources(this.#api.get('/api/v1'), 'v1');
    for (const group of list(this.#api.get('/apis'), 'groups'))
      for (const version of list(group, 'versions')) {
        const groupVersion = text(version, 'groupVersion');
        found.push(...readResources(this.#api.get(`/apis/${groupVersion}`), groupVersion));
      }
    return found;
  }

  /** By `pods`, `pod`, `po`, `deploy.apps`, `deployments.v1.apps`, in any case. */
  find(argument: string): Resource | undefined {
    const [name = '', ...rest] = argument.toLowerCase().split('.');
    const called = this.list().filter(
      (one) => one.name === name || one.singular === name || one.shortNames.includes(name),
    );
    const exact = called.filter((one) => one.name === name || one.singular === name);
    const candidates = exact.length > 0 ? exact : called;
    const [version, ...group] = rest;
    if (version === undefined) return candidates[0];
    return (
      candidates.find((one) => one.version === version && one.group === group.join('.')) ??
      candidates.find((one) => one.group === rest.join('.')) ??
      candidates.find((one) => one.group !== '' && one.group.startsWith(rest.join('.')))
    );
  }

  get(argument: string): Resource {
    const found = this.find(argument);
    if (found) return found;
    throw new CommandError(`the server doesn't have a resource type ${JSON.stringify(argument.split('.')[0])}`);
  }

  findKind(apiVersion: string, kind: string): Resource | undefined {
    return this.list().find((one) => one.kind === kind && apiVersionOf(one) === apiVersion);
  }

  /** Resources of a category such as `all`; empty when there is no such category. */
  listCategory(category: string): Resource[] {
    return this.list().filter((one) => one.categories.includes(category));
  }
}
