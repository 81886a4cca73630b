/** Table filter: Services without endpoints, and forwarding. */
import { familyOf, type IpFamily } from '../../net/ip.ts';
import { protocolText } from '../../net/protocol.ts';
import { serviceChain } from '../compile/chain-names.ts';
import type { ServicePortEntry } from '../compile/rule-index.ts';
import type { RuleSet, ServicePortRule } from '../compile/rule-set.ts';
import { type Chains, comment, toAddress } from './iptables-table.ts';

const NEW = '-m conntrack --ctstate NEW';
const FIREWALL = `${NEW} ${comment('kubernetes load balancer firewall')} -j KUBE-PROXY-FIREWALL`;
const PORTALS = `${NEW} ${comment('kubernetes service portals')} -j KUBE-SERVICES`;
const EXTERNAL = `${NEW} ${comment('kubernetes externally-visible service portals')} -j KUBE-EXTERNAL-SERVICES`;

/** The kubelet's guard against packets from elsewhere to 127.0.0.0/8. */
const MARTIANS =
  '! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP';

export function filterTable(
  rules: RuleSet | undefined,
  entries: readonly ServicePortEntry[],
  family: IpFamily = 'IPv4',
): Chains {
  // Of IPv6 no packet from elsewhere passes for one of the loopback network: the kubelet guards against IPv4 ones only.
  const guard = family === 'IPv4' ? ['-j KUBE-FIREWALL'] : [];
  const chains: Chains = new Map([['KUBE-KUBELET-CANARY', []]]);
  if (family === 'IPv4') chains.set('INPUT', guard).set('OUTPUT', guard).set('KUBE-FIREWALL', [MARTIANS]);
  if (!rules) return chains;
  const mark = `0x${(2 ** rules.config.masqueradeBit).toString(16)}`;
  const health = `${comment('kubernetes health check service ports')} -j KUBE-NODEPORTS`;
  chains.set('INPUT', [FIREWALL, health, EXTERNAL, ...guard]);
  chains.set('FORWARD', [FIREWALL, `${comment('kubernetes forwarding rules')} -j KUBE-FORWARD`, PORTALS, EXTERNAL]);
  chains.set('OUTPUT', [FIREWALL, PORTALS, ...guard]);
  for (const chain of [
    'KUBE-EXTERNAL-SERVICES',
    'KUBE-NODEPORTS',
    'KUBE-PROXY-CANARY',
    'KUBE-PROXY-FIREWALL',
    'KUBE-SERVICES',
  ]) {
    chains.set(chain, []);
  }
  chains.set('KUBE-FORWARD', [
    '-m conntrack --ctstate INVALID -j DROP',
    `${comment('kubernetes forwarding rules')} -m mark --mark ${mark}/${mark} -j ACCEPT`,
    `${comment('kubernetes forwarding conntrack rule')} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
  ]);
  for (const entry of entries) addService(chains, entry);
  return chains;
}

function addService(chains: Chains, { rule, selected }: ServicePortEntry): void {
  const internal = verdict(rule, selected, rule.internalPolicy);
  if (internal) {
    const { says, target } = internal;
    chains.get('KUBE-SERVICES')?.push(`${toAddress(rule.clusterIp, rule, `${rule.portName} ${says}`)} -j ${target}`);
  }
  if (rule.healthCheckNodePort) {
    const says = comment(`${rule.portName} health check node port`);
    chains.get('KUBE-NODEPORTS')?.push(`-p tcp ${says} -m tcp --dport ${rule.healthCheckNodePort} -j ACCEPT`);
  }
  if (rule.sourceRanges.length > 0 && selected.any) {
    const says = `${rule.portName} traffic not accepted by ${serviceChain('FW', rule)}`;
    for (const address of rule.loadBalancerIps) {
      chains.get('KUBE-PROXY-FIREWALL')?.push(`${toAddress(address, rule, says)} -j DROP`);
    }
  }
  const external = verdict(rule, selected, rule.externalPolicy);
  if (external) addExternal(chains, rule, external);
}

interface Verdict {
  readonly says: string;
  readonly target: string;
}

function verdict(
  { clusterIp }: ServicePortRule,
  { any, local }: ServicePortEntry['selected'],
  policy: 'Cluster' | 'Local',
): Verdict | undefined {
  const icmp = familyOf(clusterIp) === 'IPv6' ? 'icmp6' : 'icmp';
  if (!any) return { says: 'has no endpoints', target: `REJECT --reject-with ${icmp}-port-unreachable` };
  if (policy === 'Local' && local.length === 0) return { says: 'has no local endpoints', target: 'DROP' };
  return undefined;
}

function addExternal(chains: Chains, rule: ServicePortRule, { says, target }: Verdict): void {
  const own = chains.get('KUBE-EXTERNAL-SERVICES') as string[];
  const protocol = protocolText(rule.protocol);
  for (const address of [...rule.externalIps, ...rule.loadBalancerIps]) {
    own.push(`${toAddress(address, rule, `${rule.portName} ${says}`)} -j ${target}`);
  }
  if (rule.nodePort === undefined) return;
  const to = `-p ${protocol} ${comment(`${rule.portName} ${says}`)} -m addrtype --dst-type LOCAL -m ${protocol} --dport ${rule.nodePort}`;
  own.push(`${to} -j ${target}`);
}
