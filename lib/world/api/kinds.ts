/**
 * The kinds that exist. A line here and `npm run schemas` give a kind its types, schema and coverage;
 * `apiserver/registry/<kind>.ts` gives it defaults, validation and columns.
 *
 * Models: https://kubernetes.io/docs/reference/kubectl/#resource-types (names, short names) and the API server's discovery of 1.35.
 */
import type { KindObjects } from './objects.schema.ts';

export type KindName = keyof KindObjects;

/** The object of a kind as it stands in the store. */
export type ObjectOf<K extends KindName> = KindObjects[K];

/** Any object of the store. */
export type KubeObject = KindObjects[KindName];

export interface Kind<K extends KindName = KindName> {
  readonly kind: K;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** `v1`, `apps/v1`. */
  readonly apiVersion: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
  /** Key of its struct in the schemas: `core/v1.Pod`. */
  readonly schema: string;
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

interface Rest {
  readonly short?: readonly string[];
  readonly categories?: readonly string[];
  readonly scope?: 'Namespaced' | 'Cluster';
  readonly verbs?: readonly string[];
  readonly subresources?: readonly string[];
}

function kind<K extends KindName>(name: K, group: string, plural: string, rest: Rest = {}): Kind<K> {
  const folder = group === '' ? 'core' : (group.split('.')[0] as string);
  return {
    kind: name,
    group,
    version: 'v1',
    apiVersion: group === '' ? 'v1' : `${group}/v1`,
    plural,
    singular: name.toLowerCase(),
    shortNames: rest.short ?? [],
    categories: rest.categories ?? [],
    scope: rest.scope ?? 'Namespaced',
    verbs: rest.verbs ?? ALL_VERBS,
    subresources: rest.subresources ?? [],
    schema: `${folder}/v1.${name}`,
  };
}

const ALL = ['all'];

/** In the order of `kubectl api-resources`. */
const TABLE: { readonly [K in KindName]: Kind<K> } = {
  ConfigMap: kind('ConfigMap', '', 'configmaps', { short: ['cm'] }),
  Endpoints: kind('Endpoints', '', 'endpoints', { short: ['ep'] }),
  Event: kind('Event', '', 'events', { short: ['ev'] }),
  Namespace: kind('Namespace', '', 'namespaces', {
    short: ['ns'],
    scope: 'Cluster',
    verbs: ALL_VERBS.filter((verb) => verb !== 'deletecollection'),
    subresources: ['finalize', 'status'],
  }),
  Node: kind('Node', '', 'nodes', { short: ['no'], scope: 'Cluster', subresources: ['status'] }),
  Pod: kind('Pod', '', 'pods', {
    short: ['po'],
    categories: ALL,
    subresources: ['binding', 'eviction', 'exec', 'log', 'status'],
  }),
  Secret: kind('Secret', '', 'secrets'),
  ServiceAccount: kind('ServiceAccount', '', 'serviceaccounts', { short: ['sa'] }),
  Service: kind('Service', '', 'services', { short: ['svc'], categories: ALL, subresources: ['status'] }),
  ControllerRevision: kind('ControllerRevision', 'apps', 'controllerrevisions'),
  DaemonSet: kind('DaemonSet', 'apps', 'daemonsets', { short: ['ds'], categories: ALL, subresources: ['status'] }),
  Deployment: kind('Deployment', 'apps', 'deployments', {
    short: ['deploy'],
    categories: ALL,
    subresources: ['scale', 'status'],
  }),
  ReplicaSet: kind('ReplicaSet', 'apps', 'replicasets', {
    short: ['rs'],
    categories: ALL,
    subresources: ['scale', 'status'],
  }),
  StatefulSet: kind('StatefulSet', 'apps', 'statefulsets', {
    short: ['sts'],
    categories: ALL,
    subresources: ['scale', 'status'],
  }),
  Job: kind('Job', 'batch', 'jobs', { categories: ALL, subresources: ['status'] }),
  Lease: kind('Lease', 'coordination.k8s.io', 'leases'),
  EndpointSlice: kind('EndpointSlice', 'discovery.k8s.io', 'endpointslices'),
};

export function listKinds(): readonly Kind[] {
  return Object.values(TABLE);
}

export function getKind<K extends KindName>(name: K): Kind<K> {
  return TABLE[name];
}

/** By kind name as manifests write it (`Pod`), with its group's version where two groups share a name. */
export function findKind(name: string, apiVersion?: string): Kind | undefined {
  const found = Object.hasOwn(TABLE, name) ? TABLE[name as KindName] : undefined;
  return found && (apiVersion === undefined || found.apiVersion === apiVersion) ? found : undefined;
}

/** By the plural that paths use, within a group (`''` for core) and version. */
export function findKindByPlural(group: string, version: string, plural: string): Kind | undefined {
  return listKinds().find((each) => each.plural === plural && each.group === group && each.version === version);
}
