/**
 * Names of Services and pods.
 * Models: https://github.com/kubernetes/dns/blob/1.26.7/docs/specification.md, https://coredns.io/plugins/kubernetes/
 */
import { topologyOf } from '../../dataplane/topology.ts';
import type { PluginConfig } from '../corefile.ts';
import type { Zone } from '../kubernetes/items.ts';
import { forwardRecords, type Lookup } from '../kubernetes/records.ts';
import { reverseRecords } from '../kubernetes/reverse.ts';
import { absoluteName, type DnsAnswer, type DnsRecord, isInZone } from '../message.ts';
import { notModelled, type Plugin, type PluginAnswer, type Query } from './plugin.ts';

/** Answers come from memory, ms. */
const ANSWER_MS = 1;
const DEFAULT_TTL = 5;
/** Aliases that are followed inside the zone. */
const MAX_ALIASES = 8;

const KNOWN_OPTIONS = [
  ...['pods', 'ttl', 'fallthrough', 'endpoint_pod_names', 'noendpoints', 'namespaces', 'ignore'],
  // How it reaches the API server: nothing that an answer shows.
  ...['endpoint', 'kubeconfig', 'tls', 'startup_timeout', 'apiserver_qps', 'apiserver_burst', 'apiserver_max_inflight'],
];

export const kubernetes: Plugin = {
  name: 'kubernetes',
  answer(query, config, next) {
    const { question, net } = query;
    const zones = config.args.map(absoluteName);
    const origin = zones
      .filter((candidate) => isInZone(question.name, candidate))
      .sort((a, b) => b.length - a.length)[0];
    if (!origin) return next();
    const unknown = config.block.find(([option]) => option !== undefined && !KNOWN_OPTIONS.includes(option));
    if (unknown) return notModelled(`CoreDNS kubernetes ${unknown[0]}`);
    const zone = zoneOf(query, config, origin);
    const primary = zones.find((candidate) => !candidate.endsWith('.arpa.')) ?? origin;
    const own = query.pod.status.podIP ?? '';
    const lookup = origin.endsWith('.arpa.')
      ? reverseRecords(zone, question, primary)
      : forwardRecords(zone, question, own);
    if (lookup.kind === 'NoName' && fallsThrough(config, question.name)) return next();
    const soa = soaOf(zone, net.cluster.epochMs);
    if (question.type === 'SOA' && question.name === origin) return found([soa], []);
    return withTarget(toAnswer(lookup, soa), query, zone, soa);
  },
};

function zoneOf({ net }: Query, config: PluginConfig, zone: string): Zone {
  const { cluster } = net;
  return {
    cluster,
    zone,
    ttl: Number(optionOf(config, 'ttl')?.[1] ?? DEFAULT_TTL),
    pods: podMode(config),
    isPod: (namespace, address) => topologyOf(cluster).podByAddress.get(address)?.metadata.namespace === namespace,
    names: optionOf(config, 'endpoint_pod_names') ? 'PodNames' : 'Addresses',
    endpoints: optionOf(config, 'noendpoints') ? 'Unknown' : 'Known',
    empty: optionOf(config, 'ignore')?.[1] === 'empty_service' ? 'Ignored' : 'Answered',
    namespaces: optionOf(config, 'namespaces')?.slice(1),
  };
}

/**
 * An alias is answered together with what it stands for. One inside the zone that leads nowhere is not answered at all.
 * Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/backend_lookup.go (A, AAAA)
 */
function withTarget(answer: DnsAnswer, query: Query, zone: Zone, soa: DnsRecord): PluginAnswer {
  const { question, again, pod } = query;
  const records = [...answer.answers];
  for (let alias = aliasIn(records, question.type); alias; alias = aliasIn(records, question.type)) {
    const target = { name: absoluteName(alias.data), type: question.type };
    if (!isInZone(target.name, zone.zone)) {
      const reply = again(target);
      if (reply.rcode === undefined) return reply;
      return { ...answer, answers: [...records, ...reply.answers], afterMs: answer.afterMs + reply.afterMs };
    }
    const lookup = forwardRecords(zone, target, pod.status.podIP ?? '');
    if (lookup.kind === 'NoName' || lookup.records.length === 0 || records.length > MAX_ALIASES) {
      return empty('NOERROR', soa);
    }
    records.push(...lookup.records);
  }
  return { ...answer, answers: records };
}

/** The alias with which the records end so far. */
function aliasIn(records: readonly DnsRecord[], type: string): DnsRecord | undefined {
  const last = records.at(-1);
  return type !== 'CNAME' && last?.type === 'CNAME' ? last : undefined;
}

function optionOf(config: PluginConfig, name: string): readonly string[] | undefined {
  return config.block.find(([option]) => option === name);
}

function podMode(config: PluginConfig): 'disabled' | 'insecure' | 'verified' {
  const mode = optionOf(config, 'pods')?.[1];
  return mode === 'insecure' || mode === 'verified' ? mode : 'disabled';
}

/** `fallthrough` alone counts for every zone. */
function fallsThrough(config: PluginConfig, name: string): boolean {
  const option = optionOf(config, 'fallthrough');
  if (!option) return false;
  const zones = option.slice(1);
  return zones.length === 0 || zones.some((zone) => isInZone(name, absoluteName(zone)));
}

function toAnswer(lookup: Lookup, soa: DnsRecord): DnsAnswer {
  if (lookup.kind === 'NoName') return empty('NXDOMAIN', soa);
  return lookup.records.length > 0 ? found(lookup.records, lookup.additional) : empty('NOERROR', soa);
}

const FLAGS = ['qr', 'aa', 'rd'];

function found(answers: readonly DnsRecord[], additional: readonly DnsRecord[]): DnsAnswer {
  const extra = additional.length > 0 ? { additional } : {};
  return { rcode: 'NOERROR', flags: FLAGS, answers, authority: [], ...extra, afterMs: ANSWER_MS };
}

function empty(rcode: DnsAnswer['rcode'], soa: DnsRecord): DnsAnswer {
  return { rcode, flags: FLAGS, answers: [], authority: [soa], afterMs: ANSWER_MS };
}

function soaOf({ zone, ttl }: Zone, epochMs: number): DnsRecord {
  const serial = Math.floor(epochMs / 1000);
  const data = `ns.dns.${zone} hostmaster.${zone} ${serial} 7200 1800 86400 ${ttl}`;
  return { name: zone, ttl: Math.min(ttl, 300), type: 'SOA', data };
}
