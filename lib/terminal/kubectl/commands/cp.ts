/**
 * `kubectl cp`: archives through the tar of the container.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/kubectl/pkg/cmd/cp/cp.go
 * Differs: files are texts; `*` in a local path stands for itself.
 */
import { type ArchiveEntry, readArchive, writeArchive } from '../../tar-archive.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, notModelled } from '../cli/errors.ts';
import { pathOf } from '../client/discovery.ts';
import { type Execution, execute } from '../client/execute.ts';
import { absolutePath } from '../client/manifests.ts';
import type { JsonObject } from '../json.ts';

interface FileSpec {
  readonly pod: string;
  readonly namespace: string;
  readonly path: string;
}

const withoutSlash = (path: string): string => (path === '/' ? path : path.replace(/\/$/, ''));

/** `[[namespace/]pod:]file/path` */
function readSpec(word: string): FileSpec {
  const colon = word.indexOf(':');
  if (colon < 0) return { pod: '', namespace: '', path: withoutSlash(word) };
  const parts = word.slice(0, colon).split('/');
  const canonical = colon > 0 && parts.length <= 2;
  if (!canonical) throw new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');
  const [namespace = '', pod = ''] = parts.length === 2 ? parts : ['', ...parts];
  return { pod, namespace, path: withoutSlash(word.slice(colon + 1)) };
}

/** Go's path.Clean. */
function clean(path: string): string {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push(part);
  }
  return (rooted ? '/' : '') + parts.join('/') || '.';
}

const baseOf = (path: string): string => clean(path).split('/').at(-1) ?? '';
const folderOf = (path: string): string => clean(path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '');

function podOf({ api, discovery, namespace }: Invocation, spec: FileSpec): JsonObject {
  return api.object(pathOf(discovery.get('pods'), spec.namespace || namespace, spec.pod));
}

/** One command in the pod, with its output where `streams` says. */
function runInPod(
  invocation: Invocation,
  spec: FileSpec,
  words: readonly string[],
  stdin: string | undefined,
  streams: Pick<Execution, 'out' | 'err'>,
): Promise<number> {
  const pod = podOf(invocation, spec);
  const container = invocation.flags.text('container');
  return execute(invocation, { pod, container, words, stdin, interactive: false, quiet: false, ...streams });
}

const SILENT = { out: () => undefined, err: () => undefined };

/** A pod that cannot be asked says so again when the files come. */
async function isFolder(invocation: Invocation, target: FileSpec): Promise<boolean> {
  try {
    return (await runInPod(invocation, target, ['test', '-d', target.path], undefined, SILENT)) === 0;
  } catch {
    return false;
  }
}

/** The file, or what is below the folder; folders themselves only where they are empty. */
function collect({ io }: Invocation, path: string, name: string): ArchiveEntry[] {
  const { files, clock } = io;
  const at = absolutePath(io, path);
  const found = files.stat(at);
  if (!found) return [];
  const { kind, mode, modifiedMs } = found;
  const modifiedS = Math.floor((clock.epochMs + modifiedMs) / 1000);
  const below = kind === 'directory' ? (files.list(at) ?? []) : [];
  if (below.length > 0)
    return below.flatMap((one) => collect({ io } as Invocation, `${path}/${one}`, `${name}/${one}`));
  return [{ name, kind, text: kind === 'file' ? (files.read(at) ?? '') : '', mode, modifiedS }];
}

async function copyToPod(invocation: Invocation, source: FileSpec, target: FileSpec): Promise<number> {
  const { flags, io } = invocation;
  if (!io.files.stat(absolutePath(io, source.path)))
    throw new CommandError(`${source.path} doesn't exist in local filesystem`);
  const path = (await isFolder(invocation, target)) ? clean(`${target.path}/${baseOf(source.path)}`) : target.path;
  const archive = writeArchive(collect(invocation, clean(source.path), baseOf(path)));
  const plain = flags.bool('no-preserve') ? ['--no-same-permissions', '--no-same-owner'] : [];
  const words = ['tar', ...plain, '-xmf', '-', '-C', folderOf(path)];
  return runInPod(invocation, target, words, archive, { out: io.out, err: io.err });
}

/** Without what would lead out of the folder: members are stored so. */
function memberPrefix(path: string): string {
  const inner = clean(path.replace(/^\/+/, '') || '.').replace(/^(?:\.\.\/)+/, '');
  return inner === '.' || inner === '..' ? '' : inner;
}

/** Who reads the archive leaves at its end, before tar has said how it went. */
async function copyFromPod(invocation: Invocation, source: FileSpec, target: FileSpec): Promise<number> {
  const { io } = invocation;
  let archive = '';
  let ended = '';
  const code = await runInPod(invocation, source, ['tar', 'cf', '-', source.path], undefined, {
    out: (text) => {
      archive += text;
    },
    err: (text) => {
      if (text.startsWith('command terminated')) ended = text;
      else io.out(text);
    },
  });
  if (archive === '') {
    io.err(ended);
    return code;
  }
  const read = readArchive(archive);
  if (read.kind === 'NotModelled') throw notModelled(read.says);
  if (read.kind === 'Entries') for (const entry of read.entries) place(invocation, source, target, entry);
  return 0;
}

function place({ io }: Invocation, source: FileSpec, target: FileSpec, { name, kind, text }: ArchiveEntry): void {
  const prefix = memberPrefix(source.path);
  if (!name.startsWith(prefix)) throw new CommandError('tar contents corrupted');
  const rest = clean(`/${name.slice(prefix.length)}`);
  const path = absolutePath(io, `${target.path}${rest === '/' ? '' : rest}`);
  if (kind === 'directory') {
    if (!io.files.stat(path)) io.files.makeDirectory(path);
    return;
  }
  if (io.files.stat(path)?.kind === 'directory')
    throw new CommandError(`open ${clean(`${target.path}${rest === '/' ? '' : rest}`)}: is a directory`);
  const folder = folderOf(path);
  if (!io.files.stat(folder)) io.files.makeDirectory(folder);
  io.files.write(path, text);
}

async function run(invocation: Invocation): Promise<number> {
  const [from, to] = invocation.args;
  if (from === undefined || to === undefined || invocation.args.length !== 2)
    throw new CommandError('source and destination are required');
  const [source, target] = [readSpec(from), readSpec(to)];
  if (source.pod !== '' && target.pod !== '')
    throw new CommandError('one of src or dest must be a local file specification');
  if (source.path === '' || target.path === '') throw new CommandError('filepath can not be empty');
  if (source.pod !== '') return copyFromPod(invocation, source, target);
  if (target.pod !== '') return copyToPod(invocation, source, target);
  throw new CommandError('one of src or dest must be a remote file specification');
}

export const cpCommand: Command = { name: 'cp', unmodelled: ['retries'], run };
