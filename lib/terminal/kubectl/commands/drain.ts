/** Models: kubectl pkg/cmd/drain: every node is marked, then each is emptied in its turn. */
import { typed } from '../change/modify.ts';
import { mark, selectNodes } from '../change/schedule.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { AggregateFailure, CommandError, Exit } from '../cli/errors.ts';
import { matchesLabels } from '../client/labels.ts';
import type { Info } from '../client/resources.ts';
import { type JsonObject, text } from '../json.ts';
import { resultLine } from '../output/printer.ts';
import { type Plan, planDrain } from './drain-plan.ts';
import { removePods } from './drain-removal.ts';

/** A list of failures as Go puts it into one line. */
const oneLine = (error: Error): string =>
  error instanceof AggregateFailure && error.errors.length > 1
    ? `[${error.errors.map(oneLine).join(', ')}]`
    : error.message;

const nameOf = (pod: JsonObject): string => text(pod, 'metadata', 'name');

const refusalsOf = (plan: Plan): AggregateFailure =>
  new AggregateFailure(plan.refusals.map((refusal) => new CommandError(refusal)));

/** What stands there still when a drain fails. */
function sayPending(invocation: Invocation, node: string, error: Error): void {
  const { io } = invocation;
  const plan = planDrain(invocation, node);
  if (plan.refusals.length > 0) {
    io.err(`Following errors occurred while getting the list of pods to delete:\n${oneLine(refusalsOf(plan))}`);
    return;
  }
  if (plan.evict.length === 0) return;
  io.err(`There are pending pods in node ${JSON.stringify(node)} when an error occurred: ${oneLine(error)}\n`);
  for (const pod of plan.evict) io.err(`pod/${nameOf(pod)}\n`);
}

async function emptyNode(invocation: Invocation, node: string): Promise<void> {
  const { flags, io } = invocation;
  const plan = planDrain(invocation, node);
  if (plan.refusals.length > 0) throw refusalsOf(plan);
  if (plan.warnings.length > 0) io.err(`Warning: ${plan.warnings.join('; ')}\n`);
  if (dryRunOf(flags) === 'client') {
    for (const pod of plan.evict)
      io.out(`evicting pod ${text(pod, 'metadata', 'namespace')}/${nameOf(pod)} (dry run)\n`);
    return;
  }
  try {
    await removePods(invocation, plan.evict);
  } catch (error) {
    if (error instanceof Error && !(error instanceof Exit)) sayPending(invocation, node, error);
    throw error;
  }
}

/** Resolves to the failure; one node's failure does not keep the others. */
async function drainNode(invocation: Invocation, info: Info): Promise<Error | undefined> {
  const { flags, io } = invocation;
  try {
    await emptyNode(invocation, info.name);
    io.out(resultLine(typed(info, info.object ?? {}), 'drained', dryRunOf(flags)));
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof Exit) throw error;
    const node = JSON.stringify(info.name);
    io.err(`error: unable to drain node ${node} due to error: ${oneLine(error)}, continuing command...\n`);
    return error;
  }
}

function checkSelector({ flags }: Invocation): void {
  try {
    matchesLabels({}, flags.text('pod-selector'));
  } catch {
    throw new CommandError('--pod-selector=<pod_selector> must be a valid label selector');
  }
}

async function run(invocation: Invocation): Promise<number> {
  const { args, flags, io } = invocation;
  if (args.length > 0 || flags.text('selector') !== '') checkSelector(invocation);
  const { infos, errors } = selectNodes(invocation, 'drain');
  const [failure] = errors;
  if (failure) throw failure;
  for (const info of infos) mark(invocation, info, 'cordoned');
  const failed: { info: Info; error: Error }[] = [];
  for (const info of infos) {
    const error = await drainNode(invocation, info);
    if (error) failed.push({ info, error });
  }
  if (failed.length === 0) return 0;
  io.err(`There are pending nodes to be drained:\n${failed.map(({ info }) => ` ${info.name}\n`).join('')}`);
  const [first] = failed;
  if (first && failed.length === 1) throw first.error;
  throw new AggregateFailure(failed.map(({ error }) => new CommandError(oneLine(error))));
}

export const drainCommand: Command = {
  name: 'drain',
  completes: 'Nodes',
  run,
};
