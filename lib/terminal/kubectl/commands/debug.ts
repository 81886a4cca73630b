/** `kubectl debug`: ephemeral containers, copies of pods, pods on nodes. */
import { readWanted } from '../change/debug-flags.ts';
import { copyOf, type Debugged, nodePod, type Wanted, withEphemeral } from '../change/debug-pod.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { attachTo, statusOf } from '../client/attach.ts';
import { pathOf } from '../client/discovery.ts';
import { fetchObjects, type Info, infoPath, selectResources } from '../client/resources.ts';
import { at, type JsonObject, list, number, text } from '../json.ts';
import { findPatchFields } from '../patch/meta.ts';
import { threeWayPatch } from '../patch/strategic.ts';

/** Capabilities of a process that is not root's are none. Models: displayWarning */
function warnOfUser({ io }: Invocation, { pod, container }: Debugged, key: string): void {
  const user = number(pod, 'spec', 'securityContext', 'runAsUser') ?? 0;
  const context = at(
    list(pod, 'spec', key).find((one) => text(one, 'name') === container),
    'securityContext',
  );
  if (user === 0 || context === undefined || number(context, 'runAsUser') === 0) return;
  if (at(context, 'privileged') !== true && list(context, 'capabilities', 'add').length === 0) return;
  io.err(
    'Warning: Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. Please consider using "--custom" with a custom profile that specifies "securityContext.runAsUser: 0".\n',
  );
}

function debugPod(invocation: Invocation, info: Info, wanted: Wanted): Debugged {
  const { api, flags } = invocation;
  const pod = info.object ?? {};
  if (flags.text('copy-to') === '') {
    const debugged = withEphemeral(invocation, pod, wanted);
    warnOfUser(invocation, debugged, 'ephemeralContainers');
    const patch = threeWayPatch(pod, debugged.pod, pod, findPatchFields('v1', 'Pod') ?? {});
    return { ...debugged, pod: api.patch(infoPath(info, 'ephemeralcontainers'), 'strategic', patch) };
  }
  const copy = copyOf(invocation, pod, wanted);
  warnOfUser(invocation, copy, 'containers');
  const created = api.post(pathOf(info.resource, info.namespace), copy.pod);
  if (flags.bool('replace'))
    api.delete(infoPath(info), { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 });
  return { ...copy, pod: created };
}

function debugOne(invocation: Invocation, info: Info, wanted: Wanted): Debugged {
  const { api, discovery, namespace } = invocation;
  const { kind, group, version } = info.resource;
  if (kind === 'Pod') return debugPod(invocation, info, wanted);
  if (kind !== 'Node') throw new CommandError(`"${group}/${version}, Kind=${kind}" not supported by debug`);
  const debugged = nodePod(invocation, info.name, wanted);
  return { ...debugged, pod: api.post(pathOf(discovery.get('pods'), namespace), debugged.pod) };
}

/** Waits until the container has started, however long that takes; undefined when that was interrupted. */
async function started(
  { api, flags, io }: Invocation,
  path: string,
  container: string,
): Promise<JsonObject | undefined> {
  let seen = '';
  for (;;) {
    const pod = api.object(path);
    const status = statusOf(pod, container);
    if (at(status, 'state', 'running') !== undefined || at(status, 'state', 'terminated') !== undefined) return pod;
    const message = text(status, 'state', 'waiting', 'message');
    const version = text(pod, 'metadata', 'resourceVersion');
    if (message !== '' && version !== seen && !flags.bool('quiet'))
      io.err(`Warning: container ${container}: ${message}\n`);
    seen = version;
    const next = await io.clock.next(message === '' ? 'jump' : 'follow');
    if (next !== 'moved' || io.interrupted()) return undefined;
  }
}

async function attach(invocation: Invocation, { pod, container }: Debugged): Promise<number> {
  const { api, discovery, flags, io } = invocation;
  const [namespace, name] = [text(pod, 'metadata', 'namespace'), text(pod, 'metadata', 'name')];
  const path = pathOf(discovery.get('pods'), namespace, name);
  const ready = await started(invocation, path, container);
  if (!ready) return 130;
  if (at(statusOf(ready, container), 'state', 'terminated') !== undefined) {
    const log = api.get(`${path}/log`, { container }, '*/*');
    io.out(typeof log === 'string' ? log : '');
    return 0;
  }
  const [stdin, tty, quiet] = [flags.bool('stdin'), flags.bool('tty'), flags.bool('quiet')];
  return (await attachTo(invocation, { pod: ready, container, stdin, tty, quiet })).code;
}

async function run(invocation: Invocation): Promise<number> {
  const { args, beforeDash, flags } = invocation;
  const names = beforeDash < 0 ? args : args.slice(0, beforeDash);
  const wanted = readWanted(invocation, names);
  const pairs = names.map((name) => (name.includes('/') ? name : `pod/${name}`));
  const { infos, errors } = fetchObjects(invocation, selectResources(invocation, flags, pairs, { bareTypes: false }));
  const [failure] = errors;
  if (failure) throw failure;
  for (const info of infos) {
    const debugged = debugOne(invocation, info, wanted);
    const attached = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin');
    const code = attached && debugged.container !== '' ? await attach(invocation, debugged) : 0;
    if (code !== 0) return code;
  }
  return 0;
}

export const debugCommand: Command = { name: 'debug', unmodelled: ['filename'], completes: 'Pods', run };
