import { findInfos, forEachInfo, printResult, typed } from '../change/modify.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError } from '../cli/errors.ts';
import { waitUntil } from '../cli/wait-loop.ts';
import { type Info, infoPath } from '../client/resources.ts';
import { number, text, withValue } from '../json.ts';

/** Writes the scale; with a precondition it is read first. */
function scaleOne(invocation: Invocation, info: Info, replicas: number): void {
  const { api, flags } = invocation;
  const query = { dryRun: dryRunOf(flags) === 'server' ? 'All' : undefined };
  const [expected, version] = [flags.int('current-replicas'), flags.text('resource-version')];
  if (expected === -1 && version === '') {
    api.patch(infoPath(info, 'scale'), 'merge', { spec: { replicas } }, query);
    return;
  }
  const scale = api.object(infoPath(info, 'scale'));
  const actual = number(scale, 'spec', 'replicas') ?? 0;
  if (expected !== -1 && expected !== actual)
    throw new CommandError(`Expected replicas to be ${expected}, was ${actual}`);
  const stored = text(scale, 'metadata', 'resourceVersion');
  if (version !== '' && version !== stored)
    throw new CommandError(`Expected resource version to be ${version}, was ${stored}`);
  api.put(infoPath(info, 'scale'), withValue(scale, ['spec', 'replicas'], replicas), query);
}

async function waitScaled(invocation: Invocation, infos: readonly Info[], replicas: number): Promise<number> {
  const limit = invocation.flags.duration('timeout');
  if (limit === 0) return 0;
  for (const info of infos) {
    const waited = await waitUntil(invocation.io, limit, () => {
      const scale = invocation.api.object(infoPath(info, 'scale'));
      return (number(scale, 'status', 'replicas') ?? 0) === replicas;
    });
    if (waited === 'Interrupted') return 130;
    if (waited === 'TimedOut')
      throw new CommandError(`timed out waiting for ${JSON.stringify(info.name)} to be synced`);
  }
  return 0;
}

async function run(invocation: Invocation): Promise<number> {
  const { api, args, flags } = invocation;
  const replicas = flags.int('replicas');
  if (replicas < 0)
    throw new CommandError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  const { infos, errors } = findInfos(invocation, args);
  if (infos.length === 0 && errors.length === 0) throw new CommandError('no objects passed to scale');
  if (flags.text('resource-version') !== '' && infos.length > 1)
    throw new CommandError('cannot use --resource-version with multiple resources');
  const dryRun = dryRunOf(flags);
  forEachInfo(infos, errors, (info) => {
    if (dryRun !== 'client') scaleOne(invocation, info, replicas);
    const shown = flags.text('output') === '' || dryRun === 'client' ? info.object : api.object(infoPath(info));
    printResult(invocation, typed(info, shown ?? {}), 'scaled');
  });
  return dryRun === 'none' ? waitScaled(invocation, infos, replicas) : 0;
}

export const scaleCommand: Command = {
  name: 'scale',
  unmodelled: ['kustomize'],
  required: ['replicas'],
  completes: 'TypeThenNames',
  run,
};
