/**
 * Walks the search path of the pod that asks, in its place: the first name of the list is answered with what any of them has.
 * Models: https://coredns.io/plugins/autopath/, https://github.com/coredns/coredns/blob/v1.14.0/plugin/kubernetes/autopath.go
 */
import { topologyOf } from '../../dataplane/topology.ts';
import type { PluginConfig } from '../corefile.ts';
import { absoluteName, type DnsAnswer, isInZone } from '../message.ts';
import { resolvConfOf } from '../resolv-conf.ts';
import { notModelled, type Plugin, type PluginAnswer, type Query } from './plugin.ts';

export const autopath: Plugin = {
  name: 'autopath',
  /** With what it must know of the block's `kubernetes`: its zones and how it knows pods. */
  prepare: (configs, { plugins }) => {
    const kubernetes = plugins.find(({ name }) => name === 'kubernetes');
    const pods = kubernetes?.block.find(([option]) => option === 'pods')?.[1] ?? 'disabled';
    return configs.map((config) => ({
      ...config,
      block: [
        ['pods', pods],
        ['zones', ...(kubernetes?.args ?? [])],
      ],
    }));
  },
  answer(query, config, next) {
    const source = config.args.at(-1) ?? '';
    const zones = config.args.slice(0, -1).map(absoluteName);
    const { name } = query.question;
    if (source !== '@kubernetes') return notModelled(`CoreDNS autopath ${source}`);
    if (zones.length > 0 && !zones.some((zone) => isInZone(name, zone))) return next();
    const search = searchPathOf(query, config);
    const first = search[0];
    if (first === undefined || name === first || !isInZone(name, first)) return next();
    return walk(query, name.slice(0, name.length - first.length), search, next);
  },
};

/** Nothing unless pods are verified, and the one that asks is one. */
function searchPathOf({ net, client, question, pod }: Query, { block }: PluginConfig): readonly string[] {
  const [[, mode] = [], [, ...zones] = []] = block;
  const zone = zones.map(absoluteName).find((candidate) => isInZone(question.name, candidate));
  const asking = topologyOf(net.cluster).podByAddress.get(client.address);
  if (mode !== 'verified' || zone === undefined || !asking) return [];
  const own = { cluster: net.cluster.name, pod: { namespace: pod.metadata.namespace, name: pod.metadata.name } };
  const ofNode = resolvConfOf(net.cluster, own).search.map(absoluteName);
  return [`${asking.metadata.namespace}.svc.${zone}`, `svc.${zone}`, zone, ...ofNode, ''];
}

/** `base` ends with its dot; the empty element is the name as it was typed. */
function walk(
  query: Query,
  base: string,
  search: readonly string[],
  next: (query?: Query) => PluginAnswer,
): PluginAnswer {
  let firstAnswer: PluginAnswer | undefined;
  let waitedMs = 0;
  for (const domain of search) {
    const name = `${base}${domain}`;
    const answer = next({ ...query, question: { ...query.question, name } });
    firstAnswer ??= answer;
    if (answer.rcode === undefined) return answer;
    waitedMs += answer.afterMs;
    if (answer.rcode === 'NOERROR') return { ...withAlias(answer, query.question.name), afterMs: waitedMs };
  }
  return firstAnswer?.rcode === undefined ? next() : { ...firstAnswer, afterMs: waitedMs };
}

/** The client takes the answer because an alias leads to it. */
function withAlias(answer: DnsAnswer, asked: string): DnsAnswer {
  const found = answer.answers.find(({ name }) => name !== asked);
  if (!found) return answer;
  return { ...answer, answers: [{ name: asked, ttl: found.ttl, type: 'CNAME', data: found.name }, ...answer.answers] };
}
