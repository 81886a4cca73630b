/** `ls`, in columns on a terminal. Models: GNU coreutils 9.1 ls, C.UTF-8 locale, UTC; owners are the shell's user. */

import { calendarOf } from '../../world/sim/calendar.ts';
import type { ToolIo } from '../tool.ts';
import { formatDate } from './builtin-date.ts';
import { resolvePath } from './file-system.ts';
import type { Builtin, Shell } from './shell.ts';
import { textWidth } from './text-width.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'file' | 'directory';
  readonly size: number;
  readonly mode: number;
  readonly modifiedMs: number;
}

const SUPPORTED = 'alhtrSRd1AFpCxnogi';
const HALF_YEAR_MS = 15_778_476_000;

const ls: Builtin = {
  name: 'ls',
  run(argv, io, shell) {
    const flags = new Set<string>();
    const paths: string[] = [];
    for (const arg of argv) {
      if (arg.startsWith('--')) {
        const letter = LONG[arg.replace(/=.*/, '')];
        if (letter === undefined) return usage(io, `unrecognized option '${arg}'`);
        flags.add(letter);
      } else if (arg.startsWith('-') && arg !== '-') {
        for (const letter of arg.slice(1)) {
          if (!SUPPORTED.includes(letter)) return usage(io, `invalid option -- '${letter}'`);
          flags.add(letter);
        }
      } else paths.push(arg);
    }
    return listAll(paths.length === 0 ? ['.'] : paths, flags, io, shell);
  },
};

const LONG: Readonly<Record<string, string>> = {
  '--all': 'a',
  '--almost-all': 'A',
  '--human-readable': 'h',
  '--reverse': 'r',
  '--recursive': 'R',
  '--directory': 'd',
  '--classify': 'F',
  '--color': '',
};

function usage(io: ToolIo, sentence: string): number {
  io.err(`ls: ${sentence}\nTry 'ls --help' for more information.\n`);
  return 2;
}

function listAll(paths: readonly string[], flags: ReadonlySet<string>, io: ToolIo, shell: Shell): number {
  let exitCode = 0;
  const found: Entry[] = [];
  for (const given of paths) {
    const entry = entryAt(given, resolvePath(io.cwd, given), io, shell);
    if (entry) found.push(entry);
    else {
      io.err(`ls: cannot access '${given}': No such file or directory\n`);
      exitCode = 2;
    }
  }
  const single = (entry: Entry) => entry.kind === 'file' || flags.has('d');
  const plain = sorted(found.filter(single), flags);
  const folders = sorted(
    found.filter((entry) => !single(entry)),
    flags,
  );
  io.out(show(plain, flags, io, shell));
  const headed = paths.length > 1 || flags.has('R');
  for (const [index, folder] of folders.entries()) {
    if (index > 0 || plain.length > 0) io.out('\n');
    listFolder(folder, headed, flags, io, shell);
  }
  return exitCode;
}

function listFolder(folder: Entry, headed: boolean, flags: ReadonlySet<string>, io: ToolIo, shell: Shell): void {
  const at = (name: string) => entryAt(name, folder.path === '/' ? `/${name}` : `${folder.path}/${name}`, io, shell);
  const names = (io.files.list(folder.path) ?? []).filter(
    (name) => flags.has('a') || flags.has('A') || !name.startsWith('.'),
  );
  const entries = sorted(
    names.flatMap((name) => at(name) ?? []),
    flags,
  );
  const dots = flags.has('a') ? ['.', '..'].map((name) => ({ ...folder, name })) : [];
  const total = flags.has('l')
    ? `total ${[...dots, ...entries].reduce((sum, { size }) => sum + Math.ceil(size / 4096) * 4, 0)}\n`
    : '';
  io.out(`${headed ? `${folder.name}:\n` : ''}${total}${show([...dots, ...entries], flags, io, shell)}`);
  if (!flags.has('R')) return;
  for (const inner of entries.filter((entry) => entry.kind === 'directory')) {
    io.out('\n');
    listFolder({ ...inner, name: `${folder.name}/${inner.name}` }, true, flags, io, shell);
  }
}

function entryAt(name: string, path: string, io: ToolIo, shell: Shell): Entry | undefined {
  const stat = io.files.stat(path);
  if (stat) {
    const script = stat.kind === 'file' && io.files.read(path)?.startsWith('#!');
    return { ...stat, name, path, mode: script ? stat.mode | 0o111 : stat.mode };
  }
  const command = /^\/(?:usr\/)?bin\/([^/]+)$/.exec(path)?.[1];
  if (command === undefined || !shell.isCommand(command)) return undefined;
  return { name, path, kind: 'file', size: 0, mode: 0o755, modifiedMs: 0 };
}

function sorted(entries: readonly Entry[], flags: ReadonlySet<string>): Entry[] {
  const byName = [...entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  if (flags.has('t')) byName.sort((a, b) => b.modifiedMs - a.modifiedMs);
  else if (flags.has('S')) byName.sort((a, b) => b.size - a.size);
  return flags.has('r') ? byName.reverse() : byName;
}

function show(entries: readonly Entry[], flags: ReadonlySet<string>, io: ToolIo, shell: Shell): string {
  if (entries.length === 0) return '';
  const named = entries.map((entry) => nameOf(entry, flags, io));
  if (flags.has('l')) return longLines(entries, named, flags, io, shell);
  if (!io.tty || flags.has('1')) return named.map((name) => `${name}\n`).join('');
  return inColumns(named, io.tty.columns);
}

/** Names that a shell would split are quoted on a terminal. */
function nameOf({ name, kind, mode }: Entry, flags: ReadonlySet<string>, io: ToolIo): string {
  const quoted = io.tty && !/^[\w./:@%+,=~^-]+$/.test(name) ? `'${name.replaceAll("'", "'\\''")}'` : name;
  const sign = kind === 'directory' ? '/' : flags.has('F') && (mode & 0o111) !== 0 ? '*' : '';
  return flags.has('F') || (flags.has('p') && sign === '/') ? quoted + sign : quoted;
}

function inColumns(names: readonly string[], columns: number): string {
  const widths = names.map(textWidth);
  for (let rows = 1; rows <= names.length; rows++) {
    const across = Math.ceil(names.length / rows);
    const column = Array.from({ length: across }, (_, at) => Math.max(...widths.slice(at * rows, (at + 1) * rows)));
    if (rows < names.length && column.reduce((sum, width) => sum + width + 2, -2) > columns) continue;
    const lines = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: across }, (__, at) => at * rows + row)
        .filter((index) => index < names.length)
        .map((index, at, all) => {
          const gap = at === all.length - 1 ? 0 : (column[at] as number) + 2 - (widths[index] as number);
          return `${names[index]}${' '.repeat(gap)}`;
        })
        .join(''),
    );
    return `${lines.join('\n')}\n`;
  }
  return '';
}

function longLines(
  entries: readonly Entry[],
  names: readonly string[],
  flags: ReadonlySet<string>,
  io: ToolIo,
  shell: Shell,
): string {
  const { user } = shell.options;
  const links = (entry: Entry) => (entry.kind === 'directory' ? '2' : '1');
  const sizes = entries.map(({ size }) => (flags.has('h') ? human(size) : String(size)));
  const width = Math.max(...sizes.map((size) => size.length));
  return entries
    .map((entry, index) => {
      const size = (sizes[index] as string).padStart(width);
      return `${modeText(entry)} ${links(entry)} ${user} ${user} ${size} ${timeText(entry.modifiedMs, io)} ${names[index]}\n`;
    })
    .join('');
}

function modeText({ kind, mode }: Entry): string {
  const bits = [6, 3, 0].map((shift) =>
    'rwx'.replace(/./g, (letter, at: number) => (mode & ((4 >> at) << shift) ? letter : '-')),
  );
  const text = `${kind === 'directory' ? 'd' : '-'}${bits.join('')}`;
  return mode & 0o1000 ? `${text.slice(0, -1)}t` : text;
}

function timeText(modifiedMs: number, { clock }: ToolIo): string {
  const unixMs = clock.epochMs + modifiedMs;
  const old = clock.nowMs() - modifiedMs > HALF_YEAR_MS;
  return formatDate(old ? '%b %e  %Y' : '%b %e %H:%M', calendarOf(unixMs), unixMs);
}

function human(size: number): string {
  if (size < 1024) return String(size);
  const units = ['K', 'M', 'G'];
  const power = Math.min(units.length, Math.floor(Math.log2(size) / 10));
  const value = size / 1024 ** power;
  return `${value < 10 ? (Math.ceil(value * 10) / 10).toFixed(1) : Math.ceil(value)}${units[power - 1]}`;
}

export const LS_BUILTINS: readonly Builtin[] = [ls];
