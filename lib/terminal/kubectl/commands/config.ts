import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { declareFlags } from '../cli/flags.ts';
import { commandHelp } from '../cli/help.ts';
import {
  configCurrentContextFlags,
  configGetContextsFlags,
  configSetContextFlags,
  configUseContextFlags,
  configViewFlags,
} from '../flags/config.ts';
import { type Json, type JsonObject, list, text, withValue } from '../json.ts';
import { findPrinter } from '../output/printer.ts';
import { alignTabs, TABLE_TABS } from '../output/tabwriter.ts';

function runCurrent({ config, io }: Invocation): number {
  if (config.currentContext === '') throw new CommandError('current-context is not set');
  io.out(`${config.currentContext}\n`);
  return 0;
}

function runGetContexts({ args, config, flags, io }: Invocation): number {
  const known = config.names('contexts').sort();
  const wanted = args.length > 0 ? args : known;
  const found = wanted.filter((name) => known.includes(name));
  if (flags.text('output') === 'name') io.out(found.map((name) => `${name}\n`).join(''));
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

function runUse({ args, config, io, path }: Invocation): number {
  const [name] = args;
  if (name === undefined || args.length > 1) {
    io.out(commandHelp(useContext, path));
    throw new CommandError(`Unexpected args: [${args.join(' ')}]`);
  }
  if (!config.find('contexts', name))
    throw new CommandError(`no context exists with the name: ${JSON.stringify(name)}`);
  config.write(withValue(config.document, ['current-context'], name));
  io.out(`Switched to context ${JSON.stringify(name)}.\n`);
  return 0;
}

function runSetContext({ args, config, flags, io }: Invocation): number {
  const name = flags.bool('current') ? config.currentContext : (args[0] ?? '');
  if (flags.bool('current') && args.length > 0)
    throw new CommandError('you cannot specify both a context name and --current');
  if (flags.bool('current') && name === '') throw new CommandError('no current context is set');
  if (name === '') throw new CommandError('you must specify a non-empty context name or --current');
  const known = config.find('contexts', name) !== undefined;
  const fields = ['cluster', 'user', 'namespace'].filter((field) => flags.changed(field));
  config.writeContext(name, Object.fromEntries(fields.map((field) => [field, flags.text(field)])));
  io.out(`Context ${JSON.stringify(name)} ${known ? 'modified' : 'created'}.\n`);
  return 0;
}

const named = (entries: readonly Json[], name: string): readonly Json[] =>
  entries.filter((one) => text(one, 'name') === name);

/** Only what the current context needs. */
function minified(document: JsonObject): JsonObject {
  const context = named(list(document, 'contexts'), text(document, 'current-context'));
  const [first] = context;
  return {
    ...document,
    clusters: named(list(document, 'clusters'), text(first, 'context', 'cluster')),
    contexts: context,
    users: named(list(document, 'users'), text(first, 'context', 'user')),
  };
}

function runView({ config, flags, io }: Invocation): number {
  const shown = flags.bool('minify') ? minified(config.document) : config.document;
  io.out(findPrinter(flags)?.(shown) ?? '');
  return 0;
}

const useContext: Command = {
  name: 'use-context',
  aliases: ['use'],
  short: 'Set the current-context in a kubeconfig file.',
  usage: 'kubectl config use-context CONTEXT_NAME',
  flags: declareFlags(configUseContextFlags),
  completes: 'Contexts',
  run: runUse,
};

export const configCommand: Command = {
  name: 'config',
  short: 'Modify kubeconfig files using subcommands like "kubectl config set current-context my-context".',
  usage: 'kubectl config SUBCOMMAND',
  commands: [
    {
      name: 'current-context',
      short: 'Display the current-context.',
      usage: 'kubectl config current-context [flags]',
      flags: declareFlags(configCurrentContextFlags),
      run: runCurrent,
    },
    {
      name: 'get-contexts',
      short: 'Display one or many contexts from the kubeconfig file.',
      usage: 'kubectl config get-contexts [(-o|--output=)name)]',
      flags: declareFlags(configGetContextsFlags),
      completes: 'Contexts',
      run: runGetContexts,
    },
    {
      name: 'set-context',
      short: 'Set a context entry in kubeconfig.',
      usage:
        'kubectl config set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
      flags: declareFlags(configSetContextFlags),
      completes: 'Contexts',
      run: runSetContext,
    },
    useContext,
    {
      name: 'view',
      short: 'Display merged kubeconfig settings or a specified kubeconfig file.',
      usage: 'kubectl config view [flags]',
      flags: declareFlags(configViewFlags),
      run: runView,
    },
  ],
};
