/**
 * The ranges that Services get their addresses from: those of all ServiceCIDRs that are ready. The default one, named `kubernetes`, says which
 * families the cluster has and which comes first, as `--service-cluster-ip-range` of the API server does.
 *
 * Models: https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/,
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/ipallocator/cidrallocator.go (syncAllocators, isReady)
 */
import type { ObjectOf } from '../../../api/kinds.ts';
import { type Cluster, clusterTable } from '../../../cluster.ts';
import { type AnyCidr, parseAnyCidr } from '../../../net/cidr.ts';
import { familyOf, type IpFamily } from '../../../net/ip.ts';
import { findObject, listObjects } from '../../store.ts';
import { SERVICE_CIDR, SERVICE_RANGE } from './ranges.ts';

/** The name of the ServiceCIDR that the API server itself writes. */
export const DEFAULT_SERVICE_CIDR = 'kubernetes';

/** One that nobody has judged yet counts as ready. */
function isReady({ metadata, status }: ObjectOf<'ServiceCIDR'>): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return ready === undefined || ready.status === 'True';
}

/** Each range of that family once; the cluster's own where it has no ServiceCIDR at all. */
export function listReadyRanges(cluster: Cluster, family: IpFamily): AnyCidr[] {
  const all = listObjects(cluster, 'ServiceCIDR');
  if (all.length === 0) return family === SERVICE_RANGE.family ? [SERVICE_RANGE] : [];
  const texts = new Set(all.filter(isReady).flatMap(({ spec }) => spec?.cidrs ?? []));
  return [...texts].filter((text) => familyOf(text) === family).flatMap((text) => parseAnyCidr(text) ?? []);
}

/** The families that Services can have, the default one first. */
export function listServiceFamilies(cluster: Cluster): IpFamily[] {
  return defaultServiceCidrs(cluster).map(familyOf);
}

function startRanges(cluster: Cluster) {
  return clusterTable<readonly string[]>(cluster, 'service-ranges');
}

/** What the API server was started with. */
export function defaultServiceCidrs(cluster: Cluster): readonly string[] {
  const standing = findObject(cluster, 'ServiceCIDR', DEFAULT_SERVICE_CIDR)?.spec?.cidrs;
  return standing ?? startRanges(cluster).get(DEFAULT_SERVICE_CIDR) ?? [SERVICE_CIDR];
}

/** Keeps the ranges of the default ServiceCIDR, which outlive its deletion; those that every cluster has need no memory. */
export function rememberServiceCidrs(cluster: Cluster, cidrs: readonly string[]): void {
  if (cidrs.join() === SERVICE_CIDR || startRanges(cluster).get(DEFAULT_SERVICE_CIDR)?.join() === cidrs.join()) return;
  startRanges(cluster).set(DEFAULT_SERVICE_CIDR, Object.freeze([...cidrs]));
}
