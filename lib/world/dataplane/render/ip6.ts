/**
 * The IPv6 side of a pod or a node: `ip -6 address`, `ip -6 route`, `ip -6 neighbour`, and its part of `ip address`.
 * Models: https://man7.org/linux/man-pages/man8/ip.8.html, https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.21.1/docs/cni-proposal.md (pods route through fe80::1)
 * Differs: the life times that router advertisements give are left out.
 */
import type { Cluster } from '../../cluster.ts';
import { cidrAddress, parseAnyCidr } from '../../net/cidr.ts';
import { podAddresses, topologyOf } from '../topology.ts';
import type { Place } from '../trace.ts';
import {
  addressOf,
  hostInterface,
  type Interface,
  linkLocalOf,
  listInterfaces,
  macOf,
  networkOf,
  podsOn,
} from './interfaces.ts';

const FOREVER = '       valid_lft forever preferred_lft forever';
export const LOOPBACK6 = ['    inet6 ::1/128 scope host ', FOREVER] as const;
/** The gateway of every pod, and of nodes the router of their subnet. */
const [POD_GATEWAY, ROUTER] = ['fe80::1', 'fe80::865:33ff:fe1d:9a01'];

/** Whether the place has addresses of IPv6 at all: without any its interfaces show none, not even their link-local ones. */
export function hasIpv6(cluster: Cluster, place: Place): boolean {
  return listInterfaces(cluster, place).some(({ address6 }) => address6 !== '');
}

export function addressLines6({ address6, mac }: Interface): string[] {
  if (!address6) return [];
  return [`    inet6 ${address6} scope global `, FOREVER, `    inet6 ${linkLocalOf(mac)}/64 scope link `, FOREVER];
}

export function ip6AddressLines(cluster: Cluster, place: Place): string[] {
  if (!hasIpv6(cluster, place)) return [];
  return [
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN qlen 1000',
    ...LOOPBACK6,
    ...listInterfaces(cluster, place)
      .filter(({ address6 }) => address6 !== '')
      .flatMap((device) => [headOf(device), ...addressLines6(device)]),
  ];
}

function headOf({ index, name }: Interface): string {
  const tail = name.includes('@') ? 'state UP ' : 'state UP qlen 1000';
  return `${index}: ${name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9001 ${tail}`;
}

export function ip6RouteLines(cluster: Cluster, place: Place): string[] {
  const network = networkOf(cluster, place);
  if (!network || !hasIpv6(cluster, place)) return [];
  const kernel = 'proto kernel metric 256 pref medium';
  if ('pod' in network) {
    return [
      `${addressOf(podAddresses(network.pod), 'IPv6')} dev eth0 ${kernel}`,
      `${POD_GATEWAY} dev eth0 metric 1024 pref medium`,
      `fe80::/64 dev eth0 ${kernel}`,
      `default via ${POD_GATEWAY} dev eth0 metric 1024 pref medium`,
    ];
  }
  const own = addressOf(network.node.addresses, 'IPv6');
  const subnet = parseAnyCidr(`${own}/64`);
  const pods = podsOn(topologyOf(cluster), network.node.name).flatMap((pod) => {
    const address = addressOf(podAddresses(pod), 'IPv6');
    return address ? [`${address} dev ${hostInterface(pod)} metric 1024 pref medium`] : [];
  });
  return [
    `${own} dev eth0 ${kernel}`,
    ...(subnet ? [`${cidrAddress(subnet, 0)}/64 dev eth0 proto ra metric 512 pref medium`] : []),
    ...pods,
    `fe80::/64 dev eth0 ${kernel}`,
    `default via ${ROUTER} dev eth0 proto ra metric 512 pref medium`,
  ];
}

export function ip6NeighbourLines(cluster: Cluster, place: Place): string[] {
  const network = networkOf(cluster, place);
  if (!network || !hasIpv6(cluster, place)) return [];
  if ('pod' in network) return [`${POD_GATEWAY} dev eth0 lladdr ${macOf('255.255.0.1')} PERMANENT `];
  return [`${ROUTER} dev eth0 lladdr ${macOf(ROUTER)} router REACHABLE `];
}
