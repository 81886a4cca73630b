/**
 * Questions for other zones go to upstream servers, from the CoreDNS pod through the network.
 * Models: https://coredns.io/plugins/forward/
 * Differs: which upstream was found dead is not remembered: every question meets it anew, whatever `max_fails` and `health_check` say.
 */
import { clusterTable } from '../../cluster.ts';
import { joinHostPort } from '../../net/ip.ts';
import type { PluginConfig } from '../corefile.ts';
import { absoluteName, isInZone } from '../message.ts';
import { resolvConfOf } from '../resolv-conf.ts';
import { failure, notModelled, type Plugin, type PluginAnswer, type Query } from './plugin.ts';

/** A question that has passed more servers than this goes in circles. */
const MAX_DEPTH = 4;
/** `read_timeout`, and after how long no further upstream is tried, ms. */
const READ_TIMEOUT_MS = 2000;
const DEADLINE_MS = 5000;

const OPTIONS = [
  ...['except', 'force_tcp', 'prefer_udp', 'policy', 'next', 'failover'],
  // Nothing that a single answer shows.
  ...['max_fails', 'health_check', 'expire', 'max_concurrent', 'max_idle_conns', 'max_connect_attempts'],
];

interface Upstream {
  readonly address: string;
  readonly port: number;
}

export const forward: Plugin = {
  name: 'forward',
  answer(query, config, next) {
    const { args, block } = config;
    const [from = '.', ...to] = args;
    const except = valuesOf(config, 'except');
    const { name } = query.question;
    const isIn = (zone: string) => isInZone(name, absoluteName(zone));
    if (!isIn(from) || except.some(isIn)) return next();
    const unknown = block.find(([option = '']) => !OPTIONS.includes(option));
    if (unknown) return notModelled(`CoreDNS forward ${unknown[0]}`);
    if (query.depth >= MAX_DEPTH) {
      return { ...failure('SERVFAIL', READ_TIMEOUT_MS), error: errorText(query, { address: '', port: 53 }, 'Timeout') };
    }
    const upstreams = to.flatMap((target) => upstreamsOf(target, query));
    if (upstreams.some((upstream) => upstream === undefined)) return notModelled(`CoreDNS forward to ${to.join(' ')}`);
    const answer = exchange(query, config, ordered(query, config, upstreams as Upstream[]));
    return answer.rcode !== undefined && valuesOf(config, 'next').includes(answer.rcode) ? next() : answer;
  },
};

function valuesOf({ block }: PluginConfig, name: string): readonly string[] {
  return block.filter(([option]) => option === name).flatMap((line) => line.slice(1));
}

/** One upstream after the other until one answers. */
function exchange(query: Query, config: PluginConfig, upstreams: readonly Upstream[]): PluginAnswer {
  const failover = valuesOf(config, 'failover');
  const transport = transportOf(query, config);
  let waitedMs = 0;
  let last: PluginAnswer = failure('SERVFAIL');
  for (const upstream of upstreams) {
    if (waitedMs >= DEADLINE_MS) break;
    const answer = query.ask(query.question, upstream.address, upstream.port, transport);
    if (answer === 'Timeout' || answer === 'Refused') {
      if (answer === 'Timeout') waitedMs += READ_TIMEOUT_MS;
      last = { ...failure('SERVFAIL', waitedMs), error: errorText({ ...query, transport }, upstream, answer) };
      continue;
    }
    if (answer.rcode === undefined) return answer;
    last = { ...answer, afterMs: answer.afterMs + waitedMs };
    if (!failover.includes(answer.rcode)) return last;
  }
  return last;
}

function transportOf({ transport }: Query, { block }: PluginConfig): 'UDP' | 'TCP' {
  if (block.some(([option]) => option === 'force_tcp')) return 'TCP';
  return block.some(([option]) => option === 'prefer_udp') ? 'UDP' : transport;
}

/** `policy random` unless it says otherwise: the first is chosen, the others follow in their order. */
function ordered(query: Query, config: PluginConfig, upstreams: readonly Upstream[]): readonly Upstream[] {
  const policy = valuesOf(config, 'policy')[0] ?? 'random';
  if (upstreams.length < 2 || policy === 'sequential') return upstreams;
  const start = policy === 'round_robin' ? nextTurn(query, config, upstreams.length) : drawn(query, config, upstreams);
  return [...upstreams.slice(start), ...upstreams.slice(0, start)];
}

function nextTurn({ net, pod }: Query, { args }: PluginConfig, count: number): number {
  const turns = clusterTable<number>(net.cluster, 'dnsturns');
  const key = `${pod.metadata.uid ?? pod.metadata.name} ${args.join(' ')}`;
  const turn = turns.get(key) ?? 0;
  turns.set(key, (turn + 1) % count);
  return turn % count;
}

function drawn({ choose, pod }: Query, { args }: PluginConfig, upstreams: readonly Upstream[]): number {
  const candidates = upstreams.map(() => ({ probability: 1 / upstreams.length }));
  return choose(`resolver upstream ${pod.metadata.name} ${args.join(' ')}`, candidates);
}

/** As Go says it of a socket. */
function errorText(
  { pod, client, transport }: Query,
  { address, port }: Upstream,
  what: 'Timeout' | 'Refused',
): string {
  const to = joinHostPort(address, port);
  if (transport === 'TCP')
    return `dial tcp ${to}: ${what === 'Timeout' ? 'i/o timeout' : 'connect: connection refused'}`;
  const own = joinHostPort(pod.status.podIP ?? '', 32_768 + ((client.port * 31) % 28_232));
  return `read udp ${own}->${to}: ${what === 'Timeout' ? 'i/o timeout' : 'read: connection refused'}`;
}

/** A file stands for its name servers; `tls://`, `https://` and host names are not modelled. */
function upstreamsOf(target: string, { net, pod }: Query): (Upstream | undefined)[] {
  if (target.startsWith('/')) {
    const place = { cluster: net.cluster.name, pod: { namespace: pod.metadata.namespace, name: pod.metadata.name } };
    return resolvConfOf(net.cluster, place).nameservers.map((address) => ({ address, port: 53 }));
  }
  const match = /^(?:dns:\/\/)?(\d+\.\d+\.\d+\.\d+)(?::(\d+))?$/.exec(target);
  return [match ? { address: match[1] as string, port: Number(match[2] ?? 53) } : undefined];
}
