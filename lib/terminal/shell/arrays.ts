/**
 * just-bash gives back scalars after a run and nothing else. Where a line may have changed arrays or removed functions,
 * one more command at its end reports them.
 */
import { parse, type StatementNode } from 'just-bash';
import type { EngineArray, EngineState } from './engine.ts';

export const REPORT = 'hoplab-report';
/** A variable says the exit codes and flags: an assignment costs a tenth of a command. It never outlives the run. */
const PIPE = 'hoplab_pipe';
const PIPE_STATEMENT = `${PIPE}="$? $- \${PIPESTATUS[@]}" || :`;

const TOUCHES =
  /=\(|\w\[[^\]\n]*\]\+?=|\(\(.*\w\[|\b(?:declare|typeset|mapfile|readarray|unset|eval|source)\b|\bread\b[^|;&\n]*\s-\w*a|(?:^|[;&|\s])\.\s|=~/;
const NAMES =
  /([A-Za-z_]\w*)(?:\+?=\(|\[[^\]\n]*\]\+?=)|\b(?:declare|typeset|local|readonly)\s+-\w*[aA]\w*\s+([A-Za-z_]\w*)|\b(?:mapfile|readarray)\b[^|;&\n<]*?\s([A-Za-z_]\w*)\s*(?=$|[;&|<\n])|\bread\b[^|;&\n]*?\s-\w*a\s+([A-Za-z_]\w*)/gm;

/** What a run may change that just-bash does not give back. */
export interface Touched {
  readonly arrays: readonly string[];
  readonly functions: 'may change' | 'stay';
  /** With `set -u` an array that is gone could not be reported. */
  readonly unset: 'allowed' | 'an error';
}

const UNKNOWN_TEXT = /\b(?:unset|eval|source)\b|(?:^|[;&|\s])\.\s/;

/** Undefined when running these texts cannot change arrays or remove functions. */
export function findTouched(texts: readonly string[], state: EngineState): Touched | undefined {
  const touching = texts.filter((text) => TOUCHES.test(text));
  if (touching.length === 0) return undefined;
  const unknown = touching.some((text) => UNKNOWN_TEXT.test(text)) || state.namerefs.size > 0;
  const names = new Set(unknown ? state.arrays.keys() : []);
  for (const text of touching) {
    for (const match of text.matchAll(NAMES)) names.add((match[1] ?? match[2] ?? match[3] ?? match[4]) as string);
    for (const name of state.arrays.keys()) if (text.includes(name)) names.add(name);
    if (/\b(?:mapfile|readarray)\b/.test(text)) names.add('MAPFILE');
    if (text.includes('=~')) names.add('BASH_REMATCH');
  }
  names.delete('PIPESTATUS');
  const strict = state.options.nounset === true || texts.some((text) => /\bset\b/.test(text));
  return { arrays: [...names], functions: unknown ? 'may change' : 'stay', unset: strict ? 'an error' : 'allowed' };
}

/** The statements of the reports: exit codes of the pipe, functions, then one for each array. */
export function reportStatements(touched: Touched | undefined): StatementNode[] {
  const lines = [PIPE_STATEMENT];
  if (touched?.functions === 'may change') lines.push(`${REPORT} functions "$(declare -F)"`);
  if (touched?.unset === 'an error') lines.push('set +u');
  for (const name of touched?.arrays ?? []) {
    lines.push(`${REPORT} array ${name} "\${#${name}[@]}" "\${!${name}[@]}" "\${${name}[@]}"`);
  }
  return parse(lines.join('\n')).statements.map(({ sourceText: _, ...statement }) => statement);
}

/** `set -x` shows the reports too; this takes them out again. */
export function withoutReports(stderr: string): string {
  if (!stderr.includes(PIPE)) return stderr;
  const start = stderr.lastIndexOf(`+ ${PIPE}=`);
  return start < 0 ? stderr : stderr.slice(0, stderr.lastIndexOf('\n', start) + 1);
}

/** Collects the reports of a run; `apply` puts them into the state, if the run came as far as reporting. */
export class Reports {
  #flags: string | undefined;
  #functions: Set<string> | undefined;
  #pipe: readonly string[] = [];
  readonly #arrays = new Map<string, { keys: string[]; values: string[] }>();
  /** The exit code before the first report. */
  exitCode: number | undefined;

  take(args: readonly string[]): void {
    const [kind, name = '', ...rest] = args;
    if (kind === 'functions') {
      this.#functions = new Set(name.split('\n').map((line) => line.replace(/^declare -f\S* /, '')));
    } else {
      const size = Number(rest[0] ?? '0');
      this.#arrays.set(name, { keys: rest.slice(1, size + 1), values: rest.slice(size + 1, size * 2 + 1) });
    }
  }

  /** Names of functions that are in force now, when they were reported. */
  get functions(): ReadonlySet<string> | undefined {
    return this.#functions;
  }

  /** Takes the variable out of the state again. */
  takePipe(state: EngineState): void {
    const text = state.env.get(PIPE);
    if (text === undefined) return;
    state.env.delete(PIPE);
    state.exportedVars.delete(PIPE);
    const [exitCode, flags, ...codes] = text.split(' ');
    this.exitCode = Number(exitCode);
    this.#flags = flags;
    this.#pipe = codes;
  }

  apply(state: EngineState): void {
    if (this.exitCode === undefined) return;
    state.arrays.set('PIPESTATUS', indexed(this.#pipe));
    for (const name of state.functions.keys()) {
      if (this.#functions && !this.#functions.has(name)) state.functions.delete(name);
    }
    for (const [name, { keys, values }] of this.#arrays) {
      const associative = state.associativeArrays.has(name);
      if (state.env.has(name) || (keys.length === 0 && !state.declaredVars.has(name) && !associative)) {
        state.arrays.delete(name);
        continue;
      }
      const elements = new Map(keys.map((key, index) => [key, values[index] ?? '']));
      state.arrays.set(name, { kind: associative ? 'associative' : 'indexed', elements });
    }
    if (this.#flags?.includes('u')) {
      state.options.nounset = true;
      const options = state.env.get('SHELLOPTS')?.split(':') ?? [];
      state.env.set('SHELLOPTS', [...new Set([...options, 'nounset'])].sort().join(':'));
    }
  }
}

export function indexed(values: readonly string[]): EngineArray {
  return { kind: 'indexed', elements: new Map(values.map((value, index) => [String(index), value])) };
}
