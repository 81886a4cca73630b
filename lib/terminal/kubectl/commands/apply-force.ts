/** `apply --force`: what refuses its patch is deleted and made anew. Models: kubectl pkg/cmd/apply/patcher.go, deleteAndCreate */
import type { Invocation } from '../cli/command.ts';
import { writeQuery } from '../cli/dry-run.ts';
import { CommandError, Exit, isNotFound, StatusError } from '../cli/errors.ts';
import { waitUntil } from '../cli/wait-loop.ts';
import { pathOf } from '../client/discovery.ts';
import { type Info, infoPath } from '../client/resources.ts';
import { type JsonObject, object } from '../json.ts';

/** So long a deleted object is waited for, unless `--timeout` says more. */
const WAIT_MS = 300_000;

const PROPAGATION: Readonly<Record<string, string>> = {
  background: 'Background',
  foreground: 'Foreground',
  orphan: 'Orphan',
};

/** What a deletion on behalf of apply says. */
export function deletionOf({ flags }: Invocation): JsonObject {
  const grace = flags.int('grace-period');
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: PROPAGATION[flags.text('cascade')] ?? 'Background',
    ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
  };
}

/** A patch that this error refuses would be refused for ever. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof StatusError && ['Conflict', 'Invalid'].includes(error.reason);

function isGone({ api }: Invocation, info: Info): boolean {
  try {
    api.object(infoPath(info));
    return false;
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}

/** The object as it was, without what the server gives. */
function renewed(live: JsonObject): JsonObject {
  const {
    resourceVersion: _,
    uid: __,
    creationTimestamp: ___,
    managedFields: ____,
    ...metadata
  } = object(live, 'metadata');
  return { ...live, metadata };
}

/** Resolves to the new object; where that cannot be made, the old one is put back and the failure thrown. */
export async function deleteAndCreate(
  invocation: Invocation,
  info: Info,
  wanted: JsonObject,
  live: JsonObject,
): Promise<JsonObject> {
  const { api, flags, io } = invocation;
  api.delete(infoPath(info), deletionOf(invocation));
  const limit = flags.duration('timeout');
  const waited = await waitUntil(io, limit > 0 ? limit : WAIT_MS, () => isGone(invocation, info));
  if (waited === 'Interrupted') throw new Exit(1);
  if (waited === 'TimedOut') throw new CommandError('timed out waiting for the condition');
  const path = pathOf(info.resource, info.namespace);
  try {
    return api.post(path, wanted, writeQuery(flags, 'kubectl-client-side-apply'));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    api.post(path, renewed(live));
    throw error;
  }
}
