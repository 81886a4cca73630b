/** `kubectl cp`: what it says of its arguments. Differs: nothing is copied; `kubectl exec` reads and writes files. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, notModelled } from '../cli/errors.ts';
import { pathOf } from '../client/discovery.ts';
import { absolutePath } from '../client/manifests.ts';

interface FileSpec {
  readonly pod: string;
  readonly namespace: string;
  readonly path: string;
}

/** `[[namespace/]pod:]file/path` */
function readSpec(word: string): FileSpec {
  const colon = word.indexOf(':');
  if (colon < 0) return { pod: '', namespace: '', path: word };
  const parts = word.slice(0, colon).split('/');
  const canonical = colon > 0 && parts.length <= 2;
  if (!canonical) throw new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');
  const [namespace = '', pod = ''] = parts.length === 2 ? parts : ['', ...parts];
  return { pod, namespace, path: word.slice(colon + 1) };
}

function run({ args, api, discovery, io, namespace }: Invocation): number {
  const [from, to] = args;
  if (from === undefined || to === undefined || args.length !== 2)
    throw new CommandError('source and destination are required');
  const [source, target] = [readSpec(from), readSpec(to)];
  if (source.pod !== '' && target.pod !== '')
    throw new CommandError('one of src or dest must be a local file specification');
  if (source.pod === '' && target.pod === '')
    throw new CommandError('one of src or dest must be a remote file specification');
  if (source.path === '' || target.path === '') throw new CommandError('filepath can not be empty');
  if (source.pod === '' && !io.files.stat(absolutePath(io, source.path)))
    throw new CommandError(`${source.path} doesn't exist in local filesystem`);
  const remote = source.pod === '' ? target : source;
  api.object(pathOf(discovery.get('pods'), remote.namespace || namespace, remote.pod));
  throw notModelled('kubectl cp (read a file with `kubectl exec POD -- cat FILE`)');
}

export const cpCommand: Command = { name: 'cp', run };
