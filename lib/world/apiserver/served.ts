/** The kinds that a cluster serves: those that every cluster has, and those of its own definitions. */
import { findKindByPlural, type Kind, listKinds } from '../api/kinds.ts';
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
