/** The IPv6 side of the house: shell lines for each kind of namespace. Every next hop is a link-local address, as in a VPC. */
const GATEWAY = 'fe80::1';

/** Forwarding, no waiting for duplicates, as many ICMP errors as there are reasons for. */
export const SETTINGS6 =
  'sysctl -qw net.ipv6.conf.all.forwarding=1 net.ipv6.conf.default.forwarding=1 net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.accept_ra=0 net.ipv6.icmp.ratelimit=0';

/** A machine outside the cluster whose every packet enters at one node. */
export function outsideAddress6(nodeNumber: number): string {
  return `2001:db8:9::${nodeNumber}`;
}

export function nodeLines(address: string): string {
  return `ip addr add ${address}/128 dev eth0 nodad && ip -6 route add ${GATEWAY} dev eth0 && ip -6 route add default via ${GATEWAY} dev eth0 src ${address}`;
}

/** On the router: the line to a node, and the table of what comes from its outside machine. */
export function routerLines(number: number, address: string): string {
  const device = `node${number}`;
  const table = 100 + number;
  return [
    `ip addr add ${GATEWAY}/64 dev ${device} nodad`,
    `ip -6 route add ${address}/128 dev ${device}`,
    `ip -6 rule add iif outside from ${outsideAddress6(number)} lookup ${table}`,
    `ip -6 route add default via ${address} dev ${device} onlink table ${table}`,
  ].join(' && ');
}

export function outsideRouterLines(): string {
  return `ip addr add ${GATEWAY}/64 dev outside nodad && ip -6 route add 2001:db8:9::/64 dev outside && ip -6 route add blackhole default`;
}

export function outsideLines(): string {
  const addresses = [1, 2, 3].map((n) => `ip addr add ${outsideAddress6(n)}/128 dev eth0 nodad`).join(' && ');
  return `${addresses} && ip -6 route add ${GATEWAY} dev eth0 && ip -6 route add default via ${GATEWAY} dev eth0`;
}

export function podLines(address: string, gatewayMac: string): string {
  return `ip addr add ${address}/128 dev eth0 nodad && ip -6 route add ${GATEWAY} dev eth0 && ip -6 route add default via ${GATEWAY} dev eth0 && ip -6 neigh add ${GATEWAY} lladdr ${gatewayMac} dev eth0 nud permanent`;
}
