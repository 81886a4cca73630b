/**
 * The file system as just-bash wants it, over `Files`, which is forkable state of the world. Also the places that are
 * not state: the commands in /usr/bin and the devices.
 * Differs: no symbolic links, no owners; a link is a copy.
 */
import type { IFileSystem } from 'just-bash';
import type { Files } from '../tool.ts';
import { MAX_FILE_BYTES, MAX_FILE_SYSTEM_BYTES } from './limits.ts';
import { WRITE_MARK } from './streams.ts';

type FsStat = Awaited<ReturnType<IFileSystem['stat']>>;
type Content = Parameters<IFileSystem['writeFile']>[1];
type WriteOptions = Parameters<IFileSystem['writeFile']>[2];

/** A path that is answered by the session and not by a file. */
export interface Device {
  read?(): Promise<string>;
  write?(text: string): void;
}

export interface FileSystemOptions {
  readonly files: Files;
  readonly devices: ReadonlyMap<string, Device>;
  isCommand(name: string): boolean;
  /** Texts of process substitutions by their path below /dev/fd, while the command that reads them runs. */
  readonly descriptors: Map<string, string>;
}

export function resolvePath(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${base}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

const unmarked = (path: string) => (path.endsWith(WRITE_MARK) ? path.slice(0, -1) : path);

/** The errors of redirections in the words of bash. */
export function redirectionErrors(stderr: string): string {
  if (!stderr.includes(WRITE_MARK)) return stderr;
  return stderr
    .replaceAll(`${WRITE_MARK}: cannot open redirect target`, ': No such file or directory')
    .replaceAll(`${WRITE_MARK}: cannot overwrite existing file`, ': cannot overwrite existing file')
    .replaceAll(WRITE_MARK, '');
}

const parentOf = (path: string) => resolvePath('/', `${path}/..`);
const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const DESCRIPTOR = /^\/dev\/fd\/\d+$/;
const COMMAND_PLACE = /^\/(?:usr\/)?bin\/([^/]+)$/;
/** Smaller writes do not pay for adding up the whole file system; 2,000 objects of this size stay below its bound. */
const CHECKED_BYTES = 8192;
const COMMAND_FOLDERS = new Set(['/usr', '/usr/bin', '/bin', '/dev', '/dev/fd']);

/** Node's error shape, which just-bash's commands turn into their sentences. */
function failure(code: string, sentence: string, call: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${sentence}, ${call} '${path}'`), { code });
}

const missing = (call: string, path: string) => failure('ENOENT', 'no such file or directory', call, path);

/** just-bash hands bytes as Latin-1 strings when it says `binary`. */
function textOf(content: Content, options: WriteOptions): string {
  const encoding = typeof options === 'string' ? options : options?.encoding;
  if (typeof content !== 'string') return new TextDecoder().decode(content);
  if (encoding !== 'binary' && encoding !== 'latin1') return content;
  return new TextDecoder().decode(Uint8Array.from(content, (char) => char.charCodeAt(0)));
}

function latin1(text: string): string {
  if (!/[\u0080-\uffff]/.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

// biome-ignore lint/style/noRestrictedGlobals: just-bash asks for a Date; this one is made from world time.
const dateOf = (ms: number) => new Date(ms);

const COMMAND_STAT: FsStat = {
  isFile: true,
  isDirectory: false,
  isSymbolicLink: false,
  mode: 0o755,
  size: 0,
  mtime: dateOf(0),
};

/** The total size of the files below a folder, for the bound on the whole file system. */
function bytesBelow(files: Files, path: string): number {
  const names = files.list(path);
  if (!names) return files.stat(path)?.size ?? 0;
  return names.reduce((sum, name) => sum + bytesBelow(files, path === '/' ? `/${name}` : `${path}/${name}`), 0);
}

export function createFileSystem(options: FileSystemOptions, epochMs: number): IFileSystem {
  return new ShellFileSystem(options, epochMs);
}

class ShellFileSystem implements IFileSystem {
  readonly #files: Files;
  readonly #options: FileSystemOptions;
  readonly #epochMs: number;

  constructor(options: FileSystemOptions, epochMs: number) {
    this.#files = options.files;
    this.#options = options;
    this.#epochMs = epochMs;
  }

  resolvePath = resolvePath;

  async readFile(path: string): Promise<string> {
    const device = this.#options.devices.get(path);
    if (device) return (await device.read?.()) ?? '';
    const text = this.#files.read(path) ?? this.#options.descriptors.get(path);
    if (text !== undefined) return text;
    if (this.#isCommand(path)) return '';
    if (this.#exists(path)) throw failure('EISDIR', 'illegal operation on a directory', 'read', path);
    throw missing('open', path);
  }

  async readFileBytes(path: string) {
    return latin1(await this.readFile(path)) as never;
  }

  async readFileBuffer(path: string): Promise<Uint8Array> {
    return new TextEncoder().encode(await this.readFile(path));
  }

  async writeFile(path: string, content: Content, encoding?: WriteOptions): Promise<void> {
    this.#write(unmarked(path), textOf(content, encoding), 'write');
  }

  async appendFile(path: string, content: Content, encoding?: WriteOptions): Promise<void> {
    this.#write(unmarked(path), textOf(content, encoding), 'append');
  }

  /** just-bash refuses a redirection whose target is there and has no stat; see `redirectionErrors`. */
  async exists(path: string): Promise<boolean> {
    if (!path.endsWith(WRITE_MARK)) return this.#exists(path);
    const target = unmarked(path);
    return this.#exists(target) || this.#find(parentOf(target))?.kind !== 'directory';
  }

  async stat(path: string): Promise<FsStat> {
    return this.#stat(unmarked(path), 'stat');
  }

  async lstat(path: string): Promise<FsStat> {
    return this.#stat(path, 'lstat');
  }

  async mkdir(path: string, { recursive = false }: { recursive?: boolean } = {}): Promise<void> {
    this.#makeDirectory(path, recursive);
  }

  async readdir(path: string): Promise<string[]> {
    return this.#list(path);
  }

  async readdirWithFileTypes(path: string) {
    return this.#list(path).map((name) => {
      const kind = this.#files.stat(path === '/' ? `/${name}` : `${path}/${name}`)?.kind;
      return { name, isFile: kind === 'file', isDirectory: kind === 'directory', isSymbolicLink: false };
    });
  }

  async rm(path: string, { recursive = false, force = false }: { recursive?: boolean; force?: boolean } = {}) {
    if (this.#options.descriptors.delete(path)) return;
    if (!this.#files.stat(path)) {
      if (force) return;
      throw missing('rm', path);
    }
    const full = (this.#files.list(path)?.length ?? 0) > 0;
    if (!recursive && full) throw failure('ENOTEMPTY', 'directory not empty', 'rm', path);
    this.#removeAll(path);
  }

  async cp(from: string, to: string, { recursive = false }: { recursive?: boolean } = {}): Promise<void> {
    if (!this.#files.stat(from)) throw missing('cp', from);
    if (this.#files.list(from) && !recursive) throw failure('EISDIR', 'is a directory', 'cp', from);
    this.#copyAll(from, to);
  }

  async mv(from: string, to: string): Promise<void> {
    if (!this.#files.stat(from)) throw missing('mv', from);
    const into = this.#files.stat(to)?.kind === 'directory' && !this.#files.list(from);
    this.#copyAll(from, into ? `${to}/${baseOf(from)}` : to);
    this.#removeAll(from);
  }

  getAllPaths(): string[] {
    return [];
  }

  /** Differs: the mode of a file is not kept; a file that starts with `#!` may always be run. */
  async chmod(path: string): Promise<void> {
    this.#stat(path, 'chmod');
  }

  async symlink(_target: string, path: string): Promise<void> {
    throw failure('EPERM', 'symbolic links are not modelled', 'symlink', path);
  }

  async link(from: string, to: string): Promise<void> {
    this.#copyAll(from, to);
  }

  async readlink(path: string): Promise<string> {
    this.#stat(path, 'readlink');
    throw failure('EINVAL', 'invalid argument', 'readlink', path);
  }

  async realpath(path: string): Promise<string> {
    this.#stat(path, 'realpath');
    return path;
  }

  async utimes(path: string): Promise<void> {
    const text = this.#files.read(path);
    if (text === undefined) this.#stat(path, 'utime');
    else this.#files.write(path, text);
  }

  #isCommand(path: string): boolean {
    const name = COMMAND_PLACE.exec(path)?.[1];
    return name !== undefined && this.#options.isCommand(name);
  }

  #exists(path: string): boolean {
    return this.#find(path) !== undefined;
  }

  #stat(path: string, call: string): FsStat {
    // Asked before each command that runs.
    if (this.#isCommand(path)) return COMMAND_STAT;
    const found = this.#find(path);
    if (!found) throw missing(call, path);
    return {
      isFile: found.kind === 'file',
      isDirectory: found.kind === 'directory',
      isSymbolicLink: false,
      mode: found.mode | (this.#files.read(path)?.startsWith('#!') ? 0o111 : 0),
      size: found.size,
      mtime: dateOf(this.#epochMs + found.modifiedMs),
    };
  }

  #find(path: string): ReturnType<Files['stat']> {
    const found = this.#files.stat(path);
    if (found) return found;
    if (path === '/' || COMMAND_FOLDERS.has(path)) return { kind: 'directory', size: 4096, mode: 0o755, modifiedMs: 0 };
    if (this.#isCommand(path)) return { kind: 'file', size: 0, mode: 0o755, modifiedMs: 0 };
    const other = this.#options.devices.has(path) || this.#options.descriptors.has(path);
    return other ? { kind: 'file', size: 0, mode: 0o666, modifiedMs: 0 } : undefined;
  }

  #list(path: string): string[] {
    const own = this.#files.list(path);
    if (own) return own;
    if (COMMAND_FOLDERS.has(path)) return [];
    this.#stat(path, 'scandir');
    throw failure('ENOTDIR', 'not a directory', 'scandir', path);
  }

  #write(path: string, text: string, mode: 'write' | 'append'): void {
    const files = this.#files;
    const device = this.#options.devices.get(path);
    if (device) {
      device.write?.(text);
      return;
    }
    if (DESCRIPTOR.test(path)) {
      const { descriptors } = this.#options;
      descriptors.set(path, mode === 'append' ? (descriptors.get(path) ?? '') + text : text);
      return;
    }
    if (files.stat(path)?.kind === 'directory')
      throw failure('EISDIR', 'illegal operation on a directory', 'open', path);
    if (files.stat(parentOf(path))?.kind !== 'directory') throw missing('open', path);
    const size = text.length + (mode === 'append' ? (files.stat(path)?.size ?? 0) : 0);
    if (size > MAX_FILE_BYTES) throw failure('EFBIG', 'File too large (limit of this terminal: 1 MiB)', 'write', path);
    if (size > CHECKED_BYTES && text.length + bytesBelow(files, '/') > MAX_FILE_SYSTEM_BYTES) {
      throw failure('ENOSPC', 'No space left on device', 'write', path);
    }
    if (mode === 'append') files.append(path, text);
    else files.write(path, text);
  }

  #makeDirectory(path: string, recursive: boolean): void {
    if (this.#exists(path)) {
      if (recursive && this.#find(path)?.kind === 'directory') return;
      throw failure('EEXIST', 'file already exists', 'mkdir', path);
    }
    if (!this.#exists(parentOf(path))) {
      if (!recursive) throw missing('mkdir', path);
      this.#makeDirectory(parentOf(path), true);
    }
    this.#files.makeDirectory(path);
  }

  #removeAll(path: string): void {
    for (const name of this.#files.list(path) ?? []) this.#removeAll(`${path}/${name}`);
    this.#files.remove(path);
  }

  #copyAll(from: string, to: string): void {
    const names = this.#files.list(from);
    if (!names) {
      this.#write(to, this.#files.read(from) ?? '', 'write');
      return;
    }
    if (!this.#files.stat(to)) this.#files.makeDirectory(to);
    for (const name of names) this.#copyAll(`${from}/${name}`, `${to}/${name}`);
  }
}
