/**
 * `ipset list [NAME] [-name | -terse]`, `ipset save [NAME]`, `ipset test NAME ENTRY` over the sets of the node.
 * Models: https://manpages.debian.org/bookworm/ipset/ipset.8.en.html
 */
import type { Tool, ToolIo } from '../tool.ts';
import type { NetHost } from './host.ts';
import { type Option, parseOptions } from './options.ts';

const VERSION = 'ipset v7.17';

const OPTIONS: readonly Option[] = [
  { names: ['-n', '-name'], takes: 'nothing' },
  { names: ['-t', '-terse'], takes: 'nothing' },
  { names: ['-s', '-sorted'], takes: 'nothing' },
];

const VERBS: Readonly<Record<string, 'list' | 'save' | 'test'>> = {
  list: 'list',
  '-L': 'list',
  save: 'save',
  '-S': 'save',
  test: 'test',
  '-T': 'test',
};

interface Listed {
  readonly name: string;
  /** From `Name:` to `Members:`. */
  readonly head: readonly string[];
  readonly members: readonly string[];
}

export function ipset(host: NetHost): Tool {
  return {
    name: 'ipset',
    async run([verb, ...rest], io) {
      if (verb === undefined)
        return fail(`${VERSION}: No command specified.\nTry \`ipset help' for more information.`, 2, io);
      if (verb === 'version' || verb === '-v') {
        io.out(`${VERSION}, protocol version: 7\n`);
        return 0;
      }
      const what = VERBS[verb];
      const result = parseOptions(rest, OPTIONS);
      if (!what || !('parsed' in result)) return fail(`ipset: not modelled: ipset ${[verb, ...rest].join(' ')}`, 1, io);
      const lines = host.show('ipset');
      if (!lines) return fail(`${VERSION}: Kernel error received: Operation not permitted`, 1, io);
      const { words, options } = result.parsed;
      const sets = setsOf(lines);
      const found = words[0] === undefined ? sets : sets.filter(({ name }) => name === words[0]);
      if (found.length === 0 && words.length > 0)
        return fail(`${VERSION}: The set with the given name does not exist`, 1, io);
      if (what === 'test') return test(found, words, io);
      return print(what === 'save' ? found.flatMap(savedLines) : listedLines(found, options), io);
    },
    complete: (words) =>
      words.length > 2 ? setsOf(host.show('ipset') ?? []).map(({ name }) => name) : ['list', 'save', 'test'],
  };
}

function fail(text: string, code: number, io: ToolIo): number {
  io.err(`${text}\n`);
  return code;
}

function print(lines: readonly string[], io: ToolIo): number {
  if (lines.length > 0) io.out(`${lines.join('\n')}\n`);
  return 0;
}

function setsOf(lines: readonly string[]): Listed[] {
  const sets: Listed[] = [];
  let block: string[] = [];
  for (const line of [...lines, '']) {
    if (line !== '') {
      block.push(line);
      continue;
    }
    const end = block.indexOf('Members:') + 1;
    if (end > 0) sets.push({ name: field(block, 'Name'), head: block.slice(0, end), members: block.slice(end) });
    block = [];
  }
  return sets;
}

function field(head: readonly string[], name: string): string {
  return head.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
}

function listedLines(sets: readonly Listed[], options: ReadonlyMap<string, readonly string[]>): string[] {
  if (options.has('-n')) return sets.map(({ name }) => name);
  return sets.flatMap(({ head, members }, at) => {
    const sorted = options.has('-s') ? [...members].sort() : members;
    const own = options.has('-t') ? head.slice(0, -1) : [...head, ...sorted];
    return at === 0 ? own : ['', ...own];
  });
}

function savedLines({ name, head, members }: Listed): string[] {
  return [
    `create ${name} ${field(head, 'Type')} ${field(head, 'Header')}`,
    ...members.map((member) => `add ${name} ${member}`),
  ];
}

function test([set]: readonly Listed[], [name, entry, ...others]: readonly string[], io: ToolIo): number {
  if (!set || entry === undefined || others.length > 0)
    return fail('ipset: not modelled: ipset test without one entry', 1, io);
  if (!set.members.includes(entry)) return fail(`${entry} is NOT in set ${name}.`, 1, io);
  return fail(`Warning: ${entry} is in set ${name}.`, 0, io);
}
