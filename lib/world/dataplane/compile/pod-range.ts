/** `clusterCIDR` of kube-proxy: by which it tells pods from other clients. */
import { type AnyCidr, parseAnyCidr } from '../../net/cidr.ts';
import { isSameFamily } from '../../net/ip.ts';
import type { ProxyConfig } from './rule-set.ts';

export interface PodRange {
  readonly text: string;
  readonly cidr: AnyCidr;
}

/** The part of `clusterCIDR` that is of that address's family; a dual-stack cluster writes two, with a comma between. */
export function findPodRange({ clusterCidr }: Pick<ProxyConfig, 'clusterCidr'>, address: string): PodRange | undefined {
  if (clusterCidr === '') return undefined;
  for (const written of clusterCidr.split(',')) {
    const text = written.trim();
    const cidr = isSameFamily(text, address) ? parseAnyCidr(text) : undefined;
    if (cidr) return { text, cidr };
  }
  return undefined;
}
