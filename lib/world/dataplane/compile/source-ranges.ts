/** Whom `loadBalancerSourceRanges` lets in. */
import { cidrContains, parseAnyCidr } from '../../net/cidr.ts';
import { isSameFamily } from '../../net/ip.ts';
import type { RuleSet, ServicePortRule } from './rule-set.ts';

/**
 * The ranges, and where one of them holds the node itself the balancer's own addresses: a node that has such an address as its own comes from it.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/iptables/proxier.go (allowFromNode)
 */
export function listAllowedSources(
  { addresses }: RuleSet,
  { sourceRanges, loadBalancerIps }: ServicePortRule,
): readonly string[] {
  const ranges = sourceRanges.map((range) => range.trim());
  const own = addresses.find((address) => isSameFamily(address, ranges[0] ?? ''));
  const fromNode = own !== undefined && ranges.some((range) => isWithin(range, own));
  return fromNode ? [...ranges, ...loadBalancerIps.map(hostRange)] : ranges;
}

/** The prefix that holds one address: `10.0.1.31/32`, `2001:db8::1/128`. */
export function hostRange(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

export function isWithin(text: string, address: string): boolean {
  const range = parseAnyCidr(text);
  return range !== undefined && cidrContains(range, address);
}
