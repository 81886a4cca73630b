/**
 * Names of Services and pods.
 * Models: https://github.com/kubernetes/dns/blob/1.26.7/docs/specification.md, https://coredns.io/plugins/kubernetes/
 */
import { topologyOf } from '../../dataplane/topology.ts';
import type { PluginConfig } from '../corefile.ts';
import { forwardRecords, type Lookup } from '../kubernetes/records.ts';
import { reverseRecords } from '../kubernetes/reverse.ts';
import { type DnsAnswer, type DnsRecord, isInZone } from '../message.ts';
import { notModelled, type Plugin, type PluginAnswer, type Query } from './plugin.ts';

/** Answers come from memory, ms. */
const ANSWER_MS = 1;
const DEFAULT_TTL = 5;

const KNOWN_OPTIONS = ['pods', 'ttl', 'fallthrough', 'endpoint_pod_names', 'endpoint', 'kubeconfig', 'noendpoints'];

export const kubernetes: Plugin = {
  name: 'kubernetes',
  answer(query, config, next) {
    const { question, net } = query;
    const zones = config.args.map((arg) => (arg.endsWith('.') ? arg : `${arg}.`));
    const zone = zones.filter((candidate) => isInZone(question.name, candidate)).sort((a, b) => b.length - a.length)[0];
    if (!zone) return next();
    const unknown = config.block.find(([option]) => option !== undefined && !KNOWN_OPTIONS.includes(option));
    if (unknown) return notModelled(`CoreDNS kubernetes ${unknown[0]}`);
    const ttl = Number(optionOf(config, 'ttl')?.[1] ?? DEFAULT_TTL);
    const primary = zones.find((candidate) => !candidate.endsWith('.arpa.')) ?? zone;
    const lookup = zone.endsWith('.arpa.')
      ? reverseRecords(net.cluster, question, primary, ttl)
      : forwardRecords(net.cluster, question, zone, ttl, podMode(config), verifiedPods(query));
    if (lookup.kind === 'NoName' && fallsThrough(config, question.name)) return next();
    return withTarget(toAnswer(lookup, zone, ttl, net.cluster.epochMs), query);
  },
};

/** An alias is answered together with what it stands for, as far as that is known. */
function withTarget(answer: DnsAnswer, { question, again }: Query): PluginAnswer {
  const alias = answer.answers.find(({ type }) => type === 'CNAME');
  if (!alias || question.type === 'CNAME') return answer;
  const target = again({ name: alias.data, type: question.type });
  if (target.rcode === undefined) return target;
  const afterMs = answer.afterMs + target.afterMs;
  return target.rcode === 'NOERROR' ? { ...answer, answers: [...answer.answers, ...target.answers], afterMs } : answer;
}

function optionOf(config: PluginConfig, name: string): readonly string[] | undefined {
  return config.block.find(([option]) => option === name);
}

function podMode(config: PluginConfig): 'disabled' | 'insecure' | 'verified' {
  const mode = optionOf(config, 'pods')?.[1];
  return mode === 'insecure' || mode === 'verified' ? mode : 'disabled';
}

function verifiedPods({ net }: Query): (namespace: string, address: string) => boolean {
  return (namespace, address) => topologyOf(net.cluster).podByAddress.get(address)?.metadata.namespace === namespace;
}

/** `fallthrough` alone counts for every zone. */
function fallsThrough(config: PluginConfig, name: string): boolean {
  const option = optionOf(config, 'fallthrough');
  if (!option) return false;
  const zones = option.slice(1);
  return zones.length === 0 || zones.some((zone) => isInZone(name, zone.endsWith('.') ? zone : `${zone}.`));
}

function toAnswer(lookup: Lookup, zone: string, ttl: number, epochMs: number): DnsAnswer {
  const flags = ['qr', 'aa', 'rd'];
  if (lookup.kind === 'Records' && lookup.records.length > 0) {
    return { rcode: 'NOERROR', flags, answers: lookup.records, authority: [], afterMs: ANSWER_MS };
  }
  const rcode = lookup.kind === 'NoName' ? 'NXDOMAIN' : 'NOERROR';
  return { rcode, flags, answers: [], authority: [soaOf(zone, ttl, epochMs)], afterMs: ANSWER_MS };
}

function soaOf(zone: string, ttl: number, epochMs: number): DnsRecord {
  const serial = Math.floor(epochMs / 1000);
  const data = `ns.dns.${zone} hostmaster.${zone} ${serial} 7200 1800 86400 ${ttl}`;
  return { name: zone, ttl, type: 'SOA', data };
}
