/** Tab completion: verbs, flags, kinds, names, namespaces. */
import type { Api } from '../client/api.ts';
import type { Discovery } from '../client/discovery.ts';
import { groupResource, pathOf } from '../client/discovery.ts';
import type { Kubeconfig } from '../config/kubeconfig.ts';
import { list, text } from '../json.ts';
import type { Command } from './command.ts';
import { type Found, findCommand, GLOBAL_FLAGS, offeredFlags, readFlags } from './dispatch.ts';
import { CommandError, Exit, StatusError, UsageError } from './errors.ts';
import { type Parsed, parseFlags } from './flags.ts';

interface Connection {
  readonly api: Api;
  readonly discovery: Discovery;
  readonly config: Kubeconfig;
  readonly namespace: string;
}

type Connect = (parsed: Parsed) => Connection;

const names = (answer: unknown): string[] =>
  list(answer as never, 'items').map((item) => text(item, 'metadata', 'name'));

function typeNames({ discovery }: Connection): string[] {
  const all = discovery.list().filter((resource) => resource.verbs.includes('list'));
  return [...all.map(groupResource), 'all'].sort();
}

function objectNames(connection: Connection, type: string): string[] {
  const resource = connection.discovery.find(type);
  if (!resource) return [];
  return names(connection.api.get(pathOf(resource, resource.namespaced ? connection.namespace : '')));
}

function argumentCandidates(command: Command, args: readonly string[], word: string, connection: Connection): string[] {
  switch (command.completes) {
    case 'TypeThenNames': {
      if (word.includes('/')) {
        const type = word.slice(0, word.indexOf('/'));
        return objectNames(connection, type).map((name) => `${type}/${name}`);
      }
      const [type] = args;
      return type === undefined ? typeNames(connection) : objectNames(connection, type);
    }
    case 'Pods':
      return args.length === 0 ? objectNames(connection, 'pods') : [];
    case 'Nodes':
      return objectNames(connection, 'nodes');
    case 'Contexts':
      return connection.config.names('contexts');
    case 'Nothing':
    case undefined:
      return [];
    default:
      return command.completes satisfies never;
  }
}

/** Reads what stands before the last word as far as it can be read. */
function leniently(found: Found): Parsed {
  try {
    return readFlags(found);
  } catch (error) {
    if (error instanceof UsageError) return parseFlags(GLOBAL_FLAGS, []);
    throw error;
  }
}

function candidates(commands: readonly Command[], words: readonly string[], connect: Connect): string[] {
  const word = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const found = findCommand(commands, before);
  const previous = before.at(-1);
  if (previous === '-n' || previous === '--namespace') {
    const parsed = parseFlags(GLOBAL_FLAGS, []);
    return objectNames(connect(parsed), 'namespaces');
  }
  if (!found) return commands.map((command) => command.name).sort();
  if (word.startsWith('-')) return offeredFlags(found).map((name) => `--${name}`);
  const parsed = leniently(found);
  if (found.command.commands && parsed.args.length === 0) return found.command.commands.map((command) => command.name);
  return argumentCandidates(found.command, parsed.args, word, connect(parsed));
}

/** Candidates for the last word; nothing where the line so far makes no sense. */
export function completeWords(commands: readonly Command[], words: readonly string[], connect: Connect): string[] {
  const word = words.at(-1) ?? '';
  try {
    return candidates(commands, words, connect).filter((candidate) => candidate.startsWith(word));
  } catch (error) {
    if (
      error instanceof CommandError ||
      error instanceof StatusError ||
      error instanceof UsageError ||
      error instanceof Exit
    )
      return [];
    throw error;
  }
}
