/** `KEY=VAL` and `KEY-` arguments, which follow the resources. */
import { CommandError } from '../cli/errors.ts';

export interface PairArguments {
  readonly resources: readonly string[];
  readonly pairs: readonly string[];
}

const isPair = (argument: string): boolean =>
  (argument.includes('=') && !argument.startsWith('=')) || (argument.endsWith('-') && argument !== '-');

/** `changes` names them in messages: `label`, `annotation`. */
export function splitPairs(args: readonly string[], changes: string): PairArguments {
  const first = args.findIndex(isPair);
  if (first < 0) return { resources: args, pairs: [] };
  const pairs = args.slice(first);
  const stray = pairs.find((argument) => !isPair(argument));
  if (stray !== undefined)
    throw new CommandError(`all resources must be specified before ${changes} changes: ${stray}`);
  return { resources: args.slice(0, first), pairs };
}

export interface Changes {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

const VALUE_SHAPE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** Why a text cannot be the value of a label. */
export const labelValueErrors = (value: string): string[] => [
  ...(value.length > 63 ? ['must be no more than 63 bytes'] : []),
  ...(VALUE.test(value) ? [] : [VALUE_SHAPE]),
];

/** The changes of a `kubectl label`. */
export function readLabelChanges(pairs: readonly string[]): Changes {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const pair of pairs) {
    if (!pair.includes('=')) {
      remove.push(pair.slice(0, -1));
      continue;
    }
    const [key = '', value = '', extra] = pair.split('=');
    if (extra !== undefined) throw new CommandError(`invalid label spec: ${pair}`);
    const wrong = labelValueErrors(value);
    if (wrong.length > 0) throw new CommandError(`invalid label value: ${JSON.stringify(pair)}: ${wrong.join(';')}`);
    set.set(key, value);
  }
  if (remove.some((key) => set.has(key)))
    throw new CommandError('can not both modify and remove a label in the same command');
  return { set, remove };
}

/** The changes of a `kubectl annotate`: values may hold anything. */
export function readAnnotationChanges(pairs: readonly string[]): Changes {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals > 0) set.set(pair.slice(0, equals), pair.slice(equals + 1));
    else if (pair.endsWith('-') && pair.length > 1) remove.push(pair.slice(0, -1));
    else throw new CommandError(`unexpected annotation format: ${pair}`);
  }
  return { set, remove };
}

/** An annotation is changed or removed. */
export function checkNotBoth({ set, remove }: Changes): void {
  const both = remove.filter((key) => set.has(key));
  if (both.length > 0)
    throw new CommandError(
      `can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`,
    );
}
