import type { Cluster } from '../cluster.ts';
import { topologyOf } from './topology.ts';

/** Models: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
const IPV6_RESOLVER = 'fd00:ec2::253';

/** The network's own name server, at its base address plus two: `10.0.0.2` of nodes in 10.0.0.0/16; nodes that show IPv6 only ask its IPv6 address. */
export function vpcResolverAddress(cluster: Cluster): string {
  const { nodeByAddress } = topologyOf(cluster);
  for (const address of nodeByAddress.keys()) {
    if (address.includes(':')) continue;
    const [a, b] = address.split('.');
    return `${a}.${b}.0.2`;
  }
  return nodeByAddress.size > 0 ? IPV6_RESOLVER : '10.0.0.2';
}
