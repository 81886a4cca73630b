import { applyPatchOf } from '../change/apply-patch.ts';
import { LAST_APPLIED, withLastApplied } from '../change/last-applied.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { type DryRun, dryRunOf, writeQuery } from '../cli/dry-run.ts';
import { CommandError, isNotFound, notModelled, throwAll, withSource } from '../cli/errors.ts';
import { apiVersionOf, pathOf } from '../client/discovery.ts';
import { matchesLabels } from '../client/labels.ts';
import { type Info, infoPath, selectFiles } from '../client/resources.ts';
import { type Json, type JsonObject, text } from '../json.ts';
import { compactJson } from '../output/json.ts';
import { findPrinter, resultLine, wrapList } from '../output/printer.ts';
import { deleteAndCreate, isRefusal } from './apply-force.ts';
import { APPLY_LAST_COMMANDS } from './apply-last.ts';
import { checkPrune, prune } from './apply-prune.ts';
import { applyServerSide, checkServerSide } from './apply-server-side.ts';

const describeInfo = (info: Info): string => {
  const { group, version, name, kind } = info.resource;
  return `Resource: "${group}/${version}, Resource=${name}", GroupVersionKind: "${group}/${version}, Kind=${kind}"\nName: ${JSON.stringify(info.name)}, Namespace: ${JSON.stringify(info.namespace)}`;
};

function readLive(invocation: Invocation, info: Info): JsonObject | undefined {
  try {
    if (info.name === '') throw new CommandError('resource name may not be empty');
    return invocation.api.object(infoPath(info));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    if (!(error instanceof Error)) throw error;
    throw withSource(
      `retrieving current configuration of:\n${describeInfo(info)}\nfrom server for:`,
      info.source,
      error,
    );
  }
}

interface Applied {
  readonly value: JsonObject;
  readonly operation: 'created' | 'configured' | 'unchanged' | 'serverside-applied';
}

function create(invocation: Invocation, info: Info, wanted: JsonObject, dryRun: DryRun): Applied {
  if (dryRun === 'client') return { value: wanted, operation: 'created' };
  const query = writeQuery(invocation.flags, 'kubectl-client-side-apply');
  try {
    return { value: invocation.api.post(pathOf(info.resource, info.namespace), wanted, query), operation: 'created' };
  } catch (error) {
    throw error instanceof Error ? withSource('creating', info.source, error) : error;
  }
}

async function change(
  invocation: Invocation,
  info: Info,
  wanted: JsonObject,
  live: JsonObject,
  dryRun: DryRun,
): Promise<Applied> {
  const { api, flags, io } = invocation;
  if (text(live, 'metadata', 'annotations', LAST_APPLIED) === '')
    io.err(
      `Warning: resource ${info.resource.name}/${info.name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    );
  if (dryRun === 'client') return { value: live, operation: 'configured' };
  const { type, patch } = applyPatchOf(info, wanted, live);
  if (Object.keys(patch).length === 0) return { value: live, operation: 'unchanged' };
  if (!flags.bool('overwrite')) throw notModelled('--overwrite=false where the object changes');
  try {
    const value = api.patch(infoPath(info), type, patch, writeQuery(flags, 'kubectl-client-side-apply'));
    return { value, operation: 'configured' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (flags.bool('force') && isRefusal(error))
      return { value: await deleteAndCreate(invocation, info, wanted, live), operation: 'configured' };
    const inner = withSource('patching', info.source, error);
    throw withSource(
      `applying patch:\n${compactJson(patch as Json)}\nto:\n${describeInfo(info)}\nfor:`,
      info.source,
      inner,
    );
  }
}

async function applyOne(invocation: Invocation, info: Info, dryRun: DryRun): Promise<Applied> {
  const given = info.object ?? {};
  const generated = text(given, 'metadata', 'generateName');
  if (info.name === '' && generated !== '')
    throw new CommandError(`from ${generated}: cannot use generate name with apply`);
  if (invocation.flags.bool('server-side'))
    return { value: applyServerSide(invocation, info), operation: 'serverside-applied' };
  const wanted = withLastApplied(given);
  const live = readLive(invocation, info);
  return live ? change(invocation, info, wanted, live, dryRun) : create(invocation, info, wanted, dryRun);
}

async function run(invocation: Invocation): Promise<number> {
  const { flags, io, args, path } = invocation;
  if (args.length > 0) throw usageHint(path, `Unexpected args: [${args.join(' ')}]`);
  if (flags.list('filename').length === 0) throw new CommandError('must specify one of -f and -k');
  const dryRun = dryRunOf(flags);
  checkServerSide(invocation);
  checkPrune(invocation);
  const printer = findPrinter(invocation);
  const { infos, errors } = selectFiles(invocation, flags);
  const chosen = infos.filter((info) => matchesLabels(info.object ?? {}, flags.text('selector')));
  if (chosen.length === 0 && errors.length === 0) throw new CommandError('no objects passed to apply');
  const failures: Error[] = [...errors];
  const values: JsonObject[] = [];
  for (const info of chosen) {
    try {
      const { value, operation } = await applyOne(invocation, info, dryRun);
      const typed = { apiVersion: apiVersionOf(info.resource), kind: info.resource.kind, ...value };
      if (!printer) io.out(resultLine(typed, operation, dryRun));
      values.push(typed);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failures.push(error);
    }
  }
  if (printer) io.out(printValues(flags.text('output'), printer, values));
  throwAll(failures);
  if (flags.bool('prune')) prune(invocation, values);
  return 0;
}

function printValues(output: string, printer: (value: JsonObject) => string, values: readonly JsonObject[]): string {
  if (output === 'name' || values.length < 2) return values.map(printer).join('');
  return printer(wrapList(values, {}));
}

export const applyCommand: Command = {
  name: 'apply',
  unmodelled: ['kustomize'],
  commands: APPLY_LAST_COMMANDS,
  run,
};
