/** `kubectl label` and `kubectl annotate`. */

import { findInfos, forEachInfo, printResult, sendPatch } from '../change/modify.ts';
import { type Changes, readAnnotationChanges, readLabelChanges, splitPairs } from '../change/pairs.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import type { Info } from '../client/resources.ts';
import { type JsonObject, object, sortedEntries, text, withValue } from '../json.ts';
import { mergePatch } from '../patch/merge.ts';

type Map = 'labels' | 'annotations';

interface Outcome {
  readonly after: JsonObject;
  readonly operation: string;
}

function checkOverwrite(map: Map, before: JsonObject, { set }: Changes): void {
  const taken = [...set].filter(([key, value]) => Object.hasOwn(before, key) && text(before, key) !== value);
  const [first] = taken;
  if (!first) return;
  const said = taken.map(([key]) => `'${key}' already has a value (${text(before, key)})`);
  if (map === 'labels') throw new CommandError(`${said[0]}, and --overwrite is false`);
  throw new CommandError(`--overwrite is false but found the following declared annotation(s): ${said.join('; ')}`);
}

function changed(invocation: Invocation, map: Map, value: JsonObject, changes: Changes): JsonObject {
  const { flags, io } = invocation;
  const before = object(value, 'metadata', map);
  if (!flags.bool('overwrite')) checkOverwrite(map, before, changes);
  const kept = sortedEntries(before).filter(([key]) => !changes.remove.includes(key));
  if (map === 'labels')
    for (const key of changes.remove.filter((one) => !Object.hasOwn(before, one)))
      io.out(`label ${JSON.stringify(key)} not found.\n`);
  const after = { ...Object.fromEntries(kept), ...Object.fromEntries(changes.set) };
  const written = withValue(value, ['metadata', map], after);
  const version = flags.text('resource-version');
  return version === '' ? written : withValue(written, ['metadata', 'resourceVersion'], version);
}

/** Models: `kubectl label`'s words, which go by how the number of labels changed. */
function labelOperation(before: JsonObject, after: JsonObject, changes: Changes): string {
  const [old, fresh] = [object(before, 'metadata', 'labels'), object(after, 'metadata', 'labels')];
  const removed = changes.remove.some((key) => Object.hasOwn(old, key));
  if (removed && changes.set.size === 0) return 'unlabeled';
  const same = JSON.stringify(sortedEntries(old)) === JSON.stringify(sortedEntries(fresh));
  const empty = !Object.hasOwn(object(before, 'metadata'), 'labels');
  return same && !empty ? 'not labeled' : 'labeled';
}

function outcome(invocation: Invocation, map: Map, info: Info, changes: Changes): Outcome {
  const before = info.object ?? {};
  const after = changed(invocation, map, before, changes);
  return { after, operation: map === 'labels' ? labelOperation(before, after, changes) : 'annotated' };
}

/** Differs: in order, where kubectl walks a Go map in any. */
function list(invocation: Invocation, map: Map, info: Info, several: boolean, after: JsonObject): void {
  const { io } = invocation;
  const title = map === 'labels' ? 'labels' : 'annotations';
  const indent = several ? ' ' : '';
  if (several) io.out(`Listing ${title} for ${info.resource.kind}.${info.resource.group}/${info.name}:\n`);
  for (const [key, value] of sortedEntries(object(after, 'metadata', map)))
    io.out(`${indent}${key}=${String(value)}\n`);
}

function run(invocation: Invocation, map: Map): number {
  const { args, flags } = invocation;
  const noun = map === 'labels' ? 'label' : 'annotation';
  const { resources, pairs } = splitPairs(args, noun);
  const listing = flags.bool('list');
  if (resources.length === 0 && flags.list('filename').length === 0)
    throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (pairs.length === 0 && !listing) throw new CommandError(`at least one ${noun} update is required`);
  const changes = map === 'labels' ? readLabelChanges(pairs) : readAnnotationChanges(pairs);
  const { infos, errors } = findInfos(invocation, resources);
  forEachInfo(infos, errors, (info) => {
    const { after, operation } = outcome(invocation, map, info, changes);
    const patch = mergePatch(info.object ?? {}, after);
    const result = !listing
      ? sendPatch(
          invocation,
          { info, type: 'merge', patch, after },
          `kubectl-${noun === 'label' ? 'label' : 'annotate'}`,
        )
      : after;
    if (listing) list(invocation, map, info, infos.length > 1, after);
    else printResult(invocation, result, operation);
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
