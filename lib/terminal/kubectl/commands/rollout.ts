import { forEachInfo, patchBetween, printResult, sendPatch, typed } from '../change/modify.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { groupResource } from '../client/discovery.ts';
import { fetchObjects, type Info, selectResources } from '../client/resources.ts';
import { formatTime } from '../describe/time.ts';
import { at, type JsonObject, withValue } from '../json.ts';
import { runHistory } from './rollout-history.ts';
import { runStatus } from './rollout-status.ts';
import { runUndo } from './rollout-undo.ts';

type Change = (invocation: Invocation, info: Info, object: JsonObject) => JsonObject;

const RESTARTED = ['spec', 'template', 'metadata', 'annotations', 'kubectl.kubernetes.io/restartedAt'];

const named = (info: Info): string => `${groupResource(info.resource)} ${JSON.stringify(info.name)}`;

/** Models: polymorphichelpers.defaultObjectRestarter. */
const restart: Change = ({ io }, info, object) => {
  if (!['Deployment', 'DaemonSet', 'StatefulSet'].includes(info.resource.kind))
    throw new CommandError(`${named(info)} restarting is not supported`);
  if (at(object, 'spec', 'paused') === true)
    throw new CommandError(`${named(info)} can't restart paused deployment (run rollout resume first)`);
  return withValue(object, RESTARTED, formatTime(io.clock.epochMs + io.clock.nowMs()));
};

const pause: Change = (_, info, object) => {
  if (info.resource.kind !== 'Deployment') throw new CommandError(`${named(info)} pausing is not supported`);
  if (at(object, 'spec', 'paused') === true) throw new CommandError(`${named(info)} is already paused`);
  return withValue(object, ['spec', 'paused'], true);
};

const resume: Change = (_, info, object) => {
  if (info.resource.kind !== 'Deployment') throw new CommandError(`${named(info)} resuming is not supported`);
  if (at(object, 'spec', 'paused') !== true) throw new CommandError(`${named(info)} is not paused`);
  return withValue(object, ['spec', 'paused'], undefined);
};

/** A sub-command that changes one field of each rollout. */
function changing(change: Change, operation: string): (invocation: Invocation) => number {
  return (invocation) => {
    const { args, flags } = invocation;
    if (args.length === 0 && flags.list('filename').length === 0)
      throw new CommandError('required resource not specified');
    const { infos, errors } = fetchObjects(invocation, selectResources(invocation, flags, args, { bareTypes: true }));
    if (infos.length === 0 && errors.length === 0)
      invocation.io.err(`No resources found in ${invocation.namespace} namespace.\n`);
    forEachInfo(infos, errors, (info) => {
      const before = typed(info, info.object ?? {});
      const after = change(invocation, info, before);
      const { type, patch } = patchBetween(info, before, after);
      if (Object.keys(patch).length === 0)
        throw new CommandError(
          `failed to create patch for ${info.name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
        );
      printResult(invocation, sendPatch(invocation, { info, type, patch, after }, 'kubectl-rollout'), operation);
    });
    return 0;
  };
}

export const rolloutCommand: Command = {
  name: 'rollout',
  bareHelp: 'out',
  commands: [
    {
      name: 'history',
      unmodelled: ['kustomize'],
      completes: 'TypeThenNames',
      run: runHistory,
    },
    {
      name: 'pause',
      unmodelled: ['kustomize'],
      completes: 'TypeThenNames',
      run: changing(pause, 'paused'),
    },
    {
      name: 'restart',
      unmodelled: ['kustomize'],
      completes: 'TypeThenNames',
      run: changing(restart, 'restarted'),
    },
    {
      name: 'resume',
      unmodelled: ['kustomize'],
      completes: 'TypeThenNames',
      run: changing(resume, 'resumed'),
    },
    {
      name: 'status',
      unmodelled: ['kustomize'],
      completes: 'TypeThenNames',
      run: runStatus,
    },
    {
      name: 'undo',
      unmodelled: ['kustomize'],
      completes: 'TypeThenNames',
      run: runUndo,
    },
  ],
};
