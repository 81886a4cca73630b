/** One line of `rewrite`, read into what it looks for and what it puts in its place. */
import { absoluteName, type DnsRecord } from '../message.ts';
import { findMatch } from '../pattern.ts';

const KINDS = ['exact', 'prefix', 'suffix', 'substring', 'regex'] as const;
type Kind = (typeof KINDS)[number];

type Replace = (text: string) => string;

export interface NameRule {
  readonly field: 'name' | 'ttl';
  readonly mode: 'stop' | 'continue';
  readonly kind: Kind;
  readonly from: string;
  /** The new name, or the seconds of a `ttl` rule. */
  readonly to: string;
  /** `answer auto`; always on for exact names. */
  readonly auto: 'Auto' | 'AsWritten';
  readonly names: readonly Replace[];
  readonly values: readonly Replace[];
}

export interface TypeRule {
  readonly field: 'type';
  readonly mode: 'stop' | 'continue';
  readonly from: string;
  readonly to: string;
}

export type RewriteRule = NameRule | TypeRule;

/** Words after `rewrite`, a block's lines in their order. Undefined: a rule that is not modelled. */
export function readRule(words: readonly string[]): RewriteRule | undefined {
  const [first = ''] = words;
  const mode = first === 'continue' ? 'continue' : 'stop';
  const [field = '', ...rest] = first === 'continue' || first === 'stop' ? words.slice(1) : words;
  if (field === 'type' && rest.length === 2) {
    return { field, mode, from: (rest[0] as string).toUpperCase(), to: (rest[1] as string).toUpperCase() };
  }
  if (field !== 'name' && field !== 'ttl') return undefined;
  const named = rest.length > 2 || (KINDS as readonly string[]).includes(rest[0] ?? '');
  const [kind, from = '', to = '', ...answers] = named ? rest : ['exact', ...rest];
  if (!isKind(kind) || (field === 'ttl' && !/^\d+$/.test(to))) return undefined;
  const answer = readAnswers(answers);
  const dots = kind === 'exact' || kind === 'suffix';
  return (
    answer && {
      field,
      mode,
      kind,
      from: plain(kind, from, dots),
      to: plain(kind, to, dots && field === 'name'),
      ...answer,
    }
  );
}

function isKind(word: string | undefined): word is Kind {
  return (KINDS as readonly string[]).includes(word ?? '');
}

function plain(kind: Kind, text: string, dots: boolean): string {
  if (dots) return absoluteName(text);
  return kind === 'regex' ? text : text.toLowerCase();
}

/** `answer auto`, `answer name FROM TO`, `answer value FROM TO`, one after the other. */
function readAnswers(words: readonly string[]): Pick<NameRule, 'auto' | 'names' | 'values'> | undefined {
  const names: Replace[] = [];
  const values: Replace[] = [];
  let auto: NameRule['auto'] = 'AsWritten';
  for (let at = 0; at < words.length; ) {
    if (words[at] === 'answer') at++;
    const [what, from = '', to = ''] = words.slice(at);
    if (what === 'auto') auto = 'Auto';
    else if (what === 'name') names.push((text) => replaceMatch(from, to, text) ?? text);
    else if (what === 'value') values.push((text) => replaceMatch(from, to, text) ?? text);
    else return undefined;
    at += what === 'auto' ? 1 : 3;
  }
  return { auto, names, values };
}

/** `{1}` stands for the first group. Undefined: no match. The result is a name with its final dot. */
export function replaceMatch(pattern: string, replacement: string, text: string): string | undefined {
  const match = findMatch(pattern, text);
  if (match === undefined || match === 'Invalid') return undefined;
  return absoluteName(
    match.groups.reduce((made, group, index) => made.replaceAll(`{${index}}`, group), replacement.toLowerCase()),
  );
}

/**
 * The name under which the question goes on; undefined: the rule does not concern it.
 * Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/rewrite/name.go
 */
export function renamed({ kind, from, to }: NameRule, name: string): string | undefined {
  switch (kind) {
    case 'exact':
      return name === from ? to : undefined;
    case 'prefix':
      return name.startsWith(from) ? to + name.slice(from.length) : undefined;
    case 'suffix':
      return name.endsWith(from) ? name.slice(0, name.length - from.length) + to : undefined;
    case 'substring':
      return name.includes(from) ? name.replaceAll(from, to) : undefined;
    case 'regex':
      return replaceMatch(from, to, name);
    default:
      return kind satisfies never;
  }
}

/** What turns a record of the answer back, for a question that went from `before` to `after`. */
export function recordReverser(rule: NameRule, before: string, after: string): (record: DnsRecord) => DnsRecord {
  const back = autoReverse(rule, before, after);
  const names = back ? [back, ...rule.names] : rule.names;
  const values = back ? [back, ...rule.values] : rule.values;
  const all = (replaces: readonly Replace[], text: string) => replaces.reduce((made, replace) => replace(made), text);
  return (record) => ({
    ...record,
    name: all(names, record.name),
    data: withTarget(record, (name) => all(values, name)),
  });
}

/** Suffixes change places; otherwise the new name, and what lies below it, becomes the old one. */
function autoReverse({ kind, auto, from, to }: NameRule, before: string, after: string): Replace | undefined {
  if (kind !== 'exact' && auto === 'AsWritten') return undefined;
  if (kind === 'suffix') return (text) => (text.endsWith(to) ? text.slice(0, text.length - to.length) + from : text);
  return (text) => {
    if (text === after) return before;
    return text.endsWith(`.${after}`) ? text.slice(0, text.length - after.length) + before : text;
  };
}

const TARGETED = new Set(['CNAME', 'NS', 'PTR', 'SRV', 'MX']);

/** The name in a record's data is its last word. */
function withTarget({ type, data }: DnsRecord, replace: Replace): string {
  if (!TARGETED.has(type)) return data;
  const words = data.split(' ');
  return [...words.slice(0, -1), replace(words.at(-1) as string)].join(' ');
}
