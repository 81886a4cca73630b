/** Tools that print what the kernel of their place holds: ip, ss, iptables-save, conntrack. */
import type { Tool, ToolIo } from '../tool.ts';
import type { NetHost } from './host.ts';

function print(lines: readonly string[], io: ToolIo): number {
  if (lines.length > 0) io.out(`${lines.join('\n')}\n`);
  return 0;
}

const SIX = {
  'ip-address': 'ip6-address',
  'ip-route': 'ip6-route',
  // A link has no family.
  'ip-link': 'ip-link',
  'ip-neighbour': 'ip6-neighbour',
} as const;

/** `ip [-6] addr | route | link | neigh [show]`. Models: https://man7.org/linux/man-pages/man8/ip.8.html */
export function ip(host: NetHost): Tool {
  const views: readonly (readonly [RegExp, 'ip-address' | 'ip-route' | 'ip-link' | 'ip-neighbour'])[] = [
    [/^a(d(d(r(e(s(s)?)?)?)?)?)?$/, 'ip-address'],
    [/^r(o(u(t(e)?)?)?)?$/, 'ip-route'],
    [/^l(i(n(k)?)?)?$/, 'ip-link'],
    [/^n(e(i(g(h)?)?)?)?$/, 'ip-neighbour'],
  ];
  return {
    name: 'ip',
    async run(argv, io) {
      const six = argv.includes('-6');
      const [object = '', verb = 'show', ...rest] = argv.filter((word) => word !== '-4' && word !== '-6');
      if (object.startsWith('-')) {
        io.err(`ip: not modelled: ip ${argv.join(' ')}\n`);
        return 255;
      }
      const view = views.find(([pattern]) => pattern.test(object))?.[1];
      if (!view) {
        io.err(`Object "${object}" is unknown, try "ip help".\n`);
        return 1;
      }
      const device = rest.length === 0 ? undefined : findDevice(rest);
      const named = view === 'ip-address' || view === 'ip-link';
      if (!['show', 'list', 'ls', 's', 'sh'].includes(verb) || (rest.length > 0 && !(named && device))) {
        io.err(`ip: not modelled: ip ${argv.join(' ')}\n`);
        return 255;
      }
      const lines = host.show(six ? SIX[view] : view) ?? [];
      const shown = device === undefined ? lines : linesOfDevice(lines, device);
      if (shown.length === 0 && device !== undefined) {
        io.err(`Device "${device}" does not exist.\n`);
        return 1;
      }
      return print(shown, io);
    },
    complete: () => ['addr', 'route', 'link', 'neigh'],
  };
}

/** `show eth0`, `show dev eth0` */
function findDevice(words: readonly string[]): string | undefined {
  const [first, second, ...others] = words;
  if (first === 'dev' && others.length === 0) return second;
  return words.length === 1 && !first?.startsWith('-') ? first : undefined;
}

/** From the device's own line to the next one's. */
function linesOfDevice(lines: readonly string[], device: string): readonly string[] {
  const start = lines.findIndex((line) => /^\d+: ([^:@]+)/.exec(line)?.[1] === device);
  if (start < 0) return [];
  const length = lines.slice(start + 1).findIndex((line) => /^\d/.test(line));
  return lines.slice(start, length < 0 ? undefined : start + 1 + length);
}

/** Width of the column `Netid` and its space. */
const NETID = 6;

/** `ss -lntup` and its parts. Models: https://man7.org/linux/man-pages/man8/ss.8.html */
export function ss(host: NetHost): Tool {
  return {
    name: 'ss',
    async run(argv, io) {
      const flags = argv.join('').replaceAll('-', '');
      if (/[^lntupa4H]/.test(flags) || !flags.includes('l')) {
        io.err(`ss: not modelled: ${argv.join(' ') || 'without -l'}\n`);
        return 255;
      }
      const [header = '', ...rows] = host.show('sockets') ?? [];
      const both = !flags.includes('t') && !flags.includes('u');
      const wanted = rows.filter((row) => both || (row.startsWith('tcp') ? flags.includes('t') : flags.includes('u')));
      const lines = flags.includes('H') ? wanted : [header, ...wanted];
      // As ss does: one protocol asked for, no column that names it.
      return print(flags.includes('t') === flags.includes('u') ? lines : lines.map((line) => line.slice(NETID)), io);
    },
    complete: () => ['-lntp', '-lntup'],
  };
}

/** `iptables-save [-t table]`. Models: https://man7.org/linux/man-pages/man8/iptables-save.8.html */
export function iptablesSave(host: NetHost): Tool {
  return savingTool(host, 'iptables-save');
}

export function ip6tablesSave(host: NetHost): Tool {
  return savingTool(host, 'ip6tables-save');
}

function savingTool(host: NetHost, name: 'iptables-save' | 'ip6tables-save'): Tool {
  return {
    name,
    async run(argv, io) {
      const lines = host.show(name);
      if (!lines) {
        io.err(
          `${name} v1.8.11 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)\n`,
        );
        return 4;
      }
      const table = argv[0] === '-t' ? argv[1] : undefined;
      if (argv.length > 0 && table === undefined) {
        io.err(`${name}: not modelled: ${argv.join(' ')}\n`);
        return 2;
      }
      return print(table === undefined ? lines : tableOf(lines, table), io);
    },
    complete: () => ['-t', 'nat', 'filter', 'mangle'],
  };
}

/** The lines of one table, from its `*name` to its `COMMIT`, with the comments around them. */
function tableOf(lines: readonly string[], table: string): readonly string[] {
  const start = lines.indexOf(`*${table}`);
  if (start < 0) return [];
  const end = lines.indexOf('COMMIT', start);
  return lines.slice(
    lines[start - 1]?.startsWith('#') ? start - 1 : start,
    lines[end + 1]?.startsWith('#') ? end + 2 : end + 1,
  );
}

/** `conntrack -L [-f ipv4|ipv6] [-p proto] [-s addr] [-d addr]`. Models: https://conntrack-tools.netfilter.org/manual.html */
export function conntrack(host: NetHost): Tool {
  return {
    name: 'conntrack',
    async run(argv, io) {
      const entries = host.show('conntrack');
      const filters = conntrackFilters(argv);
      if (!entries || !filters) {
        io.err(
          entries
            ? `conntrack: not modelled: ${argv.join(' ')}\n`
            : 'conntrack v1.4.8 (conntrack-tools): Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this\n',
        );
        return 1;
      }
      const shown = entries.filter((entry) => filters.every((filter) => filter(entry)));
      print(shown, io);
      io.err(`conntrack v1.4.8 (conntrack-tools): ${shown.length} flow entries have been shown.\n`);
      return 0;
    },
    complete: () => ['-L', '-f', '-p', '-s', '-d', '--dport'],
  };
}

function conntrackFilters(argv: readonly string[]): ((entry: string) => boolean)[] | undefined {
  if (argv[0] !== '-L' && argv[0] !== '--dump') return undefined;
  const filters: ((entry: string) => boolean)[] = [];
  for (let at = 1; at < argv.length; at += 2) {
    const value = argv[at + 1] ?? '';
    const name = argv[at];
    if (name === '-p') filters.push((entry) => entry.startsWith(`${value} `));
    else if (name === '-s' || name === '--src') filters.push((entry) => fieldOf(entry, 'src') === value);
    else if (name === '-d' || name === '--dst') filters.push((entry) => fieldOf(entry, 'dst') === value);
    else if ((name === '-f' || name === '--family') && /^ipv[46]$/.test(value))
      filters.push((entry) => fieldOf(entry, 'src')?.includes(':') === (value === 'ipv6'));
    else if (name === '--dport') filters.push((entry) => fieldOf(entry, 'dport') === value);
    else return undefined;
  }
  return filters;
}

/** The field of the original direction: its first occurrence. */
function fieldOf(entry: string, name: string): string | undefined {
  return entry
    .split(' ')
    .find((word) => word.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
