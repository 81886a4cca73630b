import { attachedWords } from '../../../world/workloads/attached.ts';
import { isImageReference } from '../change/image-reference.ts';
import { withOwnConfiguration } from '../change/last-applied.ts';
import { overridden } from '../change/overrides.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError, Exit, isNotFound } from '../cli/errors.ts';
import type { FlagValues } from '../cli/flags.ts';
import { waitUntil } from '../cli/wait-loop.ts';
import { attachTo } from '../client/attach.ts';
import { pathOf } from '../client/discovery.ts';
import { at, type JsonObject, list, object, text } from '../json.ts';
import { findPrinter, resultLine } from '../output/printer.ts';

const restartOf = (flags: FlagValues): string => flags.text('restart') || 'Always';

function checkFlags(invocation: Invocation): string {
  const { args, beforeDash, flags, path } = invocation;
  const [name] = beforeDash < 0 ? args : args.slice(0, beforeDash);
  if (name === undefined) throw usageHint(path, 'NAME is required for run');
  const restart = restartOf(flags);
  if (!['Always', 'OnFailure', 'Never'].includes(restart)) throw usageHint(path, `invalid restart policy: ${restart}`);
  const attached = flags.bool('attach') || flags.bool('stdin') || flags.bool('tty');
  const image = flags.text('image');
  if (!isImageReference(image))
    throw new CommandError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  const pull = flags.text('image-pull-policy');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull))
    throw usageHint(path, `invalid image pull policy: ${pull}`);
  if (flags.bool('expose') && flags.text('port') === '')
    throw usageHint(path, '--port must be set when exposing a service');
  if (flags.bool('rm') && !attached) throw usageHint(path, '--rm should only be used for attached containers');
  if (attached && dryRunOf(flags) !== 'none')
    throw usageHint(
      path,
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    );
  if (flags.bool('tty') && !flags.bool('stdin'))
    throw usageHint(path, '-i/--stdin is required for containers with -t/--tty=true');
  return name;
}

const pairs = (given: readonly string[]): [string, string][] =>
  given.map((pair) => {
    const equals = pair.indexOf('=');
    if (equals <= 0) throw new CommandError(`invalid env: ${pair}`);
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });

/** The words of the container: what follows the name, before or after `--`. */
const containerWords = ({ args }: Invocation): readonly string[] => args.slice(1);

function containerOf(invocation: Invocation, name: string): JsonObject {
  const { flags } = invocation;
  const words = containerWords(invocation);
  const port = flags.text('port');
  const env = pairs(flags.list('env')).map(([key, value]) => ({ name: key, value }));
  const pull = flags.text('image-pull-policy');
  return {
    name,
    image: flags.text('image'),
    ...(words.length > 0 && flags.bool('command') ? { command: words } : {}),
    ...(words.length > 0 && !flags.bool('command') ? { args: words } : {}),
    ...(port === '' ? {} : { ports: [{ containerPort: Number(port) }] }),
    ...(env.length > 0 ? { env } : {}),
    resources: {},
    ...(pull === '' ? {} : { imagePullPolicy: pull }),
    ...(flags.bool('privileged') ? { securityContext: { privileged: true } } : {}),
    ...(flags.bool('stdin') ? { stdin: true, stdinOnce: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
  };
}

function podOf(invocation: Invocation, name: string): JsonObject {
  const { flags, namespace, namespaceGiven } = invocation;
  const labels =
    flags.text('labels') === '' ? { run: name } : Object.fromEntries(pairs(flags.text('labels').split(',')));
  const annotations = Object.fromEntries(pairs(flags.list('annotations')));
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      ...(namespaceGiven ? { namespace } : {}),
      labels,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    spec: {
      containers: [containerOf(invocation, name)],
      restartPolicy: restartOf(flags),
      dnsPolicy: 'ClusterFirst',
    },
    status: {},
  };
}

const isRunning = (pod: JsonObject): boolean =>
  list(pod, 'status', 'containerStatuses').some((status) => at(status, 'state', 'running') !== undefined);

const isOver = (pod: JsonObject): boolean => ['Succeeded', 'Failed'].includes(text(pod, 'status', 'phase'));

async function waitForPod(
  invocation: Invocation,
  path: string,
  look: (pod: JsonObject) => boolean,
): Promise<JsonObject> {
  const { api, flags, io } = invocation;
  let pod: JsonObject = {};
  const waited = await waitUntil(io, flags.duration('pod-running-timeout'), () => {
    pod = api.object(path);
    return look(pod);
  });
  if (waited === 'Interrupted') throw new Exit(130);
  if (waited === 'TimedOut') throw new CommandError('timed out waiting for the condition');
  return pod;
}

/**
 * Attaches to the container's command; resolves with the exit code of the line.
 * Differs: the words run when one attaches, in the container as it is; then the container has ended with their code.
 */
async function attach(invocation: Invocation, path: string): Promise<number> {
  const { flags, io } = invocation;
  const pod = await waitForPod(invocation, path, (one) => isRunning(one) || isOver(one));
  if (isOver(pod) && !flags.bool('stdin')) {
    io.out(logOf(invocation, path, text(pod, 'spec', 'containers', 0, 'name')));
    return exitOf(
      invocation,
      pod,
      Number(text(pod, 'status', 'containerStatuses', 0, 'state', 'terminated', 'exitCode')),
    );
  }
  const spec = object(pod, 'spec', 'containers', 0);
  const container = text(spec, 'name');
  const words = attachedWords({ ...spec, stdin: true });
  const [stdin, tty, quiet] = [flags.bool('stdin'), flags.bool('tty'), flags.bool('quiet')];
  const afterwards = flags.bool('rm') ? 'Left' : 'Told';
  const attached = await attachTo(invocation, { pod, container, stdin, tty, quiet, words, afterwards });
  return attached.code === 0 ? exitOf(invocation, pod, attached.exitCode) : attached.code;
}

/** A pod that restarts its container has no exit code to tell. */
async function exitOf({ flags, io }: Invocation, pod: JsonObject, exitCode: number): Promise<number> {
  if (exitCode === 0 || restartOf(flags) === 'Always' || flags.bool('leave-stdin-open')) return 0;
  if (restartOf(flags) === 'OnFailure') {
    await io.clock.sleep(flags.duration('pod-running-timeout'));
    throw new CommandError('timed out waiting for the condition');
  }
  const [namespace, name] = [text(pod, 'metadata', 'namespace'), text(pod, 'metadata', 'name')];
  throw new Exit(exitCode, `pod ${namespace}/${name} terminated (Error)\n`);
}

function logOf({ api }: Invocation, path: string, container: string): string {
  const log = api.get(`${path}/log`, { container }, '*/*');
  return typeof log === 'string' ? log : '';
}

/** `--rm`. The words have ended, and with them what the container was there for: there is nothing to wait for. */
function removePod({ api, flags, io, namespace }: Invocation, name: string, path: string): void {
  try {
    const now = { gracePeriodSeconds: 0, propagationPolicy: 'Background' };
    api.delete(path, { apiVersion: 'v1', kind: 'DeleteOptions', ...now });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  if (!flags.bool('quiet')) io.out(`pod ${JSON.stringify(name)} deleted from ${namespace} namespace\n`);
}

/** `--expose`: a Service beside the pod; what is to be printed of it. */
function exposeIt(invocation: Invocation, pod: JsonObject, name: string): string {
  const { api, flags, namespace, namespaceGiven } = invocation;
  if (!flags.bool('expose')) return '';
  const dryRun = dryRunOf(flags);
  const port = Number(flags.text('port'));
  const service: JsonObject = {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name, ...(namespaceGiven ? { namespace } : {}) },
    spec: { ports: [{ protocol: 'TCP', port, targetPort: port }], selector: object(pod, 'metadata', 'labels') },
    status: { loadBalancer: {} },
  };
  const query = { dryRun: dryRun === 'server' ? 'All' : undefined, fieldManager: flags.text('field-manager') };
  const path = `/api/v1/namespaces/${namespace}/services`;
  const sent = flags.bool('save-config') ? withOwnConfiguration(service) : service;
  const made = dryRun === 'client' ? service : { kind: 'Service', apiVersion: 'v1', ...api.post(path, sent, query) };
  const printer = findPrinter(invocation, dryRun === 'client' ? 'Declared' : 'Sorted');
  if (!printer) return resultLine(made, 'created', dryRun);
  return flags.text('output') === 'yaml' ? `${printer(made)}---\n---\n` : printer(made);
}

async function run(invocation: Invocation): Promise<number> {
  const { api, discovery, flags, io, namespace } = invocation;
  const name = checkFlags(invocation);
  const dryRun = dryRunOf(flags);
  const printer = findPrinter(invocation, dryRun === 'client' ? 'Declared' : 'Sorted');
  const pods = discovery.get('pods');
  const wanted = overridden(flags, podOf(invocation, name));
  const exposed = exposeIt(invocation, wanted, name);
  const query = { dryRun: dryRun === 'server' ? 'All' : undefined, fieldManager: flags.text('field-manager') };
  const pod =
    dryRun === 'client'
      ? wanted
      : {
          apiVersion: 'v1',
          kind: 'Pod',
          ...api.post(
            pathOf(pods, namespace),
            flags.bool('save-config') ? withOwnConfiguration(wanted) : wanted,
            query,
          ),
        };
  const attached = flags.bool('attach') || flags.bool('stdin');
  if (!attached) {
    io.out(exposed);
    io.out(printer ? printer(pod) : resultLine(pod, 'created', dryRun));
    return 0;
  }
  const made = text(pod, 'metadata', 'name');
  const path = pathOf(pods, namespace, made);
  try {
    return await attach(invocation, path);
  } finally {
    if (flags.bool('rm')) removePod(invocation, made, path);
  }
}

export const runCommand: Command = {
  name: 'run',
  unmodelled: ['cascade', 'filename', 'force', 'grace-period', 'kustomize', 'recursive', 'timeout', 'wait'],
  required: ['image'],
  run,
};
