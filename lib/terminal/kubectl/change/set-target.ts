/** What the commands of `kubectl set` share: which objects, what is told of those that failed, what is printed. */
import type { Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError, throwAll } from '../cli/errors.ts';
import type { Info } from '../client/resources.ts';
import { equalJson, type JsonObject } from '../json.ts';
import { findPrinter } from '../output/printer.ts';
import { selectTyped } from './local.ts';
import { findInfos, patchBetween, printWith, sendPatch } from './modify.ts';

const LOCAL_RESOURCES = `you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

/** Throws where no server is to be asked and one is needed. */
export function checkLocal({ flags }: Invocation): void {
  if (flags.bool('local') && dryRunOf(flags) === 'server')
    throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
}

export const checkAll = ({ flags }: Invocation): void => {
  if (flags.bool('all') && flags.text('selector') !== '')
    throw new CommandError('cannot set --all and --selector at the same time');
};

interface Targets {
  readonly infos: readonly Info[];
  readonly errors: readonly Error[];
}

/** The objects of a line; with `--local` no argument may name one, unless the command does not care. */
export function findTargets(
  invocation: Invocation,
  resources: readonly string[],
  names: 'Refused' | 'Ignored' = 'Refused',
): Targets {
  if (!invocation.flags.bool('local')) return findInfos(invocation, resources);
  if (resources.length > 0 && names === 'Refused') throw new CommandError(LOCAL_RESOURCES);
  return selectTyped(invocation);
}

/** The same, where nothing is done when one of them cannot be read. */
export function getTargets(
  invocation: Invocation,
  resources: readonly string[],
  names: 'Refused' | 'Ignored' = 'Refused',
): readonly Info[] {
  const { infos, errors } = findTargets(invocation, resources, names);
  throwAll(errors);
  return infos;
}

/** What became of one object; nothing where it is not to be sent. */
export type Outcome = JsonObject | undefined;

export interface Change {
  readonly operation: string;
  /** Whether an object that stays as it is is told of. */
  readonly unchanged: 'Printed' | 'Silent';
  /** Told before what went wrong with whole objects; filled while they are changed. */
  readonly missing?: readonly Error[];
}

/** Changes each object, and only then sends and prints them in order. Models: CalculatePatches in set/helper.go. */
export function changeEach(
  invocation: Invocation,
  infos: readonly Info[],
  { operation, unchanged, missing = [] }: Change,
  change: (info: Info) => Outcome,
): void {
  const printer = findPrinter(invocation);
  const failures: Error[] = [];
  const changed = infos.map((info) => ({ info, after: attempt(info, failures, change) }));
  for (const { info, after } of changed) {
    if (after === undefined) continue;
    const { type, patch } = patchBetween(info, info.object ?? {}, after);
    const asks = !invocation.flags.bool('local');
    const silent = unchanged === 'Silent' || (asks && dryRunOf(invocation.flags) !== 'client');
    if (silent && (equalJson(info.object, after) || Object.keys(patch).length === 0)) continue;
    printWith(invocation, printer, sendPatch(invocation, { info, type, patch, after }, 'kubectl-set'), operation);
  }
  throwAll([...missing, ...failures]);
}

function attempt(info: Info, failures: Error[], change: (info: Info) => Outcome): Outcome {
  try {
    return change(info);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    failures.push(error);
    return undefined;
  }
}
