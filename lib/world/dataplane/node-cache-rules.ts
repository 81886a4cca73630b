/**
 * The rules of NodeLocal DNSCache in tables raw and filter, in the order in which it puts them in. Each goes to the top of its chain.
 * Models: https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/app/cache_app.go (initIptables)
 */
import { DNS_PORT, type NodeCacheRules } from './node-cache.ts';

export interface NodeCacheRule {
  readonly table: 'raw' | 'filter';
  readonly chain: 'PREROUTING' | 'INPUT' | 'OUTPUT';
  readonly protocol: 'tcp' | 'udp';
  /** To the cache, or from it. */
  readonly end: 'd' | 's';
  readonly address: string;
  readonly port: number;
}

const BOTH = ['tcp', 'udp'] as const;

export function listNodeCacheRules({ addresses, healthPort }: NodeCacheRules): NodeCacheRule[] {
  return addresses.flatMap((address) => {
    const dns = (table: NodeCacheRule['table'], chain: NodeCacheRule['chain'], end: 'd' | 's') =>
      BOTH.map((protocol): NodeCacheRule => ({ table, chain, protocol, end, address, port: DNS_PORT }));
    const health = (end: 'd' | 's'): NodeCacheRule => ({
      table: 'raw',
      chain: 'OUTPUT',
      protocol: 'tcp',
      end,
      address,
      port: healthPort,
    });
    return [
      ...dns('raw', 'PREROUTING', 'd'),
      ...dns('filter', 'INPUT', 'd'),
      ...dns('raw', 'OUTPUT', 's'),
      ...dns('filter', 'OUTPUT', 's'),
      ...dns('raw', 'OUTPUT', 'd'),
      health('d'),
      health('s'),
    ];
  });
}

/** Its target and its comment. */
export function endOf({ table }: NodeCacheRule): { readonly target: string; readonly comment: string } {
  return table === 'raw'
    ? { target: 'NOTRACK', comment: 'NodeLocal DNS Cache: skip conntrack' }
    : { target: 'ACCEPT', comment: 'NodeLocal DNS Cache: allow DNS traffic' };
}

/** As Go prints the rule in the log. */
export function ruleText(rule: NodeCacheRule): string {
  const { table, chain, protocol, end, address, port } = rule;
  const { target, comment } = endOf(rule);
  return `{${table} ${chain} [-p ${protocol} -${end} ${address} --${end}port ${port} -j ${target} -m comment --comment ${comment}]}`;
}
