import { editFormat, editObjects, type Save } from '../change/editing.ts';
import { withLastApplied } from '../change/last-applied.ts';
import { patchBetween, typed } from '../change/modify.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, notModelled } from '../cli/errors.ts';
import type { FlagValues } from '../cli/flags.ts';
import { fetchObjects, infoPath, selectResources } from '../client/resources.ts';
import { compactJson } from '../output/json.ts';

const subresourceOf = (flags: FlagValues): string | undefined => flags.text('subresource') || undefined;

/** Sends what the edit changed. */
const sendChange: Save = ({ api, flags, io }, info, { before, after }) => {
  const wanted = flags.bool('save-config') ? withLastApplied(after) : after;
  const { type, patch } = patchBetween(info, before, wanted);
  if (flags.bool('output-patch')) io.out(`Patch: ${compactJson(patch)}\n`);
  const query = { fieldManager: flags.text('field-manager'), fieldValidation: 'Strict' };
  return api.patch(infoPath(info, subresourceOf(flags)), type, patch, query);
};

async function run(invocation: Invocation): Promise<number> {
  const { api, args, flags } = invocation;
  const format = editFormat(invocation);
  // The real one takes what it fetches so for the object itself.
  if (subresourceOf(flags) === 'scale') throw notModelled('--subresource=scale of edit');
  const selection = selectResources(invocation, flags, args, { bareTypes: true });
  const { infos: found, errors } = fetchObjects(invocation, selection);
  const [failure] = errors;
  if (failure) throw failure;
  const subresource = subresourceOf(flags);
  const infos = subresource
    ? found.map((info) => ({ ...info, object: api.object(infoPath(info, subresource)) }))
    : found;
  if (infos.length === 0) throw new CommandError('edit cancelled, no objects found');
  const whole = infos.map((info) => ({ ...info, object: typed(info, info.object ?? {}) }));
  return editObjects(invocation, whole, format, sendChange);
}

export const editCommand: Command = {
  name: 'edit',
  unmodelled: ['kustomize', 'windows-line-endings'],
  completes: 'TypeThenNames',
  run,
};
