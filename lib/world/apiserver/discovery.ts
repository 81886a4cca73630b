/**
 * What the server serves, as clients discover it, and the paths without resources.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/discovery
 * Differs: discovery is answered in its older, not aggregated form, which every client understands.
 */
import { type Kind, listKinds } from '../api/kinds.ts';
import type { ApiResponse } from './request.ts';
import { json, plainText } from './respond.ts';

/** Exactly one Kubernetes minor is modelled; the build is EKS's. */
const VERSION = Object.freeze({
  major: '1',
  minor: '35',
  emulationMajor: '1',
  emulationMinor: '35',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '34',
  gitVersion: 'v1.35.2-eks-ecaa3a6',
  gitCommit: 'ecaa3a6c8e5b0a3d0f2a5c7f2f4f0f6b4d2f1e90',
  gitTreeState: 'clean',
  buildDate: '2026-03-04T17:21:09Z',
  goVersion: 'go1.25.7',
  compiler: 'gc',
  platform: 'linux/amd64',
});

function groupsOf(): string[] {
  return [...new Set(listKinds().map(({ group }) => group))].filter(Boolean);
}

/** Subresources that answer with another kind than their parent. */
const OTHER_KINDS: Readonly<Record<string, { group: string; version: string; kind: string }>> = {
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction' },
  binding: { group: '', version: '', kind: 'Binding' },
  exec: { group: '', version: '', kind: 'PodExecOptions' },
  token: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
};

const SUBRESOURCE_VERBS: Readonly<Record<string, readonly string[]>> = {
  binding: ['create'],
  eviction: ['create'],
  exec: ['create', 'get'],
  finalize: ['update'],
  log: ['get'],
  token: ['create'],
};

function resourceOf(kind: Kind): object {
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

function subresourceOf(kind: Kind, name: string): object {
  const other = OTHER_KINDS[name];
  return {
    name: `${kind.plural}/${name}`,
    singularName: '',
    namespaced: kind.scope === 'Namespaced',
    ...(other?.group ? { group: other.group, version: other.version } : {}),
    kind: other?.kind ?? kind.kind,
    verbs: SUBRESOURCE_VERBS[name] ?? ['get', 'patch', 'update'],
  };
}

function resourceList(group: string): ApiResponse {
  const kinds = listKinds().filter((kind) => kind.group === group);
  const resources = kinds
    .flatMap((kind) => [
      { name: kind.plural, body: resourceOf(kind) },
      ...kind.subresources.map((name) => ({ name: `${kind.plural}/${name}`, body: subresourceOf(kind, name) })),
    ])
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ body }) => body);
  const groupVersion = group ? `${group}/v1` : 'v1';
  const head = group ? { kind: 'APIResourceList', apiVersion: 'v1' } : { kind: 'APIResourceList' };
  return json(200, { ...head, groupVersion, resources });
}

function groupOf(name: string): object {
  const version = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [version], preferredVersion: version };
}

function health(query: Readonly<Record<string, string>>): ApiResponse {
  return plainText('verbose' in query ? '[+]ping ok\n[+]log ok\n[+]etcd ok\nhealthz check passed\n' : 'ok');
}

/** Answers a path that names no resource; undefined when there is nothing there. */
export function findFixedAnswer(path: string, query: Readonly<Record<string, string>>): ApiResponse | undefined {
  switch (path.replace(/\/$/, '')) {
    case '/version':
      return json(200, VERSION);
    case '/healthz':
    case '/livez':
    case '/readyz':
      return health(query);
    case '/api': {
      const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: '10.0.10.5:443' }];
      return json(200, { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs });
    }
    case '/apis':
      return json(200, { kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf().map(groupOf) });
    case '/api/v1':
      return resourceList('');
    default:
      return groupAnswer(path.split('/').filter(Boolean));
  }
}

function groupAnswer([root, group = '', version, extra]: readonly string[]): ApiResponse | undefined {
  if (root !== 'apis' || extra !== undefined || !groupsOf().includes(group)) return undefined;
  if (version === undefined) return json(200, { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) });
  return version === 'v1' ? resourceList(group) : undefined;
}
