/** `tail`, which may follow a file as the world moves. Models: GNU coreutils 9.1 tail. */
import type { ToolIo } from '../tool.ts';
import { resolvePath } from './file-system.ts';
import type { Builtin } from './shell.ts';

interface Wanted {
  count: number;
  unit: 'lines' | 'bytes';
  /** `+N`: from the N-th on. */
  from: 'end' | 'start';
  follow: boolean;
  headers: 'several' | 'always' | 'never';
  paths: string[];
}

const tail: Builtin = {
  name: 'tail',
  async run(argv, io) {
    const wanted = readOptions(argv);
    if (typeof wanted === 'string') {
      io.err(`tail: ${wanted}\nTry 'tail --help' for more information.\n`);
      return 1;
    }
    if (wanted.paths.length === 0) {
      io.out(lastOf(io.stdin, wanted));
      return 0;
    }
    let exitCode = 0;
    const seen = new Map<string, number>();
    const heads = wanted.headers === 'always' || (wanted.headers === 'several' && wanted.paths.length > 1);
    for (const [index, path] of wanted.paths.entries()) {
      const text = path === '-' ? io.stdin : io.files.read(resolvePath(io.cwd, path));
      if (text === undefined) {
        const kind = io.files.stat(resolvePath(io.cwd, path))?.kind;
        io.err(
          kind
            ? `tail: error reading '${path}': Is a directory\n`
            : `tail: cannot open '${path}' for reading: No such file or directory\n`,
        );
        exitCode = 1;
        continue;
      }
      if (heads) io.out(`${index > 0 ? '\n' : ''}==> ${path} <==\n`);
      io.out(lastOf(text, wanted));
      seen.set(path, text.length);
    }
    if (wanted.follow && seen.size > 0) await follow(seen, io);
    return io.interrupted() ? 130 : exitCode;
  },
};

function readOptions(argv: readonly string[]): Wanted | string {
  const wanted: Wanted = { count: 10, unit: 'lines', from: 'end', follow: false, headers: 'several', paths: [] };
  for (let at = 0; at < argv.length; at++) {
    const arg = argv[at] as string;
    const number = /^(?:-([nc])|--(lines|bytes)[=]?|-)([+-]?\d*)$/.exec(arg);
    if (arg === '-f' || arg === '-F' || arg === '--follow' || arg === '--retry') wanted.follow = true;
    else if (arg === '-q') wanted.headers = 'never';
    else if (arg === '-v') wanted.headers = 'always';
    else if (number && arg !== '-') {
      const given = number[3] || (argv[++at] ?? '');
      if (!/^[+-]?\d+$/.test(given)) return `invalid number of lines: ‘${given}’`;
      wanted.unit = number[1] === 'c' || number[2] === 'bytes' ? 'bytes' : 'lines';
      wanted.from = given.startsWith('+') ? 'start' : 'end';
      wanted.count = Math.abs(Number(given));
    } else if (/^-\d*f\d*$|^-fn?\d*$/.test(arg)) {
      wanted.follow = true;
      const given = /\d+/.exec(arg)?.[0] ?? (arg === '-fn' ? argv[++at] : undefined);
      if (given !== undefined) wanted.count = Number(given);
    } else if (arg.startsWith('-') && arg !== '-') return `invalid option -- '${arg.replace(/^-+/, '')[0] ?? ''}'`;
    else wanted.paths.push(arg);
  }
  return wanted;
}

function lastOf(text: string, { count, unit, from }: Wanted): string {
  if (unit === 'bytes') return from === 'start' ? text.slice(count - 1) : count === 0 ? '' : text.slice(-count);
  const lines = text.split(/(?<=\n)/);
  if (from === 'start') return lines.slice(Math.max(0, count - 1)).join('');
  return count === 0 ? '' : lines.slice(-count).join('');
}

async function follow(seen: Map<string, number>, io: ToolIo): Promise<void> {
  while (!io.interrupted() && (await io.clock.next('follow')) === 'moved') {
    for (const [path, length] of seen) {
      const text = io.files.read(resolvePath(io.cwd, path)) ?? '';
      if (text.length < length) io.err(`tail: ${path}: file truncated\n`);
      if (text.length !== length) io.out(text.slice(text.length < length ? 0 : length));
      seen.set(path, text.length);
    }
  }
}

export const TAIL_BUILTINS: readonly Builtin[] = [tail];
