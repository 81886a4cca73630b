/**
 * tar, as far as `kubectl cp` and people who do without it need it: c, x and t, of files and folders.
 *
 * Models: https://www.gnu.org/software/tar/manual/tar.html, https://git.busybox.net/busybox/tree/archival/tar.c (1.37)
 */
import { gzipStored } from './gzip-stored.ts';
import { type ArchiveEntry, readArchive, writeArchive } from './tar-archive.ts';
import type { Files, Tool, ToolIo } from './tool.ts';

type From = 'Distribution' | 'BusyBox';

interface Wanted {
  readonly mode: 'c' | 'x' | 't';
  readonly archive: string;
  readonly verbose: boolean;
  readonly gzip: boolean;
  /** Times of the archive are not kept (`m`), as those of the world's files never are. */
  readonly folder: string | undefined;
  readonly paths: readonly string[];
}

const WITHOUT_EFFECT = new Set(['--no-same-permissions', '--no-same-owner', '--overwrite', '-m', '-p', '-o']);
const LONG: Readonly<Record<string, string>> = {
  '--create': '-c',
  '--extract': '-x',
  '--get': '-x',
  '--list': '-t',
  '--verbose': '-v',
  '--file': '-f',
  '--directory': '-C',
  '--gzip': '-z',
  '--touch': '-m',
};

/** Standard input and output are archives as one character for each byte: whoever runs it moves its streams so. */
export function speaksBytes(argv: readonly string[]): boolean {
  return /^(?:\/(?:usr\/)?bin\/)?tar$/.test(argv[0] ?? '');
}

export function tar(from: From): Tool {
  return {
    name: 'tar',
    async run(argv, io) {
      const wanted = readWords(argv);
      if (typeof wanted === 'string') return refuse(io, wanted);
      const folder = wanted.folder === undefined ? io.cwd : absolute(io.cwd, wanted.folder);
      if (io.files.stat(folder)?.kind !== 'directory') return refuseFolder(io, from, wanted.folder ?? folder);
      if (wanted.mode === 'c') return create(io, from, wanted, folder);
      return unpack(io, from, wanted, folder);
    },
  };
}

/** A text says what is the matter. */
function readWords(argv: readonly string[]): Wanted | string {
  const [first = '', ...rest] = argv;
  const words = first.startsWith('-') ? [...argv] : [`-${first}`, ...rest];
  const set = new Set<string>();
  const values: Record<string, string> = {};
  const paths: string[] = [];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [long = '', given] = word.split('=', 2);
    const known = LONG[long] ?? word;
    if (WITHOUT_EFFECT.has(known)) continue;
    if (known.startsWith('--')) return `unrecognized option '${word}'`;
    if (!known.startsWith('-') || known === '-') {
      paths.push(known);
      continue;
    }
    for (const letter of known.slice(1)) {
      if ('fC'.includes(letter)) {
        const value = LONG[long] && given !== undefined ? given : words.shift();
        if (value === undefined) return `option requires an argument -- '${letter}'`;
        values[letter] = value;
      } else if ('cxtvzmpo'.includes(letter)) set.add(letter);
      else return `not modelled: -${letter}`;
    }
  }
  const modes = (['c', 'x', 't'] as const).filter((mode) => set.has(mode));
  const [mode] = modes;
  if (mode === undefined) return "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options";
  if (modes.length > 1) return "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option";
  if (values.f === undefined) return 'Refusing to read archive contents from terminal (missing -f option?)';
  if (set.has('z') && mode !== 'c') return 'not modelled: -z with -x and -t';
  if (mode === 'c' && paths.length === 0) return 'Cowardly refusing to create an empty archive';
  return { mode, archive: values.f, verbose: set.has('v'), gzip: set.has('z'), folder: values.C, paths };
}

function refuse(io: ToolIo, says: string): number {
  io.err(`tar: ${says}\n`);
  return 2;
}

function refuseFolder(io: ToolIo, from: From, folder: string): number {
  if (from === 'BusyBox') {
    io.err(`tar: can't change directory to '${folder}': No such file or directory\n`);
    return 1;
  }
  io.err(`tar: ${folder}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n`);
  return 2;
}

function absolute(folder: string, path: string): string {
  return path.startsWith('/') ? path : `${folder.replace(/\/$/, '')}/${path}`;
}

function create(io: ToolIo, from: From, wanted: Wanted, folder: string): number {
  const { paths } = wanted;
  const entries: ArchiveEntry[] = [];
  let failed = false;
  let told = false;
  for (const path of paths) {
    if (path.startsWith('/') && !told) {
      io.err(
        from === 'BusyBox'
          ? "tar: removing leading '/' from member names\n"
          : "tar: Removing leading `/' from member names\n",
      );
      told = true;
    }
    const found = collect(io, absolute(folder, path), path.replace(/^\/+/, '').replace(/\/+$/, '') || '.');
    if (found.length === 0) {
      io.err(`tar: ${path}: ${from === 'BusyBox' ? '' : 'Cannot stat: '}No such file or directory\n`);
      failed = true;
    }
    entries.push(...found);
  }
  if (failed) {
    io.err(
      from === 'BusyBox'
        ? 'tar: error exit delayed from previous errors\n'
        : 'tar: Exiting with failure status due to previous errors\n',
    );
  }
  // Last: who reads the archive may leave at its end.
  give(io, wanted, entries);
  return failed ? (from === 'BusyBox' ? 1 : 2) : 0;
}

function give(io: ToolIo, { archive, verbose, gzip }: Wanted, entries: readonly ArchiveEntry[]): void {
  const bytes = gzip ? gzipStored(writeArchive(entries)) : writeArchive(entries);
  const names = verbose ? entries.map(nameOf).join('') : '';
  if (archive === '-') {
    io.err(names);
    io.out(bytes);
  } else {
    io.out(names);
    io.files.write(absolute(io.cwd, archive), bytes);
  }
}

/** The path and all that is below it; empty when there is nothing. */
function collect(io: ToolIo, path: string, name: string): ArchiveEntry[] {
  const { files, clock } = io;
  const found = files.stat(path);
  if (!found) return [];
  const { kind, mode, modifiedMs } = found;
  const modifiedS = Math.floor((clock.epochMs + modifiedMs) / 1000);
  const text = kind === 'file' ? (files.read(path) ?? '') : '';
  const below = kind === 'directory' ? (files.list(path) ?? []) : [];
  return [
    { name, kind, text, mode, modifiedS },
    ...below.flatMap((one) => collect(io, absolute(path, one), `${name}/${one}`)),
  ];
}

const nameOf = ({ name, kind }: ArchiveEntry): string => `${name}${kind === 'directory' ? '/' : ''}\n`;

function unpack(io: ToolIo, from: From, { mode, archive, verbose, paths }: Wanted, folder: string): number {
  const bytes = archive === '-' ? io.stdin : io.files.read(absolute(io.cwd, archive));
  if (bytes === undefined) {
    if (from === 'BusyBox') return refuseBusyBox(io, `can't open '${archive}': No such file or directory`);
    io.err(`tar: ${archive}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n`);
    return 2;
  }
  const read = readArchive(bytes);
  if (read.kind === 'Broken') return refuseBroken(io, from, bytes);
  if (read.kind === 'NotModelled') return refuse(io, read.says);
  const wanted = (name: string) =>
    paths.length === 0 || paths.some((path) => name === path || name.startsWith(`${path}/`));
  for (const entry of read.entries.filter(({ name }) => wanted(name))) {
    if (mode === 't' || verbose) io.out(nameOf(entry));
    if (mode === 'x') place(io.files, folder, entry);
  }
  return 0;
}

function refuseBusyBox(io: ToolIo, says: string): number {
  io.err(`tar: ${says}\n`);
  return 1;
}

function refuseBroken(io: ToolIo, from: From, bytes: string): number {
  if (from === 'BusyBox') return refuseBusyBox(io, bytes === '' ? 'short read' : 'invalid tar magic');
  io.err('tar: This does not look like a tar archive\ntar: Exiting with failure status due to previous errors\n');
  return 2;
}

/** A member never leaves the folder. */
function place(files: Files, folder: string, { name, kind, text }: ArchiveEntry): void {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const folders = kind === 'directory' ? parts : parts.slice(0, -1);
  let path = folder.replace(/\/$/, '');
  for (const part of folders) {
    path = `${path}/${part}`;
    if (files.stat(path)?.kind !== 'directory') files.makeDirectory(path);
  }
  if (kind === 'file' && parts.length > 0) files.write(`${path}/${parts.at(-1)}`, text);
}
