/**
 * The objects of a cluster as the data plane reads them: straight from the store's tables, sorted by namespace and
 * name. The list of a kind is the same array until one of its objects changes, so it can key a cache.
 */
import type { KindName, ObjectOf } from '../api/kinds.ts';
import { type Cluster, clusterTable } from '../cluster.ts';

/** The kinds the data plane reads. */
const TABLES = {
  Pod: 'objects/pods.',
  Node: 'objects/nodes.',
  Service: 'objects/services.',
  EndpointSlice: 'objects/endpointslices.discovery.k8s.io',
  ConfigMap: 'objects/configmaps.',
  Secret: 'objects/secrets.',
  Namespace: 'objects/namespaces.',
} as const satisfies Partial<Record<KindName, string>>;
export type ReadKind = keyof typeof TABLES;

export type Entries<K extends ReadKind> = readonly (readonly [string, ObjectOf<K>])[];

/** `[<namespace>/<name>, object]` of every object of that kind. */
export function entriesOf<K extends ReadKind>(cluster: Cluster, kind: K): Entries<K> {
  return clusterTable<ObjectOf<K>>(cluster, TABLES[kind]).entries();
}

export function findObject<K extends ReadKind>(
  cluster: Cluster,
  kind: K,
  name: string,
  namespace = '',
): ObjectOf<K> | undefined {
  return clusterTable<ObjectOf<K>>(cluster, TABLES[kind]).get(`${namespace}/${name}`);
}
