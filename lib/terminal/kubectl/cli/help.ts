/** Help in kubectl's own layout, of what is modelled here. */
import type { Command } from './command.ts';
import type { Flag } from './flags.ts';

const FOOTER = 'Use "kubectl options" for a list of global command-line options (applies to all commands).\n';

export function flagsHelp(flags: readonly Flag[]): string {
  return flags
    .filter((flag) => flag.modelled)
    .map((flag) => {
      const short = flag.short ? `-${flag.short}, ` : '';
      return `    ${short}--${flag.name}=${flag.initial}:\n\t${flag.usage}\n`;
    })
    .join('\n');
}

function commandsHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}   ${command.short}`);
  return `Available Commands:\n${lines.join('\n')}\n\n`;
}

/** `path` is the command as typed, such as `kubectl create service`. */
export function commandHelp(command: Command, path: string): string {
  const aliases = command.aliases ? `Aliases:\n${[command.name, ...command.aliases].join(', ')}\n\n` : '';
  const commands = command.commands ? commandsHelp(command.commands) : '';
  const shown = (command.flags ?? []).filter((flag) => flag.modelled);
  const options = shown.length > 0 ? `Options:\n${flagsHelp(shown)}\n` : '';
  const more = command.commands ? `Use "${path} <command> --help" for more information about a given command.\n` : '';
  return `${command.short}\n\n${aliases}${commands}${options}Usage:\n  ${command.usage} [options]\n\n${more}${FOOTER}`;
}

/** What `kubectl` alone prints. */
export function rootHelp(commands: readonly Command[]): string {
  return `kubectl controls the Kubernetes cluster manager.

 Find more information at: https://kubernetes.io/docs/reference/kubectl/

${commandsHelp(commands)}Usage:
  kubectl [flags] [options]

Use "kubectl <command> --help" for more information about a given command.
${FOOTER}`;
}
