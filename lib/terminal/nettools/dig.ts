/**
 * dig of BIND 9.18.
 * Models: https://bind9.readthedocs.io/en/v9.18.0/manpages.html#dig-dns-lookup-utility
 */
import type { Tool, ToolIo } from '../tool.ts';
import type { DnsQuery, DnsRecord, NetHost } from './host.ts';

interface Request {
  name: string;
  type: string;
  server: string | undefined;
  port: number;
  short: boolean;
  search: boolean;
  tcp: boolean;
  only: 'everything' | 'answer';
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
    only: 'everything',
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
    else if (word === '-4' || word === '-q') continue;
    else if (word.startsWith('-')) return `Invalid option: ${word}\ndig: not modelled: ${word}`;
    else if (TYPES.includes(word.toUpperCase()) && (request.name !== '' || words.length > 0))
      request.type = word.toUpperCase();
    else if (word.toUpperCase() !== 'IN') request.name = word;
  }
  if (!TYPES.includes(request.type)) return `;; Warning, ignoring invalid type ${request.type}`;
  return request;
}

function reverse(request: Request, address: string): void {
  request.name = `${address.split('.').reverse().join('.')}.in-addr.arpa.`;
  request.type = 'PTR';
}

/** Ignored without an effect: what only changes the text of sections we print anyway. */
const HARMLESS = [
  '+nocookie',
  '+noedns',
  '+recurse',
  '+norecurse',
  '+nosearch',
  '+all',
  '+cmd',
  '+nocmd',
  '+comments',
  '+nocomments',
  '+stats',
  '+nostats',
  '+question',
  '+noquestion',
  '+additional',
  '+noadditional',
  '+authority',
  '+noauthority',
];

function plusOption(request: Request, word: string): string | undefined {
  const [name = ''] = word.split('=');
  if (name === '+short') request.short = true;
  else if (name === '+search') request.search = true;
  else if (name === '+tcp' || name === '+vc') request.tcp = true;
  else if (name === '+noall' || name === '+answer') request.only = 'answer';
  else if (!HARMLESS.includes(name) && !['+time', '+tries', '+timeout', '+retry'].includes(name))
    return `dig: not modelled: ${word}`;
  return undefined;
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
  const banner = request.short ? '' : `\n; <<>> DiG 9.18.36 <<>> ${argv.join(' ')}\n;; global options: +cmd\n`;
  io.out(`${line.repeat(3)}${banner};; no servers could be reached\n`);
  return 9;
}

function shortText(query: DnsQuery): string {
  return query.answers.map((record) => `${record.data}\n`).join('');
}

function fullText(query: DnsQuery, request: Request, argv: readonly string[], io: ToolIo): string {
  if (request.only === 'answer') return query.answers.map(recordLine).join('');
  const id = idOf(query, io);
  const local = /\.local\.?$/.test(query.name)
    ? ';; WARNING: .local is reserved for Multicast DNS\n;; You are currently testing what happens when an mDNS query is leaked to DNS\n'
    : '';
  const section = (title: string, records: readonly DnsRecord[]) =>
    records.length === 0 ? '' : `;; ${title} SECTION:\n${records.map(recordLine).join('')}\n`;
  return [
    `\n; <<>> DiG 9.18.36 <<>> ${argv.join(' ')}\n;; global options: +cmd\n;; Got answer:\n${local}`,
    `;; ->>HEADER<<- opcode: QUERY, status: ${query.rcode}, id: ${id}\n`,
    `;; flags: ${query.flags.join(' ')}; QUERY: 1, ANSWER: ${query.answers.length}, AUTHORITY: ${query.authority.length}, ADDITIONAL: 1\n\n`,
    ';; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n',
    `;; QUESTION SECTION:\n;${dotted(query.name)}\t\tIN\t${query.type}\n\n`,
    section('ANSWER', query.answers),
    section('AUTHORITY', query.authority),
    `;; Query time: ${query.durationMs} msec\n;; SERVER: ${query.server}#${request.port}(${query.server}) (${request.tcp ? 'TCP' : 'UDP'})\n`,
    `;; WHEN: ${whenText(io)}\n;; MSG SIZE  rcvd: ${query.size}\n\n`,
  ].join('');
}

function recordLine({ name, ttl, type, data }: DnsRecord): string {
  return `${dotted(name)}\t${dotted(name).length < 24 ? '\t' : ''}${ttl}\tIN\t${type}\t${data}\n`;
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
  const { year, month, day, hour, minute, second, weekday } = civilTime(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${DAYS[weekday]} ${MONTHS[month - 1]} ${two(day)} ${two(hour)}:${two(minute)}:${two(second)} UTC ${year}`;
}

/** UTC calendar fields without the host's Date. Models: https://howardhinnant.github.io/date_algorithms.html#civil_from_days */
function civilTime(ms: number) {
  const days = Math.floor(ms / 86_400_000);
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const inDay = Math.floor((ms - days * 86_400_000) / 1000);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(inDay / 3600),
    minute: Math.floor(inDay / 60) % 60,
    second: inDay % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}
