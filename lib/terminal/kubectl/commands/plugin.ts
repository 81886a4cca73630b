/** `kubectl plugin`, `kustomize` and `certificate`: what they say before they would do anything. */
import type { Command } from '../cli/command.ts';
import { CommandError, notModelled } from '../cli/errors.ts';
import { absolutePath } from '../client/manifests.ts';

export const pluginCommand: Command = {
  name: 'plugin',
  commands: [
    {
      name: 'list',
      run: () => {
        throw new CommandError('unable to find any kubectl plugins in your PATH');
      },
    },
  ],
};

const FILES: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export const kustomizeCommand: Command = {
  name: 'kustomize',
  run: ({ args, io }) => {
    const [folder = '.', more] = args;
    if (more !== undefined) throw new CommandError('specify one path to kustomization.yaml');
    const path = folder === '.' ? io.cwd : absolutePath(io, folder);
    const stat = io.files.stat(path);
    if (!stat)
      throw new CommandError(
        `must build at directory: not a valid directory: evalsymlink failure on '${folder}' : lstat ${path}: no such file or directory`,
      );
    if (!FILES.some((name) => io.files.stat(`${path}/${name}`)))
      throw new CommandError(
        `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${path}'`,
      );
    throw notModelled('kubectl kustomize');
  },
};

function decide(verb: string): Command {
  return {
    name: verb,
    run: ({ args, flags }) => {
      if (args.length === 0 && flags.list('filename').length === 0)
        throw new CommandError('one or more CSRs must be specified as <name> or -f <filename>');
      throw notModelled(`kubectl certificate ${verb}`);
    },
  };
}

export const certificateCommand: Command = {
  name: 'certificate',
  bareHelp: 'always',
  commands: [decide('approve'), decide('deny')],
};
