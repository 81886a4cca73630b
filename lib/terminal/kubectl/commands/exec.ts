import type { Command, Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { CommandError, Exit } from '../cli/errors.ts';
import { waitUntil } from '../cli/wait-loop.ts';
import { execute } from '../client/execute.ts';
import { getTarget, podsOf } from '../client/pods.ts';
import { selectFiles } from '../client/resources.ts';
import type { JsonObject } from '../json.ts';

interface Request {
  /** Undefined when `-f` says which. */
  readonly target: string | undefined;
  readonly command: readonly string[];
}

function readArguments({ flags, args, beforeDash, path }: Invocation): Request {
  const fromFile = flags.list('filename').length > 0;
  const before = beforeDash < 0 ? args : args.slice(0, beforeDash);
  const command = beforeDash < 0 ? args.slice(fromFile ? 0 : 1) : args.slice(beforeDash);
  if (!fromFile && (before.length === 0 || beforeDash === 0))
    throw new CommandError('pod, type/name or --filename must be specified');
  if ((beforeDash < 0 && command.length > 0) || before.length > 1)
    throw usageHint(path, 'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead');
  if (command.length === 0) throw new CommandError('you must specify at least one command for the container');
  return { target: fromFile ? undefined : before[0], command };
}

function targetOf(invocation: Invocation, target: string | undefined): JsonObject {
  if (target !== undefined) return getTarget(invocation, target);
  const [info] = selectFiles(invocation, invocation.flags).infos;
  if (!info) throw new CommandError('pod, type/name or --filename must be specified');
  return getTarget(invocation, `${info.resource.name}/${info.name}`);
}

/** The first pod of the target, waited for as long as `--pod-running-timeout` says. */
async function findPod(invocation: Invocation, target: string | undefined): Promise<JsonObject> {
  let pod: JsonObject | undefined;
  const waited = await waitUntil(invocation.io, invocation.flags.duration('pod-running-timeout'), () => {
    [pod] = podsOf(invocation, targetOf(invocation, target), 'attach to');
    return pod !== undefined;
  });
  if (waited === 'Interrupted') throw new Exit(130);
  if (!pod) throw new CommandError('timed out waiting for the condition');
  return pod;
}

async function run(invocation: Invocation): Promise<number> {
  const { flags, io } = invocation;
  const { target, command } = readArguments(invocation);
  const pod = await findPod(invocation, target);
  const quiet = flags.bool('quiet');
  const interactive = flags.bool('stdin') && flags.bool('tty') && io.stdinIsTerminal;
  if (flags.bool('tty') && flags.bool('stdin') && !interactive && !quiet)
    io.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  return execute(invocation, {
    pod,
    container: flags.text('container'),
    words: command,
    stdin: flags.bool('stdin') ? io.stdin : undefined,
    interactive,
    quiet,
    out: io.out,
    err: io.err,
  });
}

export const execCommand: Command = {
  name: 'exec',
  completes: 'Pods',
  run,
};
