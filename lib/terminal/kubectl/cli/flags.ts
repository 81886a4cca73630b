/** Flags as pflag reads them; kubectl's own help declares them. */

import { parseDuration } from './duration.ts';
import { UsageError } from './errors.ts';

export type FlagType = 'bool' | 'string' | 'int' | 'duration' | 'list';

export interface Flag {
  readonly name: string;
  readonly short: string | undefined;
  readonly type: FlagType;
  /** As the help prints it. */
  readonly initial: string;
}

/** Flags that may stand without a value, and the value they then have. */
const WITHOUT_VALUE: Readonly<Record<string, string>> = {
  'dry-run': 'unchanged',
  cascade: 'background',
  validate: 'strict',
};
/** Lists whose values keep their commas (pflag's StringArray). */
const WHOLE_VALUES = new Set([
  'from-literal',
  'env',
  'annotations',
  'requests',
  'limits',
  'raw',
  'for',
  'rule',
  'annotation',
]);

/** By the value that the help shows. */
export function typeOf(initial: string): FlagType {
  if (initial === 'true' || initial === 'false') return 'bool';
  if (initial === '[]') return 'list';
  if (/^-?\d+$/.test(initial)) return 'int';
  if (/^(\d+[hms])+$/.test(initial)) return 'duration';
  return 'string';
}

/** What was given on a line; asking for a flag that its command does not declare is our own error. */
export class FlagValues {
  readonly #declared: ReadonlyMap<string, Flag>;
  readonly #given = new Map<string, string[]>();

  constructor(declared: readonly Flag[]) {
    this.#declared = new Map(declared.map((flag) => [flag.name, flag]));
  }

  set(flag: Flag, value: string, shown: string): void {
    checkValue(flag, value, shown);
    const before = this.#given.get(flag.name);
    if (before) before.push(value);
    else this.#given.set(flag.name, [value]);
  }

  has(name: string): boolean {
    return this.#declared.has(name);
  }

  changed(name: string): boolean {
    return this.#given.has(name);
  }

  /** Flags in the order in which they were first given. */
  given(): Flag[] {
    return [...this.#given.keys()].flatMap((name) => this.#declared.get(name) ?? []);
  }

  #last(name: string): string | undefined {
    return this.#given.get(name)?.at(-1);
  }

  text(name: string): string {
    const given = this.#last(name);
    if (given !== undefined) return given;
    const initial = this.#declared.get(name)?.initial ?? '';
    return initial.startsWith("'") ? initial.slice(1, -1) : initial;
  }

  /** False too where the command has no such flag. */
  bool(name: string): boolean {
    const value = this.#last(name) ?? this.#declared.get(name)?.initial;
    return value !== undefined && /^(1|t|T|TRUE|true|True)$/.test(value);
  }

  int(name: string): number {
    return Number(this.text(name));
  }

  /** Milliseconds. */
  duration(name: string): number {
    return parseDuration(this.text(name)) ?? 0;
  }

  list(name: string): string[] {
    const values = this.#given.get(name) ?? [];
    return WHOLE_VALUES.has(name) ? [...values] : values.flatMap((value) => (value === '' ? [] : value.split(',')));
  }
}

function checkValue(flag: Flag, value: string, shown: string): void {
  const fail = (why: string) => {
    throw new UsageError(`invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${why}`);
  };
  if (flag.type === 'bool' && !/^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value))
    fail(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
  if (flag.type === 'int' && !/^[+-]?(\d+|0x[0-9a-fA-F]+)$/.test(value))
    fail(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  if (flag.type === 'duration' && parseDuration(value) === undefined) fail(durationError(value));
}

function durationError(value: string): string {
  const quoted = JSON.stringify(value);
  if (/^[+-]?\d*\.?\d+$/.test(value)) return `time: missing unit in duration ${quoted}`;
  const unit = /^[+-]?(?:\d*\.?\d+(?:ns|us|µs|ms|s|m|h))*\d*\.?\d+([^\d.]+)/.exec(value)?.[1];
  return unit ? `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}` : `time: invalid duration ${quoted}`;
}

export interface Parsed {
  readonly values: FlagValues;
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1 without one. */
  readonly beforeDash: number;
}

const shownName = (flag: Flag) => (flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`);

/** Splits a command's words into flags and arguments, flags standing anywhere before `--`. */
export function parseFlags(declared: readonly Flag[], words: readonly string[]): Parsed {
  const values = new FlagValues(declared);
  const byName = new Map(declared.map((flag) => [flag.name, flag]));
  const byShort = new Map(declared.flatMap((flag) => (flag.short ? [[flag.short, flag] as const] : [])));
  const rest = [...words];
  const args: string[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') return { values, args: [...args, ...rest], beforeDash: args.length };
    if (word.startsWith('--')) readLong(byName, values, word, rest);
    else if (word.startsWith('-') && word.length > 1) readShorts(byShort, values, word, rest);
    else args.push(word);
  }
  return { values, args, beforeDash: -1 };
}

function readLong(byName: ReadonlyMap<string, Flag>, values: FlagValues, word: string, rest: string[]): void {
  const equals = word.indexOf('=');
  const name = word.slice(2, equals < 0 ? undefined : equals);
  if (name.startsWith('-') || name === '') throw new UsageError(`bad flag syntax: ${word}`);
  const flag = byName.get(name);
  if (!flag) throw new UsageError(`unknown flag: --${name}`);
  if (equals >= 0) {
    values.set(flag, word.slice(equals + 1), shownName(flag));
    return;
  }
  const implied = flag.type === 'bool' ? 'true' : WITHOUT_VALUE[name];
  if (implied !== undefined) {
    values.set(flag, implied, shownName(flag));
    return;
  }
  const value = rest.shift();
  if (value === undefined) throw new UsageError(`flag needs an argument: --${name}`);
  values.set(flag, value, shownName(flag));
}

function readShorts(byShort: ReadonlyMap<string, Flag>, values: FlagValues, word: string, rest: string[]): void {
  for (let at = 1; at < word.length; at++) {
    const letter = word.charAt(at);
    const flag = byShort.get(letter);
    if (!flag) throw new UsageError(`unknown shorthand flag: '${letter}' in ${word}`);
    const tail = word.slice(at + 1);
    if (tail.startsWith('=')) {
      values.set(flag, tail.slice(1), shownName(flag));
      return;
    }
    if (flag.type === 'bool') {
      values.set(flag, 'true', shownName(flag));
      continue;
    }
    const value = tail === '' ? rest.shift() : tail;
    if (value === undefined) throw new UsageError(`flag needs an argument: '${letter}' in ${word}`);
    values.set(flag, value, shownName(flag));
    return;
  }
}
