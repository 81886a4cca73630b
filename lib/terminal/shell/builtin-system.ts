/** Who and where the shell is, and small file commands whose result depends on time or chance. */
import type { ToolIo } from '../tool.ts';
import { resolvePath } from './file-system.ts';
import type { Builtin } from './shell.ts';

const KERNEL = '6.12.40-63.114.amzn2023.x86_64';
const BUILD = '#1 SMP PREEMPT_DYNAMIC Tue Aug 12 12:00:00 UTC 2025';

const uname: Builtin = {
  name: 'uname',
  run(argv, io, { options }) {
    const fields: readonly (readonly [string, string])[] = [
      ['s', 'Linux'],
      ['n', options.hostname],
      ['r', KERNEL],
      ['v', BUILD],
      ['m', 'x86_64'],
      ['o', 'GNU/Linux'],
    ];
    const wanted = argv.length === 0 ? 's' : argv.join('').replace(/-+/g, '').replace('all', 'a');
    const shown = fields.filter(([letter]) => wanted.includes('a') || wanted.includes(letter));
    if (shown.length === 0) {
      io.err(`uname: invalid option -- '${wanted[0]}'\nTry 'uname --help' for more information.\n`);
      return 1;
    }
    io.out(`${shown.map(([, text]) => text).join(' ')}\n`);
    return 0;
  },
};

const id: Builtin = {
  name: 'id',
  run(argv, io, { options: { user, uid } }) {
    const flags = argv.join('').replace(/-/g, '');
    const name = flags.includes('n');
    if (/[ugG]/.test(flags)) io.out(`${name ? user : uid}\n`);
    else io.out(`uid=${uid}(${user}) gid=${uid}(${user}) groups=${uid}(${user})\n`);
    return 0;
  },
};

const whoami: Builtin = {
  name: 'whoami',
  run(_, io, { options }) {
    io.out(`${options.user}\n`);
    return 0;
  },
};

const hostname: Builtin = {
  name: 'hostname',
  run(argv, io, { options }) {
    if (argv.some((arg) => !arg.startsWith('-'))) {
      io.err('hostname: you must be root to change the host name\n');
      return 1;
    }
    io.out(`${argv.includes('-s') ? options.hostname.split('.')[0] : options.hostname}\n`);
    return 0;
  },
};

const umask: Builtin = {
  name: 'umask',
  run(argv, io) {
    if (argv[0] === '-S') io.out('u=rwx,g=rx,o=rx\n');
    else if (argv.length === 0) io.out('0022\n');
    return 0;
  },
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const mktemp: Builtin = {
  name: 'mktemp',
  run(argv, io, shell) {
    const flags = argv.filter((arg) => arg.startsWith('-'));
    const template = argv.find((arg) => !arg.startsWith('-'));
    const pattern = template ?? '/tmp/tmp.XXXXXXXXXX';
    if (!/XXX/.test(pattern)) {
      io.err(`mktemp: too few X's in template ‘${pattern}’\n`);
      return 1;
    }
    const name = pattern.replace(/X{3,}(?!.*X{3})/, (run) =>
      Array.from(run, () => ALPHABET[Math.floor(shell.draw() * ALPHABET.length)]).join(''),
    );
    const place = template !== undefined && flags.includes('-t') ? `/tmp/${name}` : name;
    const path = resolvePath(io.cwd, place);
    if (flags.includes('-d')) io.files.makeDirectory(path);
    else if (!flags.includes('-u')) io.files.write(path, '');
    io.out(`${place}\n`);
    return 0;
  },
};

const touch: Builtin = {
  name: 'touch',
  run(argv, io) {
    const paths = argv.filter((arg) => !arg.startsWith('-'));
    if (paths.length === 0) {
      io.err("touch: missing file operand\nTry 'touch --help' for more information.\n");
      return 1;
    }
    let exitCode = 0;
    for (const given of paths) {
      const path = resolvePath(io.cwd, given);
      if (io.files.stat(path)?.kind === 'directory') continue;
      if (io.files.stat(resolvePath(path, '..'))?.kind !== 'directory') {
        io.err(`touch: cannot touch '${given}': No such file or directory\n`);
        exitCode = 1;
      } else if (!argv.includes('-c') || io.files.stat(path)) io.files.write(path, io.files.read(path) ?? '');
    }
    return exitCode;
  },
};

const shuf: Builtin = {
  name: 'shuf',
  run(argv, io, shell) {
    const lines = shufInput(argv, io);
    if (lines === undefined) return 1;
    for (let at = lines.length - 1; at > 0; at--) {
      const other = Math.floor(shell.draw() * (at + 1));
      [lines[at], lines[other]] = [lines[other] as string, lines[at] as string];
    }
    const count = argv.indexOf('-n');
    const inline = argv.find((arg) => /^-n\d+$/.test(arg))?.slice(2);
    const limit = count >= 0 ? Number(argv[count + 1]) : inline === undefined ? lines.length : Number(inline);
    io.out(
      lines
        .slice(0, limit)
        .map((line) => `${line}\n`)
        .join(''),
    );
    return 0;
  },
};

function shufInput(argv: readonly string[], io: ToolIo): string[] | undefined {
  const range = argv[argv.indexOf('-i') + 1] ?? argv.find((arg) => /^-i\d/.test(arg))?.slice(2) ?? '';
  const bounds = argv.some((arg) => arg.startsWith('-i')) ? /^(\d+)-(\d+)$/.exec(range) : undefined;
  if (bounds) {
    const first = Number(bounds[1]);
    return Array.from({ length: Number(bounds[2]) - first + 1 }, (_, index) => String(first + index));
  }
  if (argv.includes('-e')) return argv.slice(argv.indexOf('-e') + 1).filter((arg) => !arg.startsWith('-'));
  const given = argv.find((arg, index) => !arg.startsWith('-') && argv[index - 1] !== '-n');
  const text = given === undefined ? io.stdin : io.files.read(resolvePath(io.cwd, given));
  if (text === undefined) {
    io.err(`shuf: ${given}: No such file or directory\n`);
    return undefined;
  }
  return text.replace(/\n$/, '').split('\n');
}

export const SYSTEM_BUILTINS: readonly Builtin[] = [uname, id, whoami, hostname, umask, mktemp, touch, shuf];
