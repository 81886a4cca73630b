import { findInfos, forEachInfo, patchBetween, printResult, sendPatch } from '../change/modify.ts';
import { changeContainers, matchesPattern, podSpecOf, withPodSpec } from '../change/pod-spec.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, notModelled } from '../cli/errors.ts';
import type { Info } from '../client/resources.ts';
import { type JsonObject, object, withValue } from '../json.ts';
import { setEnvCommand } from './set-env.ts';

/** Sends what changed, and prints only where something did. */
export function sendChange(invocation: Invocation, info: Info, after: JsonObject, operation: string): void {
  const { type, patch } = patchBetween(info, info.object ?? {}, after);
  if (Object.keys(patch).length === 0) return;
  printResult(invocation, sendPatch(invocation, { info, type, patch, after }, 'kubectl-set'), operation);
}

/** `name=image` arguments behind the resources. */
function splitAssignments(args: readonly string[]): { resources: string[]; assignments: [string, string][] } {
  const resources = args.filter((argument) => !argument.includes('='));
  const assignments = args.flatMap((argument): [string, string][] => {
    const equals = argument.indexOf('=');
    return equals < 0 ? [] : [[argument.slice(0, equals), argument.slice(equals + 1)]];
  });
  return { resources, assignments };
}

function runImage(invocation: Invocation): number {
  const { resources, assignments } = splitAssignments(invocation.args);
  const hasResources = resources.length > 0 || invocation.flags.list('filename').length > 0;
  if (hasResources && assignments.length === 0) throw new CommandError('at least one image update is required');
  const { infos, errors } = findInfos(invocation, resources);
  forEachInfo(infos, errors, (info) => {
    const { spec, path } = podSpecOf(info);
    let after = spec;
    for (const [name, image] of assignments) {
      const found = changeContainers(
        after,
        (one) => name === '*' || one === name,
        (container) => withImage(container, image),
      );
      if (found.matched === 0) throw new CommandError(`unable to find container named ${JSON.stringify(name)}`);
      after = found.spec;
    }
    sendChange(invocation, info, withPodSpec(info, path, after), 'image updated');
  });
  return 0;
}

function withImage(container: JsonObject, image: string): JsonObject {
  if (image !== '') return { ...container, image };
  const { image: _, ...rest } = container;
  return rest;
}

function quantities(given: string): JsonObject {
  const entries = given.split(',').flatMap((part): [string, string][] => {
    if (part === '') return [];
    const [name = '', value] = part.split('=');
    if (value === undefined) throw new CommandError(`invalid argument syntax ${part}, expected <resource>=<value>`);
    return [[name, value]];
  });
  return Object.fromEntries(entries);
}

function runResources(invocation: Invocation): number {
  const { args, flags } = invocation;
  const [limits, requests] = [quantities(flags.text('limits')), quantities(flags.text('requests'))];
  if (Object.keys(limits).length + Object.keys(requests).length === 0)
    throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
  const pattern = flags.text('containers');
  const { infos, errors } = findInfos(invocation, args);
  forEachInfo(infos, errors, (info) => {
    const { spec, path } = podSpecOf(info);
    const changed = changeContainers(
      spec,
      (name) => matchesPattern(pattern, name),
      (container) => {
        const merged = (key: 'limits' | 'requests', added: JsonObject) =>
          Object.keys(added).length > 0 ? { [key]: { ...object(container, 'resources', key), ...added } } : {};
        const resources = {
          ...object(container, 'resources'),
          ...merged('limits', limits),
          ...merged('requests', requests),
        };
        return { ...container, resources };
      },
    );
    if (changed.matched === 0) throw new CommandError(`unable to find container named ${pattern}`);
    sendChange(invocation, info, withPodSpec(info, path, changed.spec), 'resource requirements updated');
  });
  return 0;
}

function runServiceAccount(invocation: Invocation): number {
  const { args, flags } = invocation;
  if (args.length === 0) throw new CommandError('serviceaccount is required');
  const name = args.at(-1) ?? '';
  const { infos, errors } = findInfos(invocation, flags.list('filename').length > 0 ? [] : args.slice(0, -1));
  forEachInfo(infos, errors, (info) => {
    const { spec, path } = podSpecOf(info);
    sendChange(
      invocation,
      info,
      withPodSpec(info, path, { ...spec, serviceAccountName: name }),
      'serviceaccount updated',
    );
  });
  return 0;
}

function runSelector(invocation: Invocation): number {
  const { args, flags } = invocation;
  const expression = args.at(-1) ?? '';
  const isExpression = expression.includes('=');
  if (!isExpression)
    throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (flags.text('resource-version') !== '') throw notModelled('--resource-version');
  const selector = Object.fromEntries(expression.split(',').map((part) => part.split('=') as [string, string]));
  const { infos, errors } = findInfos(invocation, args.slice(0, -1));
  forEachInfo(infos, errors, (info) => {
    if (info.resource.kind !== 'Service') throw new CommandError('setting a selector is only supported for Services');
    sendChange(invocation, info, withValue(info.object ?? {}, ['spec', 'selector'], selector), 'selector updated');
  });
  return 0;
}

export const setCommand: Command = {
  name: 'set',
  commands: [
    setEnvCommand,
    {
      name: 'image',
      unmodelled: ['kustomize'],
      completes: 'TypeThenNames',
      run: runImage,
    },
    {
      name: 'resources',
      unmodelled: ['kustomize'],
      completes: 'TypeThenNames',
      run: runResources,
    },
    {
      name: 'selector',
      completes: 'TypeThenNames',
      run: runSelector,
    },
    {
      name: 'serviceaccount',
      aliases: ['sa'],
      unmodelled: ['kustomize'],
      completes: 'TypeThenNames',
      run: runServiceAccount,
    },
  ],
};
