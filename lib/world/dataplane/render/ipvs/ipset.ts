/**
 * `ipset list` of a node: kube-proxy's sets in ipvs mode, one after the other with an empty line between; none in other modes.
 *
 * Models: https://manpages.debian.org/bookworm/ipset/ipset.8.en.html; ipset 7.17 on Linux 6.18 for what a set and its members weigh
 * Differs: members stand in the order of Services, where the kernel has them by hash; of what it weighs and when it grows the mean.
 */
import type { Cluster } from '../../../cluster.ts';
import { draw } from '../../../sim/random.ts';
import { findTraits } from '../../compile/mode.ts';
import { type RuleSet, ruleSets } from '../../compile/rule-set.ts';
import type { Chains } from '../iptables-table.ts';
import { addIpvsFilter, addIpvsNat } from './iptables.ts';
import { type IpSet, listSets, type SetType } from './sets.ts';

interface Weight {
  readonly revision: number;
  /** Bytes of an empty set, of one for IPv6, and of a bucket of two members in either. */
  readonly empty: number;
  readonly empty6: number;
  readonly member: number;
  readonly member6: number;
}

const WEIGHTS: Readonly<Record<SetType, Weight>> = {
  'hash:ip': { revision: 6, empty: 216, empty6: 224, member: 40, member6: 64 },
  'hash:ip,port': { revision: 7, empty: 216, empty6: 232, member: 48, member6: 72 },
  'hash:ip,port,ip': { revision: 6, empty: 208, empty6: 232, member: 56, member6: 104 },
  'hash:ip,port,net': { revision: 8, empty: 464, empty6: 1256, member: 56, member6: 104 },
  'bitmap:port': { revision: 3, empty: 8264, empty6: 8264, member: 0, member6: 0 },
};

export function ipsetLines(cluster: Cluster, node: string): readonly string[] {
  const rules = ruleSets(cluster).get(node);
  if (!rules || findTraits(rules)?.serviceAddresses !== 'Held') return [];
  const blocks = (['IPv4', 'IPv6'] as const).flatMap((family) => {
    const references = countReferences(rules, family);
    return listSets(rules, family).map((set) => linesOf(set, references.get(set.name) ?? 0, cluster.seed, node));
  });
  return blocks.flatMap((block, at) => (at === 0 ? block : ['', ...block]));
}

function linesOf(set: IpSet, references: number, seed: number, node: string): string[] {
  const { name, type, family, entries } = set;
  const { revision, ...bytes } = WEIGHTS[type];
  const [empty, member] = family === 'IPv6' ? [bytes.empty6, bytes.member6] : [bytes.empty, bytes.member];
  return [
    `Name: ${name}`,
    `Type: ${type}`,
    `Revision: ${revision}`,
    `Header: ${headerOf(set, seed, node)}`,
    `Size in memory: ${empty + countBuckets(entries.length) * member}`,
    `References: ${references}`,
    `Number of entries: ${entries.length}`,
    'Members:',
    ...entries,
  ];
}

const FIRST_HASH_SIZE = 1024;
/** Members a slot on average, beyond which some slot is full and the kernel doubles their number. */
const FULL = 4;

function hashSizeOf(members: number): number {
  let size = FIRST_HASH_SIZE;
  while (members > size * FULL) size *= 2;
  return size;
}

/** Buckets of two that members fill who fall on slots at random; the mean. */
function countBuckets(members: number): number {
  const slots = hashSizeOf(members);
  const load = members / slots;
  const odd = (1 - Math.exp(-2 * load)) / 2;
  return Math.round((slots * (load + odd)) / 2);
}

/** The kernel draws `initval` when it creates a set. */
function headerOf({ name, type, family, entries }: IpSet, seed: number, node: string): string {
  if (type === 'bitmap:port') return 'range 0-65535';
  const initval = Math.floor(draw(seed, 'ipset', `${node} ${name}`) * 2 ** 32);
  const inet = family === 'IPv6' ? 'inet6' : 'inet';
  return `family ${inet} hashsize ${hashSizeOf(entries.length)} maxelem 65536 bucketsize 12 initval 0x${initval.toString(16).padStart(8, '0')}`;
}

/** By how many rules of iptables each set is looked into. */
function countReferences(rules: RuleSet, family: IpSet['family']): ReadonlyMap<string, number> {
  const chains: Chains = new Map();
  addIpvsNat(chains, rules, family);
  const counts = new Map<string, number>();
  count(chains, counts);
  const filter: Chains = new Map();
  addIpvsFilter(filter, rules, family);
  count(filter, counts);
  return counts;
}

function count(chains: Chains, counts: Map<string, number>): void {
  for (const rule of [...chains.values()].flat()) {
    const name = /--match-set (\S+)/.exec(rule)?.[1];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
}
