/** `kubectl apply --server-side`: the server merges, and says who owns what. */
import type { Invocation } from '../cli/command.ts';
import { dryRunOf, writeQuery } from '../cli/dry-run.ts';
import { CommandError, StatusError, withSource } from '../cli/errors.ts';
import { type Info, infoPath } from '../client/resources.ts';
import type { JsonObject } from '../json.ts';

export function checkServerSide({ flags }: Invocation): void {
  const serverSide = flags.bool('server-side');
  const dryRun = dryRunOf(flags);
  if (flags.bool('force-conflicts') && !serverSide)
    throw new CommandError('--force-conflicts only works with --server-side');
  if (dryRun === 'client' && serverSide)
    throw new CommandError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  if (flags.text('subresource') !== '' && !serverSide)
    throw new CommandError('--subresource can only be specified for --server-side');
  if (flags.bool('force') && serverSide) throw new CommandError('--force cannot be used with --server-side');
  if (flags.bool('force') && dryRun === 'server')
    throw new CommandError('--dry-run=server cannot be used with --force');
}

/** What kubectl adds to the server's list of conflicts. Models: apply.go, conflicts */
const ADVICE = `
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

export function applyServerSide(invocation: Invocation, info: Info): JsonObject {
  const { api, flags } = invocation;
  const manager = flags.changed('field-manager') ? flags.text('field-manager') : 'kubectl';
  const query = {
    ...writeQuery(flags, 'kubectl'),
    fieldManager: manager,
    force: String(flags.bool('force-conflicts')),
  };
  try {
    return api.patch(infoPath(info, flags.text('subresource') || undefined), 'apply', info.object ?? {}, query);
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'Conflict')
      throw new CommandError(`${error.message}${ADVICE}`);
    throw error instanceof Error && !(error instanceof StatusError)
      ? withSource('patching', info.source, error)
      : error;
  }
}
