import { localName } from '../change/local.ts';
import { changeContainers, matchesPattern, podSpecOf, withPodSpec } from '../change/pod-spec.ts';
import { changeEach, checkAll, checkLocal, getTargets } from '../change/set-target.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import type { Info } from '../client/resources.ts';
import { at, type Json, type JsonObject, list, text } from '../json.ts';

interface EnvChange {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

const isAssignment = (argument: string): boolean => argument.indexOf('=') > 0 || argument.endsWith('-');

/** Variables follow the resources. */
function splitArguments(args: readonly string[]): { resources: readonly string[]; words: readonly string[] } {
  const first = args.findIndex(isAssignment);
  if (first < 0) return { resources: args, words: [] };
  const words = args.slice(first);
  if (!words.every(isAssignment))
    throw new CommandError(`all resources must be specified before environment changes: ${args.join(' ')}`);
  return { resources: args.slice(0, first), words };
}

const NAME_SHAPE =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";

/** Of two values of one variable the first counts. */
function readChange(words: readonly string[]): EnvChange {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 0) {
      if (!word.endsWith('-')) throw new CommandError(`unknown environment variable: ${word}`);
      remove.push(word.slice(0, -1));
      continue;
    }
    const name = word.slice(0, equals);
    if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name))
      throw new CommandError(`${JSON.stringify(name)} is not a valid key name: ${NAME_SHAPE}`);
    if (!set.has(name)) set.set(name, word.slice(equals + 1));
  }
  if (remove.some((name) => set.has(name)))
    throw new CommandError('can not both modify and remove the same environment variable in the same command');
  return { set, remove };
}

const withoutEmpty = (name: string, value: string): JsonObject => (value === '' ? { name } : { name, value });

function changeEnv(container: JsonObject, { set, remove }: EnvChange): JsonObject {
  const covered = new Set(remove);
  const env: Json[] = [];
  for (const variable of list(container, 'env')) {
    const name = text(variable, 'name');
    if (covered.has(name)) continue;
    const value = set.get(name);
    if (value !== undefined) covered.add(name);
    env.push(value === undefined ? variable : withoutEmpty(name, value));
  }
  for (const [name, value] of set) if (!covered.has(name)) env.push(withoutEmpty(name, value));
  const { env: _, ...rest } = container;
  return env.length > 0 ? { ...rest, env } : rest;
}

/** Without `--overwrite` a variable that is there stops its object. */
function checkOverwrite({ flags }: Invocation, info: Info, container: JsonObject, { set }: EnvChange): void {
  if (flags.bool('overwrite')) return;
  for (const [name, value] of set) {
    const found = list(container, 'env').find((variable) => text(variable, 'name') === name);
    if (found === undefined || text(found, 'value') === value) continue;
    const target = flags.bool('local') ? localName(info) : `${info.resource.name}/${info.name}`;
    throw new CommandError(
      `error: ${target} '${name}' already has a value (${text(found, 'value')}), and --overwrite is false\n`,
    );
  }
}

function listedVariable(variable: Json): string {
  const name = text(variable, 'name');
  const source = at(variable, 'valueFrom');
  if (source === undefined) return `${name}=${text(variable, 'value')}\n`;
  const [secret, map] = [at(source, 'secretKeyRef'), at(source, 'configMapKeyRef')];
  if (secret) return `# ${name} from secret ${text(secret, 'name')}, key ${text(secret, 'key')}\n`;
  if (map) return `# ${name} from configmap ${text(map, 'name')}, key ${text(map, 'key')}\n`;
  const field = text(source, 'fieldRef', 'fieldPath');
  return field
    ? `# ${name} from field path ${field}\n`
    : `# ${name} from resource field ${text(source, 'resourceFieldRef', 'resource')}\n`;
}

function listEnv({ io }: Invocation, info: Info, spec: JsonObject, pattern: string): void {
  for (const container of [...list(spec, 'containers'), ...list(spec, 'initContainers')]) {
    const name = text(container, 'name');
    if (!matchesPattern(pattern, name)) continue;
    io.out(`# ${info.resource.kind} ${info.name}, container ${name}\n`);
    for (const variable of list(container, 'env')) io.out(listedVariable(variable));
  }
}

function check(invocation: Invocation, resources: readonly string[]): void {
  const { flags } = invocation;
  checkAll(invocation);
  checkLocal(invocation);
  if (resources.length === 0 && flags.list('filename').length === 0)
    throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (flags.bool('list') && flags.text('output') !== '')
    throw new CommandError('--list and --output may not be specified together');
}

function run(invocation: Invocation): number {
  const { args, flags, io } = invocation;
  const { resources, words } = splitArguments(args);
  check(invocation, resources);
  const change = readChange([...flags.list('env'), ...words]);
  const pattern = flags.text('containers');
  const infos = getTargets(invocation, resources, 'Ignored');
  const listing = flags.bool('list');
  const shape = { operation: 'env updated', unchanged: 'Silent' } as const;
  const changed = (info: Info): JsonObject | undefined => {
    const { spec, path } = podSpecOf(info);
    const found = changeContainers(
      spec,
      (name) => matchesPattern(pattern, name),
      (container) => {
        checkOverwrite(invocation, info, container, change);
        return changeEnv(container, change);
      },
    );
    if (found.matched === 0)
      io.err(
        `Warning: ${info.resource.kind}/${info.name} does not have any containers matching ${JSON.stringify(pattern)}\n`,
      );
    if (listing) listEnv(invocation, info, found.spec, pattern);
    return listing ? undefined : withPodSpec(info, path, found.spec);
  };
  try {
    changeEach(invocation, infos, shape, changed);
  } catch (error) {
    if (!listing || !(error instanceof Error)) throw error;
  }
  return 0;
}

export const setEnvCommand: Command = {
  name: 'env',
  unmodelled: ['from', 'keys', 'kustomize', 'prefix', 'resolve'],
  completes: 'TypeThenNames',
  run,
};
