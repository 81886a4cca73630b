/** The kinds that a cluster serves: those that every cluster has, and those of its own definitions. */
import { findKind, findKindByPlural, type Kind, listKinds } from '../api/kinds.ts';
import type { Cluster } from '../cluster.ts';
import { findCustomKind, listCustomKinds } from './custom/kinds.ts';

/** In the order in which the kinds are written down. */
export function listServed(cluster: Cluster): readonly Kind[] {
  return [...listKinds(), ...listCustomKinds(cluster)];
}

/** By the plural that paths use, within a group (`''` for core) and version. */
export function findServed(cluster: Cluster, group: string, version: string, plural: string): Kind | undefined {
  return findKindByPlural(group, version, plural) ?? findCustomKind(cluster, group, version, plural);
}

/** By the name that manifests use; without an `apiVersion` the cluster's own kinds come after those that every cluster has. */
export function findServedKind(cluster: Cluster, name: string, apiVersion?: string): Kind | undefined {
  return (
    findKind(name, apiVersion) ??
    listCustomKinds(cluster).find(
      (kind) => kind.kind === name && (apiVersion === undefined || kind.apiVersion === apiVersion),
    )
  );
}
