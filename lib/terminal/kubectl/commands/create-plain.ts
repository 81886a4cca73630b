/** The generators without much to generate: job, namespace, serviceaccount. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, notModelled } from '../cli/errors.ts';
import { commandWords, createObject, oneName } from './create-object.ts';

function runJob(invocation: Invocation): number {
  const name = oneName(invocation);
  const { flags } = invocation;
  if (flags.text('from') !== '') throw notModelled('--from');
  const image = flags.text('image');
  if (image === '') throw new CommandError('either --image or --from must be specified');
  const command = commandWords(invocation);
  const container = { name, image, ...(command.length > 0 ? { command } : {}), resources: {} };
  const job = {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: { name },
    spec: { template: { metadata: {}, spec: { containers: [container], restartPolicy: 'Never' } } },
    status: {},
  };
  return createObject(invocation, job, 'job');
}

export const createJobCommand: Command = {
  name: 'job',
  run: runJob,
};

export const createNamespaceCommand: Command = {
  name: 'namespace',
  aliases: ['ns'],
  run: (invocation) => {
    const namespace = {
      kind: 'Namespace',
      apiVersion: 'v1',
      metadata: { name: oneName(invocation) },
      spec: {},
      status: {},
    };
    return createObject(invocation, namespace, 'namespace');
  },
};

export const createServiceAccountCommand: Command = {
  name: 'serviceaccount',
  aliases: ['sa'],
  run: (invocation) => {
    const account = { kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name: oneName(invocation) } };
    return createObject(invocation, account, 'serviceaccount');
  },
};
