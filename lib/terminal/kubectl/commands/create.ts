import { editObjects, type Save } from '../change/editing.ts';
import { withLastApplied } from '../change/last-applied.ts';
import { sendRaw } from '../change/raw.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { dryRunOf, writeQuery } from '../cli/dry-run.ts';
import { CommandError, throwAll, withSource } from '../cli/errors.ts';
import { apiVersionOf, pathOf } from '../client/discovery.ts';
import { matchesLabels } from '../client/labels.ts';
import { type Info, selectFiles } from '../client/resources.ts';
import type { JsonObject } from '../json.ts';
import { findPrinter, resultLine } from '../output/printer.ts';
import { createConfigMapCommand, createSecretCommand } from './create-data.ts';
import { createDeploymentCommand } from './create-deployment.ts';
import { createIngressCommand } from './create-ingress.ts';
import {
  createCronJobCommand,
  createJobCommand,
  createNamespaceCommand,
  createServiceAccountCommand,
} from './create-plain.ts';
import { POLICY_COMMANDS } from './create-policy.ts';
import { RBAC_COMMANDS } from './create-rbac.ts';
import { createServiceCommand } from './create-service.ts';
import { createTokenCommand } from './create-token.ts';

function createOne(invocation: Invocation, info: Info): JsonObject {
  const { api, flags } = invocation;
  const given = info.object ?? {};
  const wanted = flags.bool('save-config') ? withLastApplied(given) : given;
  if (dryRunOf(flags) === 'client') return wanted;
  try {
    const created = api.post(pathOf(info.resource, info.namespace), wanted, writeQuery(flags, 'kubectl-create'));
    return { apiVersion: apiVersionOf(info.resource), kind: info.resource.kind, ...created };
  } catch (error) {
    throw error instanceof Error ? withSource('creating', info.source, error) : error;
  }
}

/** `--edit`: each object goes through the editor; one that stays as it is, is not created. */
async function createEdited(invocation: Invocation, infos: readonly Info[], errors: readonly Error[]): Promise<number> {
  throwAll(errors);
  const send: Save = (_, info, { after }) => createOne(invocation, { ...info, object: after });
  for (const info of infos) await editObjects(invocation, [info], 'yaml', send, 'created');
  return 0;
}

async function run(invocation: Invocation): Promise<number> {
  const { flags, io, args, path } = invocation;
  if (args.length > 0) throw usageHint(path, `Unexpected args: [${args.join(' ')}]`);
  if (flags.list('filename').length === 0) throw new CommandError('must specify one of -f and -k');
  if (flags.text('raw') !== '') return sendRaw(invocation, 'post');
  const printer = findPrinter(invocation);
  const { infos, errors } = selectFiles(invocation, flags);
  const chosen = infos.filter((info) => matchesLabels(info.object ?? {}, flags.text('selector')));
  if (chosen.length === 0 && errors.length === 0) throw new CommandError('no objects passed to create');
  if (flags.bool('edit')) return createEdited(invocation, chosen, errors);
  const failures = [...errors];
  for (const info of chosen) {
    try {
      const value = createOne(invocation, info);
      io.out(printer ? printer(value) : resultLine(value, 'created', dryRunOf(flags)));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failures.push(error);
    }
  }
  throwAll(failures);
  return 0;
}

export const createCommand: Command = {
  name: 'create',
  unmodelled: ['kustomize', 'windows-line-endings'],
  commands: [
    createConfigMapCommand,
    createCronJobCommand,
    createDeploymentCommand,
    createIngressCommand,
    createJobCommand,
    createNamespaceCommand,
    ...POLICY_COMMANDS,
    ...RBAC_COMMANDS,
    createSecretCommand,
    createServiceCommand,
    createServiceAccountCommand,
    createTokenCommand,
  ],
  run,
};
