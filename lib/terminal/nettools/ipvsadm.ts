/**
 * `ipvsadm -Ln`, `-Ln -t ADDRESS:PORT` or `-u`, `-Lnc`, `-L --timeout`.
 * Models: https://manpages.debian.org/bookworm/ipvsadm/ipvsadm.8.en.html
 */
import type { Tool, ToolIo } from '../tool.ts';
import type { NetHost } from './host.ts';
import { type Option, parseOptions } from './options.ts';

const OPTIONS: readonly Option[] = [
  { names: ['-L', '-l', '--list'], takes: 'nothing' },
  { names: ['-n', '--numeric'], takes: 'nothing' },
  { names: ['-c', '--connection'], takes: 'nothing' },
  { names: ['--sort'], takes: 'nothing' },
  { names: ['--timeout'], takes: 'nothing' },
  { names: ['-t', '--tcp-service'], takes: 'value' },
  { names: ['-u', '--udp-service'], takes: 'value' },
];

const DENIED =
  "Can't initialize ipvs: Permission denied (you must be root)\nAre you sure that IP Virtual Server is built in the kernel or as module?\n";

/** Of the kernel; kube-proxy leaves them alone unless it is told otherwise. */
const TIMEOUTS = 'Timeout (tcp tcpfin udp): 900 120 300\n';

const TITLE_LINES = 3;

export function ipvsadm(host: NetHost): Tool {
  return {
    name: 'ipvsadm',
    async run(argv, io) {
      const services = host.show('ipvs');
      if (!services) {
        io.err(DENIED);
        return 2;
      }
      const result = parseOptions(argv, OPTIONS);
      if (!('parsed' in result) || result.parsed.words.length > 0) return refuse(argv.join(' '), io);
      const { options } = result.parsed;
      if (!options.has('-L') && options.size > 0) return refuse(argv.join(' '), io);
      if (options.has('--timeout')) {
        io.out(TIMEOUTS);
        return 0;
      }
      if (!options.has('-n')) return refuse('names of hosts and ports: use -n', io);
      if (options.has('-c')) return print(host.show('ipvs-connections') ?? [], io);
      return printServices(services, options, io);
    },
    complete: () => ['-Ln', '-Lnc', '-t', '-u'],
  };
}

function refuse(what: string, io: ToolIo): number {
  io.err(`ipvsadm: not modelled: ${what}\n`);
  return 2;
}

function print(lines: readonly string[], io: ToolIo): number {
  io.out(`${lines.join('\n')}\n`);
  return 0;
}

/** All, or the one that `-t` or `-u` names. */
function printServices(lines: readonly string[], options: ReadonlyMap<string, readonly string[]>, io: ToolIo): number {
  const [tcp, udp] = [options.get('-t')?.at(-1), options.get('-u')?.at(-1)];
  if (tcp === undefined && udp === undefined) return print(lines, io);
  const wanted = tcp === undefined ? `UDP  ${udp} ` : `TCP  ${tcp} `;
  const start = lines.findIndex((line) => line.startsWith(wanted));
  if (start < 0) {
    io.err('No such service\n');
    return 1;
  }
  const length = lines.slice(start + 1).findIndex((line) => !line.startsWith('  -> '));
  const own = lines.slice(start, length < 0 ? undefined : start + 1 + length);
  return print([...lines.slice(0, TITLE_LINES), ...own], io);
}
