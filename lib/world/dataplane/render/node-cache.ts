/**
 * What `iptables-save` and `ip address` show of NodeLocal DNSCache.
 * Models: https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/app/cache_app.go, pkg/netif/netif.go (EnsureDummyDevice: the link is never set up)
 */
import type { Cluster } from '../../cluster.ts';
import { familyOf, type IpFamily } from '../../net/ip.ts';
import { draw } from '../../sim/random.ts';
import { hostRange } from '../compile/source-ranges.ts';
import { nodeCaches } from '../node-cache.ts';
import { endOf, listNodeCacheRules, type NodeCacheRule } from '../node-cache-rules.ts';
import type { Place } from '../trace.ts';
import { networkOf } from './interfaces.ts';
import type { Chains } from './iptables-table.ts';

const FOREVER = '       valid_lft forever preferred_lft forever';

/** Table raw; undefined where nothing was put in it, which keeps the kernel from having one. */
export function nodeCacheRaw(cluster: Cluster, node: string, family: IpFamily): Chains | undefined {
  const rules = rulesOf(cluster, node, family);
  if (rules.length === 0) return undefined;
  const chains: Chains = new Map();
  addRules(chains, rules, 'raw');
  return chains;
}

/** Puts its rules before the others of table filter. */
export function addNodeCacheFilter(chains: Chains, cluster: Cluster, node: string, family: IpFamily): void {
  addRules(chains, rulesOf(cluster, node, family), 'filter');
}

function rulesOf(cluster: Cluster, node: string, family: IpFamily): readonly NodeCacheRule[] {
  const rules = nodeCaches(cluster).get(node)?.rules;
  return rules ? listNodeCacheRules(rules).filter(({ address }) => familyOf(address) === family) : [];
}

/** The one that was put in last stands first. */
function addRules(chains: Chains, rules: readonly NodeCacheRule[], table: NodeCacheRule['table']): void {
  for (const rule of rules) {
    if (rule.table !== table) continue;
    const { protocol, end, address, port, chain } = rule;
    const { target, comment } = endOf(rule);
    const match = `-p ${protocol} -m ${protocol} --${end}port ${port} -m comment --comment "${comment}"`;
    chains.set(chain, [`-${end} ${hostRange(address)} ${match} -j ${target}`, ...(chains.get(chain) ?? [])]);
  }
}

function interfaceOf(cluster: Cluster, place: Place) {
  const network = networkOf(cluster, place);
  return network && 'node' in network ? nodeCaches(cluster).get(network.node.name)?.interface : undefined;
}

/** The lines of the link; `index` is the next one free. */
export function nodeCacheLinkLines(cluster: Cluster, place: Place, index: number): readonly string[] {
  const made = interfaceOf(cluster, place);
  if (!made) return [];
  const octets = [0, 1, 2, 3, 4].map((at) =>
    Math.floor(draw(cluster.seed, made.name, made.addresses[0] ?? '', at) * 256),
  );
  const mac = [0x3a, ...octets].map((octet) => octet.toString(16).padStart(2, '0')).join(':');
  return [
    `${index}: ${made.name}: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN group default `,
    `    link/ether ${mac} brd ff:ff:ff:ff:ff:ff`,
  ];
}

export function nodeCacheAddressLines(cluster: Cluster, place: Place): readonly string[] {
  const made = interfaceOf(cluster, place);
  return (made?.addresses ?? []).flatMap((address) => {
    const [inet, label] = address.includes(':') ? ['inet6', ''] : ['inet', ` ${made?.name}`];
    return [`    ${inet} ${hostRange(address)} scope global${label}`, FOREVER];
  });
}
