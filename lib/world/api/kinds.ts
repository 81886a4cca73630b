/**
 * The kinds that exist. A line here and `npm run schemas` give a kind its types, schema and coverage;
 * `apiserver/registry/<kind>.ts` gives it defaults, validation and columns.
 *
 * Models: https://kubernetes.io/docs/reference/kubectl/#resource-types (names, short names) and the API server's discovery of 1.35.
 */
import type { CustomType } from './custom.ts';
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
  /** What its definition says, where a cluster's own definition makes the kind. */
  readonly custom?: CustomType;
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

interface Rest {
  /** `v1` unless said. */
  readonly version?: string;
  readonly short?: readonly string[];
  readonly categories?: readonly string[];
  readonly scope?: 'Namespaced' | 'Cluster';
  readonly verbs?: readonly string[];
  readonly subresources?: readonly string[];
}

function kind<K extends KindName>(name: K, group: string, plural: string, rest: Rest = {}): Kind<K> {
  const folder = group === '' ? 'core' : (group.split('.')[0] as string);
  const { version = 'v1' } = rest;
  return {
    kind: name,
    group,
    version,
    apiVersion: group === '' ? version : `${group}/${version}`,
    plural,
    singular: name.toLowerCase(),
    shortNames: rest.short ?? [],
    categories: rest.categories ?? [],
    scope: rest.scope ?? 'Namespaced',
    verbs: rest.verbs ?? ALL_VERBS,
    subresources: rest.subresources ?? [],
    schema: `${folder}/${version}.${name}`,
  };
}

const ALL = ['all'];

/** In the order of `kubectl api-resources`. */
const TABLE: { readonly [K in KindName]: Kind<K> } = {
  ConfigMap: kind('ConfigMap', '', 'configmaps', { short: ['cm'] }),
  Endpoints: kind('Endpoints', '', 'endpoints', { short: ['ep'] }),
  Event: kind('Event', '', 'events', { short: ['ev'] }),
  LimitRange: kind('LimitRange', '', 'limitranges', { short: ['limits'] }),
  Namespace: kind('Namespace', '', 'namespaces', {
    short: ['ns'],
    scope: 'Cluster',
    verbs: ALL_VERBS.filter((verb) => verb !== 'deletecollection'),
    subresources: ['finalize', 'status'],
  }),
  Node: kind('Node', '', 'nodes', { short: ['no'], scope: 'Cluster', subresources: ['status'] }),
  PersistentVolumeClaim: kind('PersistentVolumeClaim', '', 'persistentvolumeclaims', {
    short: ['pvc'],
    subresources: ['status'],
  }),
  PersistentVolume: kind('PersistentVolume', '', 'persistentvolumes', {
    short: ['pv'],
    scope: 'Cluster',
    subresources: ['status'],
  }),
  Pod: kind('Pod', '', 'pods', {
    short: ['po'],
    categories: ALL,
    subresources: ['binding', 'ephemeralcontainers', 'eviction', 'exec', 'log', 'status'],
  }),
  PodTemplate: kind('PodTemplate', '', 'podtemplates'),
  ReplicationController: kind('ReplicationController', '', 'replicationcontrollers', {
    short: ['rc'],
    categories: ALL,
    subresources: ['scale', 'status'],
  }),
  ResourceQuota: kind('ResourceQuota', '', 'resourcequotas', { short: ['quota'], subresources: ['status'] }),
  Secret: kind('Secret', '', 'secrets'),
  ServiceAccount: kind('ServiceAccount', '', 'serviceaccounts', { short: ['sa'], subresources: ['token'] }),
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
  HorizontalPodAutoscaler: kind('HorizontalPodAutoscaler', 'autoscaling', 'horizontalpodautoscalers', {
    version: 'v2',
    short: ['hpa'],
    categories: ALL,
    subresources: ['status'],
  }),
  CronJob: kind('CronJob', 'batch', 'cronjobs', { short: ['cj'], categories: ALL, subresources: ['status'] }),
  Job: kind('Job', 'batch', 'jobs', { categories: ALL, subresources: ['status'] }),
  Lease: kind('Lease', 'coordination.k8s.io', 'leases'),
  EndpointSlice: kind('EndpointSlice', 'discovery.k8s.io', 'endpointslices'),
  IngressClass: kind('IngressClass', 'networking.k8s.io', 'ingressclasses', { scope: 'Cluster' }),
  Ingress: kind('Ingress', 'networking.k8s.io', 'ingresses', { short: ['ing'], subresources: ['status'] }),
  IPAddress: kind('IPAddress', 'networking.k8s.io', 'ipaddresses', { short: ['ip'], scope: 'Cluster' }),
  NetworkPolicy: kind('NetworkPolicy', 'networking.k8s.io', 'networkpolicies', { short: ['netpol'] }),
  ServiceCIDR: kind('ServiceCIDR', 'networking.k8s.io', 'servicecidrs', { scope: 'Cluster', subresources: ['status'] }),
  RuntimeClass: kind('RuntimeClass', 'node.k8s.io', 'runtimeclasses', { scope: 'Cluster' }),
  PodDisruptionBudget: kind('PodDisruptionBudget', 'policy', 'poddisruptionbudgets', {
    short: ['pdb'],
    subresources: ['status'],
  }),
  ClusterRoleBinding: kind('ClusterRoleBinding', 'rbac.authorization.k8s.io', 'clusterrolebindings', {
    scope: 'Cluster',
  }),
  ClusterRole: kind('ClusterRole', 'rbac.authorization.k8s.io', 'clusterroles', { scope: 'Cluster' }),
  RoleBinding: kind('RoleBinding', 'rbac.authorization.k8s.io', 'rolebindings'),
  Role: kind('Role', 'rbac.authorization.k8s.io', 'roles'),
  PriorityClass: kind('PriorityClass', 'scheduling.k8s.io', 'priorityclasses', { short: ['pc'], scope: 'Cluster' }),
  CSIDriver: kind('CSIDriver', 'storage.k8s.io', 'csidrivers', { scope: 'Cluster' }),
  CSINode: kind('CSINode', 'storage.k8s.io', 'csinodes', { scope: 'Cluster' }),
  StorageClass: kind('StorageClass', 'storage.k8s.io', 'storageclasses', { short: ['sc'], scope: 'Cluster' }),
  VolumeAttachment: kind('VolumeAttachment', 'storage.k8s.io', 'volumeattachments', {
    scope: 'Cluster',
    subresources: ['status'],
  }),
};

export function listKinds(): readonly Kind[] {
  return Object.values(TABLE);
}

/** What the name itself says of a custom kind: its version and schema stand in the definition, cluster by cluster. */
const named = new Map<string, Kind>();

function customKindNamed(name: string): Kind {
  const known = named.get(name);
  if (known) return known;
  const [scope = '', kindName = '', resource = ''] = name.split(':');
  const dot = resource.indexOf('.');
  const rest = { scope: scope as Kind['scope'] };
  const made = { ...kind(kindName as KindName, resource.slice(dot + 1), resource.slice(0, dot), rest), schema: name };
  if (named.size < MAX_NAMED) named.set(name, made);
  return made;
}

const MAX_NAMED = 1000;

/** How the store calls a custom kind: a name of its own, since two groups may share a kind's. */
export function customKey(scope: Kind['scope'], name: string, plural: string, group: string): KindName {
  return `${scope}:${name}:${plural}.${group}` as KindName;
}

/** The name under which the store keeps the objects of a kind. */
export function keyOfKind(kind: Kind): KindName {
  return (kind.custom?.key as KindName | undefined) ?? kind.kind;
}

export function getKind<K extends KindName>(name: K): Kind<K> {
  return TABLE[name] ?? (customKindNamed(name) as unknown as Kind<K>);
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
