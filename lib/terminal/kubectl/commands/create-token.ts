/** `create token`: a token for a service account, from the server. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, StatusError } from '../cli/errors.ts';
import { pathOf } from '../client/discovery.ts';
import type { JsonObject } from '../json.ts';
import { text } from '../json.ts';
import { findPrinter } from '../output/printer.ts';
import { oneName } from './create-object.ts';

function specOf({ flags }: Invocation): JsonObject {
  const audiences = flags.list('audience');
  const duration = flags.duration('duration');
  const kind = flags.text('bound-object-kind');
  const bound = {
    kind,
    apiVersion: 'v1',
    name: flags.text('bound-object-name'),
    ...(flags.text('bound-object-uid') === '' ? {} : { uid: flags.text('bound-object-uid') }),
  };
  return {
    ...(audiences.length > 0 ? { audiences } : {}),
    ...(duration > 0 ? { expirationSeconds: Math.floor(duration / 1000) } : {}),
    ...(kind === '' ? {} : { boundObjectRef: bound }),
  };
}

function run(invocation: Invocation): number {
  const name = oneName(invocation);
  const { api, discovery, io, flags, namespace } = invocation;
  if (flags.duration('duration') < 0) throw new CommandError('--duration must be greater than or equal to 0');
  const printer = findPrinter(invocation);
  const path = pathOf(discovery.get('serviceaccounts'), namespace, name, 'token');
  const request = { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', spec: specOf(invocation) };
  try {
    const answer = api.post(path, request, {});
    if (text(answer, 'status', 'token') === '')
      throw new CommandError('failed to create token: no token in server response');
    io.out(printer ? printer(answer) : `${text(answer, 'status', 'token')}\n`);
  } catch (error) {
    if (error instanceof StatusError) throw new CommandError(`failed to create token: ${error.message}`);
    throw error;
  }
  return 0;
}

export const createTokenCommand: Command = { name: 'token', run };
