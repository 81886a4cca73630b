/** Tab completion: commands, variables, files, and what the tools themselves offer. */
import type { Files } from '../tool.ts';
import { resolvePath } from './file-system.ts';
import type { Completion, Shell } from './shell.ts';

const KEYWORDS = [
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'for',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  'function',
];
const SHELL_WORDS = [
  'cd',
  'export',
  'unset',
  'set',
  'source',
  'read',
  'exit',
  'type',
  'command',
  'declare',
  'local',
  'shift',
];

export function completeLine(shell: Shell, line: string, cursor: number): Completion {
  const before = line.slice(0, cursor);
  const { words, from } = lastCommand(before);
  const current = words.at(-1) ?? '';
  if (current.startsWith('$')) {
    const names = [...shell.state.env.keys()].filter((name) => /^[A-Za-z_]\w*$/.test(name));
    return {
      from,
      candidates: matching(
        names.map((name) => `$${name}`),
        current,
      ),
    };
  }
  if (words.length <= 1 && !current.includes('/')) {
    const aliases = [...shell.state.env.keys()].flatMap((key) =>
      key.startsWith('BASH_ALIAS_') ? [key.slice(11)] : [],
    );
    const names = [...shell.commandNames, ...shell.state.functions.keys(), ...aliases, ...KEYWORDS, ...SHELL_WORDS];
    return {
      from,
      candidates: matching(names, current)
        .filter((name) => !name.startsWith('hoplab-'))
        .map((name) => `${name} `),
    };
  }
  const name = expandAlias(shell, words[0] as string);
  const tool = shell.options.tools.find((one) => one.name === name[0]);
  const env = shell.state.env;
  const offered = tool?.complete?.([...name, ...words.slice(1)], {
    env,
    cwd: shell.state.cwd,
    files: shell.options.files,
  });
  if (offered && offered.length > 0) return { from, candidates: [...offered] };
  return { from, candidates: filesMatching(shell.options.files, shell.state.cwd, shell.options.home, current) };
}

function expandAlias(shell: Shell, name: string): string[] {
  return (shell.state.env.get(`BASH_ALIAS_${name}`) ?? name).split(/\s+/).filter((word) => word !== '');
}

/** The words of the command the cursor is in; the last one is what is being typed. */
function lastCommand(text: string): { words: string[]; from: number } {
  const start = Math.max(...['|', ';', '&', '(', '`', '\n'].map((sign) => text.lastIndexOf(sign))) + 1;
  const command = text.slice(start).replace(/^\s*(?:(?:sudo|time|watch|then|do|else|!)\s+|\w+=\S*\s+)*/, '');
  const words = command.split(/\s+/);
  const from = text.length - (words.at(-1) ?? '').length;
  return { words: words[0] === '' && words.length > 1 ? words.slice(1) : words, from };
}

function matching(names: readonly string[], prefix: string): string[] {
  return [...new Set(names.filter((name) => name.startsWith(prefix)))].sort();
}

/** File names that go on from a path; folders end in a slash, files in a space. */
export function filesMatching(files: Files, cwd: string, home: string, word: string): string[] {
  const redirection = /^(?:\d?[<>]+|--?\w[\w-]*=)/.exec(word)?.[0] ?? '';
  const path = word.slice(redirection.length);
  const slash = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, slash);
  const place = resolvePath(cwd, folder.replace(/^~/, home) || '.');
  const names = files.list(place) ?? [];
  const prefix = path.slice(slash);
  return names
    .filter((name) => name.startsWith(prefix) && (prefix.startsWith('.') || !name.startsWith('.')))
    .map((name) => {
      const folderSign = files.stat(place === '/' ? `/${name}` : `${place}/${name}`)?.kind === 'directory' ? '/' : ' ';
      return `${redirection}${folder}${name}${folderSign}`;
    });
}
