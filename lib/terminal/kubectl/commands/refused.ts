/** Every command of kubectl 1.35 that the others leave: it is there, has its help, and is refused by name. */
import type { Command } from '../cli/command.ts';
import { notModelled } from '../cli/errors.ts';
import { listSubcommands } from '../cli/help.ts';

/** They print their help whatever follows. */
const HELPFUL = ['alpha'];

function refused(path: string): Command {
  const name = path.split(' ').at(-1) ?? '';
  const below = listSubcommands(path);
  if (below.length > 0)
    return {
      name,
      bareHelp: HELPFUL.includes(name) ? 'always' : 'err',
      commands: below.map((one) => refused(`${path} ${one}`)),
    };
  return {
    name,
    run: () => {
      throw notModelled(`kubectl ${path}`);
    },
  };
}

/** The same commands and beside them what is missing, in the order of kubectl's own help. */
export function withRefused(commands: readonly Command[], path = ''): readonly Command[] {
  return listSubcommands(path).map((name) => {
    const whole = path === '' ? name : `${path} ${name}`;
    const known = commands.find((command) => command.name === name);
    if (!known) return refused(whole);
    return known.commands || listSubcommands(whole).length > 0
      ? { ...known, commands: withRefused(known.commands ?? [], whole) }
      : known;
  });
}
