/** From words to the command they name. */
import { globalFlags } from '../flags/global.ts';
import type { Command } from './command.ts';
import { CommandError, Exit, notModelled, type UsageError } from './errors.ts';
import { declareFlags, type Flag, type Parsed, parseFlags } from './flags.ts';
import { commandHelp, rootHelp } from './help.ts';
import { ALL_VERBS, suggestions } from './suggest.ts';

const HELP: Flag = { name: 'help', short: 'h', type: 'bool', initial: 'false', usage: 'help', modelled: true };

export const GLOBAL_FLAGS: readonly Flag[] = [...declareFlags(globalFlags), HELP];

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
  if (!top && ALL_VERBS.includes(first.name)) throw notModelled(`kubectl ${first.name}`);
  if (!top) {
    const hint = suggestions(first.name);
    throw new Exit(1, `error: unknown command ${JSON.stringify(first.name)} for "kubectl"${hint || '\n'}`);
  }
  let found: Found = { command: top, path: `kubectl ${top.name}`, words: [...first.before, ...first.after] };
  while (found.command.commands) {
    const next = nextName(found.words, [...GLOBAL_FLAGS, ...(found.command.flags ?? [])]);
    const inner = next && called(found.command.commands, next.name);
    if (!next || !inner) break;
    found = { command: inner, path: `${found.path} ${inner.name}`, words: [...next.before, ...next.after] };
  }
  return found;
}

/** Reads the flags of a found command. Throws usage errors, help (as an `Exit` 0) and what is not modelled. */
export function parseCommand(found: Found): Parsed {
  const parsed = parseFlags([...(found.command.flags ?? []), ...GLOBAL_FLAGS], found.words);
  const refused = parsed.values.given().find((flag) => !flag.modelled);
  if (refused && !parsed.values.bool('help')) throw notModelled(`--${refused.name}`);
  return parsed;
}

export function checkRequired({ command }: Found, parsed: Parsed): void {
  const missing = (command.required ?? []).filter((name) => !parsed.values.changed(name));
  if (missing.length > 0)
    throw new CommandError(`required flag(s) ${missing.map((name) => JSON.stringify(name)).join(', ')} not set`);
}

export function helpText(commands: readonly Command[], found: Found | undefined): string {
  return found ? commandHelp(found.command, found.path) : rootHelp(commands);
}

/** A usage error in the words of the command it belongs to. */
export const usageText = (path: string, error: UsageError): string =>
  path === 'kubectl options'
    ? `error: ${error.message}\nRun 'kubectl options' without flags.\n`
    : `error: ${error.message}\nSee '${path} --help' for usage.\n`;

/** What a command says of its own arguments. */
export const usageHint = (path: string, message: string): CommandError =>
  new CommandError(`${message}\nSee '${path} -h' for help and examples`);
