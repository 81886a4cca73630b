import { NOT_STARTED } from '../../tool.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { CommandError, Exit } from '../cli/errors.ts';
import { waitUntil } from '../cli/wait-loop.ts';
import { pathOf } from '../client/discovery.ts';
import { defaultContainer, getTarget, podsOf } from '../client/pods.ts';
import { selectFiles } from '../client/resources.ts';
import { type JsonObject, text } from '../json.ts';

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
  const { api, discovery, flags, io } = invocation;
  const { target, command } = readArguments(invocation);
  const pod = await findPod(invocation, target);
  const phase = text(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed')
    throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  const chosen =
    flags.text('container') === '' ? defaultContainer(pod) : { container: flags.text('container'), note: '' };
  if (!flags.bool('quiet')) io.err(chosen.note);
  const [namespace, name] = [text(pod, 'metadata', 'namespace'), text(pod, 'metadata', 'name')];
  const interactive = flags.bool('stdin') && flags.bool('tty') && io.stdinIsTerminal;
  if (flags.bool('tty') && !interactive && !flags.bool('quiet'))
    io.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  api.upgrade(pathOf(discovery.get('pods'), namespace, name, 'exec'), {
    container: chosen.container,
    command: command[0],
    stdin: flags.bool('stdin') ? 'true' : undefined,
    stdout: 'true',
    stderr: interactive ? undefined : 'true',
    tty: interactive ? 'true' : undefined,
  });
  const place = { cluster: invocation.clusterName(), pod: { namespace, name, container: chosen.container } };
  const code = await io.runIn(place, command, { stdin: flags.bool('stdin') ? io.stdin : '', interactive });
  if (code === NOT_STARTED) return 1;
  if (code !== 0) io.err(`command terminated with exit code ${code}\n`);
  return code;
}

export const execCommand: Command = {
  name: 'exec',
  completes: 'Pods',
  run,
};
