/**
 * kube-ipvs0, the interface that holds the addresses of all Services on every node and carries nothing.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/netlink_linux.go (EnsureDummyDevice, EnsureAddressBind)
 */
import type { Cluster } from '../../../cluster.ts';
import { draw } from '../../../sim/random.ts';
import { findTraits } from '../../compile/mode.ts';
import { type RuleSet, ruleSets } from '../../compile/rule-set.ts';
import { hostRange } from '../../compile/source-ranges.ts';
import { listHeld } from '../../compile/virtual-servers.ts';
import type { Place } from '../../trace.ts';
import { listInterfaces, networkOf } from '../interfaces.ts';

const NAME = 'kube-ipvs0';
const FOREVER = '       valid_lft forever preferred_lft forever';

/** Undefined: the place is no node, or its kube-proxy runs in another mode. */
function rulesOf(cluster: Cluster, place: Place): RuleSet | undefined {
  const network = networkOf(cluster, place);
  const rules = network && 'node' in network ? ruleSets(cluster).get(network.node.name) : undefined;
  return rules && findTraits(rules)?.serviceAddresses === 'Held' ? rules : undefined;
}

/** The lines of the link, none where there is no such interface. */
export function dummyLinkLines(cluster: Cluster, place: Place): readonly string[] {
  const rules = rulesOf(cluster, place);
  if (!rules) return [];
  const index = 2 + listInterfaces(cluster, place).length;
  return [
    `${index}: ${NAME}: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN group default `,
    `    link/ether ${drawnMac(cluster.seed, rules.node)} brd ff:ff:ff:ff:ff:ff`,
  ];
}

/** Locally administered, as the kernel draws one for a dummy interface. */
function drawnMac(seed: number, node: string): string {
  const octets = [0, 1, 2, 3, 4].map((at) => Math.floor(draw(seed, NAME, node, at) * 256));
  return [0x3a, ...octets].map((octet) => octet.toString(16).padStart(2, '0')).join(':');
}

/** IPv4's first, each as Services bring them. */
export function heldAddressLines(cluster: Cluster, place: Place): readonly string[] {
  const rules = rulesOf(cluster, place);
  if (!rules) return [];
  return [...listHeld(rules)].sort(byFamily).flatMap((address) => {
    const [inet, label] = address.includes(':') ? ['inet6', ''] : ['inet', ` ${NAME}`];
    return [`    ${inet} ${hostRange(address)} scope global${label}`, FOREVER];
  });
}

function byFamily(a: string, b: string): number {
  return Number(a.includes(':')) - Number(b.includes(':'));
}
