/**
 * The few rules of iptables that ipvs mode needs: masquerading, source ranges and the guard of the node's own ports. How many Services there
 * are shows in the sets they look into, not in them.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/proxier.go (iptablesJumpChain, ipsetWithIptablesChain, writeIptablesRules)
 */
import { type IpFamily, isSameFamily } from '../../../net/ip.ts';
import { protocolNumber } from '../../../net/protocol.ts';
import { findPodRange } from '../../compile/pod-range.ts';
import type { RuleSet } from '../../compile/rule-set.ts';
import { hostRange } from '../../compile/source-ranges.ts';
import { listVirtualServers } from '../../compile/virtual-servers.ts';
import { type Chains, comment } from '../iptables-table.ts';
import { type IpSet, letsNodeIn, listSets, type SetKey } from './sets.ts';

/** `-m set --match-set NAME dst,dst`, with the set's comment before it or without. */
class Matches {
  readonly #sets: ReadonlyMap<SetKey, IpSet>;

  constructor(rules: RuleSet, family: IpFamily) {
    this.#sets = new Map(listSets(rules, family).map((set) => [set.key, set]));
  }

  isEmpty(key: SetKey): boolean {
    return this.#get(key).entries.length === 0;
  }

  bare(key: SetKey, how: string): string {
    return `-m set --match-set ${this.#get(key).name} ${how}`;
  }

  said(key: SetKey, how: string): string {
    return `${comment(this.#get(key).comment)} ${this.bare(key, how)}`;
  }

  #get(key: SetKey): IpSet {
    return this.#sets.get(key) as IpSet;
  }
}

function markOf({ config }: RuleSet): string {
  return `0x${(2 ** config.masqueradeBit).toString(16)}`;
}

/** Adds kube-proxy's part of table nat. */
export function addIpvsNat(chains: Chains, rules: RuleSet, family: IpFamily): void {
  const sets = new Matches(rules, family);
  const mark = markOf(rules);
  const portals = `${comment('kubernetes service portals')} -j KUBE-SERVICES`;
  chains.set('PREROUTING', [portals]);
  chains.set('OUTPUT', [portals]);
  chains.set('POSTROUTING', [`${comment('kubernetes postrouting rules')} -j KUBE-POSTROUTING`]);
  chains.set('KUBE-LOAD-BALANCER', [
    ...when(sets, 'KUBE-LOAD-BALANCER-LOCAL', 'dst,dst', 'RETURN'),
    '-j KUBE-MARK-MASQ',
  ]);
  chains.set('KUBE-MARK-MASQ', [`-j MARK --set-xmark ${mark}/${mark}`]);
  chains.set('KUBE-NODE-PORT', nodePorts(sets));
  chains.set('KUBE-POSTROUTING', [
    ...when(sets, 'KUBE-LOOP-BACK', 'dst,dst,src', 'MASQUERADE'),
    `-m mark ! --mark ${mark}/${mark} -j RETURN`,
    `-j MARK --set-xmark ${mark}/0x0`,
    `${comment('kubernetes service traffic requiring SNAT')} -j MASQUERADE --random-fully`,
  ]);
  chains.set('KUBE-SERVICES', services(sets, rules, family));
}

function when(sets: Matches, key: SetKey, how: string, target: string, before = ''): string[] {
  return sets.isEmpty(key) ? [] : [`${before}${sets.said(key, how)} -j ${target}`];
}

function nodePorts(sets: Matches): string[] {
  return [
    ...when(sets, 'KUBE-NODE-PORT-LOCAL-TCP', 'dst', 'RETURN', '-p tcp '),
    ...when(sets, 'KUBE-NODE-PORT-TCP', 'dst', 'KUBE-MARK-MASQ', '-p tcp '),
    ...when(sets, 'KUBE-NODE-PORT-LOCAL-UDP', 'dst', 'RETURN', '-p udp '),
    ...when(sets, 'KUBE-NODE-PORT-UDP', 'dst', 'KUBE-MARK-MASQ', '-p udp '),
    ...when(sets, 'KUBE-NODE-PORT-LOCAL-SCTP-HASH', 'dst,dst', 'RETURN', '-p sctp '),
    ...when(sets, 'KUBE-NODE-PORT-SCTP-HASH', 'dst,dst', 'KUBE-MARK-MASQ', '-p sctp '),
  ];
}

function services(sets: Matches, rules: RuleSet, family: IpFamily): string[] {
  const accepted = (['KUBE-CLUSTER-IP', 'KUBE-LOAD-BALANCER'] as const).filter((key) => !sets.isEmpty(key));
  return [
    `-s ${family === 'IPv6' ? '::1/128' : '127.0.0.0/8'} -j RETURN`,
    ...when(sets, 'KUBE-LOAD-BALANCER', 'dst,dst', 'KUBE-LOAD-BALANCER'),
    ...clusterIps(sets, rules, family),
    ...when(sets, 'KUBE-EXTERNAL-IP', 'dst,dst', 'KUBE-MARK-MASQ'),
    ...externalIps(sets, 'KUBE-EXTERNAL-IP'),
    ...externalIps(sets, 'KUBE-EXTERNAL-IP-LOCAL'),
    '-m addrtype --dst-type LOCAL -j KUBE-NODE-PORT',
    ...accepted.map((key) => `${sets.bare(key, 'dst,dst')} -j ACCEPT`),
  ];
}

/** Whom a cluster IP's destination does not see: everybody, all but pods, or only the node that sends from the cluster IP itself. */
function clusterIps(sets: Matches, rules: RuleSet, family: IpFamily): string[] {
  const target = 'KUBE-MARK-MASQ';
  if (rules.config.masqueradeAll) return when(sets, 'KUBE-CLUSTER-IP', 'dst,dst', target);
  const pods = findPodRange(rules.config, family === 'IPv6' ? '::' : '0.0.0.0');
  if (pods) return when(sets, 'KUBE-CLUSTER-IP', 'dst,dst', target, `! -s ${pods.text} `);
  return when(sets, 'KUBE-CLUSTER-IP', 'src,dst', target);
}

function externalIps(sets: Matches, key: 'KUBE-EXTERNAL-IP' | 'KUBE-EXTERNAL-IP-LOCAL'): string[] {
  if (sets.isEmpty(key)) return [];
  const to = sets.said(key, 'dst,dst');
  return [
    `${to} -m physdev ! --physdev-is-in -m addrtype ! --src-type LOCAL -j ACCEPT`,
    `${to} -m addrtype --dst-type LOCAL -j ACCEPT`,
  ];
}

/** Adds kube-proxy's part of table filter, before what the kubelet has in the built-in chains. */
export function addIpvsFilter(chains: Chains, rules: RuleSet, family: IpFamily): void {
  const sets = new Matches(rules, family);
  const mark = markOf(rules);
  const prepend = (chain: string, own: readonly string[]) => chains.set(chain, [...own, ...(chains.get(chain) ?? [])]);
  const firewall = `${comment('kube-proxy firewall rules')} -j KUBE-PROXY-FIREWALL`;
  const access = comment('kubernetes ipvs access filter');
  const health = `${comment('kubernetes health check rules')} -j KUBE-NODE-PORT`;
  prepend('INPUT', [`${access} -j KUBE-IPVS-FILTER`, firewall, health]);
  prepend('FORWARD', [firewall, `${comment('kubernetes forwarding rules')} -j KUBE-FORWARD`]);
  prepend('OUTPUT', [`${access} -j KUBE-IPVS-OUT-FILTER`]);
  chains.set('KUBE-FORWARD', [
    `${comment('kubernetes forwarding rules')} -m mark --mark ${mark}/${mark} -j ACCEPT`,
    `${comment('kubernetes forwarding conntrack rule')} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
  ]);
  chains.set('KUBE-IPVS-FILTER', accessFilter(sets, family));
  chains.set('KUBE-IPVS-OUT-FILTER', outFilter(rules, family));
  chains.set('KUBE-NODE-PORT', [`${sets.said('KUBE-HEALTH-CHECK-NODE-PORT', 'dst')} -j ACCEPT`]);
  chains.set('KUBE-PROXY-FIREWALL', when(sets, 'KUBE-LOAD-BALANCER-FW', 'dst,dst', 'KUBE-SOURCE-RANGES-FIREWALL'));
  chains.set('KUBE-SOURCE-RANGES-FIREWALL', [
    ...when(sets, 'KUBE-LOAD-BALANCER-SOURCE-CIDR', 'dst,dst,src', 'RETURN'),
    ...when(sets, 'KUBE-LOAD-BALANCER-SOURCE-IP', 'dst,dst,src', 'RETURN'),
    '-j DROP',
  ]);
}

function accessFilter(sets: Matches, family: IpFamily): string[] {
  const portals = ['KUBE-LOAD-BALANCER', 'KUBE-CLUSTER-IP', 'KUBE-EXTERNAL-IP', 'KUBE-EXTERNAL-IP-LOCAL'] as const;
  const answer = family === 'IPv6' ? 'icmp6-port-unreachable' : 'icmp-port-unreachable';
  return [
    ...portals.map((key) => `${sets.bare(key, 'dst,dst')} -j RETURN`),
    `${sets.bare('KUBE-HEALTH-CHECK-NODE-PORT', 'dst')} -j RETURN`,
    `-m conntrack --ctstate NEW ${sets.bare('KUBE-IPVS-IPS', 'dst')} -j REJECT --reject-with ${answer}`,
  ];
}

/** A load balancer's address whose source ranges leave the node out. Models: https://github.com/kubernetes/kubernetes/issues/119656 */
function outFilter(rules: RuleSet, family: IpFamily): string[] {
  const like = family === 'IPv6' ? '::' : '0.0.0.0';
  return listVirtualServers(rules).flatMap(({ kind, address, port, protocol, entry }) => {
    const { sourceRanges } = entry.rule;
    if (kind !== 'LoadBalancer' || sourceRanges.length === 0 || !isSameFamily(address, like)) return [];
    if (letsNodeIn(rules, sourceRanges, address)) return [];
    const server = `-m ipvs --vproto ${protocolNumber(protocol)} --vaddr ${address} --vport ${port}`;
    return [`-s ${hostRange(address)} ${server} -j DROP`];
  });
}
