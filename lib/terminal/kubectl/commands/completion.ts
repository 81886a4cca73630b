/** `kubectl completion`: the terminal completes by itself, so there is no script to give. */
import type { Command } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { notModelled } from '../cli/errors.ts';

const SHELLS: readonly string[] = ['bash', 'zsh', 'fish', 'powershell'];

export const completionCommand: Command = {
  name: 'completion',
  run: ({ args, path }) => {
    const [shell, more] = args;
    if (shell === undefined) throw usageHint(path, 'Shell not specified.');
    if (more !== undefined) throw usageHint(path, 'Too many arguments. Expected only the shell type.');
    if (!SHELLS.includes(shell)) throw usageHint(path, `Unsupported shell type ${JSON.stringify(shell)}.`);
    throw notModelled(`kubectl completion ${shell}: the terminal completes kubectl by itself`);
  },
};
