/** Whether a node takes new pods, for cordon, uncordon and drain. */
import type { Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { fetchObjects, type Info, selectResources } from '../client/resources.ts';
import { at, withValue } from '../json.ts';
import { resultLine } from '../output/printer.ts';
import { patchBetween, sendPatch, typed } from './modify.ts';

export type Schedule = 'cordoned' | 'uncordoned';

/** The nodes a line names, or those of its selector. */
export function selectNodes(invocation: Invocation, verb: string): { infos: Info[]; errors: Error[] } {
  const { args, flags, path } = invocation;
  const selector = flags.text('selector');
  if (args.length === 0 && selector === '') throw usageHint(path, `USAGE: ${verb} NODE [flags]`);
  if (args.length > 0 && selector !== '')
    throw usageHint(path, 'error: cannot specify both a node name and a --selector option');
  const words = args.map((name) => (name.includes('/') ? name : `node/${name}`));
  const selection = selectResources(invocation, flags, words.length > 0 ? words : ['nodes'], { bareTypes: false });
  return fetchObjects(invocation, selection);
}

/** Marks one node and says so. */
export function mark(invocation: Invocation, info: Info, schedule: Schedule): void {
  const { flags, io } = invocation;
  const node = typed(info, info.object ?? {});
  const now = at(node, 'spec', 'unschedulable') === true;
  if (now === (schedule === 'cordoned')) {
    io.out(resultLine(node, `already ${schedule}`, dryRunOf(flags)));
    return;
  }
  const after = withValue(node, ['spec', 'unschedulable'], schedule === 'cordoned' ? true : undefined);
  const { type, patch } = patchBetween(info, node, after);
  sendPatch(invocation, { info, type, patch, after }, 'kubectl-cordon');
  io.out(resultLine(node, schedule, dryRunOf(flags)));
}
