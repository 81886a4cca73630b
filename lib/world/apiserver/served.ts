/** The kinds that a cluster serves: those that every cluster has; definitions of further kinds join them here. */
import { findKindByPlural, type Kind, listKinds } from '../api/kinds.ts';
import type { Cluster } from '../cluster.ts';

/** In the order in which the kinds are written down. */
export function listServed(_cluster: Cluster): readonly Kind[] {
  return listKinds();
}

/** By the plural that paths use, within a group (`''` for core) and version. */
export function findServed(_cluster: Cluster, group: string, version: string, plural: string): Kind | undefined {
  return findKindByPlural(group, version, plural);
}
