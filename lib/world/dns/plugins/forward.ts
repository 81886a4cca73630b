/**
 * Questions for other zones go to upstream servers, from the CoreDNS pod through the network.
 * Models: https://coredns.io/plugins/forward/
 * Differs: upstreams are tried in the order written (the plugin's default is random); health checks are not modelled.
 */

import { isInZone } from '../message.ts';
import { resolvConfOf } from '../resolv-conf.ts';
import { failure, notModelled, type Plugin, type Query } from './plugin.ts';

/** A question that has passed more servers than this goes in circles. */
const MAX_DEPTH = 4;
/** `read_timeout`, ms. */
const READ_TIMEOUT_MS = 2000;

export const forward: Plugin = {
  name: 'forward',
  answer(query, { args, block }, next) {
    const [from = '.', ...to] = args;
    const except = block.find(([option]) => option === 'except')?.slice(1) ?? [];
    const { name } = query.question;
    if (!isInZone(name, dotted(from)) || except.some((zone) => isInZone(name, dotted(zone)))) return next();
    if (query.depth >= MAX_DEPTH) return failure('SERVFAIL', READ_TIMEOUT_MS);
    const upstreams = to.flatMap((target) => upstreamsOf(target, query));
    if (upstreams.some((upstream) => upstream === undefined)) return notModelled(`CoreDNS forward to ${to.join(' ')}`);
    let waitedMs = 0;
    for (const upstream of upstreams) {
      const answer = query.ask(query.question, upstream?.address ?? '', upstream?.port ?? 53);
      if (answer !== 'Timeout' && answer !== 'Refused') {
        return answer.rcode === undefined ? answer : { ...answer, afterMs: answer.afterMs + waitedMs };
      }
      if (answer === 'Timeout') waitedMs += READ_TIMEOUT_MS;
    }
    return failure('SERVFAIL', waitedMs);
  },
};

function dotted(zone: string): string {
  return zone.endsWith('.') ? zone : `${zone}.`;
}

/** A file stands for its name servers; `tls://` and host names are not modelled. */
function upstreamsOf(target: string, { net, pod }: Query): ({ address: string; port: number } | undefined)[] {
  if (target.startsWith('/')) {
    const place = { cluster: net.cluster.name, pod: { namespace: pod.metadata.namespace, name: pod.metadata.name } };
    return resolvConfOf(net.cluster, place).nameservers.map((address) => ({ address, port: 53 }));
  }
  const match = /^(?:dns:\/\/)?(\d+\.\d+\.\d+\.\d+)(?::(\d+))?$/.exec(target);
  return [match ? { address: match[1] as string, port: Number(match[2] ?? 53) } : undefined];
}
