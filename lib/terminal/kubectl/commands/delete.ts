import { sendRaw } from '../change/raw.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError, isNotFound, throwAll, withSource } from '../cli/errors.ts';
import { waitUntil } from '../cli/wait-loop.ts';
import { groupSingular } from '../client/discovery.ts';
import { fetchObjects, type Info, infoPath, type Selection, selectResources } from '../client/resources.ts';
import { type JsonObject, text } from '../json.ts';

interface Deleted {
  readonly info: Info;
  readonly uid: string;
}

function deleteOptions({ flags }: Invocation): JsonObject {
  const cascade = flags.text('cascade');
  const policies: Readonly<Record<string, string>> = {
    background: 'Background',
    foreground: 'Foreground',
    orphan: 'Orphan',
    true: 'Background',
    false: 'Orphan',
  };
  const propagationPolicy = policies[cascade];
  if (propagationPolicy === undefined)
    throw new CommandError(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
  const grace = flags.bool('now') ? 1 : flags.int('grace-period');
  return {
    propagationPolicy,
    ...(grace >= 0
      ? { gracePeriodSeconds: flags.bool('force') ? 0 : grace }
      : flags.bool('force')
        ? { gracePeriodSeconds: 0 }
        : {}),
    ...(dryRunOf(flags) === 'server' ? { dryRun: ['All'] } : {}),
  };
}

function checkFlags({ flags }: Invocation): void {
  const grace = flags.int('grace-period');
  if (flags.bool('now') && grace !== -1)
    throw new CommandError('--now and --grace-period cannot be specified together');
  if (grace === 0 && !flags.bool('force') && dryRunOf(flags) === 'none') return;
  if (flags.bool('force') && grace > 0)
    throw new CommandError('--force and --grace-period greater than 0 cannot be specified together');
}

function report({ flags, io }: Invocation, info: Info): void {
  if (flags.text('output') === 'name') {
    io.out(`${groupSingular(info.resource)}/${info.name}\n`);
    return;
  }
  const dryRun = { none: '', client: ' (dry run)', server: ' (server dry run)' }[dryRunOf(flags)];
  const operation = flags.bool('force') ? 'force deleted' : 'deleted';
  const place = info.namespace === '' ? '' : ` from ${info.namespace} namespace`;
  io.out(`${groupSingular(info.resource)} ${JSON.stringify(info.name)} ${operation}${place}${dryRun}\n`);
}

function deleteOne(invocation: Invocation, info: Info): Deleted | undefined {
  const { api, flags } = invocation;
  if (dryRunOf(flags) === 'client') {
    report(invocation, info);
    return undefined;
  }
  try {
    const answer = api.delete(infoPath(info), {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      ...deleteOptions(invocation),
    });
    report(invocation, info);
    return { info, uid: text(answer, 'details', 'uid') || text(answer, 'metadata', 'uid') };
  } catch (error) {
    throw error instanceof Error ? withSource('deleting', info.source, error) : error;
  }
}

/** True when the object, or that very object, is there no more. */
function isGone({ api }: Invocation, { info, uid }: Deleted): boolean {
  try {
    const live = api.object(infoPath(info));
    return uid !== '' && text(live, 'metadata', 'uid') !== uid;
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}

async function waitGone(invocation: Invocation, deleted: readonly Deleted[]): Promise<number> {
  const limit = invocation.flags.duration('timeout');
  for (const one of deleted) {
    const result = await waitUntil(invocation.io, limit > 0 ? limit : undefined, () => isGone(invocation, one));
    if (result === 'Interrupted') return 1;
    if (result === 'TimedOut')
      throw new CommandError(`timed out waiting for the condition on ${one.info.resource.name}/${one.info.name}`);
  }
  return 0;
}

function selected(invocation: Invocation, selection: Selection): { infos: readonly Info[]; errors: readonly Error[] } {
  return selection.kind === 'objects' ? selection : fetchObjects(invocation, selection);
}

/** Shows what is to go and waits for a `y`. */
async function isConfirmed({ io }: Invocation, infos: readonly Info[]): Promise<boolean> {
  const names = infos.map((info) => `${groupSingular(info.resource)}/${info.name}\n`);
  io.out(`You are about to delete the following ${infos.length} resource(s):\n${names.join('')}`);
  io.out('Do you want to continue? (y/N): ');
  const line = io.stdinIsTerminal ? await io.readLine() : io.stdin;
  return line?.trim().split(/\s/)[0]?.toLowerCase() === 'y';
}

async function run(invocation: Invocation): Promise<number> {
  const { flags, args, io } = invocation;
  if (flags.text('raw') !== '') return sendRaw(invocation, 'delete');
  const output = flags.text('output');
  if (output !== '' && output !== 'name')
    throw new CommandError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  const selection = selectResources(invocation, flags, args, { bareTypes: false });
  if (flags.bool('all') && flags.text('selector') !== '')
    throw new CommandError("setting 'all' parameter but found a non empty selector. ");
  checkFlags(invocation);
  if (flags.bool('force'))
    io.err(
      'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
    );
  const { infos, errors } = selected(invocation, selection);
  if (flags.bool('interactive') && infos.length > 0 && !(await isConfirmed(invocation, infos))) {
    io.out('deletion is cancelled\n');
    return 0;
  }
  const failures = [...errors];
  const deleted: Deleted[] = [];
  const ignore = flags.bool('ignore-not-found') || flags.bool('all') || selection.kind === 'collections';
  for (const info of infos) {
    try {
      const one = deleteOne(invocation, info);
      if (one) deleted.push(one);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!isNotFound(error) || !ignore) failures.push(error);
    }
  }
  if (infos.length === 0 && failures.length === 0) io.out('No resources found\n');
  const code = flags.bool('wait') && dryRunOf(flags) === 'none' ? await waitGone(invocation, deleted) : 0;
  throwAll(failures);
  return code;
}

export const deleteCommand: Command = {
  name: 'delete',
  unmodelled: ['kustomize'],
  completes: 'TypeThenNames',
  run,
};
