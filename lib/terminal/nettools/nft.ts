/**
 * `nft list …` over the tables of the node: ruleset, tables, table, chain, set, map.
 * Models: https://manpages.debian.org/bookworm/nftables/nft.8.en.html
 * Differs: what iptables writes through its nf_tables variant is not shown; use iptables-save.
 */
import type { Tool, ToolIo } from '../tool.ts';
import type { NetHost } from './host.ts';

const NAMED = ['chain', 'set', 'map'] as const;
const FAMILIES: readonly string[] = ['ip', 'ip6', 'inet'];

export function nft(host: NetHost): Tool {
  return {
    name: 'nft',
    async run(argv, io) {
      if (argv.length === 0) return fail('nft: no command specified', io);
      const words = argv.flatMap((word) => word.split(/\s+/)).filter((word) => word !== '');
      const lines = host.show('nft');
      if (!lines)
        return fail(
          'Operation not permitted (you must be root)\nnetlink: Error: cache initialization failed: Operation not permitted',
          io,
        );
      const found = find(words, lines);
      if (found.kind === 'Unmodelled') return fail(`nft: not modelled: nft ${words.join(' ')}`, io);
      if (found.kind === 'Missing') return fail(missing(words), io);
      if (found.lines.length > 0) io.out(`${found.lines.join('\n')}\n`);
      return 0;
    },
    complete: (words) => (words.length > 2 ? ['table', 'chain', 'set', 'map', 'ruleset', 'tables'] : ['list']),
  };
}

function fail(text: string, io: ToolIo): number {
  io.err(`${text}\n`);
  return 1;
}

/** nft points at the last word. */
function missing(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  const line = words.join(' ');
  return `Error: No such file or directory\n${line}\n${' '.repeat(line.length - last.length)}${'^'.repeat(last.length)}`;
}

type Found =
  | { readonly kind: 'Found'; readonly lines: readonly string[] }
  | { readonly kind: 'Missing' }
  | { readonly kind: 'Unmodelled' };

function find([verb, what = '', ...rest]: readonly string[], lines: readonly string[]): Found {
  if (verb !== 'list') return { kind: 'Unmodelled' };
  const tables = splitTables(lines);
  if (what === 'ruleset' && rest.length === 0) return { kind: 'Found', lines };
  if (what === 'tables' && rest.length === 0)
    return { kind: 'Found', lines: tables.map(([first = '']) => withoutBrace(first)) };
  const [family, ...names] = FAMILIES.includes(rest[0] ?? '') ? rest : ['ip', ...rest];
  if (what === 'ruleset' && names.length === 0) {
    return { kind: 'Found', lines: tables.filter(([first]) => first?.startsWith(`table ${family} `)).flat() };
  }
  const table = tables.find(([first]) => first === `table ${family} ${names[0]} {`);
  if (what === 'table' && names.length === 1) return table ? { kind: 'Found', lines: table } : { kind: 'Missing' };
  const kind = NAMED.find((name) => name === what);
  if (!kind || names.length !== 2) return { kind: 'Unmodelled' };
  const start = table?.indexOf(`\t${kind} ${names[1]} {`) ?? -1;
  if (!table || start < 0) return { kind: 'Missing' };
  const end = table.indexOf('\t}', start);
  return { kind: 'Found', lines: [table[0] as string, ...table.slice(start, end + 1), '}'] };
}

function splitTables(lines: readonly string[]): string[][] {
  const tables: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('table ')) tables.push([]);
    tables.at(-1)?.push(line);
  }
  return tables;
}

function withoutBrace(line: string): string {
  return line.replace(/ \{$/, '');
}
