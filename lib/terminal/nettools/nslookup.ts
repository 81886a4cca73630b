/**
 * nslookup of BIND 9.18: search list applied, A and AAAA asked for.
 * Models: https://bind9.readthedocs.io/en/v9.18.0/manpages.html#nslookup-query-internet-name-servers-interactively
 */
import { isIpv6 } from '../../world/net/ip.ts';
import { reverseName } from '../../world/net/reverse-name.ts';
import type { Tool, ToolIo } from '../tool.ts';
import type { DnsQuery, NetHost } from './host.ts';

export function nslookup(host: NetHost): Tool {
  return {
    name: 'nslookup',
    async run(argv, io) {
      const options = argv.filter((word) => word.startsWith('-'));
      const [name, server] = argv.filter((word) => !word.startsWith('-'));
      const type = options.map((option) => /^-(?:type|query|q)=(\w+)$/i.exec(option)?.[1]?.toUpperCase()).find(Boolean);
      const unknown = options.find((option) => !/^-(type|query|q)=/i.test(option));
      if (unknown || name === undefined) {
        io.err(unknown ? `nslookup: not modelled: ${unknown}\n` : 'nslookup: not modelled: interactive mode\n');
        return 1;
      }
      return lookUp(host, name, type, server, io);
    },
  };
}

function lookUp(host: NetHost, name: string, type: string | undefined, server: string | undefined, io: ToolIo): number {
  const reverse = /^[\d.]+$/.test(name) || isIpv6(name);
  const question = reverse ? reverseName(name) : name;
  const types = type ? [type] : reverse ? ['PTR'] : ['A', 'AAAA'];
  let found: DnsQuery | undefined;
  for (const [index, wanted] of types.entries()) {
    const sent = host.resolve({
      name: index > 0 && found ? `${found.name.replace(/\.$/, '')}.` : question,
      type: wanted,
      ...(server ? { server } : {}),
      search: 'UseList',
      transport: 'UDP',
    });
    // A name that exists ends the search, whether or not it has a record of that type.
    const last = sent.find(({ rcode }) => rcode === 'NOERROR') ?? sent.at(-1);
    if (!last || last.outcome === 'NotModelled') {
      io.err(`nslookup: not modelled: ${name} ${wanted}\n`);
      return 1;
    }
    if (last.outcome !== 'Answer') return unreachable(last, io);
    if (index === 0) io.out(`Server:\t\t${last.server}\nAddress:\t${last.server}#53\n\n`);
    if (last.rcode !== 'NOERROR') {
      if (index === 0) io.out(`** server can't find ${last.name.replace(/\.$/, '')}: ${last.rcode}\n\n`);
      return index === 0 ? 1 : 0;
    }
    found = last;
    io.out(answerText(last));
    if (last.answers.length === 0 && types.length === 1) io.out(`*** Can't find ${name}: No answer\n`);
  }
  io.out('\n');
  return 0;
}

function unreachable(query: DnsQuery, io: ToolIo): number {
  const what = query.outcome === 'Refused' ? 'connection refused' : 'timed out';
  io.out(`${`;; communications error to ${query.server}#53: ${what}\n`.repeat(3)};; no servers could be reached\n\n`);
  return 1;
}

function answerText(query: DnsQuery): string {
  return query.answers
    .map(({ name, type, data }) => {
      const own = name.replace(/\.$/, '');
      if (type === 'A' || type === 'AAAA') return `Name:\t${own}\nAddress: ${data}\n`;
      if (type === 'CNAME') return `${own}\tcanonical name = ${data}\n`;
      if (type === 'PTR') return `${own}\tname = ${data}\n`;
      return `${own}\t${type === 'SRV' ? 'service' : type.toLowerCase()} = ${data}\n`;
    })
    .join('');
}
