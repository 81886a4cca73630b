/** `kubectl label` and `kubectl annotate`. */

import { findInfos, forEachInfo, printResult, printWith, sendPatch } from '../change/modify.ts';
import { type Changes, checkNotBoth, readAnnotationChanges, readLabelChanges, splitPairs } from '../change/pairs.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError, throwAll } from '../cli/errors.ts';
import type { Info } from '../client/resources.ts';
import { at, equalJson, type JsonObject, object, sortedEntries, text, withValue } from '../json.ts';
import { compactJson } from '../output/json.ts';
import { findPrinter } from '../output/printer.ts';
import { mergePatch } from '../patch/merge.ts';

type Map = 'labels' | 'annotations';

/** Differs: in order, where kubectl walks a Go map in any. */
function checkOverwrite(map: Map, before: JsonObject, { set }: Changes): void {
  const taken = [...set].filter(([key, value]) => Object.hasOwn(before, key) && text(before, key) !== value);
  if (taken.length === 0) return;
  const said = taken.map(([key]) => `'${key}' already has a value (${text(before, key)})`);
  if (map === 'annotations')
    throw new CommandError(`--overwrite is false but found the following declared annotation(s): ${said.join('; ')}`);
  throwAll(said.map((one) => new CommandError(`${one}, and --overwrite is false`)));
}

/** A value that is no text takes the others with it. Models: unstructured.NestedStringMap. */
function textsOf(value: JsonObject, map: Map): JsonObject {
  const entries = sortedEntries(object(value, 'metadata', map)).map(([key, one]) => [key, one ?? ''] as const);
  return entries.every(([, one]) => typeof one === 'string') ? Object.fromEntries(entries) : {};
}

function changed({ flags }: Invocation, map: Map, value: JsonObject, changes: Changes): JsonObject {
  const before = textsOf(value, map);
  if (!flags.bool('overwrite')) checkOverwrite(map, before, changes);
  const all = { ...before, ...Object.fromEntries(changes.set) };
  const after = Object.fromEntries(sortedEntries(all).filter(([key]) => !changes.remove.includes(key)));
  const written = withValue(value, ['metadata', map], after);
  const version = flags.text('resource-version');
  return version === '' ? written : withValue(written, ['metadata', 'resourceVersion'], version);
}

/** Models: updateDataChangeMsg, which goes by the length of the object's JSON. */
function labelOperation({ flags }: Invocation, before: JsonObject, after: JsonObject): string {
  if (equalJson(before, after)) return 'not labeled';
  const shorter = compactJson(after).length < compactJson(before).length;
  return shorter && !flags.bool('overwrite') ? 'unlabeled' : 'labeled';
}

function sayMissing({ flags, io }: Invocation, before: JsonObject, { remove }: Changes): void {
  if (flags.bool('local') || flags.bool('list') || dryRunOf(flags) === 'client') return;
  for (const key of remove.filter((one) => at(before, 'metadata', 'labels', one) === undefined))
    io.out(`label ${JSON.stringify(key)} not found.\n`);
}

/** Differs: in order, where kubectl walks a Go map in any. */
function list(invocation: Invocation, map: Map, info: Info, several: boolean, after: JsonObject): void {
  const { io } = invocation;
  const indent = several ? ' ' : '';
  if (several) io.out(`Listing ${map} for ${info.resource.kind}.${info.resource.group}/${info.name}:\n`);
  for (const [key, value] of sortedEntries(object(after, 'metadata', map)))
    io.out(`${indent}${key}=${String(value)}\n`);
}

/** How the two verbs name a file in their messages. */
const SAMPLE: Readonly<Record<Map, string>> = { labels: 'pod', annotations: 'rsrc' };

function checkPlace({ flags }: Invocation, map: Map, resources: readonly string[]): void {
  const files = flags.list('filename').length > 0;
  for (const other of ['selector', 'field-selector'])
    if (flags.bool('all') && flags.text(other) !== '')
      throw new CommandError(`cannot set --all and --${other} at the same time`);
  if (!flags.bool('local')) {
    if (resources.length > 0 || files) return;
    throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  const sample = SAMPLE[map];
  const named = `-f ${sample}.yaml or --filename=${sample}.json`;
  if (dryRunOf(flags) === 'server')
    throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  if (resources.length > 0) throw new CommandError(`can only use local files by ${named} when --local=true is set`);
  if (!files) throw new CommandError(`one or more files must be specified as ${named}`);
}

/** What is to be changed. Throws in the verb's own order of mistakes. */
function readChanges(invocation: Invocation, map: Map): { resources: readonly string[]; changes: Changes } {
  const { args, flags } = invocation;
  const noun = map === 'labels' ? 'label' : 'annotation';
  const { resources, pairs } = splitPairs(args, noun);
  const none = () => {
    if (pairs.length === 0 && !flags.bool('list')) throw new CommandError(`at least one ${noun} update is required`);
  };
  if (map === 'labels') {
    const changes = readLabelChanges(pairs);
    if (flags.bool('list') && flags.text('output') !== '')
      throw new CommandError('--list and --output may not be specified together');
    checkPlace(invocation, map, resources);
    none();
    return { resources, changes };
  }
  const changes = readAnnotationChanges(pairs);
  checkPlace(invocation, map, resources);
  none();
  checkNotBoth(changes);
  return { resources, changes };
}

/** Models: singleItemImplied of the resource builder: standard input may hold anything. */
function isOne({ flags }: Invocation, resources: readonly string[]): boolean {
  const files = flags.list('filename');
  if (files.length > 0) return files.some((file) => file !== '-') && !flags.bool('recursive');
  return resources.length === (resources[0]?.includes('/') ? 1 : 2);
}

function run(invocation: Invocation, map: Map): number {
  const { flags } = invocation;
  const listing = flags.bool('list');
  // One printer for all of `annotate`; `label` makes one for each object.
  const shared = map === 'annotations' ? findPrinter(invocation) : undefined;
  const { resources, changes } = readChanges(invocation, map);
  const { infos, errors } = findInfos(invocation, resources);
  if (flags.text('resource-version') !== '' && !isOne(invocation, resources))
    throw new CommandError('--resource-version may only be used with a single resource');
  const manager = map === 'labels' ? 'kubectl-label' : 'kubectl-annotate';
  forEachInfo(infos, errors, (info) => {
    const before = info.object ?? {};
    const after = changed(invocation, map, before, changes);
    if (listing) return list(invocation, map, info, infos.length > 1, after);
    if (map === 'labels') sayMissing(invocation, before, changes);
    const patch = mergePatch(before, after);
    const result = sendPatch(invocation, { info, type: 'merge', patch, after }, manager);
    if (map === 'labels') printResult(invocation, result, labelOperation(invocation, before, after));
    else printWith(invocation, shared, result, 'annotated');
  });
  return 0;
}

export const labelCommand: Command = {
  name: 'label',
  unmodelled: ['kustomize'],
  completes: 'TypeThenNames',
  run: (invocation) => run(invocation, 'labels'),
};

export const annotateCommand: Command = {
  name: 'annotate',
  unmodelled: ['kustomize'],
  completes: 'TypeThenNames',
  run: (invocation) => run(invocation, 'annotations'),
};
