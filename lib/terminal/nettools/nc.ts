/**
 * nc of OpenBSD, as a client: is that port open, and what does it say?
 * Models: https://man.openbsd.org/nc.1
 */
import type { Tool, ToolIo } from '../tool.ts';
import type { Connection, NetHost } from './host.ts';
import { type Option, type Parsed, parseOptions } from './options.ts';

const OPTIONS: readonly Option[] = [
  { names: ['-z'], takes: 'nothing' },
  { names: ['-v'], takes: 'nothing' },
  { names: ['-n'], takes: 'nothing' },
  { names: ['-u'], takes: 'nothing' },
  { names: ['-w'], takes: 'value' },
  { names: ['-q'], takes: 'value' },
  { names: ['-N'], takes: 'nothing' },
  { names: ['-4'], takes: 'nothing' },
  { names: ['-6'], takes: 'nothing' },
];

/** What a TCP connect waits for without `-w`: the kernel's SYN retries. */
const SYN_RETRIES_MS = 127_000;

export function nc(host: NetHost): Tool {
  return {
    name: 'nc',
    async run(argv, io) {
      const result = parseOptions(argv, OPTIONS);
      if (!('parsed' in result)) {
        io.err(`nc: not modelled: ${'unknown' in result ? result.unknown : result.missing}\n`);
        return 1;
      }
      const [name, port] = result.parsed.words;
      if (name === undefined || port === undefined || !/^\d+$/.test(port)) {
        io.err('usage: nc [-nuvz] [-w timeout] destination port\n');
        return 1;
      }
      return dial(host, name, Number(port), result.parsed, io);
    },
  };
}

function dial(host: NetHost, name: string, port: number, { options }: Parsed, io: ToolIo): number {
  const udp = options.has('-u');
  const wait = options.get('-w')?.at(-1);
  const connection = host.connect({
    host: name,
    port,
    protocol: udp ? 'UDP' : 'TCP',
    ...(options.has('-6') ? { family: 'IPv6' as const } : options.has('-4') ? { family: 'IPv4' as const } : {}),
    payload: options.has('-z') ? '' : io.stdin,
    timeoutMs: wait === undefined ? SYN_RETRIES_MS : Number(wait) * 1000,
  });
  if (connection.disposition === 'NotModelled') {
    io.err(`nc: not modelled: ${connection.says}\n`);
    return 1;
  }
  const told = options.has('-v') || connection.disposition === 'CouldNotResolve';
  if (told) io.err(verdict(connection, name, port, udp ? 'udp' : 'tcp'));
  if (connection.disposition !== 'Delivered') return 1;
  if (!options.has('-z')) io.out(connection.reply);
  return 0;
}

/** The names of /etc/services that a cluster meets. */
const SERVICE_NAMES: Readonly<Record<number, string>> = {
  22: 'ssh',
  53: 'domain',
  80: 'http',
  443: 'https',
  5432: 'postgresql',
  8080: 'http-alt',
};

function verdict(connection: Connection, name: string, port: number, protocol: 'tcp' | 'udp'): string {
  if (connection.disposition === 'CouldNotResolve')
    return `nc: getaddrinfo for host "${name}" port ${port}: Name does not resolve\n`;
  const where = name === connection.address ? name : `${name} (${connection.address})`;
  if (connection.disposition === 'Delivered')
    return `Connection to ${where} ${port} port [${protocol}/${SERVICE_NAMES[port] ?? '*'}] succeeded!\n`;
  const why = {
    Reset: 'Connection refused',
    IcmpPortUnreachable: 'Connection refused',
    IcmpHostUnreachable: 'Host is unreachable',
    IcmpAdminProhibited: 'Host is unreachable',
    Timeout: 'Operation timed out',
    Reply: 'Connection refused',
  }[connection.response];
  return `nc: connect to ${where} port ${port} (${protocol}) failed: ${why}\n`;
}
