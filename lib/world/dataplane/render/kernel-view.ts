/** What the kernel of a place shows to the tools that read it. */
import type { Cluster } from '../../cluster.ts';
import { IP_FAMILIES } from '../../net/ip.ts';
import { ruleSets } from '../compile/rule-set.ts';
import type { Place } from '../trace.ts';
import { conntrackLines } from './conntrack.ts';
import { networkOf } from './interfaces.ts';
import { ipAddressLines, ipLinkLines, ipNeighbourLines, ipRouteLines } from './ip.ts';
import { ip6AddressLines, ip6NeighbourLines, ip6RouteLines } from './ip6.ts';
import { iptablesSave } from './iptables-save.ts';
import { ipsetLines } from './ipvs/ipset.ts';
import { ipvsConnectionLines, ipvsLines } from './ipvs/ipvsadm.ts';
import { nftKubeProxy } from './nft/kube-proxy.ts';
import { socketLines } from './sockets.ts';

export type KernelTable =
  | 'iptables-save'
  | 'ip6tables-save'
  | 'nft'
  | 'ipvs'
  | 'ipvs-connections'
  | 'ipset'
  | 'conntrack'
  | 'ip-address'
  | 'ip6-address'
  | 'ip6-route'
  | 'ip6-neighbour'
  | 'ip-route'
  | 'ip-link'
  | 'sockets'
  | 'ip-neighbour';

/** kube-proxy's tables, one of each family whatever the cluster has, in nftables mode; what iptables keeps in nf_tables is iptables-save's to show. */
function nftTables(cluster: Cluster, node: string): readonly string[] {
  const rules = ruleSets(cluster).get(node);
  return rules?.config.mode === 'nftables' ? IP_FAMILIES.flatMap((family) => nftKubeProxy(rules, family)) : [];
}

/** Lines without line ends; undefined where the place may not look: a pod of its own network has neither rules nor flows. */
export function kernelView(cluster: Cluster, place: Place, what: KernelTable): readonly string[] | undefined {
  const network = networkOf(cluster, place);
  switch (what) {
    case 'iptables-save':
      return network && 'node' in network ? iptablesSave(cluster, network.node.name) : undefined;
    case 'ip6tables-save':
      return network && 'node' in network ? iptablesSave(cluster, network.node.name, 'IPv6') : undefined;
    case 'nft':
      return network && 'node' in network ? nftTables(cluster, network.node.name) : undefined;
    case 'ipvs':
      return network && 'node' in network ? ipvsLines(cluster, network.node.name) : undefined;
    case 'ipvs-connections':
      return network && 'node' in network ? ipvsConnectionLines(cluster, network.node.name) : undefined;
    case 'ipset':
      return network && 'node' in network ? ipsetLines(cluster, network.node.name) : undefined;
    case 'conntrack':
      return network && 'node' in network ? conntrackLines(cluster, network.node.name) : undefined;
    case 'ip-address':
      return ipAddressLines(cluster, place);
    case 'ip6-address':
      return ip6AddressLines(cluster, place);
    case 'ip6-route':
      return ip6RouteLines(cluster, place);
    case 'ip6-neighbour':
      return ip6NeighbourLines(cluster, place);
    case 'ip-link':
      return ipLinkLines(cluster, place);
    case 'ip-route':
      return ipRouteLines(cluster, place);
    case 'ip-neighbour':
      return ipNeighbourLines(cluster, place);
    case 'sockets':
      return socketLines(cluster, place);
    default:
      return what satisfies never;
  }
}
