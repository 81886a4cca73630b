/**
 * Questions under another name or type, and answers turned back. All lines of a server block are one list of rules.
 * Models: https://coredns.io/plugins/rewrite/
 * Differs: `class`, `edns0`, `cname`, `rcode` and ranges of `ttl` are not modelled.
 */
import type { DnsAnswer, DnsRecord } from '../message.ts';
import { notModelled, type Plugin, type PluginAnswer, type Query } from './plugin.ts';
import { readRule, recordReverser, renamed } from './rewrite-rule.ts';

type Reverse = (record: DnsRecord) => DnsRecord;

export const rewrite: Plugin = {
  name: 'rewrite',
  prepare: (configs) => [
    {
      name: 'rewrite',
      args: [],
      block: configs.map(({ args, block }) => [...args, ...block.flat()]),
    },
  ],
  answer(query, { block }, next) {
    const reverses: Reverse[] = [];
    let question = query.question;
    for (const words of block) {
      const rule = readRule(words);
      if (!rule) return notModelled(`the CoreDNS rule rewrite ${words.join(' ')}`);
      if (rule.field === 'type') {
        if (question.type !== rule.from) continue;
        question = { ...question, type: rule.to };
      } else {
        const name = renamed(rule, question.name);
        if (name === undefined) continue;
        if (rule.field === 'ttl') reverses.push((record) => ({ ...record, ttl: Number(rule.to) }));
        else {
          reverses.push(recordReverser(rule, question.name, name));
          question = { ...question, name };
        }
      }
      if (rule.mode === 'stop') break;
    }
    return reversed(next(withQuestion(query, question)), reverses);
  },
};

function withQuestion(query: Query, question: Query['question']): Query {
  return question === query.question ? query : { ...query, question };
}

function reversed(answer: PluginAnswer, reverses: readonly Reverse[]): PluginAnswer {
  if (answer.rcode === undefined || reverses.length === 0) return answer;
  const back = (records: readonly DnsRecord[]) =>
    records.map((record) => reverses.reduce((made, reverse) => reverse(made), record));
  const made: DnsAnswer = { ...answer, answers: back(answer.answers), authority: back(answer.authority) };
  return answer.additional ? { ...made, additional: back(answer.additional) } : made;
}
