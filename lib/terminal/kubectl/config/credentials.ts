/** What `kubectl config` writes of certificates and of programs that give tokens. Models: k8s.io/kubectl/pkg/cmd/config (set_cluster.go, set_credentials.go) */
import type { Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { absolutePath } from '../client/manifests.ts';
import { type Json, type JsonObject, list, text } from '../json.ts';
import { toBase64 } from '../output/base64.ts';

type Fields = Readonly<Record<string, Json | undefined>>;

/** The path, made absolute, or what is in the file where it is to be embedded. */
export function certificateFields({ flags, io }: Invocation, name: string): Fields {
  const path = flags.text(name);
  if (path === '') return { [name]: undefined };
  const absolute = absolutePath(io, path);
  if (!flags.bool('embed-certs')) return { [name]: absolute, [`${name}-data`]: undefined };
  const read = io.files.read(absolute);
  if (read === undefined)
    throw new CommandError(`could not stat ${name} file ${path}: stat ${path}: no such file or directory`);
  return { [name]: undefined, [`${name}-data`]: toBase64(read) };
}

const FILES = ['client-certificate', 'client-key'];

export function credentialFiles(invocation: Invocation): Fields {
  const { flags } = invocation;
  if (flags.bool('embed-certs') && FILES.every((name) => flags.text(name) === ''))
    throw new CommandError('you must specify a --client-certificate or --client-key to embed');
  const given = FILES.filter((name) => flags.changed(name));
  return Object.assign({}, ...given.map((name) => certificateFields(invocation, name))) as Fields;
}

const MODES = ['IfAvailable', 'Never', 'Always'];

/** `--exec-…`: without a command, now or before, there is nothing for them to say. */
export function execFields({ flags }: Invocation, standing: JsonObject): Fields {
  const mode = flags.text('exec-interactive-mode');
  if (mode !== '' && !MODES.includes(mode))
    throw new CommandError('invalid interactive mode type, can be only IfAvailable, Never, Always');
  const command = flags.text('exec-command') || text(standing, 'command');
  if (command === '') return {};
  const args = flags.list('exec-arg');
  const interactive = mode || text(standing, 'interactiveMode');
  const exec = {
    args: args.length > 0 ? args : (standing.args ?? null),
    command,
    env: environment(flags.list('exec-env'), list(standing, 'env')),
    ...(interactive === '' ? {} : { interactiveMode: interactive }),
    provideClusterInfo: flags.changed('exec-provide-cluster-info')
      ? flags.bool('exec-provide-cluster-info')
      : standing.provideClusterInfo === true,
  };
  const apiVersion = flags.text('exec-api-version') || text(standing, 'apiVersion');
  return { exec: apiVersion === '' ? exec : { apiVersion, ...exec } };
}

/** `A=b` sets a variable, `A-` takes it away. */
function environment(given: readonly string[], standing: readonly Json[]): Json {
  const found = new Map(standing.map((one) => [text(one, 'name'), text(one, 'value')]));
  for (const pair of given) {
    const equals = pair.indexOf('=');
    if (equals < 0 && pair.endsWith('-')) found.delete(pair.slice(0, -1));
    else found.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  return found.size === 0 ? null : [...found].map(([name, value]) => ({ name, value }));
}
