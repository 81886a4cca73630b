import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import type { JsonObject } from '../json.ts';
import { commandWords, createObject, imageBase, oneName } from './create-object.ts';

function containers(invocation: Invocation): JsonObject[] {
  const { flags } = invocation;
  const images = flags.list('image');
  const command = commandWords(invocation);
  if (images.length > 1 && command.length > 0)
    throw new CommandError('cannot specify multiple --image options and command');
  const port = flags.int('port');
  return images.map((image) => ({
    name: imageBase(image),
    image,
    ...(command.length > 0 ? { command } : {}),
    ...(port >= 0 ? { ports: [{ containerPort: port }] } : {}),
    resources: {},
  }));
}

function run(invocation: Invocation): number {
  const name = oneName(invocation);
  const labels = { app: name };
  const deployment = {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: { name, labels },
    spec: {
      replicas: invocation.flags.int('replicas'),
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: containers(invocation) } },
      strategy: {},
    },
    status: {},
  };
  return createObject(invocation, deployment, 'deployment');
}

export const createDeploymentCommand: Command = {
  name: 'deployment',
  aliases: ['deploy'],
  required: ['image'],
  run,
};
