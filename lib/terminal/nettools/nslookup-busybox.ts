/**
 * nslookup of busybox 1.36: all domains of the search list are asked for a name without a dot, none for one with a dot.
 * Models: https://git.busybox.net/busybox/tree/networking/nslookup.c (the "big" variant)
 */
import type { Tool, ToolIo } from '../tool.ts';
import type { DnsQuery, NetHost } from './host.ts';

export function busyboxNslookup(host: NetHost): Tool {
  return {
    name: 'nslookup',
    async run(argv, io) {
      const option = argv.find((word) => word.startsWith('-'));
      const [name, server] = argv;
      if (option !== undefined || name === undefined) {
        io.err(`nslookup: not modelled: ${option ?? 'without a name'}\n`);
        return 1;
      }
      return lookUp(host, name, server, io);
    },
  };
}

function lookUp(host: NetHost, name: string, server: string | undefined, io: ToolIo): number {
  const reverse = /^[\d.]+$/.test(name);
  const names = reverse ? [`${name.split('.').reverse().join('.')}.in-addr.arpa`] : namesOf(name, io);
  const target = server === undefined ? {} : { server };
  const queries: DnsQuery[] = [];
  for (const type of reverse ? ['PTR'] : ['A', 'AAAA'])
    for (const one of names) {
      const query = host.resolve({ name: one, type, ...target, search: 'Never', transport: 'UDP' }).at(-1);
      if (!query || query.outcome === 'NotModelled') {
        io.err(`nslookup: not modelled: ${one} ${type}\n`);
        return 1;
      }
      if (query.outcome !== 'Answer') {
        io.out(';; connection timed out; no servers could be reached\n\n');
        return 1;
      }
      queries.push(query);
    }
  io.out(`Server:\t\t${queries[0]?.server}\nAddress:\t${queries[0]?.server}:53\n\n`);
  for (const query of queries) io.out(`${textOf(query)}\n`);
  return queries.every(({ rcode }) => rcode === 'NOERROR') ? 0 : 1;
}

/** The names that are asked for, all of them: the search list does not end at the first answer. */
function namesOf(name: string, io: ToolIo): readonly string[] {
  const list = /^search\s+(.+)$/m.exec(io.files.read('/etc/resolv.conf') ?? '')?.[1];
  if (name.includes('.') || list === undefined) return [name];
  return list
    .trim()
    .split(/\s+/)
    .map((domain) => `${name}.${domain}`);
}

function textOf(query: DnsQuery): string {
  const name = query.name.replace(/\.$/, '');
  if (query.rcode !== 'NOERROR') return `** server can't find ${name}: ${query.rcode}\n`;
  return query.answers
    .map((record) => {
      const own = record.name.replace(/\.$/, '');
      const data = record.data.replace(/\.$/, '');
      if (record.type === 'CNAME') return `${own}\tcanonical name = ${data}\n`;
      if (record.type === 'PTR') return `${own}\tname = ${data}\n`;
      return `Name:\t${own}\nAddress: ${data}\n`;
    })
    .join('');
}
