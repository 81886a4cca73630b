import { editFormat, editObjects, type Save } from '../change/editing.ts';
import { patchBetween, typed } from '../change/modify.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { fetchObjects, infoPath, selectResources } from '../client/resources.ts';
import { compactJson } from '../output/json.ts';

/** Sends what the edit changed. */
const sendChange: Save = ({ api, flags, io }, info, { before, after }) => {
  const { type, patch } = patchBetween(info, before, after);
  if (flags.bool('output-patch')) io.out(`Patch: ${compactJson(patch)}\n`);
  const query = { fieldManager: flags.text('field-manager'), fieldValidation: 'Strict' };
  return api.patch(infoPath(info), type, patch, query);
};

async function run(invocation: Invocation): Promise<number> {
  const { args, flags } = invocation;
  const format = editFormat(invocation);
  const selection = selectResources(invocation, flags, args, { bareTypes: true });
  const { infos, errors } = fetchObjects(invocation, selection);
  const [failure] = errors;
  if (failure) throw failure;
  if (infos.length === 0) throw new CommandError('edit cancelled, no objects found');
  const whole = infos.map((info) => ({ ...info, object: typed(info, info.object ?? {}) }));
  return editObjects(invocation, whole, format, sendChange);
}

export const editCommand: Command = {
  name: 'edit',
  unmodelled: ['kustomize', 'save-config', 'subresource', 'windows-line-endings'],
  completes: 'TypeThenNames',
  run,
};
