/** `kubectl attach`, and what `port-forward` says of its arguments: its tunnel is not modelled in the terminal. */
import type { Command, Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { CommandError, notModelled } from '../cli/errors.ts';
import { attachTo } from '../client/attach.ts';
import { allContainerNames, defaultContainer, getTarget, podsOf } from '../client/pods.ts';
import { list, text } from '../json.ts';

async function runAttach(invocation: Invocation): Promise<number> {
  const { args, flags, io } = invocation;
  const [first, second] = args;
  if (first === undefined) throw new CommandError('at least 1 argument is required for attach');
  if (args.length > 2)
    throw new CommandError(
      `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`,
    );
  const [pod] = podsOf(
    invocation,
    getTarget(invocation, second === undefined ? first : `${first}/${second}`),
    'attach to',
  );
  if (!pod) throw new CommandError('no pod to attach to');
  const phase = text(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed')
    throw new CommandError(`cannot attach a container in a completed pod; current phase is ${phase}`);
  const given = flags.text('container');
  if (given !== '' && !allContainerNames(pod).includes(given))
    throw new CommandError(
      `cannot attach to the container: container ${given} not found in pod ${text(pod, 'metadata', 'name')}`,
    );
  const quiet = flags.bool('quiet');
  const { container, note } = given === '' ? defaultContainer(pod) : { container: given, note: '' };
  if (!quiet) io.err(note);
  const [stdin, tty] = [flags.bool('stdin'), flags.bool('tty')];
  return (await attachTo(invocation, { pod, container, stdin, tty, quiet })).code;
}

const MAX_PORT = 65_535;

function checkPort(side: 'local' | 'remote', port: string): void {
  if (Number(port) > MAX_PORT)
    throw new CommandError(
      `error parsing ${side} port '${port}': strconv.ParseUint: parsing ${JSON.stringify(port)}: value out of range`,
    );
}

function runPortForward(invocation: Invocation): number {
  const { args, path } = invocation;
  const [argument, ...ports] = args;
  if (argument === undefined || ports.length === 0)
    throw usageHint(path, 'TYPE/NAME and list of ports are required for port-forward');
  const target = getTarget(invocation, argument);
  const [pod] = podsOf(invocation, target, 'attach to');
  const isService = text(target, 'kind') === 'Service';
  const served = list(target, 'spec', 'ports').flatMap((port) => [text(port, 'name'), String(text(port, 'port'))]);
  for (const word of ports) {
    const remote = word.split(':').at(-1) ?? '';
    if (isService && !served.includes(remote))
      throw new CommandError(`Service ${text(target, 'metadata', 'name')} does not have a service port ${remote}`);
    if (/^\d+$/.test(remote)) continue;
    throw new CommandError(`Pod '${text(pod, 'metadata', 'name')}' does not have a named port '${remote}'`);
  }
  for (const word of ports) checkPort('local', word.split(':')[0] ?? '');
  const phase = text(pod, 'status', 'phase');
  if (phase !== 'Running')
    throw new CommandError(`unable to forward port because pod is not running. Current status=${phase}`);
  throw notModelled('kubectl port-forward in the terminal (use `kubectl exec` or your own kubectl)');
}

export const attachCommand: Command = { name: 'attach', completes: 'Pods', run: runAttach };
export const portForwardCommand: Command = { name: 'port-forward', completes: 'Pods', run: runPortForward };
