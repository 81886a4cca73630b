/** The parts of `kubectl config` that change the file. */
import type { Command, Invocation, Run } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { helpOf } from '../cli/help.ts';
import { certificateFields, credentialFiles, execFields } from '../config/credentials.ts';
import type { Kubeconfig, Section } from '../config/kubeconfig.ts';
import { type JsonObject, object, withValue } from '../json.ts';

/** Prints the help and refuses, as these commands do. */
function unexpected(invocation: Invocation, word = 'Unexpected'): CommandError {
  invocation.io.out(helpOf(invocation));
  return new CommandError(`${word} args: [${invocation.args.join(' ')}]`);
}

/** The one name that a command takes. */
function oneName(invocation: Invocation, word?: string): string {
  const [name] = invocation.args;
  if (name === undefined || invocation.args.length > 1) throw unexpected(invocation, word);
  return name;
}

const given = ({ flags }: Invocation, names: readonly string[]): string[] =>
  names.filter((name) => flags.changed(name));

function runSetContext(invocation: Invocation): number {
  const { args, config, flags, io } = invocation;
  if (args.length > 1) throw unexpected(invocation);
  if (flags.bool('current') && args.length > 0)
    throw new CommandError('you cannot specify both a context name and --current');
  const name = flags.bool('current') ? config.currentContext : (args[0] ?? '');
  if (flags.bool('current') && name === '') throw new CommandError('no current context is set');
  if (name === '') throw new CommandError('you must specify a non-empty context name or --current');
  const fields = given(invocation, ['cluster', 'user', 'namespace']).map((field) => [field, flags.text(field)]);
  const known = config.writeEntry('contexts', name, Object.fromEntries(fields));
  io.out(`Context ${JSON.stringify(name)} ${known ? 'modified' : 'created'}.\n`);
  return 0;
}

function runSetCluster(invocation: Invocation): number {
  const { config, flags, io } = invocation;
  const name = oneName(invocation);
  const [insecure, authority] = [flags.bool('insecure-skip-tls-verify'), flags.text('certificate-authority')];
  if (insecure && authority !== '')
    throw new CommandError('you cannot specify a certificate authority and insecure mode at the same time');
  if (flags.bool('embed-certs') && authority === '')
    throw new CommandError('you must specify a --certificate-authority to embed');
  const changes = Object.fromEntries(
    given(invocation, ['server', 'tls-server-name', 'proxy-url']).map((field) => [field, flags.text(field)]),
  );
  const checked = flags.changed('insecure-skip-tls-verify')
    ? { 'insecure-skip-tls-verify': insecure || undefined }
    : {};
  const certificate = flags.changed('certificate-authority')
    ? { ...certificateFields(invocation, 'certificate-authority'), 'insecure-skip-tls-verify': undefined }
    : {};
  const before = insecure ? { 'certificate-authority': undefined, 'certificate-authority-data': undefined } : {};
  const standing = config.find('clusters', name) ?? { server: '' };
  config.writeEntry('clusters', name, { ...standing, ...changes, ...checked, ...before, ...certificate } as JsonObject);
  io.out(`Cluster ${JSON.stringify(name)} set.\n`);
  return 0;
}

function runSetCredentials(invocation: Invocation): number {
  const { config, flags, io } = invocation;
  const name = oneName(invocation, 'unexpected');
  const [token, username] = [flags.text('token'), flags.text('username')];
  if (token !== '' && (username !== '' || flags.text('password') !== ''))
    throw new CommandError(
      'you cannot specify more than one authentication method at the same time: --token, --username/--password',
    );
  const fields = given(invocation, ['token', 'username', 'password']).map((field) => [field, flags.text(field)]);
  const others =
    token !== '' ? { username: undefined, password: undefined } : username !== '' ? { token: undefined } : {};
  const certificates = credentialFiles(invocation);
  const exec = execFields(invocation, object(config.find('users', name), 'exec'));
  config.writeEntry('users', name, {
    ...others,
    ...Object.fromEntries(fields),
    ...certificates,
    ...exec,
  } as JsonObject);
  io.out(`User ${JSON.stringify(name)} set.\n`);
  return 0;
}

function runRename(invocation: Invocation): number {
  const { args, config, io } = invocation;
  const [from, to] = args;
  if (from === undefined || to === undefined || args.length > 2) throw unexpected(invocation);
  const context = config.find('contexts', from);
  const where = JSON.stringify(config.path);
  if (!context) throw new CommandError(`cannot rename the context ${JSON.stringify(from)}, it's not in ${config.path}`);
  if (config.find('contexts', to))
    throw new CommandError(
      `cannot rename the context ${JSON.stringify(from)}, the context ${JSON.stringify(to)} already exists in ${where.slice(1, -1)}`,
    );
  config.renameContext(from, to);
  io.out(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`);
  return 0;
}

/** `delete-context`, `delete-cluster`, `delete-user`. */
function deleter(section: Section, what: string): Run {
  return (invocation) => {
    const { args, config, io } = invocation;
    const [name] = args;
    if (name === undefined || args.length > 1) {
      io.out(helpOf(invocation));
      return 0;
    }
    if (!config.find(section, name)) throw new CommandError(`cannot delete ${what} ${name}, not in ${config.path}`);
    if (section === 'contexts' && config.currentContext === name)
      io.err('warning: this removed your active context, use "kubectl config use-context" to select a different one\n');
    config.removeEntry(section, name);
    io.out(`deleted ${what} ${name} from ${config.path}\n`);
    return 0;
  };
}

const SECTIONS: readonly string[] = ['clusters', 'contexts', 'users'] satisfies Section[];

/** Models: k8s.io/kubectl/pkg/cmd/config/navigation_step_parser.go */
function changeAt(config: Kubeconfig, property: string, value: string | undefined): void {
  const [section = '', ...rest] = property.split('.');
  if (section === 'current-context' && rest.length === 0) {
    config.write(withValue(config.document, ['current-context'], value ?? ''));
    return;
  }
  if (!SECTIONS.includes(section)) throw new CommandError(`unable to parse ${property} after [] at api.Config`);
  if (rest.length === 0 && value === undefined) {
    config.write(withValue(config.document, [section], null));
    return;
  }
  const field = rest.at(-1) ?? '';
  const name = rest.slice(0, -1).join('.');
  config.writeEntry(section as Section, name, { [field]: value } as JsonObject);
}

function runSet(invocation: Invocation): number {
  const { args, config, io } = invocation;
  const [property, value] = args;
  if (property === undefined || value === undefined || args.length > 2) throw unexpected(invocation);
  changeAt(config, property, value);
  io.out(`Property ${JSON.stringify(property)} set.\n`);
  return 0;
}

function runUnset(invocation: Invocation): number {
  const { config, io } = invocation;
  const property = oneName(invocation);
  changeAt(config, property, undefined);
  io.out(`Property ${JSON.stringify(property)} unset.\n`);
  return 0;
}

export const CONFIG_EDITS: readonly Command[] = [
  { name: 'set-context', completes: 'Contexts', run: runSetContext },
  { name: 'set-cluster', run: runSetCluster },
  { name: 'set-credentials', unmodelled: ['auth-provider', 'auth-provider-arg'], run: runSetCredentials },
  { name: 'rename-context', completes: 'Contexts', run: runRename },
  { name: 'delete-context', completes: 'Contexts', run: deleter('contexts', 'context') },
  { name: 'delete-cluster', run: deleter('clusters', 'cluster') },
  { name: 'delete-user', run: deleter('users', 'user') },
  { name: 'set', run: runSet },
  { name: 'unset', run: runUnset },
];
