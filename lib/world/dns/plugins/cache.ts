/**
 * Answers kept for their TTL, at most the plugin's own. What a CoreDNS pod remembers is lost with it.
 * Models: https://coredns.io/plugins/cache/
 * Differs: the newest 128 answers are kept, whatever CAPACITY says; `prefetch` looks at the number of hits, not at the gaps between them.
 */
import { clusterTable } from '../../cluster.ts';
import { nowMs } from '../../sim/clock.ts';
import type { PluginConfig } from '../corefile.ts';
import type { DnsAnswer, DnsRecord } from '../message.ts';
import { isPrefetched, lifetimeMs, staleness } from './cache-limits.ts';
import { notModelled, type Plugin, type PluginAnswer, type Query } from './plugin.ts';

interface Kept {
  readonly name: string;
  readonly type: string;
  /** The SOA record of a denial without the serial that depends on the day. */
  readonly answer: DnsAnswer;
  readonly storedMs: number;
  readonly expiresMs: number;
  /** With `serve_stale`: how long it is still worth something. */
  readonly staleUntilMs?: number;
  /** With `prefetch`: how often it was asked for. */
  readonly hits?: number;
}

const MAX_KEPT = 128;
const OPTIONS = ['success', 'denial', 'prefetch', 'serve_stale', 'servfail', 'disable'];

export const cache: Plugin = {
  name: 'cache',
  answer(query, config, next) {
    const unknown = config.block.find(([option = '']) => !OPTIONS.includes(option));
    if (unknown) return notModelled(`CoreDNS cache ${unknown[0]}`);
    const { question, net } = query;
    const now = nowMs(net.cluster.state);
    const known = entriesOf(query).findLast(
      ({ name, type, expiresMs, staleUntilMs }) =>
        name === question.name && type === question.type && (staleUntilMs ?? expiresMs) > now,
    );
    if (!known) return fetched(query, config, next(), now);
    const { epochMs } = net.cluster;
    if (known.expiresMs <= now) return stale(query, config, known, next, now);
    const answer = fromCache(known, now, epochMs);
    if (config.block.some(([option]) => option === 'prefetch')) countHit(query, config, known, next, now);
    return answer;
  },
};

function entriesOf({ net, pod }: Query): readonly Kept[] {
  return clusterTable<readonly Kept[]>(net.cluster, 'dnscache').get(pod.metadata.uid ?? pod.metadata.name) ?? [];
}

function keep(query: Query, kept: Kept, now: number): void {
  const { net, pod } = query;
  const table = clusterTable<readonly Kept[]>(net.cluster, 'dnscache');
  table.set(pod.metadata.uid ?? pod.metadata.name, withNewest(entriesOf(query), kept, now));
}

function fetched(query: Query, config: PluginConfig, source: PluginAnswer, now: number): PluginAnswer {
  const { name, type } = query.question;
  const lifeMs = lifetimeMs(source, config, name);
  if (source.rcode === undefined || lifeMs <= 0) return source;
  const answer = capped(source, lifeMs);
  const { rcode, flags, answers, additional } = answer;
  const authority = withoutSerial(answer.authority, query.net.cluster.epochMs);
  const { keptMs } = staleness(config);
  const kept: Kept = {
    name,
    type,
    answer: { rcode, flags, answers, authority, ...(additional ? { additional } : {}), afterMs: 0 },
    storedMs: now,
    expiresMs: now + lifeMs,
    ...(keptMs > 0 && rcode !== 'SERVFAIL' ? { staleUntilMs: now + lifeMs + keptMs } : {}),
  };
  keep(query, kept, now);
  return answer;
}

/**
 * Every record of an answer that passes the cache carries the time for which it is kept.
 * Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/cache/cache.go (WriteMsg)
 */
function capped(answer: DnsAnswer, lifeMs: number): DnsAnswer {
  const cap = (records: readonly DnsRecord[]) => records.map((record) => ({ ...record, ttl: lifeMs / 1000 }));
  const made = { ...answer, answers: cap(answer.answers), authority: cap(answer.authority) };
  return answer.additional ? { ...made, additional: cap(answer.additional) } : made;
}

/** An answer past its end, with TTL 0; its source is asked after it, or before it when that is wanted. */
function stale(query: Query, config: PluginConfig, known: Kept, next: () => PluginAnswer, now: number): PluginAnswer {
  const fresh = next();
  const failed = fresh.rcode === undefined || fresh.rcode === 'SERVFAIL' || fresh.rcode === 'REFUSED';
  const told = failed ? fresh : fetched(query, config, fresh, now);
  const { mode } = staleness(config);
  if (mode === 'verified' && !failed) return told;
  const old = fromCache(known, now, query.net.cluster.epochMs);
  const waitedMs = mode === 'verified' && fresh.rcode !== undefined ? fresh.afterMs : 0;
  return { ...old, answers: old.answers.map((record) => ({ ...record, ttl: 0 })), afterMs: waitedMs };
}

function countHit(query: Query, config: PluginConfig, known: Kept, next: () => PluginAnswer, now: number): void {
  const hits = (known.hits ?? 0) + 1;
  if (isPrefetched(config, hits, known.expiresMs - now, known.expiresMs - known.storedMs)) {
    fetched(query, config, next(), now);
    return;
  }
  keep(query, { ...known, hits }, now);
}

/** Those that are still good and of another question, and the new one last. */
function withNewest(entries: readonly Kept[], newest: Kept, now: number): readonly Kept[] {
  const good: Kept[] = [];
  for (const entry of entries) {
    const isOlder = entry.name === newest.name && entry.type === newest.type;
    if (!isOlder && (entry.staleUntilMs ?? entry.expiresMs) > now) good.push(entry);
  }
  if (good.length >= MAX_KEPT) good.splice(0, good.length - MAX_KEPT + 1);
  good.push(newest);
  return good;
}

function fromCache({ answer, storedMs }: Kept, now: number, epochMs: number): DnsAnswer {
  const ageS = Math.floor((now - storedMs) / 1000);
  const flags = answer.flags.includes('aa')
    ? answer.flags
    : ['qr', 'aa', ...answer.flags.filter((flag) => flag !== 'qr')];
  const aged = (record: DnsRecord) => ({ ...record, ttl: Math.max(0, record.ttl - ageS) });
  return {
    ...answer,
    flags,
    answers: answer.answers.map(aged),
    authority: withSerial(answer.authority.map(aged), epochMs),
    ...(answer.additional ? { additional: answer.additional.map(aged) } : {}),
  };
}

/** Stands for the serial of a zone that CoreDNS makes up itself: the second in which it began. */
const SERIAL = ' SERIAL ';

function withoutSerial(records: readonly DnsRecord[], epochMs: number): readonly DnsRecord[] {
  const serial = ` ${Math.floor(epochMs / 1000)} `;
  return records.map((record) => ({ ...record, data: record.data.replace(serial, SERIAL) }));
}

function withSerial(records: readonly DnsRecord[], epochMs: number): readonly DnsRecord[] {
  const serial = ` ${Math.floor(epochMs / 1000)} `;
  return records.map((record) => ({ ...record, data: record.data.replace(SERIAL, serial) }));
}
