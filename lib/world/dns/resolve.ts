/**
 * The resolver of a place: its resolv.conf, the search list, `ndots`, one query after the other, as glibc does it.
 * Models: https://man7.org/linux/man-pages/man5/resolv.conf.5.html
 * Differs: an answer counts also under another name than was asked.
 */
import type { Choose } from '../dataplane/choice.ts';
import type { Network } from '../dataplane/network.ts';
import type { Place, Trace } from '../dataplane/trace.ts';
import { familyOf } from '../net/ip.ts';
import { raceLoss, retryAfterMs } from './conntrack-race.ts';
import { sortDestinations } from './destinations.ts';
import { DNS_DURATIONS } from './durations.ts';
import { absoluteName, type DnsRecord, messageBytes, type Rcode } from './message.ts';
import type { PluginAnswer } from './plugins/plugin.ts';
import { candidateNames, optionOf, type ResolvConf, resolvConfOf } from './resolv-conf.ts';
import { ask } from './server.ts';

/** One question sent to one server, and what became of it. */
export interface SentQuery {
  readonly server: string;
  readonly name: string;
  readonly type: string;
  readonly outcome: 'Answer' | 'Timeout' | 'Refused' | 'NotModelled';
  readonly rcode: Rcode | undefined;
  readonly flags: readonly string[];
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  /** Beside the OPT record. */
  readonly additional?: readonly DnsRecord[];
  readonly durationMs: number;
  /** Bytes of the answer message without an OPT record. */
  readonly size: number;
  /** For `NotModelled`: what. */
  readonly says: string;
  readonly trace: Trace;
}

export interface Resolution {
  readonly outcome: 'Found' | 'NoData' | 'NoName' | 'Failed' | 'NotModelled';
  readonly answers: readonly DnsRecord[];
  /** Of A and AAAA records: as `getaddrinfo` sorts them for a host, else in the order of the answer. */
  readonly addresses: readonly string[];
  readonly queries: readonly SentQuery[];
  readonly durationMs: number;
  /** For `NotModelled`: what. */
  readonly says: string;
}

export interface ResolveOptions {
  /** Whether the search list and `ndots` apply. */
  readonly search?: 'UseList' | 'Never';
  readonly server?: string;
  readonly port?: number;
  readonly transport?: 'UDP' | 'TCP';
}

/** Looks one type of record up. */
export function resolveName(
  net: Network,
  from: Place,
  name: string,
  type: string,
  choose: Choose,
  options: ResolveOptions = {},
): Resolution {
  return lookUp(net, from, name, [type], choose, options);
}

/** Looks a host's addresses up as `getaddrinfo` does: A and AAAA at once. An address stands for itself. */
export function resolveHost(net: Network, from: Place, host: string, choose: Choose): Resolution {
  const found = lookUp(net, from, host, ['A', 'AAAA'], choose, {});
  // With addresses of one family there is nothing to choose between.
  if (found.addresses.every((address) => familyOf(address) === 'IPv4')) return found;
  return { ...found, addresses: sortDestinations(net, from, found.addresses) };
}

/** One look-up: who asks for what, and what it remembers of its questions so far. */
interface LookUp {
  readonly net: Network;
  readonly from: Place;
  readonly types: readonly string[];
  readonly choose: Choose;
  readonly options: ResolveOptions;
  readonly conf: ResolvConf;
  raced: boolean;
}

function lookUp(
  net: Network,
  from: Place,
  name: string,
  types: readonly string[],
  choose: Choose,
  options: ResolveOptions,
): Resolution {
  const conf = resolvConfOf(net.cluster, from);
  const names = options.search === 'Never' ? [absoluteName(name)] : candidateNames(name, conf);
  const asking: LookUp = { net, from, types, choose, options, conf, raced: false };
  const queries: SentQuery[] = [];
  let sawName = false;
  for (const candidate of names) {
    const sent = queryServers(asking, candidate);
    queries.push(...sent);
    const decided = sent.slice(-types.length);
    const unknown = decided.find(({ outcome }) => outcome === 'NotModelled');
    const answers = decided.flatMap((query) => query.answers);
    const wanted = answers.filter(({ type }) => types.includes(type) || types.includes('ANY'));
    if (wanted.length > 0) return resolution('Found', queries, answers);
    if (unknown) return resolution('NotModelled', queries, []);
    // A server that does not answer ends the search; one that fails does not.
    if (decided.some(({ outcome }) => outcome !== 'Answer')) return resolution('Failed', queries, []);
    if (decided.some(({ rcode }) => rcode === 'NOERROR')) sawName = true;
  }
  const failed = queries.some(({ rcode }) => rcode === 'SERVFAIL' || rcode === 'REFUSED');
  return resolution(sawName ? 'NoData' : failed ? 'Failed' : 'NoName', queries, []);
}

function resolution(
  outcome: Resolution['outcome'],
  queries: readonly SentQuery[],
  answers: readonly DnsRecord[],
): Resolution {
  return {
    outcome,
    answers,
    addresses: answers.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ data }) => data),
    queries,
    durationMs: durationOf(queries),
    says: queries.find(({ says }) => says !== '')?.says ?? '',
  };
}

/** Queries of one socket run at the same time: the longest of them counts. */
function durationOf(queries: readonly SentQuery[]): number {
  let sum = 0;
  let before: SentQuery | undefined;
  for (const query of queries) {
    sum += before?.trace === query.trace ? Math.max(0, query.durationMs - before.durationMs) : query.durationMs;
    before = query;
  }
  return sum;
}

/** A server that says one of these leaves the question to the next. */
const REJECTED: readonly (string | undefined)[] = ['SERVFAIL', 'NOTIMP', 'REFUSED'];

/**
 * Every server in turn, all of them again for the second attempt; the first that answers decides.
 * Models: https://sourceware.org/git/?p=glibc.git;a=blob;f=resolv/res_send.c (send_dg: SERVFAIL, NOTIMP and REFUSED go to the next)
 * Differs: a lone server that rejects a question is not asked again.
 */
function queryServers(asking: LookUp, name: string): SentQuery[] {
  const { net, from, types, choose, options, conf } = asking;
  const servers = options.server ? [options.server] : conf.nameservers;
  const { port = 53, transport = 'UDP' } = options;
  const sent: SentQuery[] = [];
  for (let attempt = 0; attempt < optionOf(conf, 'attempts'); attempt++) {
    for (const address of servers) {
      const questions = types.map((type) => ({ name, type }));
      const { trace, answers } = ask(net, from, { address, port, transport }, questions, choose);
      const timeoutMs = optionOf(conf, 'timeout') * 1000;
      const results = questions.map(({ type }, index) => {
        const answer = typeof answers === 'string' ? answers : (answers[index] as PluginAnswer);
        return toSent(address, name, type, answer, trace, timeoutMs);
      });
      if (transport === 'UDP' && isLost(asking, trace)) {
        sent.push(...withoutLast(results, retryAfterMs(net, from, conf)));
        continue;
      }
      sent.push(...results);
      const isRejected = servers.length > 1 && results.every(({ rcode }) => REJECTED.includes(rcode));
      if (typeof answers !== 'string' && !isRejected) return sent;
    }
  }
  return sent;
}

/** Whether the second of two questions met the first in connection tracking. */
function isLost(asking: LookUp, trace: Trace): boolean {
  const { net, from, types, choose, conf } = asking;
  if (asking.raced || types.length < 2 || trace.response !== 'Reply') return false;
  const loss = raceLoss(net, from, trace, conf);
  if (loss === 0) return false;
  asking.raced = choose('resolver conntrack race', [{ probability: 1 - loss }, { probability: loss }]) === 1;
  return asking.raced;
}

function withoutLast(results: readonly SentQuery[], waitedMs: number): SentQuery[] {
  return results.map((query, index) =>
    index < results.length - 1
      ? query
      : unanswered(query.server, query.name, query.type, query.trace, 'Timeout', waitedMs, ''),
  );
}

function toSent(
  server: string,
  name: string,
  type: string,
  answer: PluginAnswer | 'Timeout' | 'Refused',
  trace: Trace,
  timeoutMs: number,
): SentQuery {
  if (answer === 'Timeout') return unanswered(server, name, type, trace, 'Timeout', timeoutMs, '');
  if (answer === 'Refused') return unanswered(server, name, type, trace, 'Refused', DNS_DURATIONS.refusedMs, '');
  if (answer.rcode === undefined) return unanswered(server, name, type, trace, 'NotModelled', 0, answer.says);
  const { rcode, flags, answers, authority, additional = [], afterMs } = answer;
  const size = messageBytes({ name, type }, [...answers, ...authority, ...additional]);
  return {
    server,
    name,
    type,
    rcode,
    flags,
    answers,
    authority,
    ...(additional.length > 0 ? { additional } : {}),
    size,
    says: '',
    trace,
    outcome: 'Answer',
    durationMs: afterMs,
  };
}

function unanswered(
  server: string,
  name: string,
  type: string,
  trace: Trace,
  outcome: SentQuery['outcome'],
  durationMs: number,
  says: string,
): SentQuery {
  const nothing = { rcode: undefined, flags: [], answers: [], authority: [], size: 0 };
  return { server, name, type, ...nothing, says, trace, outcome, durationMs };
}
