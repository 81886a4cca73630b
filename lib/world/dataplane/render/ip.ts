/** `ip address`, `ip link`, `ip route` and `ip neighbour` of a pod or a node. Models: https://man7.org/linux/man-pages/man8/ip.8.html */

import type { Pod } from '../../api/core/v1/pod.schema.ts';
import type { Cluster } from '../../cluster.ts';
import { hasIpv4Egress, hostLocalAddress, instanceIpv4 } from '../sources.ts';
import { podAddresses, topologyOf } from '../topology.ts';
import type { Place } from '../trace.ts';
import { dummyAddressLines, dummyLinkLines } from './dummies.ts';
import { addressOf, hostInterface, type Interface, listInterfaces, macOf, networkOf, podsOn } from './interfaces.ts';
import { addressLines6, hasIpv6, LOOPBACK6 } from './ip6.ts';

const LOOPBACK = [
  '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000',
  '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
];
const FOREVER = '       valid_lft forever preferred_lft forever';

export function ipAddressLines(cluster: Cluster, place: Place): string[] {
  const others = listInterfaces(cluster, place).flatMap((device) => [...linkLines(device), ...addressLines(device)]);
  const held = dummyAddressLines(cluster, place);
  const six = hasIpv6(cluster, place) ? [...LOOPBACK6] : [];
  return [...LOOPBACK, '    inet 127.0.0.1/8 scope host lo', FOREVER, ...six, ...others, ...held];
}

/** `ip link` leaves the addresses out and says `mode DEFAULT`. */
export function ipLinkLines(cluster: Cluster, place: Place): string[] {
  const links = listInterfaces(cluster, place).flatMap(linkLines);
  const lines = [...LOOPBACK, ...links, ...dummyLinkLines(cluster, place)];
  return lines.map((line) => line.replace(/ group default( qlen \d+)?\s*$/, ' mode DEFAULT group default$1'));
}

function linkLines({ index, name, mac }: Interface): string[] {
  const paired = name.includes('@');
  const tail = paired ? 'qdisc noqueue state UP group default ' : 'qdisc mq state UP group default qlen 1000';
  const peer = paired ? ' link-netnsid 0' : '';
  return [
    `${index}: ${name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 9001 ${tail}`,
    `    link/ether ${mac} brd ff:ff:ff:ff:ff:ff${peer}`,
  ];
}

function addressLines(device: Interface): string[] {
  const { name, address, broadcast } = device;
  const label = name.split('@')[0];
  const brd = broadcast ? ` brd ${broadcast}` : '';
  return [...(address ? [`    inet ${address}${brd} scope global ${label}`, FOREVER] : []), ...addressLines6(device)];
}

/** Models: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/docs/cni-proposal.md (pods route through 169.254.1.1) */
export function ipRouteLines(cluster: Cluster, place: Place): string[] {
  const network = networkOf(cluster, place);
  if (!network) return [];
  if ('pod' in network) return podRoutes(cluster, network.pod);
  const { name } = network.node;
  const address = addressOf(network.node.addresses, 'IPv4') || instanceIpv4(network.node) || '';
  const subnet = address.slice(0, address.lastIndexOf('.'));
  const own = `src ${address} metric 512 `;
  const pods = podsOn(topologyOf(cluster), name).flatMap((pod) => {
    const own = addressOf(podAddresses(pod), 'IPv4');
    return own ? [`${own} dev ${hostInterface(pod)} scope link `] : [];
  });
  return [
    `default via ${subnet}.1 dev eth0 proto dhcp ${own}`,
    `${subnet}.0/24 dev eth0 proto kernel scope link ${own}`,
    `${subnet}.1 dev eth0 proto dhcp scope link ${own}`,
    ...pods,
  ];
}

/** What the CNI gives a pod; in an IPv6 cluster only the way out through its node. */
function podRoutes(cluster: Cluster, pod: Pod): string[] {
  if (addressOf(podAddresses(pod), 'IPv4'))
    return ['default via 169.254.1.1 dev eth0 ', '169.254.1.1 dev eth0 scope link '];
  if (!hasIpv4Egress({ cluster })) return [];
  return [
    'default via 169.254.172.1 dev v4if0 ',
    `169.254.172.0/22 dev v4if0 proto kernel scope link src ${hostLocalAddress(pod)} `,
  ];
}

export function ipNeighbourLines(cluster: Cluster, place: Place): string[] {
  const network = networkOf(cluster, place);
  if (!network) return [];
  if ('pod' in network && !addressOf(podAddresses(network.pod), 'IPv4')) return [];
  if ('pod' in network) return [`169.254.1.1 dev eth0 lladdr ${macOf('255.255.0.1')} PERMANENT `];
  const address = addressOf(network.node.addresses, 'IPv4') || instanceIpv4(network.node) || '';
  const gateway = `${address.slice(0, address.lastIndexOf('.'))}.1`;
  return [`${gateway} dev eth0 lladdr ${macOf(gateway)} REACHABLE `];
}
