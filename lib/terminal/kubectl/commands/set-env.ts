import { findInfos, forEachInfo, patchBetween, printResult, sendPatch } from '../change/modify.ts';
import { changeContainers, matchesPattern, podSpecOf, withPodSpec } from '../change/pod-spec.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import type { Info } from '../client/resources.ts';
import { at, type Json, type JsonObject, list, text } from '../json.ts';

interface EnvChange {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

const isAssignment = (argument: string): boolean => argument.includes('=') || /^[A-Za-z_][\w.-]*-$/.test(argument);

function readChange(words: readonly string[]): EnvChange {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 0) remove.push(word.slice(0, -1));
    else set.set(word.slice(0, equals), word.slice(equals + 1));
  }
  return { set, remove };
}

function changeEnv(container: JsonObject, { set, remove }: EnvChange, keep: boolean): JsonObject {
  const before = list(container, 'env');
  const present = new Set(before.map((variable) => text(variable, 'name')));
  const changed = before
    .filter((variable) => !remove.includes(text(variable, 'name')))
    .map((variable): Json => {
      const value = set.get(text(variable, 'name'));
      if (value === undefined || keep) return variable;
      return { name: text(variable, 'name'), value };
    });
  const added = [...set].filter(([name]) => !present.has(name)).map(([name, value]) => ({ name, value }));
  const env = [...changed, ...added];
  const { env: _, ...rest } = container;
  return env.length > 0 ? { ...rest, env } : rest;
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

function run(invocation: Invocation): number {
  const { args, flags, io } = invocation;
  const resources = args.filter((argument) => !isAssignment(argument));
  const words = [...args.filter(isAssignment), ...flags.list('env')];
  if (resources.length === 0 && flags.list('filename').length === 0)
    throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  const change = readChange(words);
  const pattern = flags.text('containers');
  const { infos, errors } = findInfos(invocation, resources);
  forEachInfo(infos, errors, (info) => {
    const { spec, path } = podSpecOf(info);
    const found = changeContainers(
      spec,
      (name) => matchesPattern(pattern, name),
      (container) => changeEnv(container, change, !flags.bool('overwrite')),
    );
    if (found.matched === 0)
      io.err(
        `Warning: ${info.resource.kind}/${info.name} does not have any containers matching ${JSON.stringify(pattern)}\n`,
      );
    if (flags.bool('list')) listEnv(invocation, info, found.spec, pattern);
    const after = withPodSpec(info, path, found.spec);
    const { type, patch } = patchBetween(info, info.object ?? {}, after);
    if (Object.keys(patch).length === 0 || flags.bool('list')) return;
    printResult(invocation, sendPatch(invocation, { info, type, patch, after }, 'kubectl-set'), 'env updated');
  });
  return 0;
}

export const setEnvCommand: Command = {
  name: 'env',
  unmodelled: ['from', 'keys', 'kustomize', 'prefix', 'resolve'],
  completes: 'TypeThenNames',
  run,
};
