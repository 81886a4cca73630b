/** `kubectl apply view-last-applied` and `set-last-applied`. */
import { LAST_APPLIED, withLastApplied } from '../change/last-applied.ts';
import { typed } from '../change/modify.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError, throwAll } from '../cli/errors.ts';
import { fetchObjects, type Info, infoPath, NOTHING_GIVEN, selectFiles, selectResources } from '../client/resources.ts';
import { isObject, object, text } from '../json.ts';
import { toJson } from '../output/json.ts';
import { findPrinter, resultLine } from '../output/printer.ts';
import { toYaml } from '../yaml/emit.ts';

const lastOf = (info: Info): string => text(info.object, 'metadata', 'annotations', LAST_APPLIED);

function runView(invocation: Invocation): number {
  const { flags, args, io } = invocation;
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

function setOne(invocation: Invocation, info: Info): void {
  const { api, flags, io } = invocation;
  const live = api.object(infoPath(info));
  if (text(live, 'metadata', 'annotations', LAST_APPLIED) === '' && !flags.bool('create-annotation'))
    throw new CommandError(
      `no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`,
    );
  const wanted = text(object(withLastApplied(info.object ?? {}), 'metadata', 'annotations'), LAST_APPLIED);
  const patch = { metadata: { annotations: { [LAST_APPLIED]: wanted } } };
  const dryRun = dryRunOf(flags);
  const query = { dryRun: dryRun === 'server' ? 'All' : undefined };
  const after = dryRun === 'client' ? live : api.patch(infoPath(info), 'merge', patch, query);
  const printer = findPrinter(invocation);
  io.out(printer ? printer(typed(info, after)) : resultLine(typed(info, after), 'configured', dryRun));
}

function runSet(invocation: Invocation): number {
  const { flags } = invocation;
  if (flags.list('filename').length === 0) throw new CommandError(NOTHING_GIVEN.trimEnd());
  const { infos, errors } = selectFiles(invocation, flags);
  throwAll(errors);
  for (const info of infos) setOne(invocation, info);
  return 0;
}

export const APPLY_LAST_COMMANDS: readonly Command[] = [
  { name: 'view-last-applied', unmodelled: ['kustomize'], completes: 'TypeThenNames', run: runView },
  { name: 'set-last-applied', run: runSet },
];
