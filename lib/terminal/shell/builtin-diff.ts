/** `diff` of two files. Models: GNU diffutils 3.8, normal and unified format. Differs: folders are not compared. */

import { calendarOf } from '../../world/sim/calendar.ts';
import { compareLines, type LineChange, linesOf, unifiedText } from '../line-diff.ts';
import type { ToolIo } from '../tool.ts';
import { formatDate } from './builtin-date.ts';
import { resolvePath } from './file-system.ts';
import type { Builtin } from './shell.ts';

const MAX_LINES = 4_000;

const diff: Builtin = {
  name: 'diff',
  run(argv, io) {
    let context: number | undefined;
    let fold = (line: string) => line;
    let brief = false;
    const paths: string[] = [];
    for (let at = 0; at < argv.length; at++) {
      const arg = argv[at] as string;
      const unified = /^(?:-u|-U|--unified=?)(\d*)$/.exec(arg);
      if (unified) context = Number(unified[1] || (arg === '-U' ? argv[++at] : 3));
      else if (arg === '-q' || arg === '--brief') brief = true;
      else if (arg === '-i' || arg === '--ignore-case') fold = (line) => line.toLowerCase();
      else if (arg === '-w' || arg === '--ignore-all-space') fold = (line) => line.replace(/\s+/g, '');
      else if (arg === '-b' || arg === '--ignore-space-change') fold = (line) => line.replace(/\s+/g, ' ').trimEnd();
      else if (arg === '-N' || arg.startsWith('--color')) continue;
      else if (arg.startsWith('-') && arg !== '-') return refuse(io, `${arg}: not modelled`);
      else paths.push(arg);
    }
    if (paths.length !== 2)
      return refuse(
        io,
        paths.length < 2 ? `missing operand after '${paths[0] ?? 'diff'}'` : `extra operand '${paths[2]}'`,
      );
    const texts = paths.map((path) => (path === '-' ? io.stdin : io.files.read(resolvePath(io.cwd, path))));
    const missing = texts.indexOf(undefined);
    if (missing >= 0) return refuse(io, `${paths[missing]}: No such file or directory`);
    const [old, next] = (texts as string[]).map(linesOf) as [string[], string[]];
    if (old.length + next.length > MAX_LINES) return refuse(io, 'not modelled: files of more than 2,000 lines');
    const changes = compareLines(old.map(fold), next.map(fold));
    if (changes.length === 0) return 0;
    if (brief) io.out(`Files ${paths[0]} and ${paths[1]} differ\n`);
    else
      io.out(
        context === undefined
          ? normal(changes, old, next)
          : heads(paths, io) + unifiedText(changes, old, next, context),
      );
    return 1;
  },
};

function refuse(io: ToolIo, sentence: string): number {
  io.err(`diff: ${sentence}\n${sentence.includes('operand') ? "diff: Try 'diff --help' for more information.\n" : ''}`);
  return 2;
}

function normal(changes: readonly LineChange[], old: readonly string[], next: readonly string[]): string {
  const range = (at: number, count: number) =>
    count === 0 ? `${at}` : count === 1 ? `${at + 1}` : `${at + 1},${at + count}`;
  return changes
    .map(({ oldAt, oldCount, newAt, newCount }) => {
      const letter = oldCount === 0 ? 'a' : newCount === 0 ? 'd' : 'c';
      const removed = old.slice(oldAt, oldAt + oldCount).map((line) => `< ${line}\n`);
      const added = next.slice(newAt, newAt + newCount).map((line) => `> ${line}\n`);
      const bar = oldCount > 0 && newCount > 0 ? '---\n' : '';
      return `${range(oldAt, oldCount)}${letter}${range(newAt, newCount)}\n${removed.join('')}${bar}${added.join('')}`;
    })
    .join('');
}

function heads(paths: readonly string[], io: ToolIo): string {
  return paths
    .map((path, index) => {
      const unixMs = io.clock.epochMs + (io.files.stat(resolvePath(io.cwd, path))?.modifiedMs ?? io.clock.nowMs());
      return `${index === 0 ? '---' : '+++'} ${path}\t${formatDate('%F %T.%N %z', calendarOf(unixMs), unixMs)}\n`;
    })
    .join('');
}

export const DIFF_BUILTINS: readonly Builtin[] = [diff];
