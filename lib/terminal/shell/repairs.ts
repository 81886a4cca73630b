/** Forms of bundled commands' options that just-bash does not read, put into forms that it does. */
import type { Command } from 'just-bash';

/** `-n1` is `-n 1`. */
const apart = (letters: string) => (arg: string) =>
  arg.length > 2 && arg.startsWith('-') && letters.includes(arg[1] as string) ? [arg.slice(0, 2), arg.slice(2)] : [arg];

const xargsOption = apart('nILPds');
const pasteOption = apart('d');

const REPAIRS: Readonly<Record<string, (args: readonly string[]) => string[]>> = {
  xargs(args) {
    const command = args.findIndex((arg, index) => !arg.startsWith('-') && !/^-[nILPdsE]$/.test(args[index - 1] ?? ''));
    const end = command < 0 ? args.length : command;
    return [...args.slice(0, end).flatMap(xargsOption), ...args.slice(end)];
  },
  paste(args) {
    const options = args
      .flatMap((arg) => (arg.startsWith('-s') && arg.length > 2 ? ['-s', `-${arg.slice(2)}`] : [arg]))
      .flatMap(pasteOption);
    const hasFile = options.some((arg, index) => (arg === '-' || !arg.startsWith('-')) && options[index - 1] !== '-d');
    return hasFile ? options : [...options, '-'];
  },
};

export const REPAIRED: readonly Command[] = Object.entries(REPAIRS).map(([name, repair]) => ({
  name,
  trusted: true,
  async execute(args, context) {
    const original = context.origCommand;
    return original
      ? original(repair(args))
      : { stdout: '', stderr: `bash: ${name}: command not found\n`, exitCode: 127 };
  },
}));
