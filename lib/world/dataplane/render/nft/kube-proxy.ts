/**
 * `nft list table ip kube-proxy` of a node whose kube-proxy runs in nftables mode.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/nftables/proxier.go (setupNFTables, syncProxyRules)
 * Differs: services stand in the order of their names, where kube-proxy's stand as its Go map gave them; affinity sets show no clients.
 */
import { familyOf, type IpFamily, joinHostPort } from '../../../net/ip.ts';
import { protocolText } from '../../../net/protocol.ts';
import { findTraits, type ModeTraits, takesAllNodePorts, takesNodePorts } from '../../compile/mode.ts';
import { findPodRange } from '../../compile/pod-range.ts';
import { indexOf, type ServicePortEntry } from '../../compile/rule-index.ts';
import type { EndpointRule, RuleSet, ServicePortRule } from '../../compile/rule-set.ts';
import { isExternal } from '../../compile/select-endpoints.ts';
import { listAllowedSources } from '../../compile/source-ranges.ts';
import { entriesOfFamily } from '../iptables-table.ts';
import { nftEndpointName, nftServiceChain } from './names.ts';
import {
  chainLines,
  inlineRanges,
  type NftChain,
  type NftElement,
  type NftSet,
  nftDuration,
  setLines,
} from './table.ts';

/** What the Services of a node add to the table. */
interface Filled {
  readonly clusterIps: Map<string, NftElement>;
  readonly noEndpointServices: NftElement[];
  readonly noEndpointNodePorts: NftElement[];
  readonly firewallIps: NftElement[];
  readonly serviceIps: NftElement[];
  readonly serviceNodePorts: NftElement[];
  readonly affinities: NftSet[];
  readonly chains: Map<string, NftChain>;
}

const ADDRESS_TYPES: Readonly<Record<IpFamily, string>> = { IPv4: 'ipv4_addr', IPv6: 'ipv6_addr' };
const PORT_KEY = 'inet_proto . inet_service : verdict';

/** Lines of the whole table of that family. */
export function nftKubeProxy(rules: RuleSet, family: IpFamily = 'IPv4'): string[] {
  const traits = findTraits(rules) as ModeTraits;
  const filled: Filled = {
    clusterIps: new Map(),
    noEndpointServices: [],
    noEndpointNodePorts: [],
    firewallIps: [],
    serviceIps: [],
    serviceNodePorts: [],
    affinities: [],
    chains: new Map(),
  };
  for (const entry of entriesOfFamily(indexOf(rules).entries, family)) addService(filled, rules, entry);
  const sets = [...setsOf(filled, rules, traits, family), ...filled.affinities].map(setLines);
  const chains = [...baseChains(rules, traits, family), ...filled.chains.values()].map(chainLines);
  const body = [...sets, ...chains].join('\n\n');
  return `table ${ipOf(family)} kube-proxy {\n\tcomment "rules for kube-proxy"\n${body}\n}`.split('\n');
}

function ipOf(family: IpFamily): 'ip' | 'ip6' {
  return family === 'IPv6' ? 'ip6' : 'ip';
}

function setsOf(filled: Filled, rules: RuleSet, traits: ModeTraits, family: IpFamily): NftSet[] {
  const own = rules.addresses.filter((address) => familyOf(address) === family);
  const nodePortIps = own.filter((address) => takesNodePorts(rules, traits, address));
  const type = ADDRESS_TYPES[family];
  const addressKey = `${type} . inet_proto . inet_service : verdict`;
  const map = (name: string, type: string, comment: string, elements: readonly NftElement[]): NftSet => ({
    kind: 'map',
    name,
    type,
    comment,
    elements,
  });
  const none = 'with no endpoints';
  return [
    {
      kind: 'set',
      name: 'cluster-ips',
      type,
      comment: 'Active ClusterIPs',
      elements: [...filled.clusterIps.values()],
    },
    ...(takesAllNodePorts(rules, traits, family)
      ? []
      : [
          {
            kind: 'set' as const,
            name: 'nodeport-ips',
            type,
            comment: 'IPs that accept NodePort traffic',
            elements: nodePortIps.map((address) => ({ key: [address] })),
          },
        ]),
    map(
      'no-endpoint-services',
      addressKey,
      `vmap to drop or reject packets to services ${none}`,
      filled.noEndpointServices,
    ),
    map(
      'no-endpoint-nodeports',
      PORT_KEY,
      `vmap to drop or reject packets to service nodeports ${none}`,
      filled.noEndpointNodePorts,
    ),
    map('firewall-ips', addressKey, 'destinations that are subject to LoadBalancerSourceRanges', filled.firewallIps),
    map('service-ips', addressKey, 'ClusterIP, ExternalIP and LoadBalancer IP traffic', filled.serviceIps),
    map('service-nodeports', PORT_KEY, 'NodePort traffic', filled.serviceNodePorts),
  ];
}

function baseChains(rules: RuleSet, traits: ModeTraits, family: IpFamily): NftChain[] {
  const hook = (type: string, at: string, priority: string) =>
    `type ${type} hook ${at} priority ${priority}; policy accept;`;
  const mark = `0x${(2 ** rules.config.masqueradeBit).toString(16).padStart(8, '0')}`;
  const ip = ipOf(family);
  const all = takesAllNodePorts(rules, traits, family);
  const loopback = family === 'IPv6' ? '::1' : '127.0.0.0/8';
  const toNode = all ? `${ip} daddr != ${loopback}` : `${ip} daddr @nodeport-ips`;
  const toLocal = all ? `fib daddr type local ${toNode}` : toNode;
  const byAddress = `${ip} daddr . meta l4proto . th dport vmap`;
  const firewall = ['ct state new jump firewall-check'];
  const services = 'ct state new jump service-endpoints-check';
  const clusterIps = 'ct state new jump cluster-ips-check';
  const ranges = rules.serviceCidrs.filter((range) => familyOf(range) === family);
  return [
    { name: 'filter-prerouting-pre-dnat', hook: hook('filter', 'prerouting', 'dstnat - 10'), rules: firewall },
    { name: 'filter-output-pre-dnat', hook: hook('filter', 'output', '-110'), rules: firewall },
    {
      name: 'filter-input',
      hook: hook('filter', 'input', 'filter'),
      rules: ['ct state new jump nodeport-endpoints-check', services],
    },
    { name: 'filter-forward', hook: hook('filter', 'forward', 'filter'), rules: [services, clusterIps] },
    { name: 'filter-output', hook: hook('filter', 'output', 'filter'), rules: [services, clusterIps] },
    { name: 'nat-prerouting', hook: hook('nat', 'prerouting', 'dstnat'), rules: ['jump services'] },
    { name: 'nat-output', hook: hook('nat', 'output', '-100'), rules: ['jump services'] },
    { name: 'nat-postrouting', hook: hook('nat', 'postrouting', 'srcnat'), rules: ['jump masquerading'] },
    { name: 'nodeport-endpoints-check', rules: [`${toNode} meta l4proto . th dport vmap @no-endpoint-nodeports`] },
    { name: 'service-endpoints-check', rules: [`${byAddress} @no-endpoint-services`] },
    { name: 'firewall-check', rules: [`${byAddress} @firewall-ips`] },
    {
      name: 'services',
      rules: [`${byAddress} @service-ips`, `${toLocal} meta l4proto . th dport vmap @service-nodeports`],
    },
    {
      name: 'masquerading',
      rules: [
        `meta mark & ${mark} == 0x00000000 return`,
        `meta mark set meta mark ^ ${mark}`,
        'masquerade fully-random',
      ],
    },
    {
      name: 'cluster-ips-check',
      rules: [
        `${ip} daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"`,
        ...(ranges.length > 0
          ? [`${ip} daddr ${inlineRanges(ranges)} drop comment "Drop traffic to unallocated ClusterIPs"`]
          : []),
      ],
    },
    { name: 'mark-for-masquerade', rules: [`meta mark set meta mark | ${mark}`] },
    {
      name: 'reject-chain',
      comment: 'helper for @no-endpoint-services / @no-endpoint-nodeports',
      rules: ['reject'],
    },
  ];
}

function addService(filled: Filled, rules: RuleSet, entry: ServicePortEntry): void {
  const { rule, selected } = entry;
  const protocol = protocolText(rule.protocol);
  const internal = rule.internalPolicy === 'Local' ? selected.local : selected.cluster;
  const chain = nftServiceChain(rule.internalPolicy === 'Local' ? 'local' : 'service', rule);
  const key = (address: string) => [address, protocol, String(rule.port)];
  filled.clusterIps.set(rule.clusterIp, { key: [rule.clusterIp] });
  const refusal = selected.any ? 'drop' : 'goto reject-chain';
  if (internal.length > 0) filled.serviceIps.push({ key: key(rule.clusterIp), verdict: `goto ${chain}` });
  else filled.noEndpointServices.push({ key: key(rule.clusterIp), comment: rule.portName, verdict: refusal });
  addEndpointChains(filled, entry);
  addPolicyChains(filled, rules, entry);
  addExternal(filled, rules, entry, key, refusal);
}

function addExternal(
  filled: Filled,
  rules: RuleSet,
  { rule, selected }: ServicePortEntry,
  key: (address: string) => string[],
  refusal: string,
): void {
  const external = nftServiceChain('external', rule);
  const reaches = rule.externalPolicy === 'Local' ? selected.local.length > 0 : selected.any;
  const addresses = [...rule.externalIps, ...rule.loadBalancerIps];
  const nodePort = rule.nodePort === undefined ? [] : [[protocolText(rule.protocol), String(rule.nodePort)]];
  if (selected.any && isExternal(rule)) {
    filled.chains.set(external, { name: external, rules: externalRules(rules, rule, selected.local.length) });
    for (const address of addresses) filled.serviceIps.push({ key: key(address), verdict: `goto ${external}` });
    for (const port of nodePort) filled.serviceNodePorts.push({ key: port, verdict: `goto ${external}` });
  }
  if (!reaches) {
    const refused = { comment: rule.portName, verdict: refusal };
    for (const address of addresses) filled.noEndpointServices.push({ key: key(address), ...refused });
    for (const port of nodePort) filled.noEndpointNodePorts.push({ key: port, ...refused });
  }
  if (rule.sourceRanges.length === 0 || rule.loadBalancerIps.length === 0) return;
  const firewall = nftServiceChain('firewall', rule);
  const sources = inlineRanges(listAllowedSources(rules, rule));
  filled.chains.set(firewall, {
    name: firewall,
    rules: [`${ipOf(familyOf(rule.clusterIp))} saddr != ${sources} drop`],
  });
  for (const address of rule.loadBalancerIps)
    filled.firewallIps.push({ key: key(address), verdict: `goto ${firewall}` });
}

/** Policies of traffic from outside, as the iptables mode's KUBE-EXT has them. */
function externalRules({ config }: RuleSet, rule: ServicePortRule, localCount: number): string[] {
  const cluster = nftServiceChain('service', rule);
  if (rule.externalPolicy === 'Cluster') return ['jump mark-for-masquerade', `goto ${cluster}`];
  const range = findPodRange(config, rule.clusterIp);
  const ip = ipOf(familyOf(rule.clusterIp));
  return [
    ...(range ? [`${ip} saddr ${range.text} goto ${cluster} comment "short-circuit pod traffic"`] : []),
    'fib saddr type local jump mark-for-masquerade comment "masquerade local traffic"',
    `fib saddr type local goto ${cluster} comment "short-circuit local traffic"`,
    ...(localCount > 0 ? [`goto ${nftServiceChain('local', rule)}`] : []),
  ];
}

function addPolicyChains(filled: Filled, { config }: RuleSet, { rule, selected }: ServicePortEntry): void {
  const internal = rule.internalPolicy === 'Local' ? 'local' : 'service';
  const lists = [
    ['service', selected.cluster],
    ['local', selected.local],
  ] as const;
  for (const [kind, endpoints] of lists) {
    if (endpoints.length === 0) continue;
    const name = nftServiceChain(kind, rule);
    const masquerade = kind === internal ? internalMasquerade(config, rule) : [];
    filled.chains.set(name, { name, rules: [...masquerade, ...balancing(rule, endpoints)] });
  }
}

function internalMasquerade(config: RuleSet['config'], { clusterIp }: ServicePortRule): string[] {
  const ip = ipOf(familyOf(clusterIp));
  if (config.masqueradeAll) return [`${ip} daddr ${clusterIp} jump mark-for-masquerade`];
  const range = findPodRange(config, clusterIp);
  return range ? [`${ip} daddr ${clusterIp} ${ip} saddr != ${range.text} jump mark-for-masquerade`] : [];
}

/** Clients that were here before go back; any other is sent to one by chance. */
function balancing(rule: ServicePortRule, endpoints: readonly EndpointRule[]): string[] {
  const chain = (endpoint: EndpointRule) => nftEndpointName('endpoint', rule, endpoint);
  const kept = rule.affinitySeconds === undefined ? [] : endpoints;
  const goes = endpoints.map((endpoint, index) => `${index} : goto ${chain(endpoint)}`);
  return [
    ...kept.map(
      (endpoint) =>
        `${ipOf(familyOf(rule.clusterIp))} saddr @${nftEndpointName('affinity', rule, endpoint)} goto ${chain(endpoint)}`,
    ),
    `numgen random mod ${endpoints.length} vmap { ${goes.join(', ')} }`,
  ];
}

function addEndpointChains(filled: Filled, { rule, selected }: ServicePortEntry): void {
  for (const endpoint of [...selected.cluster, ...selected.local]) {
    const { address, port } = endpoint;
    const ip = ipOf(familyOf(address));
    const name = nftEndpointName('endpoint', rule, endpoint);
    if (filled.chains.has(name)) continue;
    const affinity = nftEndpointName('affinity', rule, endpoint);
    if (rule.affinitySeconds !== undefined) {
      const options = [`size 65535`, 'flags dynamic,timeout', `timeout ${nftDuration(rule.affinitySeconds)}`];
      filled.affinities.push({
        kind: 'set',
        name: affinity,
        type: ADDRESS_TYPES[familyOf(address)],
        options,
        elements: [],
      });
    }
    filled.chains.set(name, {
      name,
      rules: [
        `${ip} saddr ${address} jump mark-for-masquerade`,
        ...(rule.affinitySeconds === undefined ? [] : [`update @${affinity} { ${ip} saddr }`]),
        `meta l4proto ${protocolText(rule.protocol)} dnat to ${joinHostPort(address, port)}`,
      ],
    });
  }
}
