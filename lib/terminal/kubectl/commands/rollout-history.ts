/** `rollout history`: what a workload has been, and how each of it looked. */
import { forEachInfo, typed } from '../change/modify.ts';
import type { Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { groupResource } from '../client/discovery.ts';
import { fetchObjects, type Info, selectResources } from '../client/resources.ts';
import { writeTemplate } from '../describe/template.ts';
import { Writer } from '../describe/writer.ts';
import { type JsonObject, withValue } from '../json.ts';
import { inGoOrder } from '../output/go-order.ts';
import { findPrinter, nameOf } from '../output/printer.ts';
import { alignTabs } from '../output/tabwriter.ts';
import { CAUSE, listRevisions, type Revision } from './rollout-revisions.ts';

/** A template as it is shown on its own: not aligned. */
export function templateText(template: JsonObject): string {
  const w = new Writer();
  writeTemplate(w, template);
  return w.raw();
}

function historyText(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return 'No rollout history found.';
  const rows = revisions.map(({ number, cause }) => `${number}\t${cause || '<none>'}`);
  return alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join('\n')}\n`, { minWidth: 0, padding: 2 });
}

export function selectRollouts(invocation: Invocation): { infos: Info[]; errors: Error[] } {
  const { args, flags } = invocation;
  if (args.length === 0 && flags.list('filename').length === 0)
    throw new CommandError('required resource not specified');
  return fetchObjects(invocation, selectResources(invocation, flags, args, { bareTypes: true }));
}

const ROLLED_OUT = ['Deployment', 'DaemonSet', 'StatefulSet'];

/** Kinds that are looked at and found wanting; others are not even known. Models: kubectl pkg/apps/kind_visitor.go */
const VISITED = ['CronJob', 'Job', 'Pod', 'ReplicaSet', 'ReplicationController'];

/** `done` is what kubectl has no way to do with other kinds: `history viewer`; `short` is its name for it. */
export function checkRolledOut({ resource }: Info, done: string, short: string): void {
  const { kind, group } = resource;
  if (ROLLED_OUT.includes(kind)) return;
  const quoted = JSON.stringify(groupResource({ ...resource, name: kind }));
  throw new CommandError(
    VISITED.includes(kind)
      ? `no ${done} has been implemented for ${quoted}`
      : `error retrieving ${short} for ${quoted}, no visitor method exists for {${group} ${kind}}`,
  );
}

function getRevision(revisions: readonly Revision[], wanted: number): Revision {
  const found = revisions.find(({ number }) => number === wanted);
  if (!found) throw new CommandError('unable to find the specified revision');
  return found;
}

/** Only a Deployment's template is shown with the cause among its annotations. */
function shownTemplate({ resource }: Info, { template, cause }: Revision): JsonObject {
  return resource.kind === 'Deployment' && cause !== ''
    ? withValue(template, ['metadata', 'annotations', CAUSE], cause)
    : template;
}

export function runHistory(invocation: Invocation): number {
  const { flags, io } = invocation;
  const wanted = flags.int('revision');
  if (wanted < 0) throw new CommandError(`revision must be a positive integer: ${wanted}`);
  const printer = findPrinter(invocation, 'Declared');
  const { infos, errors } = selectRollouts(invocation);
  forEachInfo(infos, errors, (info) => {
    checkRolledOut(info, 'history viewer', 'history');
    const revisions = listRevisions(invocation, info).filter(({ number }) => number > 0);
    const chosen = wanted === 0 ? revisions : [getRevision(revisions, wanted)];
    if (printer) {
      for (const { value } of chosen) io.out(printer(inGoOrder(value, flags)));
      return;
    }
    const name = nameOf(typed(info, info.object ?? {}));
    const [only] = chosen;
    if (wanted === 0 || !only) io.out(`${name} \n${historyText(revisions)}\n`);
    else io.out(`${name} with revision #${wanted}\n${templateText(shownTemplate(info, only))}\n`);
  });
  return 0;
}
