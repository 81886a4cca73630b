/** `kubectl config`: looking at the kubeconfig and choosing a context. */
import type { Command, Invocation, Run } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { CommandError } from '../cli/errors.ts';
import { helpOf } from '../cli/help.ts';
import { isObject, type Json, type JsonObject, list, object, text, withValue } from '../json.ts';
import { findPrinter } from '../output/printer.ts';
import { alignTabs, TABLE_TABS } from '../output/tabwriter.ts';
import { CONFIG_EDITS } from './config-edit.ts';

function runCurrent({ config, io }: Invocation): number {
  if (config.currentContext === '') throw new CommandError('current-context is not set');
  io.out(`${config.currentContext}\n`);
  return 0;
}

function runGetContexts({ args, config, flags, io }: Invocation): number {
  const output = flags.text('output');
  if (output !== '' && output !== 'name')
    throw new CommandError(
      `--output ${output} is not available in kubectl config get-contexts; resetting to default output format`,
    );
  const known = config.names('contexts').sort();
  const wanted = args.length > 0 ? [...args].sort() : known;
  const found = wanted.filter((name) => known.includes(name));
  if (output === 'name') io.out(found.map((name) => `${name}\n`).join(''));
  else {
    const rows = found.map((name) => {
      const context = config.find('contexts', name);
      const current = name === config.currentContext ? '*' : '';
      return [current, name, text(context, 'cluster'), text(context, 'user'), text(context, 'namespace')].join('\t');
    });
    const header = flags.bool('no-headers') ? [] : ['CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE'];
    const lines = [...header, ...rows];
    if (lines.length > 0) io.out(alignTabs(`${lines.join('\n')}\n`, TABLE_TABS));
  }
  const missing = wanted.find((name) => !known.includes(name));
  if (missing !== undefined) throw new CommandError(`context ${missing} not found`);
  return 0;
}

/** One name a line, under a word. */
const namesOf =
  (section: 'clusters' | 'users'): Run =>
  ({ config, io }) => {
    io.out(['NAME', ...config.names(section).sort()].map((name) => `${name}\n`).join(''));
    return 0;
  };

function runUse(invocation: Invocation): number {
  const { args, config, io } = invocation;
  const [name] = args;
  if (name === undefined || args.length > 1) {
    io.out(helpOf(invocation));
    throw new CommandError(`Unexpected args: [${args.join(' ')}]`);
  }
  if (!config.find('contexts', name))
    throw new CommandError(`no context exists with the name: ${JSON.stringify(name)}`);
  config.write(withValue(config.document, ['current-context'], name));
  io.out(`Switched to context ${JSON.stringify(name)}.\n`);
  return 0;
}

const named = (entries: readonly Json[], name: string): readonly Json[] =>
  entries.filter((one) => text(one, 'name') === name);

/** Only what the current context needs. */
function minified(document: JsonObject): JsonObject {
  const context = named(list(document, 'contexts'), text(document, 'current-context'));
  const [first] = context;
  if (!first) throw new CommandError(`cannot locate context ${text(document, 'current-context')}`);
  return {
    ...document,
    clusters: named(list(document, 'clusters'), text(first, 'context', 'cluster')),
    contexts: context,
    users: named(list(document, 'users'), text(first, 'context', 'user')),
  };
}

/** Fields that are never shown without `--raw`. */
const SECRETS: Readonly<Record<string, string>> = {
  'certificate-authority-data': 'DATA+OMITTED',
  'client-certificate-data': 'DATA+OMITTED',
  'client-key-data': 'DATA+OMITTED',
  token: 'REDACTED',
  password: 'REDACTED',
};

function redacted(value: Json): Json {
  if (Array.isArray(value)) return value.map(redacted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, redactedField(key, inner as Json)]);
  return Object.fromEntries(entries) as JsonObject;
}

const redactedField = (key: string, value: Json): Json =>
  typeof value === 'string' && value !== '' ? (SECRETS[key] ?? value) : redacted(value);

const inOrder = (value: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(
    [...new Set([...keys, ...Object.keys(value)])].flatMap((key) => {
      const inner = value[key];
      return inner === undefined ? [] : [[key, inner]];
    }),
  ) as JsonObject;

/** Keys in the order of the Go type, which JSON keeps. */
function asGoType(document: JsonObject): JsonObject {
  const entries = (section: string, inner: string, keys: readonly string[]) =>
    list(document, section).map((one) => ({ name: text(one, 'name'), [inner]: inOrder(object(one, inner), keys) }));
  return {
    kind: 'Config',
    apiVersion: 'v1',
    clusters: entries('clusters', 'cluster', ['server', 'tls-server-name', 'insecure-skip-tls-verify']),
    users: entries('users', 'user', ['token', 'username', 'password']),
    contexts: entries('contexts', 'context', ['cluster', 'user', 'namespace']),
    'current-context': text(document, 'current-context'),
  };
}

function runView(invocation: Invocation): number {
  const { config, flags, io, args, path } = invocation;
  if (args.length > 0) throw usageHint(path, `unexpected arguments: [${args.join(' ')}]`);
  const printer = findPrinter(invocation, 'Declared', 'Objects');
  const chosen = flags.text('context');
  const document = chosen === '' ? config.document : withValue(config.document, ['current-context'], chosen);
  const shown = flags.bool('minify') ? minified(document) : document;
  const hidden = flags.bool('raw') || flags.bool('flatten') ? shown : (redacted(shown) as JsonObject);
  io.out(printer?.(flags.text('output') === 'json' ? asGoType(hidden) : hidden) ?? '');
  return 0;
}

export const configCommand: Command = {
  name: 'config',
  commands: [
    { name: 'current-context', run: runCurrent },
    { name: 'get-contexts', completes: 'Contexts', run: runGetContexts },
    { name: 'get-clusters', run: namesOf('clusters') },
    { name: 'get-users', run: namesOf('users') },
    { name: 'use-context', aliases: ['use'], completes: 'Contexts', run: runUse },
    { name: 'view', run: runView },
    ...CONFIG_EDITS,
  ],
};
