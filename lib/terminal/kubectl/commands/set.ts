import { canonicalQuantity, parseQuantity } from '../../../world/api/quantity.ts';
import { forEachInfo, patchBetween, printWith, sendPatch } from '../change/modify.ts';
import { splitPairs } from '../change/pairs.ts';
import { changeContainers, matchesPattern, podSpecOf, withPodSpec } from '../change/pod-spec.ts';
import { readSelectorArgument } from '../change/selector-argument.ts';
import { changeEach, checkAll, checkLocal, findTargets, getTargets } from '../change/set-target.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, notModelled, throwAll } from '../cli/errors.ts';
import { type JsonObject, object, withValue } from '../json.ts';
import { findPrinter } from '../output/printer.ts';
import { setEnvCommand } from './set-env.ts';

const NO_RESOURCES = 'one or more resources must be specified as <resource> <name> or <resource>/<name>';

function checkImage(invocation: Invocation, resources: readonly string[], images: ReadonlyMap<string, string>): void {
  const { flags } = invocation;
  const errors: Error[] = [];
  const attempt = (check: () => void) => {
    try {
      check();
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push(error);
    }
  };
  attempt(() => checkAll(invocation));
  if (resources.length === 0 && flags.list('filename').length === 0) errors.push(new CommandError(NO_RESOURCES));
  if (images.size === 0) errors.push(new CommandError('at least one image update is required'));
  else if (images.size > 1 && images.has('*'))
    errors.push(
      new CommandError(
        'all containers are already specified by *, but saw more than one container_name=container_image pairs',
      ),
    );
  attempt(() => checkLocal(invocation));
  throwAll(errors);
}

function runImage(invocation: Invocation): number {
  const { resources, pairs } = splitPairs(invocation.args, 'image');
  const images = new Map(
    pairs.map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      if (equals < 0) throw new CommandError(`invalid image format: ${pair}`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
  const infos = getTargets(invocation, resources);
  checkImage(invocation, resources, images);
  const missing: Error[] = [];
  const change = { operation: 'image updated', unchanged: 'Silent', missing } as const;
  changeEach(invocation, infos, change, (info) => {
    const { spec, path } = podSpecOf(info);
    let after = spec;
    for (const [name, image] of images) {
      const found = changeContainers(
        after,
        (one) => name === '*' || one === name,
        (container) => withImage(container, image),
      );
      if (found.matched === 0)
        missing.push(new CommandError(`error: unable to find container named ${JSON.stringify(name)}`));
      after = found.spec;
    }
    return withPodSpec(info, path, after);
  });
  return 0;
}

function withImage(container: JsonObject, image: string): JsonObject {
  if (image !== '') return { ...container, image };
  const { image: _, ...rest } = container;
  return rest;
}

function quantities(given: string): JsonObject {
  if (given === '') return {};
  const entries = given.split(',').map((part): [string, string] => {
    const [name = '', value, extra] = part.split('=');
    if (value === undefined || extra !== undefined)
      throw new CommandError(`Invalid argument syntax ${part}, expected <resource>=<value>`);
    const parsed = parseQuantity(value);
    if (!parsed.ok) throw new CommandError(parsed.message);
    return [name, canonicalQuantity(value)];
  });
  return Object.fromEntries(entries);
}

function runResources(invocation: Invocation): number {
  const { args, flags } = invocation;
  const infos = getTargets(invocation, args);
  checkAll(invocation);
  checkLocal(invocation);
  if (flags.text('limits') === '' && flags.text('requests') === '')
    throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
  const [limits, requests] = [quantities(flags.text('limits')), quantities(flags.text('requests'))];
  const pattern = flags.text('containers');
  const missing: Error[] = [];
  const change = { operation: 'resource requirements updated', unchanged: 'Silent', missing } as const;
  changeEach(invocation, infos, change, (info) => {
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
    if (changed.matched === 0) missing.push(new CommandError(`error: unable to find container named ${pattern}`));
    return withPodSpec(info, path, changed.spec);
  });
  return 0;
}

function runServiceAccount(invocation: Invocation): number {
  const { args } = invocation;
  if (args.length === 0) throw new CommandError('serviceaccount is required');
  const name = args.at(-1) ?? '';
  const infos = getTargets(invocation, args.slice(0, -1), 'Ignored');
  changeEach(invocation, infos, { operation: 'serviceaccount updated', unchanged: 'Printed' }, (info) => {
    const { spec, path } = podSpecOf(info);
    const { serviceAccountName: _, ...rest } = spec;
    return withPodSpec(info, path, name === '' ? rest : { ...rest, serviceAccountName: name });
  });
  return 0;
}

function runSelector(invocation: Invocation): number {
  const { args, flags } = invocation;
  const expression = args.at(-1) ?? '';
  const local = flags.bool('local');
  if (!local && !expression.includes('=')) throw new CommandError(NO_RESOURCES);
  if (flags.text('resource-version') !== '') throw notModelled('--resource-version');
  const { labels, expressions } = readSelectorArgument(expression);
  const printer = findPrinter(invocation);
  const { infos, errors } = findTargets(invocation, args.slice(0, -1));
  forEachInfo(infos, errors, (info) => {
    if (info.resource.kind !== 'Service') throw new CommandError('setting a selector is only supported for Services');
    if (expressions.length > 0)
      throw new CommandError(`match expression [${expressions.join(' ')}] not supported on this object`);
    const after = withValue(info.object ?? {}, ['spec', 'selector'], labels);
    const { type, patch } = patchBetween(info, info.object ?? {}, after);
    if (!local && Object.keys(patch).length === 0) return;
    const sent = sendPatch(invocation, { info, type, patch, after }, 'kubectl-set');
    printWith(invocation, printer, sent, 'selector updated');
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
