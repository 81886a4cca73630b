/** `ip address`, `ip link`, `ip route` and `ip neighbour` of a pod or a node. Models: https://man7.org/linux/man-pages/man8/ip.8.html */
import type { Cluster } from '../../cluster.ts';
import { topologyOf } from '../topology.ts';
import type { Place } from '../trace.ts';
import { hostInterface, type Interface, listInterfaces, macOf, networkOf, podsOn } from './interfaces.ts';
import { dummyLinkLines, heldAddressLines } from './ipvs/interface.ts';

const LOOPBACK = [
  '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000',
  '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
];
const FOREVER = '       valid_lft forever preferred_lft forever';

export function ipAddressLines(cluster: Cluster, place: Place): string[] {
  const others = listInterfaces(cluster, place).flatMap((device) => [...linkLines(device), ...addressLines(device)]);
  const held = [...dummyLinkLines(cluster, place), ...heldAddressLines(cluster, place)];
  return [...LOOPBACK, '    inet 127.0.0.1/8 scope host lo', FOREVER, ...others, ...held];
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

function addressLines({ name, address, broadcast }: Interface): string[] {
  if (!address) return [];
  const label = name.split('@')[0];
  const brd = broadcast ? ` brd ${broadcast}` : '';
  return [`    inet ${address}${brd} scope global ${label}`, FOREVER];
}

/** Models: https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/docs/cni-proposal.md (pods route through 169.254.1.1) */
export function ipRouteLines(cluster: Cluster, place: Place): string[] {
  const network = networkOf(cluster, place);
  if (!network) return [];
  if ('pod' in network) return ['default via 169.254.1.1 dev eth0 ', '169.254.1.1 dev eth0 scope link '];
  const { name, address } = network.node;
  const subnet = address.slice(0, address.lastIndexOf('.'));
  const own = `src ${address} metric 512 `;
  const pods = podsOn(topologyOf(cluster), name);
  return [
    `default via ${subnet}.1 dev eth0 proto dhcp ${own}`,
    `${subnet}.0/24 dev eth0 proto kernel scope link ${own}`,
    `${subnet}.1 dev eth0 proto dhcp scope link ${own}`,
    ...pods.map((pod) => `${pod.status.podIP} dev ${hostInterface(pod)} scope link `),
  ];
}

export function ipNeighbourLines(cluster: Cluster, place: Place): string[] {
  const network = networkOf(cluster, place);
  if (!network) return [];
  if ('pod' in network) return [`169.254.1.1 dev eth0 lladdr ${macOf('255.255.0.1')} PERMANENT `];
  const { address } = network.node;
  const gateway = `${address.slice(0, address.lastIndexOf('.'))}.1`;
  return [`${gateway} dev eth0 lladdr ${macOf(gateway)} REACHABLE `];
}
