/**
 * `npm run kubectl-help`: asks the real kubectl 1.35 among the judges for the help of every command and writes it, as
 * it is, into lib/terminal/kubectl/help/. The texts are kubectl's own (Apache-2.0).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getKubectl } from '../tests/parity/kubectl-binary.ts';

const TARGET = new URL('../lib/terminal/kubectl/help/', import.meta.url);

/** Stands where kubectl prints the person's own home. */
const HOME_MARK = '$HOMEFOLDER';
const HEAD = '/** Written by `npm run kubectl-help` from kubectl 1.35.2. */\n';

const binary = getKubectl();
const home = mkdtempSync(join(tmpdir(), 'kubectl-help-'));

const ask = (...words: string[]): string =>
  execFileSync(binary, words, {
    env: { HOME: home, PATH: '', NODE_ENV: process.env.NODE_ENV },
    encoding: 'utf8',
  }).replaceAll(home, HOME_MARK);

/** The commands that a help lists, in any of its groups. */
function listCommands(help: string): string[] {
  const groups = [...help.matchAll(/^[A-Z][\w ()]*:\n((?: {2}[a-z][\w-]* .*\n)+)/gm)];
  return groups
    .filter(([group]) => !/^(Examples|Usage|Options|Aliases)/.test(group))
    .flatMap(([, lines = '']) => lines.trimEnd().split('\n'))
    .map((line) => line.trim().split(' ')[0] ?? '');
}

function collect(words: readonly string[], found: Map<string, string>): Map<string, string> {
  const text = ask(...words, '--help');
  found.set(words.join(' '), text);
  for (const name of listCommands(text)) collect([...words, name], found);
  return found;
}

const literal = (text: string): string => text.replace(/[\\`]|\$\{/g, (match) => `\\${match}`);

const constantOf = (verb: string): string =>
  `${verb.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Help`;

function write(verb: string, texts: ReadonlyMap<string, string>): void {
  const entries = [...texts].map(([path, text]) => `  ${JSON.stringify(path)}: \`${literal(text)}\`,\n`);
  const body = `export const ${constantOf(verb)}: Readonly<Record<string, string>> = {\n${entries.join('')}};\n`;
  writeFileSync(new URL(`${verb}.ts`, TARGET), HEAD + body);
}

function writeAll(verbs: readonly string[]): void {
  const imports = verbs.map((verb) => `import { ${constantOf(verb)} } from './${verb}.ts';\n`).join('');
  const spread = verbs.map((verb) => `  ...${constantOf(verb)},\n`).join('');
  const what = '/** By the words after `kubectl`; the empty string for kubectl itself. */\n';
  const mark = `/** Stands where kubectl prints the person's own home. */\nexport const HOME_MARK = '${HOME_MARK}';\n\n`;
  const body = `${mark}${what}export const HELP: Readonly<Record<string, string>> = {\n${spread}};\n`;
  writeFileSync(new URL('all.ts', TARGET), `${HEAD}${imports}\n${body}`);
}

mkdirSync(TARGET, { recursive: true });
for (const name of readdirSync(TARGET)) rmSync(new URL(name, TARGET));
const root = ask('--help');
write('kubectl', new Map([['', root]]));
write('options', new Map([['options', ask('options')]]));
const verbs = listCommands(root);
for (const verb of verbs) write(verb, collect([verb], new Map()));
writeAll(['kubectl', 'options', ...verbs].sort());
rmSync(home, { recursive: true });
