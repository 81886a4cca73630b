import { forEachInfo, patchBetween, printResult, sendPatch, typed } from '../change/modify.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { CommandError } from '../cli/errors.ts';
import { fetchObjects, type Info, selectResources } from '../client/resources.ts';
import { type Json, type JsonObject, list, text, withValue } from '../json.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

interface Removal {
  readonly key: string;
  /** Empty: every effect. */
  readonly effect: string;
}

interface TaintChange {
  readonly add: readonly JsonObject[];
  readonly remove: readonly Removal[];
}

function checkEffect(path: string, effect: string): void {
  if (!EFFECTS.includes(effect)) throw usageHint(path, `invalid taint effect: ${effect}, unsupported taint effect`);
}

function readTaint(path: string, spec: string): JsonObject {
  const [pair = '', effect, extra] = spec.split(':');
  const [key = '', value] = pair.split('=');
  if (effect === undefined || extra !== undefined || !NAME.test(key.split('/').at(-1) ?? ''))
    throw usageHint(
      path,
      `invalid taint spec: ${spec}, name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    );
  checkEffect(path, effect);
  return value === undefined || value === '' ? { effect, key } : { effect, key, value };
}

function readChange(path: string, specs: readonly string[]): TaintChange {
  const removals = specs
    .filter((spec) => spec.endsWith('-'))
    .map((spec): Removal => {
      const [pair = '', effect = ''] = spec.slice(0, -1).split(':');
      if (effect !== '') checkEffect(path, effect);
      return { key: pair.split('=')[0] ?? '', effect };
    });
  return { add: specs.filter((spec) => !spec.endsWith('-')).map((spec) => readTaint(path, spec)), remove: removals };
}

const isTaintSpec = (word: string): boolean => word.includes('=') || word.includes(':') || word.endsWith('-');

const same = (a: Json, b: Json): boolean =>
  text(a, 'key') === text(b, 'key') && text(a, 'effect') === text(b, 'effect');

/** The node's taints after the change, new ones first, and what that is called. */
function changed(info: Info, change: TaintChange, overwrite: boolean): { taints: Json[]; operation: string } {
  const before = list(info.object, 'spec', 'taints');
  const clash = change.add.some((taint) => before.some((one) => same(one, taint)));
  if (clash && !overwrite)
    throw new CommandError(`node ${info.name} already has a taint(s) with same effect(s) and --overwrite is false`);
  const removes = (taint: Json, { key, effect }: Removal) =>
    text(taint, 'key') === key && (effect === '' || text(taint, 'effect') === effect);
  const unknown = change.remove.find((removal) => !before.some((taint) => removes(taint, removal)));
  if (unknown)
    throw new CommandError(
      `taint ${JSON.stringify(unknown.effect === '' ? unknown.key : `${unknown.key}:${unknown.effect}`)} not found`,
    );
  const kept = before.filter(
    (one) => !change.add.some((taint) => same(one, taint)) && !change.remove.some((removal) => removes(one, removal)),
  );
  const operation =
    clash || (change.add.length > 0 && change.remove.length > 0)
      ? 'modified'
      : change.add.length > 0
        ? 'tainted'
        : 'untainted';
  return { taints: [...change.add, ...kept], operation };
}

function run(invocation: Invocation): number {
  const { args, flags, path } = invocation;
  const first = args.findIndex(isTaintSpec);
  const resources = first < 0 ? args : args.slice(0, first);
  const specs = first < 0 ? [] : args.slice(first);
  const [type] = resources;
  if (type === undefined) throw new CommandError('one or more resources must be specified as <resource> <name>');
  if (!['node', 'nodes', 'no'].includes(type))
    throw new CommandError(`invalid resource type ${type}, only node types are supported`);
  if (specs.length === 0) throw new CommandError('at least one taint update is required');
  const change = readChange(path, specs);
  const { infos, errors } = fetchObjects(
    invocation,
    selectResources(invocation, flags, resources, { bareTypes: false }),
  );
  forEachInfo(infos, errors, (info) => {
    const before = typed(info, info.object ?? {});
    const { taints, operation } = changed(info, change, flags.bool('overwrite'));
    const after = withValue(before, ['spec', 'taints'], taints.length > 0 ? taints : undefined);
    const { type: kind, patch } = patchBetween(info, before, after);
    printResult(invocation, sendPatch(invocation, { info, type: kind, patch, after }, 'kubectl-taint'), operation);
  });
  return 0;
}

export const taintCommand: Command = {
  name: 'taint',
  unmodelled: ['validate'],
  completes: 'TypeThenNames',
  run,
};
