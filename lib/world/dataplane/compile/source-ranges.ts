/** Whom `loadBalancerSourceRanges` lets in. */
import { cidrContains, parseCidr } from '../../net/cidr.ts';
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
  const own = addresses[0];
  const fromNode = own !== undefined && ranges.some((range) => isWithin(range, own));
  return fromNode ? [...ranges, ...loadBalancerIps.map((address) => `${address}/32`)] : ranges;
}

export function isWithin(text: string, address: string): boolean {
  const range = parseCidr(text);
  return range !== undefined && cidrContains(range, address);
}
