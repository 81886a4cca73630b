/** The generators without much to generate: job, namespace, serviceaccount. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { apiVersionOf } from '../client/discovery.ts';
import { infoPath, selectResources } from '../client/resources.ts';
import { type JsonObject, object, text } from '../json.ts';
import { commandWords, createObject, oneName } from './create-object.ts';

/** The pod template of a CronJob, as a Job of its own. Models: createJobFromCronJob */
function jobFrom(invocation: Invocation, name: string): JsonObject {
  const { flags, api, discovery, namespace } = invocation;
  const selection = selectResources(invocation, flags, [flags.text('from')], { bareTypes: false });
  const [info] = selection.kind === 'objects' ? selection.infos : [];
  if (!info) throw new CommandError('from must be an existing cronjob');
  const cronJob = api.object(infoPath(info));
  if (info.resource.kind !== 'CronJob')
    throw new CommandError(`unknown object type *${info.resource.version}.${info.resource.kind}`);
  const template = object(cronJob, 'spec', 'jobTemplate');
  const cronJobs = discovery.get('cronjobs');
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace,
      labels: object(template, 'metadata', 'labels'),
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...object(template, 'metadata', 'annotations') },
      ownerReferences: [
        {
          apiVersion: apiVersionOf(cronJobs),
          kind: 'CronJob',
          name: info.name,
          uid: text(cronJob, 'metadata', 'uid'),
          controller: true,
        },
      ],
    },
    spec: object(template, 'spec'),
    status: {},
  };
}

function runJob(invocation: Invocation): number {
  const name = oneName(invocation);
  const { flags } = invocation;
  const image = flags.text('image');
  const from = flags.text('from');
  const command = commandWords(invocation);
  if ((image === '') === (from === '')) throw new CommandError('either --image or --from must be specified');
  if (from !== '' && command.length > 0) throw new CommandError('cannot specify --from and command');
  if (from !== '') return createObject(invocation, jobFrom(invocation, name), 'job');
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

function runCronJob(invocation: Invocation): number {
  const name = oneName(invocation);
  const { flags } = invocation;
  const command = commandWords(invocation);
  const container = {
    name,
    image: flags.text('image'),
    ...(command.length > 0 ? { command } : {}),
    resources: {},
  };
  const podSpec = { containers: [container], restartPolicy: flags.text('restart') || 'OnFailure' };
  const cronJob = {
    kind: 'CronJob',
    apiVersion: 'batch/v1',
    metadata: { name },
    spec: {
      schedule: flags.text('schedule'),
      jobTemplate: { metadata: { name }, spec: { template: { metadata: {}, spec: podSpec } } },
    },
    status: {},
  };
  return createObject(invocation, cronJob, 'cronjob');
}

export const createCronJobCommand: Command = {
  name: 'cronjob',
  aliases: ['cj'],
  required: ['image', 'schedule'],
  run: runCronJob,
};

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
    return createObject(invocation, namespace);
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
