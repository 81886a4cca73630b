/** From words to the command they name. */
import type { Command } from './command.ts';
import { CommandError, Exit, notModelled, type UsageError } from './errors.ts';
import { type Flag, type FlagValues, type Parsed, parseFlags } from './flags.ts';
import { flagsOf } from './help.ts';
import { suggestions } from './suggest.ts';

const HELP: Flag = { name: 'help', short: 'h', type: 'bool', initial: 'false' };

export const GLOBAL_FLAGS: readonly Flag[] = [...flagsOf('options'), HELP];

/** Flags of every command that are refused by name. */
const UNMODELLED_EVERYWHERE = [
  'certificate-authority',
  'client-certificate',
  'client-key',
  'kuberc',
  'match-server-version',
  'password',
  'username',
];

/** `path` begins with `kubectl`. */
function declaredBy(path: string): readonly Flag[] {
  const own = flagsOf(path.slice('kubectl '.length));
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...GLOBAL_FLAGS.filter(({ name }) => !names.has(name))];
}

export interface Found {
  readonly command: Command;
  /** `kubectl create service clusterip`. */
  readonly path: string;
  /** The words that are not the command's name. */
  readonly words: readonly string[];
}

/** How many words a flag takes, itself included, for one that stands before the command's name. */
function flagWidth(flags: readonly Flag[], word: string): number {
  if (word.includes('=')) return 1;
  const flag = word.startsWith('--')
    ? flags.find((one) => one.name === word.slice(2))
    : flags.find((one) => one.short === word.charAt(1));
  return flag && flag.type !== 'bool' && (word.startsWith('--') || word.length === 2) ? 2 : 1;
}

interface NextName {
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function nextName(words: readonly string[], flags: readonly Flag[]): NextName | undefined {
  let at = 0;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    if (word === '--') return undefined;
    if (!word.startsWith('-') || word === '-')
      return { name: word, before: words.slice(0, at), after: words.slice(at + 1) };
    at += flagWidth(flags, word);
  }
  return undefined;
}

const called = (commands: readonly Command[], name: string) =>
  commands.find((command) => command.name === name || command.aliases?.includes(name));

/** Undefined when no verb was given. Throws for a verb that is not there or not modelled. */
export function findCommand(commands: readonly Command[], words: readonly string[]): Found | undefined {
  const first = nextName(words, GLOBAL_FLAGS);
  if (!first) return undefined;
  const top = called(commands, first.name);
  if (!top) {
    const hint = suggestions(first.name);
    throw new Exit(1, `error: unknown command ${JSON.stringify(first.name)} for "kubectl"${hint || '\n'}`);
  }
  let found: Found = { command: top, path: `kubectl ${top.name}`, words: [...first.before, ...first.after] };
  while (found.command.commands) {
    const next = nextName(found.words, declaredBy(found.path));
    const inner = next && called(found.command.commands, next.name);
    if (!next || !inner) break;
    found = { command: inner, path: `${found.path} ${inner.name}`, words: [...next.before, ...next.after] };
  }
  return found;
}

/** Flags of a command's own are its own to refuse. */
const unmodelledOf = ({ command, path }: Found): string[] => [
  ...UNMODELLED_EVERYWHERE.filter((name) => !flagsOf(path.slice('kubectl '.length)).some((flag) => flag.name === name)),
  ...(command.unmodelled ?? []),
];

/** The flags as they stand. Throws usage errors only. */
export const readFlags = (found: Found): Parsed => parseFlags(declaredBy(found.path), found.words);

/** From here on every request is logged. */
const VERBOSE = 6;
const PROFILES = ['none', 'cpu', 'heap', 'goroutine', 'threadcreate', 'block', 'mutex', 'trace'];

function checkGlobals({ path }: Found, flags: FlagValues): void {
  if (flags.has('v') && flags.int('v') >= VERBOSE && !flags.bool('help')) throw notModelled(`-v=${flags.int('v')}`);
  // That of `debug` is its own.
  if (path === 'kubectl debug' || !flags.changed('profile')) return;
  const profile = flags.text('profile');
  if (!PROFILES.includes(profile)) throw new CommandError(`unknown profile '${profile}'`);
  if (profile !== 'none') throw notModelled(`--profile=${profile}`);
}

/** Reads the flags of a found command. Throws usage errors, help (as an `Exit` 0) and what is not modelled. */
export function parseCommand(found: Found): Parsed {
  const parsed = readFlags(found);
  const unmodelled = unmodelledOf(found);
  const refused = parsed.values.given().find((flag) => unmodelled.includes(flag.name));
  if (refused && !parsed.values.bool('help')) throw notModelled(`--${refused.name}`);
  checkGlobals(found, parsed.values);
  return parsed;
}

export function checkRequired({ command }: Found, parsed: Parsed): void {
  const missing = (command.required ?? []).filter((name) => !parsed.values.changed(name));
  if (missing.length > 0)
    throw new CommandError(`required flag(s) ${missing.map((name) => JSON.stringify(name)).join(', ')} not set`);
}

/** Flags that are offered by completion. */
export const offeredFlags = (found: Found): string[] =>
  declaredBy(found.path)
    .map(({ name }) => name)
    .filter((name) => !unmodelledOf(found).includes(name));

/** A usage error in the words of the command it belongs to. */
export const usageText = (path: string, error: UsageError): string =>
  path === 'kubectl options'
    ? `error: ${error.message}\nRun 'kubectl options' without flags.\n`
    : path === 'kubectl diff'
      ? `error: ${error.message}\nSee 'kubectl diff -h' for help and examples\n`
      : `error: ${error.message}\nSee '${path} --help' for usage.\n`;

/** What a command says of its own arguments. */
export const usageHint = (path: string, message: string): CommandError =>
  new CommandError(`${message}\nSee '${path} -h' for help and examples`);
