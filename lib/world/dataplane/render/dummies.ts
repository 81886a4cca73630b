/** The dummy interfaces of a node behind all others: kube-ipvs0, then the one of NodeLocal DNSCache. */
import type { Cluster } from '../../cluster.ts';
import type { Place } from '../trace.ts';
import { listInterfaces } from './interfaces.ts';
import { heldAddressLines, dummyLinkLines as ipvsLinkLines } from './ipvs/interface.ts';
import { nodeCacheAddressLines, nodeCacheLinkLines } from './node-cache.ts';

/** Of the links alone. */
export function dummyLinkLines(cluster: Cluster, place: Place): readonly string[] {
  return [...ipvsLinkLines(cluster, place), ...cacheLinkLines(cluster, place)];
}

export function dummyAddressLines(cluster: Cluster, place: Place): readonly string[] {
  const ipvs = [...ipvsLinkLines(cluster, place), ...heldAddressLines(cluster, place)];
  return [...ipvs, ...cacheLinkLines(cluster, place), ...nodeCacheAddressLines(cluster, place)];
}

function cacheLinkLines(cluster: Cluster, place: Place): readonly string[] {
  const before = ipvsLinkLines(cluster, place).length > 0 ? 1 : 0;
  return nodeCacheLinkLines(cluster, place, 2 + listInterfaces(cluster, place).length + before);
}
