/** Table nat: where Services are translated. */
import { familyOf, type IpFamily, joinHostPort } from '../../net/ip.ts';
import { protocolText } from '../../net/protocol.ts';
import { endpointChain, serviceChain } from '../compile/chain-names.ts';
import { findTraits, type ModeTraits, takesAllNodePorts, takesNodePorts } from '../compile/mode.ts';
import { findPodRange } from '../compile/pod-range.ts';
import type { ServicePortEntry } from '../compile/rule-index.ts';
import type { EndpointRule, RuleSet, ServicePortRule } from '../compile/rule-set.ts';
import { isExternal } from '../compile/select-endpoints.ts';
import { hostRange, listAllowedSources } from '../compile/source-ranges.ts';
import { type Chains, comment, probability, toAddress } from './iptables-table.ts';

export function natTable(
  rules: RuleSet | undefined,
  entries: readonly ServicePortEntry[],
  family: IpFamily = 'IPv4',
): Chains {
  const chains: Chains = new Map([['KUBE-KUBELET-CANARY', []]]);
  if (!rules) return chains;
  const mark = `0x${(2 ** rules.config.masqueradeBit).toString(16)}`;
  const portals = `${comment('kubernetes service portals')} -j KUBE-SERVICES`;
  chains.set('PREROUTING', [portals]);
  chains.set('OUTPUT', [portals]);
  chains.set('POSTROUTING', [`${comment('kubernetes postrouting rules')} -j KUBE-POSTROUTING`]);
  chains.set('KUBE-PROXY-CANARY', []);
  chains.set('KUBE-MARK-MASQ', [`-j MARK --set-xmark ${mark}/${mark}`]);
  chains.set('KUBE-NODEPORTS', []);
  chains.set('KUBE-POSTROUTING', [
    `-m mark ! --mark ${mark}/${mark} -j RETURN`,
    `-j MARK --set-xmark ${mark}/0x0`,
    `${comment('kubernetes service traffic requiring SNAT')} -j MASQUERADE --random-fully`,
  ]);
  chains.set('KUBE-SERVICES', []);
  for (const entry of entries) addService(chains, rules, entry);
  chains.get('KUBE-SERVICES')?.push(...toNodePorts(rules, family));
  return chains;
}

/** Every local address, or those that `nodePortAddresses` names. */
function toNodePorts(rules: RuleSet, family: IpFamily): string[] {
  const traits = findTraits(rules) as ModeTraits;
  const says = comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain');
  if (takesAllNodePorts(rules, traits, family)) {
    const loopback = family === 'IPv6' ? '! -d ::1/128 ' : '! -d 127.0.0.0/8 ';
    const notLocalhost = rules.config.localhostNodePorts && family === 'IPv4' ? '' : loopback;
    return [`${notLocalhost}${says} -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS`];
  }
  const own = [...rules.addresses, '127.0.0.1'].filter((address) => familyOf(address) === family);
  const asked = own.filter((address) => takesNodePorts(rules, traits, address));
  return asked.map((address) => `-d ${hostRange(address)} ${says} -j KUBE-NODEPORTS`);
}

function addService(chains: Chains, rules: RuleSet, { rule, selected }: ServicePortEntry): void {
  const services = chains.get('KUBE-SERVICES') as string[];
  const internal = rule.internalPolicy === 'Local' ? selected.local : selected.cluster;
  const chain = serviceChain(rule.internalPolicy === 'Local' ? 'SVL' : 'SVC', rule);
  if (internal.length > 0)
    services.push(`${toAddress(rule.clusterIp, rule, `${rule.portName} cluster IP`)} -j ${chain}`);
  if (isExternal(rule) && selected.any) addExternal(chains, rules, rule, selected.local.length);
  if (selected.cluster.length > 0) addBalancing(chains, rules, rule, 'SVC', selected.cluster);
  if (selected.local.length > 0) addBalancing(chains, rules, rule, 'SVL', selected.local);
  for (const endpoint of [...selected.cluster, ...selected.local]) addEndpoint(chains, rule, endpoint);
}

/** KUBE-EXT: policies of traffic from outside, and the ways into it. */
function addExternal(chains: Chains, rules: RuleSet, rule: ServicePortRule, localCount: number): void {
  const { config } = rules;
  const external = serviceChain('EXT', rule);
  const cluster = serviceChain('SVC', rule);
  const what = `${rule.portName} external destinations`;
  const own: string[] = [];
  if (rule.externalPolicy === 'Cluster') {
    own.push(`${comment(`masquerade traffic for ${what}`)} -j KUBE-MARK-MASQ`, `-j ${cluster}`);
  } else {
    const pods = findPodRange(config, rule.clusterIp);
    if (pods) own.push(`-s ${pods.text} ${comment(`pod traffic for ${what}`)} -j ${cluster}`);
    own.push(
      `${comment(`masquerade LOCAL traffic for ${what}`)} -m addrtype --src-type LOCAL -j KUBE-MARK-MASQ`,
      `${comment(`route LOCAL traffic for ${what}`)} -m addrtype --src-type LOCAL -j ${cluster}`,
    );
    if (localCount > 0) own.push(`-j ${serviceChain('SVL', rule)}`);
  }
  chains.set(external, own);
  const services = chains.get('KUBE-SERVICES') as string[];
  for (const address of rule.externalIps)
    services.push(`${toAddress(address, rule, `${rule.portName} external IP`)} -j ${external}`);
  const target = rule.sourceRanges.length > 0 ? addFirewall(chains, rules, rule, external) : external;
  for (const address of rule.loadBalancerIps) {
    services.push(`${toAddress(address, rule, `${rule.portName} loadbalancer IP`)} -j ${target}`);
  }
  if (rule.nodePort === undefined) return;
  const protocol = protocolText(rule.protocol);
  chains
    .get('KUBE-NODEPORTS')
    ?.push(`-p ${protocol} ${comment(rule.portName)} -m ${protocol} --dport ${rule.nodePort} -j ${external}`);
}

/** KUBE-FW: the sources that a load balancer's address lets in; the others are dropped in the filter table. */
function addFirewall(chains: Chains, rules: RuleSet, rule: ServicePortRule, external: string): string {
  const firewall = serviceChain('FW', rule);
  if (rule.loadBalancerIps.length === 0) return external;
  const says = comment(`${rule.portName} loadbalancer IP`);
  const others = comment(`other traffic to ${rule.portName} will be dropped by KUBE-PROXY-FIREWALL`);
  chains.set(firewall, [
    ...listAllowedSources(rules, rule).map((range) => `-s ${range} ${says} -j ${external}`),
    others,
  ]);
  return firewall;
}

/** The draw among endpoints: the i-th of n with 1/(n-i), so that each gets 1/n. */
function addBalancing(
  chains: Chains,
  { config }: RuleSet,
  rule: ServicePortRule,
  kind: 'SVC' | 'SVL',
  endpoints: readonly EndpointRule[],
): void {
  const own: string[] = [];
  const policy = rule.internalPolicy === 'Local' ? 'SVL' : 'SVC';
  const clusterIp = toAddress(rule.clusterIp, rule, `${rule.portName} cluster IP`);
  const pods = findPodRange(config, rule.clusterIp);
  if (kind === policy && config.masqueradeAll) own.push(`${clusterIp} -j KUBE-MARK-MASQ`);
  else if (kind === policy && pods) own.push(`! -s ${pods.text} ${clusterIp} -j KUBE-MARK-MASQ`);
  const says = ({ address, port }: EndpointRule) => comment(`${rule.portName} -> ${joinHostPort(address, port)}`);
  if (rule.affinitySeconds !== undefined) {
    for (const endpoint of endpoints) {
      const chain = endpointChain(rule, endpoint);
      const recent = `-m recent --rcheck --seconds ${rule.affinitySeconds} --reap --name ${chain} ${maskOf(rule)} --rsource`;
      own.push(`${says(endpoint)} ${recent} -j ${chain}`);
    }
  }
  for (const [index, endpoint] of endpoints.entries()) {
    const left = endpoints.length - index;
    const chance = left > 1 ? ` -m statistic --mode random --probability ${probability(1 / left)}` : '';
    own.push(`${says(endpoint)}${chance} -j ${endpointChain(rule, endpoint)}`);
  }
  chains.set(serviceChain(kind, rule), own);
}

/** Every bit of the client's address counts. */
function maskOf({ clusterIp }: ServicePortRule): string {
  const all = Array.from({ length: 8 }, () => 'ffff').join(':');
  return `--mask ${familyOf(clusterIp) === 'IPv6' ? all : '255.255.255.255'}`;
}

function addEndpoint(chains: Chains, rule: ServicePortRule, endpoint: EndpointRule): void {
  const chain = endpointChain(rule, endpoint);
  const protocol = protocolText(rule.protocol);
  const set = rule.affinitySeconds === undefined ? '' : ` -m recent --set --name ${chain} ${maskOf(rule)} --rsource`;
  chains.set(chain, [
    `-s ${hostRange(endpoint.address)} ${comment(rule.portName)} -j KUBE-MARK-MASQ`,
    `-p ${protocol} ${comment(rule.portName)}${set} -m ${protocol} -j DNAT --to-destination ${joinHostPort(endpoint.address, endpoint.port)}`,
  ]);
}
