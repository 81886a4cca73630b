/** Discovery in its older form: groups at `/apis`, resources of one version at a time. */
import type { Cluster } from '../../cluster.ts';
import { type Group, kindsOf, listGroups, type Offered, type Subresource, subresourcesOf } from './resources.ts';

function resourceOf(kind: Offered): object {
  return {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.scope === 'Namespaced',
    kind: kind.kind,
    verbs: kind.verbs,
    ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
    ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
  };
}

function subresourceOf(kind: Offered, { name, verbs, kind: answer }: Subresource): object {
  const elsewhere = answer.group !== kind.group || answer.version !== kind.version;
  return {
    name: `${kind.plural}/${name}`,
    singularName: '',
    namespaced: kind.scope === 'Namespaced',
    ...(elsewhere ? { group: answer.group, version: answer.version } : {}),
    kind: answer.kind,
    verbs,
  };
}

/** An APIResourceList. */
export function resourceList(cluster: Cluster, group: string, version: string): object {
  const resources = kindsOf(cluster, group, version)
    .flatMap((kind) => [
      { name: kind.plural, body: resourceOf(kind) },
      ...subresourcesOf(kind).map((one) => ({ name: `${kind.plural}/${one.name}`, body: subresourceOf(kind, one) })),
    ])
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ body }) => body);
  const head = group ? { kind: 'APIResourceList', apiVersion: 'v1' } : { kind: 'APIResourceList' };
  return { ...head, groupVersion: group ? `${group}/${version}` : version, resources };
}

/** What an APIGroup says of itself. */
export function groupBody({ name, versions }: Group): object {
  const all = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: all, preferredVersion: all[0] };
}

export function groupList(cluster: Cluster): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: listGroups(cluster).map(groupBody) };
}
