/**
 * dig of BIND 9.18.
 * Models: https://bind9.readthedocs.io/en/v9.18.0/manpages.html#dig-dns-lookup-utility
 */

import { reverseName } from '../../world/net/reverse-name.ts';
import { calendarOf } from '../../world/sim/calendar.ts';
import type { Tool, ToolIo } from '../tool.ts';
import type { DnsQuery, DnsRecord, NetHost } from './host.ts';

/** What dig prints of a message, each switched by `+name` and `+noname`. */
const SECTIONS = ['cmd', 'comments', 'question', 'answer', 'authority', 'additional', 'stats'] as const;
type Section = (typeof SECTIONS)[number];

interface Request {
  name: string;
  type: string;
  server: string | undefined;
  port: number;
  short: boolean;
  search: boolean;
  tcp: boolean;
  edns: boolean;
  sections: ReadonlySet<Section>;
}

const TYPES = ['A', 'AAAA', 'ANY', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'];

export function dig(host: NetHost): Tool {
  return {
    name: 'dig',
    async run(argv, io) {
      const request = parseRequest(argv);
      if (typeof request === 'string') {
        io.err(`${request}\n`);
        return 1;
      }
      return ask(host, request, argv, io);
    },
    complete: () => ['+short', '+search', '+noall', '+answer', '+tcp', '-x', '-t', '-p'],
  };
}

/** What the words ask for, or what is wrong with them. */
function parseRequest(argv: readonly string[]): Request | string {
  const request: Request = {
    name: '',
    type: 'A',
    server: undefined,
    port: 53,
    short: false,
    search: false,
    tcp: false,
    edns: true,
    sections: new Set(SECTIONS),
  };
  const words = [...argv];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word.startsWith('@')) request.server = word.slice(1);
    else if (word.startsWith('+')) {
      const problem = plusOption(request, word);
      if (problem) return problem;
    } else if (word === '-x') reverse(request, words.shift() ?? '');
    else if (word === '-t') request.type = (words.shift() ?? '').toUpperCase();
    else if (word === '-p') request.port = Number(words.shift());
    else if (word === '-4' || word === '-6' || word === '-q') continue;
    else if (word.startsWith('-')) return `Invalid option: ${word}\ndig: not modelled: ${word}`;
    else if (TYPES.includes(word.toUpperCase()) && (request.name !== '' || words.length > 0))
      request.type = word.toUpperCase();
    else if (word.toUpperCase() !== 'IN') request.name = word;
  }
  if (!TYPES.includes(request.type)) return `;; Warning, ignoring invalid type ${request.type}`;
  return request;
}

function reverse(request: Request, address: string): void {
  request.name = reverseName(address);
  request.type = 'PTR';
}

/** Ignored without an effect on what we print. */
const HARMLESS = ['+nocookie', '+recurse', '+norecurse', '+nosearch'];

function plusOption(request: Request, word: string): string | undefined {
  const [name = ''] = word.split('=');
  if (name === '+short') request.short = true;
  else if (name === '+search') request.search = true;
  else if (name === '+tcp' || name === '+vc') request.tcp = true;
  else if (name === '+edns' || name === '+noedns') request.edns = name === '+edns';
  else if (name === '+all' || name === '+noall') request.sections = new Set(name === '+all' ? SECTIONS : []);
  else if (switchSection(request, name)) return undefined;
  else if (!HARMLESS.includes(name) && !['+time', '+tries', '+timeout', '+retry'].includes(name))
    return `dig: not modelled: ${word}`;
  return undefined;
}

/** Whether `+name` or `+noname` names a section, which it then switches. */
function switchSection(request: Request, option: string): boolean {
  const off = option.startsWith('+no');
  const section = SECTIONS.find((name) => name === option.slice(off ? 3 : 1));
  if (!section) return false;
  const shown = new Set(request.sections);
  if (off) shown.delete(section);
  else shown.add(section);
  request.sections = shown;
  return true;
}

function ask(host: NetHost, request: Request, argv: readonly string[], io: ToolIo): number {
  const server = request.server;
  const queries = host.resolve({
    name: request.name === '' ? '.' : request.name,
    type: request.type,
    ...(server === undefined ? {} : { server }),
    port: request.port,
    search: request.search ? 'UseList' : 'Never',
    transport: request.tcp ? 'TCP' : 'UDP',
  });
  const last = queries.at(-1);
  if (!last || last.outcome === 'NotModelled') {
    io.err(`dig: not modelled: ${request.name} ${request.type}\n`);
    return 1;
  }
  if (last.outcome === 'Answer') io.out(request.short ? shortText(last) : fullText(last, request, argv, io));
  else return noServers(last, request, argv, io);
  return 0;
}

function noServers(query: DnsQuery, request: Request, argv: readonly string[], io: ToolIo): number {
  const what = query.outcome === 'Refused' ? 'connection refused' : 'timed out';
  const line = `;; communications error to ${query.server}#${request.port}: ${what}\n`;
  const banner = request.short || !request.sections.has('cmd') ? '' : bannerText(argv);
  io.out(`${line.repeat(3)}${banner};; no servers could be reached\n`);
  return 9;
}

function shortText(query: DnsQuery): string {
  return query.answers.map((record) => `${record.data}\n`).join('');
}

function bannerText(argv: readonly string[]): string {
  return `\n; <<>> DiG 9.18.36 <<>> ${argv.join(' ')}\n;; global options: +cmd\n`;
}

function fullText(query: DnsQuery, request: Request, argv: readonly string[], io: ToolIo): string {
  const shows = (section: Section, text: string) => (request.sections.has(section) ? text : '');
  const records = (section: 'answer' | 'authority' | 'additional') => {
    const heading = shows('comments', `;; ${section.toUpperCase()} SECTION:\n`);
    const end = shows('comments', '\n');
    const found = query[SECTION_OF[section]] ?? [];
    return found.length === 0 ? '' : shows(section, `${heading}${found.map(recordLine).join('')}${end}`);
  };
  return [
    shows('cmd', bannerText(argv)),
    shows('comments', headerText(query, request, io)),
    shows('question', `${shows('comments', ';; QUESTION SECTION:\n')}${questionLine(query)}${shows('comments', '\n')}`),
    records('answer'),
    records('authority'),
    records('additional'),
    shows('stats', statsText(query, request, io)),
  ].join('');
}

const SECTION_OF = { answer: 'answers', authority: 'authority', additional: 'additional' } as const;

function headerText(query: DnsQuery, { edns }: Request, io: ToolIo): string {
  const local = /\.local\.?$/.test(query.name)
    ? ';; WARNING: .local is reserved for Multicast DNS\n;; You are currently testing what happens when an mDNS query is leaked to DNS\n'
    : '';
  const additional = (query.additional?.length ?? 0) + (edns ? 1 : 0);
  const counts = `QUERY: 1, ANSWER: ${query.answers.length}, AUTHORITY: ${query.authority.length}, ADDITIONAL: ${additional}`;
  return [
    `;; Got answer:\n${local}`,
    `;; ->>HEADER<<- opcode: QUERY, status: ${query.rcode}, id: ${idOf(query, io)}\n`,
    `;; flags: ${query.flags.join(' ')}; ${counts}\n\n`,
    edns ? ';; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n' : '',
  ].join('');
}

/** An OPT record without options. Models: https://www.rfc-editor.org/rfc/rfc6891#section-6.1.2 */
const OPT_BYTES = 11;

function statsText(query: DnsQuery, request: Request, io: ToolIo): string {
  return [
    `;; Query time: ${query.durationMs} msec\n`,
    `;; SERVER: ${query.server}#${request.port}(${query.server}) (${request.tcp ? 'TCP' : 'UDP'})\n`,
    `;; WHEN: ${whenText(io)}\n;; MSG SIZE  rcvd: ${query.size + (request.edns ? OPT_BYTES : 0)}\n\n`,
  ].join('');
}

/** Columns of BIND's master style: class at 32, type at 40, one space when a field is too long. */
function questionLine({ name, type }: DnsQuery): string {
  return `;${columns([dotted(name), 'IN', type], [32, 40])}\n`;
}

function recordLine({ name, ttl, type, data }: DnsRecord): string {
  return `${columns([dotted(name), String(ttl), 'IN', type, data], [24, 32, 40, 48])}\n`;
}

/** Models: `indent` of BIND 9.18 lib/dns/masterdump.c: tabs to the column, or a single space when past it. */
function columns([first = '', ...rest]: readonly string[], stops: readonly number[]): string {
  let text = first;
  let at = first.length;
  for (const [index, field] of rest.entries()) {
    const to = Math.max(stops[index] ?? 0, at + 1);
    const tabs = Math.floor(to / 8) - Math.floor(at / 8);
    const spaces = tabs > 0 ? to % 8 : to - at;
    text += '\t'.repeat(tabs) + ' '.repeat(spaces) + field;
    at = to + field.length;
  }
  return text;
}

function dotted(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

/** A query id that depends on the question and the world's time alone. */
function idOf(query: DnsQuery, io: ToolIo): number {
  let hash = io.clock.nowMs() >>> 0;
  for (const character of query.name) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return hash % 65_536;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function whenText(io: ToolIo): string {
  const ms = io.clock.epochMs + io.clock.nowMs();
  const { year, month, day, hour, minute, second, weekday } = calendarOf(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${DAYS[weekday]} ${MONTHS[month - 1]} ${two(day)} ${two(hour)}:${two(minute)}:${two(second)} UTC ${year}`;
}
