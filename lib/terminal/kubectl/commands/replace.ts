/** `kubectl replace`: the object as the file has it. */
import { withLastApplied } from '../change/last-applied.ts';
import { typed } from '../change/modify.ts';
import { sendRaw } from '../change/raw.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf, writeQuery } from '../cli/dry-run.ts';
import { CommandError, isNotFound, throwAll, withSource } from '../cli/errors.ts';
import { waitUntil } from '../cli/wait-loop.ts';
import { groupSingular, pathOf } from '../client/discovery.ts';
import { type Info, infoPath, selectFiles } from '../client/resources.ts';
import { type JsonObject, object, text } from '../json.ts';
import { findPrinter, resultLine } from '../output/printer.ts';

function checkFlags({ flags }: Invocation): void {
  if (flags.list('filename').length === 0) throw new CommandError('must specify one of -f and -k');
  if (flags.int('grace-period') >= 0 && !flags.bool('force'))
    throw new CommandError('--grace-period must have --force specified');
  if (flags.duration('timeout') !== 0 && !flags.bool('force'))
    throw new CommandError('--timeout must have --force specified');
  if (flags.bool('force') && dryRunOf(flags) !== 'none')
    throw new CommandError('--dry-run can not be used when --force is set');
}

/** An update without a version takes that of the object as it stands. */
function withVersion({ api }: Invocation, info: Info, value: JsonObject): JsonObject {
  const metadata = object(value, 'metadata');
  if (text(metadata, 'resourceVersion') !== '') return value;
  const live = api.object(infoPath(info));
  return { ...value, metadata: { ...metadata, resourceVersion: text(live, 'metadata', 'resourceVersion') } };
}

function replaceOne(invocation: Invocation, info: Info): JsonObject {
  const { api, flags } = invocation;
  const given = info.object ?? {};
  const wanted = flags.bool('save-config') ? withLastApplied(given) : given;
  if (dryRunOf(flags) === 'client') return wanted;
  const path = infoPath(info, flags.text('subresource') || undefined);
  const answer = api.put(path, withVersion(invocation, info, wanted), writeQuery(flags, 'kubectl-replace'));
  return typed(info, answer);
}

async function deleteFirst(invocation: Invocation, info: Info): Promise<void> {
  const { api, flags, io, namespace } = invocation;
  const seconds = flags.int('grace-period');
  const options = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: 'Background',
    ...(seconds >= 0 ? { gracePeriodSeconds: Math.max(seconds, 1) } : {}),
  };
  try {
    api.delete(infoPath(info), options);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return;
  }
  const where = info.resource.namespaced ? ` from ${info.namespace || namespace} namespace` : '';
  io.out(`${groupSingular(info.resource)} ${JSON.stringify(info.name)} deleted${where}\n`);
  await waitUntil(io, flags.duration('timeout') || undefined, () => {
    try {
      api.object(infoPath(info));
      return false;
    } catch (error) {
      if (isNotFound(error)) return true;
      throw error;
    }
  });
}

function createAgain(invocation: Invocation, info: Info): JsonObject {
  const { api, flags } = invocation;
  const wanted = flags.bool('save-config') ? withLastApplied(info.object ?? {}) : (info.object ?? {});
  const path = pathOf(info.resource, info.namespace);
  return typed(info, api.post(path, wanted, writeQuery(flags, 'kubectl-replace')));
}

async function run(invocation: Invocation): Promise<number> {
  const { flags, io } = invocation;
  checkFlags(invocation);
  if (flags.text('raw') !== '') return sendRaw(invocation, 'put');
  const printer = findPrinter(invocation);
  const { infos, errors } = selectFiles(invocation, flags);
  const failures = [...errors];
  if (flags.bool('force')) for (const info of infos) await deleteFirst(invocation, info);
  for (const info of infos) {
    try {
      const value = flags.bool('force') ? createAgain(invocation, info) : replaceOne(invocation, info);
      io.out(printer ? printer(value) : resultLine(value, 'replaced', dryRunOf(flags)));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failures.push(withSource('replacing', info.source, error));
    }
  }
  throwAll(failures);
  return 0;
}

export const replaceCommand: Command = { name: 'replace', unmodelled: ['kustomize'], run };
