/**
 * A pipeline whose first command follows the world (`kubectl get -w | grep x`) prints as lines come. just-bash hands
 * pipes on as whole strings, so the session feeds the later stages itself:
 * - `head` counts lines and ends the pipeline; `cat` passes on;
 * - a filter that treats each line alone (grep, cut, tr, sed and awk without memory …) runs on each piece of whole lines;
 * - every other stage (sort, wc, tail, uniq, a loop) needs the whole text and runs when the first command has ended.
 */
import type { CommandNode } from 'just-bash';
import { literalOf } from './streams.ts';

export interface Stage {
  /** Takes whole lines and gives what the stage prints for them. */
  push(lines: string): Promise<string>;
  /** Gives what is left when the input has ended, and the exit code of the stage. */
  end(): Promise<{ text: string; exitCode: number }>;
  /** True when the stage wants no more input, which ends the stages before it. */
  readonly full: boolean;
}

/** Runs a command on a whole input. */
export type RunFilter = (command: CommandNode, input: string) => Promise<{ stdout: string; exitCode: number }>;

const LINE_FILTERS = new Set([
  'grep',
  'egrep',
  'fgrep',
  'cut',
  'tr',
  'sed',
  'awk',
  'rev',
  'expand',
  'tee',
  'jq',
  'fold',
]);
const FOLLOWING = /^(?:-w|-f|--watch|--follow|--watch-only)(?:=true)?$/;
const FOLLOWERS = new Set(['ping', 'tcpdump', 'watch', 'tail']);

/** Whether the first command of a pipeline is one that follows. */
export function follows(name: string, args: readonly string[]): boolean {
  if (name === 'ping' || name === 'tcpdump') return true;
  return FOLLOWERS.has(name) || name === 'kubectl' ? args.some((arg) => FOLLOWING.test(arg)) : false;
}

export function createStage(command: CommandNode, run: RunFilter): Stage {
  const words = wordsOf(command);
  if (words?.[0] === 'head') {
    const limit = headLimit(words.slice(1));
    if (limit !== undefined) return new HeadStage(limit);
  }
  if (words?.[0] === 'cat' && words.length === 1)
    return lineStage(async (lines) => ({ stdout: lines, exitCode: 0 }), 'any');
  if (words && LINE_FILTERS.has(words[0] ?? '') && isLineByLine(words)) {
    const pass = words[0] === 'grep' || words[0] === 'egrep' || words[0] === 'fgrep' ? 'best' : 'any';
    const filter = words[0] === 'tee' ? teeAppending(command) : (): CommandNode => command;
    return lineStage((lines) => run(filter(), lines), pass);
  }
  return wholeStage((input) => run(command, input));
}

function wordsOf(command: CommandNode): string[] | undefined {
  if (command.type !== 'SimpleCommand' || command.redirections.length > 0 || command.assignments.length > 0)
    return undefined;
  const words = [command.name, ...command.args].map(literalOf);
  return words.includes(undefined) ? undefined : (words as string[]);
}

function headLimit(args: readonly string[]): number | undefined {
  if (args.length === 0) return 10;
  const text = args.join(' ');
  const number = /^(?:-n ?|--lines[= ]|-)(\d+)$/.exec(text)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Whether a filter keeps nothing from one line to the next. */
function isLineByLine(words: readonly string[]): boolean {
  const [name, ...args] = words;
  const flags = args.filter((arg) => /^-[A-Za-z]/.test(arg));
  switch (name) {
    case 'grep':
    case 'egrep':
    case 'fgrep':
      return (
        !flags.some((flag) => /^-\w*[cABCmnqlLb]/.test(flag)) &&
        !args.some((arg) => arg.startsWith('--') && arg !== '--line-buffered' && !arg.startsWith('--color'))
      );
    case 'sed':
      return (
        !flags.some((flag) => /^-\w*[ni]/.test(flag)) &&
        args.every((arg) => arg.startsWith('-') || /^s(\W).*\1.*\1[gIi]*$/.test(arg))
      );
    case 'awk':
      return args.every((arg) => !/BEGIN|END|\bNR\b|getline|[^=!<>~]=[^=~]|\+\+|\[/.test(arg));
    case 'jq':
      return args.some((arg) => arg === '--unbuffered' || arg === '-c');
    default:
      return true;
  }
}

/** The first piece makes the file; later ones must not make it anew. */
function teeAppending(command: CommandNode): () => CommandNode {
  let pieces = 0;
  return () => {
    if (pieces++ === 0 || command.type !== 'SimpleCommand') return command;
    return { ...command, args: [{ type: 'Word', parts: [{ type: 'Literal', value: '-a' }] }, ...command.args] };
  };
}

class HeadStage implements Stage {
  #left: number;

  constructor(limit: number) {
    this.#left = limit;
  }

  async push(lines: string): Promise<string> {
    const taken = lines.split('\n').slice(0, -1).slice(0, this.#left);
    this.#left -= taken.length;
    return taken.map((line) => `${line}\n`).join('');
  }

  async end() {
    return { text: '', exitCode: 0 };
  }

  get full(): boolean {
    return this.#left <= 0;
  }
}

/** `best`: the exit code is 0 when any piece was (grep found something). */
function lineStage(run: (lines: string) => Promise<{ stdout: string; exitCode: number }>, pass: 'best' | 'any'): Stage {
  let exitCode: number | undefined;
  return {
    push: async (lines) => {
      const result = await run(lines);
      exitCode = pass === 'best' && exitCode === 0 ? 0 : result.exitCode;
      return result.stdout;
    },
    end: async () => ({ text: '', exitCode: exitCode ?? (pass === 'best' ? 1 : 0) }),
    full: false,
  };
}

function wholeStage(run: (input: string) => Promise<{ stdout: string; exitCode: number }>): Stage {
  let input = '';
  return {
    push: async (lines) => {
      input += lines;
      return '';
    },
    end: async () => {
      const { stdout, exitCode } = await run(input);
      return { text: stdout, exitCode };
    },
    full: false,
  };
}

/** A chain of stages that takes text as it comes and gives what the last one prints. */
export class Chain {
  readonly #stages: readonly Stage[];
  readonly #print: (text: string) => void;
  #partial = '';

  constructor(stages: readonly Stage[], print: (text: string) => void) {
    this.#stages = stages;
    this.#print = print;
  }

  async push(text: string): Promise<void> {
    const end = text.lastIndexOf('\n') + 1;
    const lines = this.#partial + text.slice(0, end);
    this.#partial = end === 0 ? this.#partial + text : text.slice(end);
    if (end > 0) await this.#feed(0, lines);
  }

  /** The exit code of each stage. */
  async end(): Promise<number[]> {
    if (this.#partial !== '') await this.#feed(0, `${this.#partial}\n`);
    const codes: number[] = [];
    for (const [index, stage] of this.#stages.entries()) {
      const { text, exitCode } = await stage.end();
      codes.push(exitCode);
      if (text !== '') await this.#feed(index + 1, text);
    }
    return codes;
  }

  get full(): boolean {
    return this.#stages.some((stage) => stage.full);
  }

  async #feed(from: number, text: string): Promise<void> {
    let piece = text;
    for (let at = from; at < this.#stages.length && piece !== ''; at++) {
      piece = await (this.#stages[at] as Stage).push(piece);
    }
    if (piece !== '') this.#print(piece);
  }
}
