/**
 * Discovery in one answer each for `/api` and `/apis`.
 *
 * Models: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery,
 * https://github.com/kubernetes/api/blob/v0.35.0/apidiscovery/v2/types.go
 */
import type { Cluster } from '../../cluster.ts';
import type { Clause } from '../negotiate.ts';
import { kindsOf, listGroups, type Offered, subresourcesOf, versionsOf } from './resources.ts';

export type AggregatedVersion = 'v2' | 'v2beta1';

/** The version that a clause of `Accept` asks for; undefined where it asks for something else. */
export function findAggregated({ params }: Clause): AggregatedVersion | undefined {
  const { as, g, v } = params;
  if (as !== 'APIGroupDiscoveryList' || g !== 'apidiscovery.k8s.io') return undefined;
  return v === 'v2' || v === 'v2beta1' ? v : undefined;
}

export function aggregatedType(version: AggregatedVersion): string {
  return `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
}

function resourceOf(kind: Offered): object {
  const subresources = subresourcesOf(kind).map((one) => ({
    subresource: one.name,
    responseKind: one.kind,
    verbs: one.verbs,
  }));
  return {
    resource: kind.plural,
    responseKind: { group: kind.group, version: kind.version, kind: kind.kind },
    scope: kind.scope === 'Namespaced' ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: kind.verbs,
    ...(kind.shortNames.length > 0 ? { shortNames: kind.shortNames } : {}),
    ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
    ...(subresources.length > 0 ? { subresources } : {}),
  };
}

function groupOf(cluster: Cluster, group: string, versions: readonly string[]): object {
  return {
    metadata: group ? { name: group } : {},
    versions: versions.map((version) => ({
      version,
      resources: kindsOf(cluster, group, version).map(resourceOf),
      freshness: 'Current',
    })),
  };
}

/** An APIGroupDiscoveryList of the core (`/api`) or of the groups (`/apis`). */
export function discoveryList(cluster: Cluster, root: 'api' | 'apis', version: AggregatedVersion): object {
  const items =
    root === 'api'
      ? [groupOf(cluster, '', versionsOf(cluster, ''))]
      : listGroups(cluster).map(({ name, versions }) => groupOf(cluster, name, versions));
  return { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items };
}
