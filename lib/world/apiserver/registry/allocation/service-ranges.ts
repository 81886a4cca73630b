/**
 * The ranges that Services get their addresses from: those of all ServiceCIDRs that are ready.
 *
 * Models: https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/,
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/ipallocator/cidrallocator.go (syncAllocators, isReady)
 * Differs: IPv4 only.
 */
import type { ObjectOf } from '../../../api/kinds.ts';
import type { Cluster } from '../../../cluster.ts';
import { type Cidr, parseCidr } from '../../../net/cidr.ts';
import { listObjects } from '../../store.ts';
import { SERVICE_RANGE } from './ranges.ts';

/** One that nobody has judged yet counts as ready. */
function isReady({ metadata, status }: ObjectOf<'ServiceCIDR'>): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return ready === undefined || ready.status === 'True';
}

/** Each range once; the cluster's own where it has no ServiceCIDR at all. */
export function listReadyRanges(cluster: Cluster): Cidr[] {
  const all = listObjects(cluster, 'ServiceCIDR');
  if (all.length === 0) return [SERVICE_RANGE];
  const texts = new Set(all.filter(isReady).flatMap(({ spec }) => spec?.cidrs ?? []));
  return [...texts].flatMap((text) => parseCidr(text) ?? []);
}
