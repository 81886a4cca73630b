/**
 * Answers written by a Go template.
 * Models: https://coredns.io/plugins/template/
 * Differs: of Go's templates only fields, `index` and `parseInt` are modelled; `ederror` is not shown.
 */
import { absoluteName, type DnsAnswer, type DnsRecord, isInZone, type Rcode } from '../message.ts';
import { findMatch, type Match } from '../pattern.ts';
import { failure, notModelled, type Plugin, type PluginAnswer, type Query } from './plugin.ts';
import { readRecord } from './record-text.ts';

const RCODES: readonly string[] = ['NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED', 'NOTIMP', 'FORMERR'];
const OPTIONS = ['match', 'answer', 'additional', 'authority', 'rcode', 'fallthrough', 'ederror', 'upstream'];

export const template: Plugin = {
  name: 'template',
  /** Without a zone of its own a template has those of its server block. */
  prepare: (configs, { zones }) =>
    configs.map((config) => {
      const { args } = config;
      return args.length > 2 ? config : { ...config, args: [...args, ...zones.map(({ zone }) => zone)] };
    }),
  answer(query, { args, block }, next) {
    const [forClass = '', forType = '', ...zones] = args;
    const { name, type } = query.question;
    const zone = zones
      .map(absoluteName)
      .filter((candidate) => isInZone(name, candidate))
      .sort((a, b) => b.length - a.length)[0];
    if (zone === undefined || !['IN', 'ANY'].includes(forClass) || !['ANY', type].includes(forType)) return next();
    const unknown = block.find(([option = '']) => !OPTIONS.includes(option));
    if (unknown) return notModelled(`CoreDNS template ${unknown[0]}`);
    const match = firstMatch(block, name);
    if (match === undefined) return fallsThrough(block, name) ? next() : failure('SERVFAIL');
    return written(query, block, { zone, match, name, type, remote: query.client.address });
  },
};

function firstMatch(block: readonly (readonly string[])[], name: string): Match | undefined {
  const patterns = block.filter(([option]) => option === 'match').flatMap((line) => line.slice(1));
  for (const pattern of patterns.length > 0 ? patterns : ['.*']) {
    const match = findMatch(pattern, name);
    if (match !== undefined && match !== 'Invalid') return match;
  }
  return undefined;
}

function fallsThrough(block: readonly (readonly string[])[], name: string): boolean {
  const option = block.find(([word]) => word === 'fallthrough');
  if (!option) return false;
  return option.length === 1 || option.slice(1).some((zone) => isInZone(name, absoluteName(zone)));
}

interface Data {
  readonly zone: string;
  readonly match: Match;
  readonly name: string;
  readonly type: string;
  readonly remote: string;
}

function written(query: Query, block: readonly (readonly string[])[], data: Data): PluginAnswer {
  const rcode = block.find(([option]) => option === 'rcode')?.[1] ?? 'NOERROR';
  if (!RCODES.includes(rcode)) return notModelled(`CoreDNS template rcode ${rcode}`);
  if (rcode === 'SERVFAIL') return failure('SERVFAIL');
  const sections: Record<string, DnsRecord[]> = { answer: [], authority: [], additional: [] };
  for (const [option = '', ...words] of block) {
    const section = sections[option];
    if (!section) continue;
    const text = filled(words.join(' '), data);
    if (text === undefined) return notModelled(`the CoreDNS template ${words.join(' ')}`);
    const record = readRecord(text);
    if (!record) return failure('SERVFAIL');
    section.push(record);
  }
  const { answer = [], authority = [], additional = [] } = sections;
  const made: DnsAnswer = {
    rcode: rcode as Rcode,
    flags: ['qr', 'aa', 'rd'],
    answers: [...answer],
    authority,
    ...(additional.length > 0 ? { additional } : {}),
    afterMs: 0,
  };
  return withTarget(made, query);
}

/** An alias that a template makes up is answered together with what it stands for. */
function withTarget(answer: DnsAnswer, { question, again }: Query): PluginAnswer {
  const alias = answer.answers.at(-1);
  if (alias?.type !== 'CNAME' || (question.type !== 'A' && question.type !== 'AAAA')) return answer;
  const target = again({ name: absoluteName(alias.data), type: question.type });
  if (target.rcode === undefined) return target;
  return { ...answer, answers: [...answer.answers, ...target.answers], afterMs: target.afterMs };
}

/** Undefined: an expression that is not modelled. */
function filled(text: string, data: Data): string | undefined {
  let known = true;
  const made = text.replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_, expression: string) => {
    const value = valueIn(expression, data);
    known &&= value !== undefined;
    return value ?? '';
  });
  return known ? made : undefined;
}

function valueIn(expression: string, data: Data): string | undefined {
  const number = /^parseInt (\S+) (\d+) \d+$/.exec(expression);
  if (number) {
    const value = valueIn(number[1] as string, data);
    return value === undefined ? undefined : String(Number.parseInt(value, Number(number[2])));
  }
  const index = /^index \.Match (\d+)$/.exec(expression);
  if (index) return data.match.groups[Number(index[1])];
  const group = /^(?:\.Group\.(\w+)|index \.Group "(\w+)")$/.exec(expression);
  if (group) return data.match.named[(group[1] ?? group[2]) as string] ?? '<no value>';
  const fields = new Map([
    ['.Name', data.name],
    ['.Zone', data.zone],
    ['.Type', data.type],
    ['.Class', 'IN'],
    ['.Remote', data.remote],
  ]);
  return fields.get(expression);
}
