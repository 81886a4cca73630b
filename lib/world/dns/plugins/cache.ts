/**
 * Answers kept for their TTL, at most the plugin's own. What a CoreDNS pod remembers is lost with it.
 * Models: https://coredns.io/plugins/cache/
 * Differs: `prefetch` and `serve_stale` do nothing here; the newest 128 answers are kept.
 */
import { clusterTable } from '../../cluster.ts';
import { nowMs } from '../../sim/clock.ts';
import type { PluginConfig } from '../corefile.ts';
import type { DnsAnswer, DnsRecord } from '../message.ts';
import type { Plugin, PluginAnswer } from './plugin.ts';

interface Kept {
  readonly name: string;
  readonly type: string;
  /** Without the SOA record of a denial, whose serial depends on the day. */
  readonly answer: DnsAnswer;
  readonly soa: Omit<DnsRecord, 'data'> | undefined;
  readonly storedMs: number;
  readonly expiresMs: number;
}

const MAX_KEPT = 128;
const MAX_SUCCESS_S = 3600;
const MAX_DENIAL_S = 1800;

export const cache: Plugin = {
  name: 'cache',
  answer(query, config, next) {
    const { question, net, pod } = query;
    const table = clusterTable<readonly Kept[]>(net.cluster, 'dnscache');
    const key = pod.metadata.uid ?? pod.metadata.name;
    const now = nowMs(net.cluster.state);
    const entries = table.get(key) ?? [];
    for (const known of entries) {
      if (known.name !== question.name || known.type !== question.type || known.expiresMs <= now) continue;
      return fromCache(known, now, net.cluster.epochMs);
    }
    const answer = next();
    const ttlMs = lifetimeOf(answer, config) * 1000;
    if (answer.rcode === undefined || ttlMs <= 0) return answer;
    const [soa] = answer.authority;
    const { rcode, flags, answers } = answer;
    const kept: Kept = {
      name: question.name,
      type: question.type,
      answer: { rcode, flags, answers, authority: [], afterMs: 0 },
      soa: soa && { name: soa.name, ttl: soa.ttl, type: soa.type },
      storedMs: now,
      expiresMs: now + ttlMs,
    };
    table.set(key, withNewest(entries, kept, now));
    return answer;
  },
};

/** Those that are still good, and the new one last. */
function withNewest(entries: readonly Kept[], newest: Kept, now: number): readonly Kept[] {
  const good: Kept[] = [];
  for (const entry of entries) if (entry.expiresMs > now) good.push(entry);
  if (good.length >= MAX_KEPT) good.splice(0, good.length - MAX_KEPT + 1);
  good.push(newest);
  return good;
}

/** Seconds an answer is kept; 0: not at all. Failures are kept for five seconds. */
function lifetimeOf(answer: PluginAnswer, config: PluginConfig): number {
  if (answer.rcode === undefined) return 0;
  const capS = Number(config.args[0] ?? MAX_SUCCESS_S);
  if (answer.rcode === 'SERVFAIL') return 5;
  if (answer.rcode !== 'NOERROR' && answer.rcode !== 'NXDOMAIN') return 0;
  const kind = answer.answers.length > 0 ? 'success' : 'denial';
  if (isDisabled(config, kind)) return 0;
  const block = config.block.find(([option]) => option === kind);
  const limitS = Math.min(kind === 'success' ? MAX_SUCCESS_S : MAX_DENIAL_S, Number(block?.[2] ?? capS));
  const records = kind === 'success' ? answer.answers : answer.authority;
  return Math.min(limitS, ...records.map(({ ttl }) => ttl));
}

/** `disable success cluster.local` switches one kind off; zones are not looked at closer than that they are named. */
function isDisabled({ block }: PluginConfig, kind: 'success' | 'denial'): boolean {
  return block.some(([option, what]) => option === 'disable' && what === kind);
}

function fromCache({ answer, soa, storedMs }: Kept, now: number, epochMs: number): DnsAnswer {
  const ageS = Math.floor((now - storedMs) / 1000);
  const flags = answer.flags.includes('aa')
    ? answer.flags
    : ['qr', 'aa', ...answer.flags.filter((flag) => flag !== 'qr')];
  return {
    ...answer,
    flags,
    answers: answer.answers.map((record) => ({ ...record, ttl: Math.max(0, record.ttl - ageS) })),
    authority: soa ? [{ ...soa, ttl: Math.max(0, soa.ttl - ageS), data: soaData(soa.name, epochMs, soa.ttl) }] : [],
  };
}

function soaData(zone: string, epochMs: number, ttl: number): string {
  const serial = Math.floor(epochMs / 1000);
  return zone === '.'
    ? 'a.root-servers.net. nstld.verisign-grs.com. 2026112200 1800 900 604800 86400'
    : `ns.dns.${zone} hostmaster.${zone} ${serial} 7200 1800 86400 ${ttl}`;
}
