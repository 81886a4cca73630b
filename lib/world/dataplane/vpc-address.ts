import type { Cluster } from '../cluster.ts';
import { topologyOf } from './topology.ts';

/** The network's own name server, at its base address plus two: `10.0.0.2` of nodes in 10.0.0.0/16. */
export function vpcResolverAddress(cluster: Cluster): string {
  const [first = '10.0.0.0'] = topologyOf(cluster).nodeByAddress.keys();
  const [a, b] = first.split('.');
  return `${a}.${b}.0.2`;
}
