/**
 * One line a question in the pod's log.
 * Models: https://coredns.io/plugins/log/
 * Differs: ids and durations are made up from the port of the client; metadata labels are `-`.
 */
import { bracketed } from '../../net/ip.ts';
import { appendLog } from '../../workloads/logs.ts';
import type { PluginConfig } from '../corefile.ts';
import { durationMs } from '../duration.ts';
import { absoluteName, type DnsAnswer, isInZone, messageBytes } from '../message.ts';
import type { Plugin, Query } from './plugin.ts';

const COMMON =
  '{remote}:{port} - {>id} "{type} {class} {name} {proto} {size} {>do} {>bufsize}" {rcode} {>rflags} {rsize} {duration}';
const COMBINED = `${COMMON.replace('{>id}', '{>id} {>opcode}')}`;

export const log: Plugin = {
  name: 'log',
  answer(query, config, next) {
    const answer = next();
    const { pod, container, net } = query;
    if (answer.rcode === undefined || !isLogged(config, query, answer)) return answer;
    const format = config.args.find((arg) => arg.includes('{')) ?? COMMON;
    const text = filled(format.replaceAll('{combined}', COMBINED).replaceAll('{common}', COMMON), query, answer);
    const place = { namespace: pod.metadata.namespace, pod: pod.metadata.name, container };
    appendLog(net.cluster, place, `[INFO] ${text}`);
    return answer;
  },
};

function isLogged({ args, block }: PluginConfig, { question }: Query, answer: DnsAnswer): boolean {
  const zones = args.filter((arg) => !arg.includes('{')).map(absoluteName);
  if (zones.length > 0 && !zones.some((zone) => isInZone(question.name, zone))) return false;
  const classes = block.filter(([option]) => option === 'class').flatMap((line) => line.slice(1));
  if (classes.length === 0 || classes.includes('all') || classes.includes(classOf(answer))) return true;
  const least = durationMs(block.find(([option]) => option === 'minDuration')?.[1] ?? '');
  return least !== undefined && answer.afterMs >= least;
}

function classOf({ rcode, answers }: DnsAnswer): 'success' | 'denial' | 'error' {
  if (rcode === 'NXDOMAIN' || (rcode === 'NOERROR' && answers.length === 0)) return 'denial';
  return rcode === 'NOERROR' ? 'success' : 'error';
}

function filled(format: string, { question, client, transport, pod }: Query, answer: DnsAnswer): string {
  const id = (client.port * 7919) % 65_536;
  const values: Readonly<Record<string, string>> = {
    type: question.type,
    class: 'IN',
    name: question.name,
    proto: transport.toLowerCase(),
    remote: bracketed(client.address),
    local: bracketed(pod.status.podIP ?? ''),
    port: String(client.port),
    size: String(messageBytes(question, [])),
    rsize: String(messageBytes(question, [...answer.answers, ...answer.authority])),
    rcode: String(answer.rcode),
    duration: `0.000${100 + (id % 800)}s`,
    '>rflags': answer.flags.join(','),
    '>bufsize': '512',
    '>do': 'false',
    '>id': String(id),
    '>opcode': '0',
  };
  return format.replace(/\{([^}]*)\}/g, (_, key: string) => values[key] ?? '-');
}
