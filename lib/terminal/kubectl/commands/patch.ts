import { applyPatch, type ClientPatchType } from '../change/client-patch.ts';
import { findInfos, forEachInfo, typed } from '../change/modify.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError, StatusError } from '../cli/errors.ts';
import type { PatchType } from '../client/api.ts';
import { apiVersionOf } from '../client/discovery.ts';
import { absolutePath } from '../client/manifests.ts';
import { type Info, infoPath, selectResources } from '../client/resources.ts';
import { equalJson, type Json } from '../json.ts';
import { findPrinter, resultLine } from '../output/printer.ts';
import { readYaml } from '../yaml/read.ts';

const TYPES: readonly PatchType[] = ['json', 'merge', 'strategic'];

function typeOf({ flags }: Invocation): PatchType {
  const given = flags.text('type').toLowerCase();
  const type = TYPES.find((one) => one === given);
  if (!type) throw new CommandError(`--type must be one of [${TYPES.join(' ')}], not ${JSON.stringify(given)}`);
  return type;
}

function patchText({ flags, io }: Invocation): string {
  const [inline, path] = [flags.text('patch'), flags.text('patch-file')];
  if (inline !== '' && path !== '') throw new CommandError('cannot specify --patch and --patch-file together');
  if (inline === '' && path === '')
    throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
  if (path === '') return inline;
  const stored = io.files.read(absolutePath(io, path));
  if (stored === undefined)
    throw new CommandError(`unable to read patch file: open ${path}: no such file or directory`);
  return stored;
}

function parsePatch(source: string): Json {
  try {
    return readYaml(source);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`unable to parse ${JSON.stringify(source)}: ${error.message}`);
  }
}

/** A kind that does not take this type of patch is named: only custom resources refuse one. */
function named<T>(info: Info, type: PatchType, send: () => T): T {
  try {
    return send();
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== 'UnsupportedMediaType') throw error;
    const { kind } = info.resource;
    const subject = `${apiVersionOf(info.resource)}, Kind=${kind}`;
    throw new CommandError(
      `application/${type === 'strategic' ? 'strategic-merge' : type}-patch+json is not supported by ${subject}: ${error.message}`,
    );
  }
}

/** The object as it would be, by kubectl itself: the server is not asked, and nobody says that it was a trial. */
function patchHere(invocation: Invocation, type: PatchType, patch: Json): void {
  const { args, flags, io } = invocation;
  const { infos, errors } = findInfos(invocation, args);
  forEachInfo(infos, errors, (info) => {
    const before = info.object ?? {};
    const after = applyPatch(before, type as ClientPatchType, patch);
    const operation = equalJson(before, after) ? 'patched (no change)' : 'patched';
    const printer = findPrinter(invocation);
    io.out(printer && flags.text('output') !== '' ? printer(after) : resultLine(after, operation, 'none'));
  });
}

function checkNamed(invocation: Invocation): void {
  const { args, flags } = invocation;
  const files = flags.list('filename').length > 0;
  if (flags.bool('local') && !files) throw new CommandError('cannot specify --local and server resources');
  if (flags.bool('local')) return;
  const selection = selectResources(invocation, flags, args, { bareTypes: false });
  if (selection.kind !== 'objects' && !files)
    throw new CommandError('resource(s) were provided, but no name was specified');
}

function run(invocation: Invocation): number {
  const { api, args, flags } = invocation;
  const source = patchText(invocation);
  const type = typeOf(invocation);
  const patch = parsePatch(source);
  const subresource = flags.text('subresource') || undefined;
  checkNamed(invocation);
  const printer = findPrinter(invocation);
  if (flags.bool('local') || dryRunOf(flags) === 'client') {
    patchHere(invocation, type, patch);
    return 0;
  }
  const { infos, errors } = findInfos(invocation, args);
  forEachInfo(infos, errors, (info) => {
    const query = {
      dryRun: dryRunOf(flags) === 'server' ? 'All' : undefined,
      fieldManager: flags.text('field-manager') || 'kubectl-patch',
    };
    const result = typed(
      info,
      named(info, type, () => api.patch(infoPath(info, subresource), type, patch, query)),
    );
    const operation = equalJson(result, info.object) ? 'patched (no change)' : 'patched';
    invocation.io.out(printer ? printer(result) : resultLine(result, operation, 'none'));
  });
  return 0;
}

export const patchCommand: Command = {
  name: 'patch',
  unmodelled: ['kustomize'],
  completes: 'TypeThenNames',
  run,
};
