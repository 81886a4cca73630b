/** Pieces of iptables rules as iptables-save prints them. */
import { familyOf, type IpFamily } from '../../net/ip.ts';
import { protocolText } from '../../net/protocol.ts';
import type { ServicePortEntry } from '../compile/rule-index.ts';
import type { ServicePortRule } from '../compile/rule-set.ts';
import { hostRange } from '../compile/source-ranges.ts';

/** Rules by chain, without `-A CHAIN`; a chain may be empty. */
export type Chains = Map<string, string[]>;

export function comment(text: string): string {
  return `-m comment --comment "${text}"`;
}

/** Each family has tables of its own. */
export function entriesOfFamily(entries: readonly ServicePortEntry[], family: IpFamily): readonly ServicePortEntry[] {
  return entries.filter(({ rule }) => familyOf(rule.clusterIp) === family);
}

/** `-d 172.20.14.9/32 -p tcp -m comment --comment "…" -m tcp --dport 80` */
export function toAddress(address: string, rule: ServicePortRule, says: string): string {
  const protocol = protocolText(rule.protocol);
  return `-d ${hostRange(address)} -p ${protocol} ${comment(says)} -m ${protocol} --dport ${rule.port}`;
}

/**
 * A probability as the kernel keeps it: a whole number of 2^31 parts.
 * Models: https://git.netfilter.org/iptables/tree/extensions/libxt_statistic.c
 */
export function probability(share: number): string {
  const parts = Math.round(Number(share.toFixed(10)) * 0x80000000);
  return (parts / 0x80000000).toFixed(11);
}
