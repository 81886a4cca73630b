/** `kubectl top`: there is no metrics server, as in a fresh EKS cluster. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';

function run({ args, flags }: Invocation): never {
  if (!['', 'cpu', 'memory'].includes(flags.text('sort-by')))
    throw new CommandError('--sort-by accepts only cpu or memory');
  if (args.length > 0 && flags.text('selector') !== '')
    throw new CommandError('only one of NAME or selector can be provided');
  throw new CommandError('Metrics API not available');
}

export const topCommand: Command = {
  name: 'top',
  commands: [
    { name: 'node', aliases: ['nodes', 'no'], completes: 'Nodes', run },
    { name: 'pod', aliases: ['pods', 'po'], completes: 'Pods', run },
  ],
};
