/** What kubectl says of itself: the texts are the real one's, and the flags are declared by them. */
import type { ToolIo } from '../../tool.ts';
import { HELP, HOME_MARK } from '../help/all.ts';
import { type Flag, typeOf } from './flags.ts';

/** `path` is the words after `kubectl`; undefined when there is no such command. */
export function findHelp(path: string, home: string): string | undefined {
  return HELP[path]?.replaceAll(HOME_MARK, home);
}

/** What a command prints of itself before it refuses its arguments. `path` begins with `kubectl`. */
export const helpOf = ({ path, io }: { path: string; io: Pick<ToolIo, 'env'> }): string =>
  findHelp(path.slice('kubectl '.length), io.env.get('HOME') ?? '/root') ?? '';

/** Names of the commands below that path. */
export function listSubcommands(path: string): string[] {
  const prefix = path === '' ? '' : `${path} `;
  return Object.keys(HELP)
    .filter((one) => one.startsWith(prefix) && one !== '' && !one.slice(prefix.length).includes(' '))
    .map((one) => one.slice(prefix.length));
}

const FLAG = /^ {4}(?:-(\w), )?--([\w-]+)=(.*?):\n\t(.*)$/gm;

const read = new Map<string, readonly Flag[]>();

/** The flags that the help of `path` lists; `options` has those of all commands. */
export function flagsOf(path: string): readonly Flag[] {
  const known = read.get(path);
  if (known) return known;
  const flags = [...(HELP[path] ?? '').matchAll(FLAG)].map(
    ([, short, name = '', initial = '']): Flag => ({ name, short, type: typeOf(initial), initial }),
  );
  read.set(path, flags);
  return flags;
}
