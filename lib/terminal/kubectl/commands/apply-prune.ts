/** `kubectl apply --prune`: what was applied once and is in the files no more, goes. */
import { typed } from '../change/modify.ts';
import { listAllowed, listPrunable } from '../change/prunable.ts';
import type { Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError } from '../cli/errors.ts';
import { infoPath } from '../client/resources.ts';
import type { JsonObject } from '../json.ts';
import { resultLine } from '../output/printer.ts';
import { deletionOf } from './apply-force.ts';

export function checkPrune(invocation: Invocation): void {
  const { flags } = invocation;
  if (!flags.bool('prune')) return;
  listAllowed(invocation);
  if (flags.bool('all') && flags.text('selector') !== '')
    throw new CommandError('cannot set --all and --selector at the same time');
  if (!flags.bool('all') && flags.text('selector') === '')
    throw new CommandError(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
}

/** `applied` are the objects of the files as they stand now. */
export function prune(invocation: Invocation, applied: readonly JsonObject[]): void {
  const { api, flags, io } = invocation;
  for (const info of listPrunable(invocation, applied)) {
    if (dryRunOf(flags) !== 'client') api.delete(infoPath(info), deletionOf(invocation));
    io.out(resultLine(typed(info, info.object ?? {}), 'pruned', dryRunOf(flags)));
  }
}
