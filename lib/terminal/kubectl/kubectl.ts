/** kubectl 1.35 as a client: it knows only `request(cluster, ApiRequest) → ApiAnswer`. */
import type { ApiAnswer, ApiRequest, Principal } from '../../world/apiserver/request.ts';
import type { Tool, ToolIo } from '../tool.ts';
import type { Command, Invocation } from './cli/command.ts';
import { completeWords } from './cli/complete.ts';
import { checkRequired, type Found, findCommand, parseCommand, usageHint, usageText } from './cli/dispatch.ts';
import {
  AggregateFailure,
  CommandError,
  Exit,
  failureText,
  notModelled,
  StatusError,
  UsageError,
} from './cli/errors.ts';
import type { FlagValues, Parsed } from './cli/flags.ts';
import { findHelp } from './cli/help.ts';
import { Api } from './client/api.ts';
import { Discovery } from './client/discovery.ts';
import { COMMANDS } from './commands/all.ts';
import { withRefused } from './commands/refused.ts';
import { type ContextOption, Kubeconfig } from './config/kubeconfig.ts';
import { text } from './json.ts';

export interface KubectlOptions {
  request(cluster: string, request: ApiRequest): ApiAnswer;
  /** The first one is current until the person chooses another. */
  readonly contexts: readonly ContextOption[];
}

const OPTIONS: Command = {
  name: 'options',
  run: ({ io }) => {
    io.out(helpText('options', io));
    return 0;
  },
};

const ALL: readonly Command[] = withRefused([...COMMANDS, OPTIONS]);

/** `path` is the words after `kubectl`. */
const helpText = (path: string, { env }: Pick<ToolIo, 'env'>): string =>
  findHelp(path, env.get('HOME') ?? '/root') ?? '';

/** `kubectl help X`: of the deepest command that the words lead to. */
function runHelp(words: readonly string[], io: ToolIo): number {
  const named = words.filter((word) => !word.startsWith('-'));
  const root = helpText('', io);
  if (named.length === 0) io.out(root);
  else if (named[0] === OPTIONS.name) return 0;
  else if (ALL.some((command) => command.name === named[0] || command.aliases?.includes(named[0] ?? '')))
    io.out(helpText(wordsOf(findCommand(ALL, named)?.path ?? ''), io));
  else io.err(`Unknown help topic [\`${named.join(' ')}\`]\n${root.slice(root.indexOf('\n\nBasic Commands'))}`);
  return 0;
}

/** `kubectl create role` → `create role`. */
const wordsOf = (path: string): string => path.slice('kubectl '.length);

/** The cluster in the world that a line is about. Throws where the kubeconfig names none. */
function clusterOf(options: KubectlOptions, config: Kubeconfig, context: string, flags: FlagValues): string {
  config.checkFile();
  // A binding's own --user is a list of people.
  const user = flags.given().find(({ name, type }) => name === 'user' && type === 'string');
  if (user && !config.find('users', flags.text('user')))
    throw new CommandError(`auth info ${JSON.stringify(flags.text('user'))} does not exist`);
  if (flags.changed('cluster') && !config.find('clusters', flags.text('cluster')))
    throw new CommandError(`no server found for cluster ${JSON.stringify(flags.text('cluster'))}`);
  const name = flags.text('cluster') || text(config.find('contexts', context), 'cluster');
  if (options.contexts.some((option) => option.cluster === name)) return name;
  if (context !== '' && !config.find('contexts', context))
    throw new Exit(1, `Error in configuration: context was not found for specified context: ${context}\n`);
  throw new Exit(
    1,
    'The connection to the server localhost:8080 was refused - did you specify the right host or port?\n',
  );
}

type ReadIo = Pick<ToolIo, 'env' | 'cwd' | 'files'>;

interface Connection {
  readonly api: Api;
  readonly discovery: Discovery;
  readonly config: Kubeconfig;
  readonly clusterName: () => string;
  readonly namespace: string;
  readonly namespaceGiven: boolean;
}

/** Who asks: the one impersonated, or whose token it is. */
interface Identity {
  readonly principal?: Principal;
  readonly token?: string;
}

/** Three parts of a JSON Web Token: one of a service account. A learner's own credentials are the platform's. */
const ACCOUNT_TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

function identityOf(flags: FlagValues, config: Kubeconfig, context: string): Identity {
  // A binding's own --user is a list of people.
  const named = flags.given().some(({ name, type }) => name === 'user' && type === 'string');
  const user = named ? flags.text('user') : text(config.find('contexts', context), 'user');
  const username = flags.text('as');
  if (username === '' && ['as-group', 'as-uid', 'as-user-extra'].some((name) => flags.changed(name)))
    throw new Exit(
      1,
      `Error in configuration: requesting uid, groups or user-extra for ${user} without impersonating a user\n`,
    );
  if (username !== '') return { principal: { username, groups: [...flags.list('as-group'), 'system:authenticated'] } };
  // Some commands have a token of their own.
  const given = flags.given().some(({ name }) => name === 'token') ? flags.text('token') : '';
  const stored = text(config.find('users', user), 'token');
  const token = given || (ACCOUNT_TOKEN.test(stored) ? stored : '');
  return token === '' ? {} : { token };
}

function asked(request: ApiRequest, { principal, token }: Identity): ApiRequest {
  if (principal) return { ...request, principal };
  return token === undefined
    ? request
    : { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
}

const LOCAL = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/;

/** `--server` names the cluster's own, or one that is not there. */
function checkServer(flags: FlagValues, config: Kubeconfig, context: string): void {
  if (!flags.given().some(({ name }) => name === 'server')) return;
  const given = flags.text('server');
  const cluster = flags.text('cluster') || text(config.find('contexts', context), 'cluster');
  if (given === '' || given === text(config.find('clusters', cluster), 'server')) return;
  const host = given.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  if (!LOCAL.test(host)) throw notModelled(`--server=${given}`);
  throw new Exit(1, `The connection to the server ${host} was refused - did you specify the right host or port?\n`);
}

function connect(options: KubectlOptions, io: ReadIo, parsed: Parsed, warn: (text: string) => void): Connection {
  const flags = parsed.values;
  const config = new Kubeconfig(io, options.contexts, flags.text('kubeconfig'));
  const context = flags.text('context') || config.currentContext;
  const clusterName = () => clusterOf(options, config, context, flags);
  const who = identityOf(flags, config, context);
  const api = new Api((request) => {
    const cluster = clusterName();
    checkServer(flags, config, context);
    return options.request(cluster, asked(request, who));
  }, warn);
  const namespace = flags.text('namespace') || text(config.find('contexts', context), 'namespace') || 'default';
  return {
    api,
    discovery: new Discovery(api),
    config,
    clusterName,
    namespace,
    namespaceGiven: flags.changed('namespace'),
  };
}

async function runFound(options: KubectlOptions, io: ToolIo, found: Found): Promise<number> {
  const parsed = parseCommand(found);
  const { command, path } = found;
  if (parsed.values.bool('help')) {
    // The template of `options` has no part for its own help.
    if (command !== OPTIONS) io.out(helpText(wordsOf(path), io));
    return 0;
  }
  if (!command.run && command.bareHelp === 'always') {
    io.out(helpText(wordsOf(path), io));
    return 0;
  }
  if (!command.run) {
    const [unknown] = parsed.args;
    if (unknown !== undefined) throw usageHint(path, `unknown command ${JSON.stringify(unknown)}`);
    io[command.bareHelp === 'out' ? 'out' : 'err'](helpText(wordsOf(path), io));
    return 1;
  }
  checkRequired(found, parsed);
  const connection = connect(options, io, parsed, (warning) => io.err(`Warning: ${warning}\n`));
  const invocation: Invocation = {
    io,
    ...connection,
    flags: parsed.values,
    args: parsed.args,
    beforeDash: parsed.beforeDash,
    path,
  };
  const code = (await command.run(invocation)) ?? 0;
  const { warnings } = connection.api;
  if (code !== 0 || warnings === 0 || !parsed.values.bool('warnings-as-errors')) return code;
  throw new CommandError(`${warnings} warning${warnings === 1 ? '' : 's'} received`);
}

/** The edge: every failure a person caused becomes text and an exit code here. */
async function run(options: KubectlOptions, argv: readonly string[], io: ToolIo): Promise<number> {
  let path = 'kubectl';
  let failureCode = 1;
  try {
    if (argv[0] === 'help') return runHelp(argv.slice(1), io);
    const found = findCommand(ALL, argv);
    if (found) {
      path = found.path;
      failureCode = found.command.failureCode ?? 1;
      return await runFound(options, io, found);
    }
    parseCommand({ command: { name: 'kubectl' }, path, words: argv });
    io.out(helpText('', io));
    return 0;
  } catch (error) {
    if (error instanceof UsageError) io.err(usageText(path, error));
    else if (error instanceof Exit) io.err(error.message);
    else if (isPersonsError(error)) io.err(failureText(error));
    else throw error;
    return error instanceof Exit ? error.code : failureCode;
  }
}

const isPersonsError = (error: unknown): error is Error =>
  error instanceof CommandError || error instanceof StatusError || error instanceof AggregateFailure;

/** `argv` is what follows the word `kubectl`. */
export function kubectl(options: KubectlOptions): Tool {
  return {
    name: 'kubectl',
    run: (argv, io) => run(options, argv, io),
    complete: (words, io) => completeWords(ALL, words, (parsed) => connect(options, io, parsed, () => undefined)),
  };
}
