/** `kubectl apply view-last-applied`, `set-last-applied` and `edit-last-applied`. */
import { editFormat, editObjects } from '../change/editing.ts';
import { LAST_APPLIED } from '../change/last-applied.ts';
import { typed } from '../change/modify.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError, throwAll } from '../cli/errors.ts';
import { fetchObjects, type Info, infoPath, NOTHING_GIVEN, selectFiles, selectResources } from '../client/resources.ts';
import { isObject, type JsonObject, object, text } from '../json.ts';
import { compactJson, toJson } from '../output/json.ts';
import { findPrinter, type ObjectPrinter, resultLine } from '../output/printer.ts';
import { toYaml } from '../yaml/emit.ts';

const lastOf = (info: Info): string => text(info.object, 'metadata', 'annotations', LAST_APPLIED);

function runView(invocation: Invocation): number {
  const { flags, args, io } = invocation;
  if (flags.bool('all')) throw new CommandError("setting 'all' parameter but found a non empty selector. ");
  const selection = selectResources(invocation, flags, args, { bareTypes: true });
  const { infos, errors } = fetchObjects(invocation, selection);
  throwAll(errors);
  const output = flags.text('output');
  for (const info of infos) {
    const stored = lastOf(info);
    if (stored === '') continue;
    const value: unknown = JSON.parse(stored);
    if (!isObject(value)) continue;
    if (output === 'json') io.out(`${toJson(value, '  ')}\n`);
    else if (output === '' || output === 'yaml') io.out(toYaml(value));
    else throw new CommandError(`Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`);
  }
  return 0;
}

/** What is written where nobody applies: no mark of annotations that there are not. */
function configurationOf(value: JsonObject): string {
  const { [LAST_APPLIED]: _, ...annotations } = object(value, 'metadata', 'annotations');
  const { annotations: __, ...metadata } = object(value, 'metadata');
  const kept = Object.keys(annotations).length > 0 ? { annotations } : {};
  return `${compactJson({ ...value, metadata: { ...metadata, ...kept } })}\n`;
}

const annotationPatch = (configuration: string): JsonObject => ({
  metadata: { annotations: { [LAST_APPLIED]: configuration } },
});

function setOne(invocation: Invocation, info: Info, printer: ObjectPrinter | undefined): void {
  const { api, flags, io } = invocation;
  const live = api.object(infoPath(info));
  if (text(live, 'metadata', 'annotations', LAST_APPLIED) === '' && !flags.bool('create-annotation'))
    throw new CommandError(
      `no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`,
    );
  const patch = annotationPatch(configurationOf(info.object ?? {}));
  const dryRun = dryRunOf(flags);
  const query = { dryRun: dryRun === 'server' ? 'All' : undefined };
  const after = dryRun === 'client' ? live : api.patch(infoPath(info), 'merge', patch, query);
  io.out(printer ? printer(typed(info, after)) : resultLine(typed(info, after), 'configured', dryRun));
}

function runSet(invocation: Invocation): number {
  const { flags } = invocation;
  if (flags.list('filename').length === 0) throw new CommandError(NOTHING_GIVEN.trimEnd());
  const { infos, errors } = selectFiles(invocation, flags);
  throwAll(errors);
  const printer = findPrinter(invocation);
  for (const info of infos) setOne(invocation, info, printer);
  return 0;
}

const NOTHING_APPLIED =
  'no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`';

/** The configuration as it was applied, instead of the object. */
function asApplied(info: Info): Info[] {
  const stored = lastOf(info);
  const value: unknown = stored === '' ? undefined : JSON.parse(stored);
  return isObject(value) ? [{ ...info, object: value }] : [];
}

async function runEdit(invocation: Invocation): Promise<number> {
  const { args, flags } = invocation;
  const format = editFormat(invocation);
  const { infos, errors } = fetchObjects(invocation, selectResources(invocation, flags, args, { bareTypes: true }));
  throwAll(errors);
  const applied = infos.flatMap(asApplied);
  if (applied.length === 0) throw new CommandError(NOTHING_APPLIED);
  return editObjects(invocation, applied, format, ({ api }, info, { after }) => {
    const query = { fieldManager: flags.text('field-manager') || 'kubectl-client-side-apply' };
    return api.patch(infoPath(info), 'merge', annotationPatch(`${compactJson(after)}\n`), query);
  });
}

export const APPLY_LAST_COMMANDS: readonly Command[] = [
  {
    name: 'edit-last-applied',
    unmodelled: ['kustomize', 'windows-line-endings'],
    completes: 'TypeThenNames',
    run: runEdit,
  },
  { name: 'view-last-applied', unmodelled: ['kustomize'], completes: 'TypeThenNames', run: runView },
  { name: 'set-last-applied', run: runSet },
];
