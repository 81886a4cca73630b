/**
 * Shuffles the addresses of an answer.
 * Models: https://coredns.io/plugins/loadbalance/
 */
import { clusterTable } from '../../cluster.ts';
import { randomStream } from '../../sim/random.ts';
import type { DnsRecord } from '../message.ts';
import type { Plugin, Query } from './plugin.ts';

export const loadbalance: Plugin = {
  name: 'loadbalance',
  answer(query, _config, next) {
    const answer = next();
    if (answer.rcode === undefined || answer.answers.filter(({ type }) => type === 'A').length < 2) return answer;
    return { ...answer, answers: shuffle(answer.answers, query) };
  },
};

/** Another order for every question, from the world's seed. */
function shuffle(records: readonly DnsRecord[], { net, question }: Query): DnsRecord[] {
  const counts = clusterTable<number>(net.cluster, 'dnsanswers');
  const n = counts.get(question.name) ?? 0;
  counts.set(question.name, n + 1);
  const random = randomStream(net.cluster.seed, 'loadbalance', `${question.name}#${n}`);
  const shuffled = [...records];
  for (let left = shuffled.length - 1; left > 0; left--) {
    const pick = random.int(left + 1);
    [shuffled[left], shuffled[pick]] = [shuffled[pick] as DnsRecord, shuffled[left] as DnsRecord];
  }
  return shuffled;
}
