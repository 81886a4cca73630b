/**
 * What can be done with a kind and its subresources.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/installer.go
 */
import type { Kind } from '../../api/kinds.ts';
import { listReviews } from '../../api/reviews.ts';
import type { Cluster } from '../../cluster.ts';
import { listServed } from '../served.ts';

/** What can be asked for: the kinds, and the reviews, which are only ever created. */
export type Offered = Omit<Kind, 'kind' | 'schema'> & { readonly kind: string };

const REVIEWS: readonly Offered[] = listReviews().map((review) => ({
  ...review,
  verbs: ['create'],
  shortNames: [],
  categories: [],
  subresources: [],
}));

function listOffered(cluster: Cluster): readonly Offered[] {
  return [...listServed(cluster), ...REVIEWS];
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Subresources that answer with another kind than their parent. */
const OTHER_KINDS: Readonly<Record<string, GroupVersionKind>> = {
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction' },
  binding: { group: '', version: 'v1', kind: 'Binding' },
  exec: { group: '', version: 'v1', kind: 'PodExecOptions' },
  attach: { group: '', version: 'v1', kind: 'PodAttachOptions' },
  portforward: { group: '', version: 'v1', kind: 'PodPortForwardOptions' },
  token: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
};

const SUBRESOURCE_VERBS: Readonly<Record<string, readonly string[]>> = {
  attach: ['create', 'get'],
  binding: ['create'],
  eviction: ['create'],
  exec: ['create', 'get'],
  finalize: ['update'],
  log: ['get'],
  portforward: ['create', 'get'],
  token: ['create'],
};

export interface Subresource {
  readonly name: string;
  readonly verbs: readonly string[];
  readonly kind: GroupVersionKind;
}

export function subresourcesOf(kind: Offered): Subresource[] {
  const own = { group: kind.group, version: kind.version, kind: kind.kind };
  return [...kind.subresources].sort().map((name) => ({
    name,
    verbs: SUBRESOURCE_VERBS[name] ?? ['get', 'patch', 'update'],
    kind: OTHER_KINDS[name] ?? own,
  }));
}

/**
 * Groups in the order of their priority, which decides between two kinds of one name.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controlplane/apiserver/aggregator.go (DefaultGenericAPIServicePriorities),
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controlplane/apiserver/server.go
 */
const PRIORITY = [
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
];

/** Groups that the API server has by itself, modelled or not. */
export function isBuiltInGroup(group: string): boolean {
  return group === '' || PRIORITY.includes(group);
}

export interface Group {
  readonly name: string;
  /** The preferred one first. */
  readonly versions: readonly string[];
}

/** Version names as they are preferred: stable before beta before alpha, higher before lower. */
function compareVersions(a: string, b: string): number {
  const rank = (version: string): [number, number, number] => {
    const match = version.match(/^v(\d+)(?:(alpha|beta)(\d+))?$/);
    if (!match) return [-1, 0, 0];
    const stage = match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0;
    return [stage, Number(match[1]), Number(match[3] ?? 0)];
  };
  const [left, right] = [rank(a), rank(b)];
  for (const at of [0, 1, 2] as const) if (left[at] !== right[at]) return right[at] - left[at];
  return a < b ? -1 : Number(a > b);
}

/** Every group that is served but the core. */
export function listGroups(cluster: Cluster): Group[] {
  const kinds = listOffered(cluster);
  const names = [...new Set(kinds.map(({ group }) => group))].filter(Boolean);
  const place = (name: string): number => (PRIORITY.includes(name) ? PRIORITY.indexOf(name) : PRIORITY.length);
  return names
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .map((name) => ({ name, versions: versionsOf(cluster, name) }));
}

export function versionsOf(cluster: Cluster, group: string): string[] {
  const found = listOffered(cluster).filter((kind) => kind.group === group);
  return [...new Set(found.map(({ version }) => version))].sort(compareVersions);
}

/** The kinds of a group's version by plural. */
export function kindsOf(cluster: Cluster, group: string, version: string): Offered[] {
  const found = listOffered(cluster).filter((kind) => kind.group === group && kind.version === version);
  return found.sort((a, b) => (a.plural < b.plural ? -1 : 1));
}
