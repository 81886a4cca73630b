/** Go's text/template: a tree over JSON. Numbers are float64 there, as kubectl decodes them. */
import { CommandError } from '../cli/errors.ts';
import { isObject, type Json, sortedEntries } from '../json.ts';
import { fromBase64 } from './base64.ts';
import { type Node, type Operand, type Pipe, parseGoTemplate, type Spot } from './go-template.ts';

/** What a field that is not there is. */
const NO_VALUE = Symbol('no value');
type Value = Json | typeof NO_VALUE;

/** Steps of one template, so that nobody can hang a shell. */
const MAX_STEPS = 200_000;

/** As `%v` prints a value. */
export function goValueText(value: Value): string {
  if (value === NO_VALUE) return '<no value>';
  if (value === null) return '<no value>';
  return printed(value);
}

function printed(value: Json): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return floatText(value);
  if (Array.isArray(value)) return `[${value.map(printed).join(' ')}]`;
  if (!isObject(value)) return String(value);
  return `map[${sortedEntries(value)
    .map(([key, inner]) => `${key}:${printed(inner)}`)
    .join(' ')}]`;
}

/** `%v` of a float64 that is a whole number below 2^53 is written by kubectl's decoder as an integer. */
const floatText = (value: number): string => String(value);

const isTrue = (value: Value): boolean => {
  if (value === NO_VALUE || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
};

const typeName = (value: Value): string => {
  if (Array.isArray(value)) return '[]interface {}';
  if (isObject(value as Json)) return 'map[string]interface {}';
  return typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'bool' : 'int64';
};

class Run {
  #out = '';
  #steps = 0;
  readonly #variables: Map<string, Value>[];
  readonly #missing: 'Allowed' | 'Refused';

  constructor(root: Json, missing: 'Allowed' | 'Refused') {
    this.#variables = [new Map<string, Value>([['$', root]])];
    this.#missing = missing;
  }

  get text(): string {
    return this.#out;
  }

  walk(nodes: readonly Node[], dot: Value): void {
    for (const node of nodes) {
      if (++this.#steps > MAX_STEPS) throw new CommandError('not modelled: a template of so many steps');
      if (node.kind === 'Text') this.#out += node.text;
      else if (node.kind === 'Action') {
        const value = this.#pipe(node.pipe, dot);
        if (node.pipe.declares.length === 0) this.#out += goValueText(value);
      } else this.#branch(node, dot);
    }
  }

  #branch({ branch, pipe, body, otherwise }: Extract<Node, { kind: 'Branch' }>, dot: Value): void {
    this.#variables.push(new Map());
    const value = this.#pipe(branch === 'range' ? { ...pipe, declares: [] } : pipe, dot);
    if (branch === 'range') this.#range(pipe, value, body, otherwise, dot);
    else if (isTrue(value)) this.walk(body, branch === 'with' ? value : dot);
    else this.walk(otherwise, dot);
    this.#variables.pop();
  }

  #range(pipe: Pipe, value: Value, body: readonly Node[], otherwise: readonly Node[], dot: Value): void {
    const entries: readonly (readonly [Json, Json])[] = Array.isArray(value)
      ? value.map((item, index) => [index, item] as const)
      : isObject(value as Json)
        ? sortedEntries(value as never)
        : [];
    if (entries.length === 0 && value !== NO_VALUE && value !== null && !Array.isArray(value) && !isObject(value))
      throw new CommandError(`range can't iterate over ${goValueText(value)}`);
    if (entries.length === 0) this.walk(otherwise, dot);
    for (const [key, item] of entries) {
      const [first, second] = pipe.declares;
      if (second !== undefined) this.#set(second, item);
      if (first !== undefined) this.#set(first, second === undefined ? item : key);
      this.walk(body, item);
    }
  }

  #set(name: string, value: Value): void {
    this.#variables.at(-1)?.set(name, value);
  }

  #pipe(pipe: Pipe, dot: Value): Value {
    let value: Value | undefined;
    for (const command of pipe.commands) value = this.#command(command, dot, value);
    const result = value ?? NO_VALUE;
    for (const name of pipe.declares) this.#set(name, result);
    return result;
  }

  #command([first, ...rest]: readonly Operand[], dot: Value, piped: Value | undefined): Value {
    if (!first) throw new CommandError('missing value for command');
    const args = rest.map((operand) => this.#operand(operand, dot));
    if (first.kind !== 'Function') return this.#operand(first, dot);
    return placed(first.spot, () => call(first.name, piped === undefined ? args : [...args, piped]));
  }

  #operand(operand: Operand, dot: Value): Value {
    switch (operand.kind) {
      case 'Literal':
        return operand.value;
      case 'Field':
        return placed(operand.spot, () => this.#descend(dot, operand.path));
      case 'Variable': {
        const scope = this.#variables.findLast((one) => one.has(operand.name));
        if (!scope) throw new CommandError(`undefined variable "${operand.name}"`);
        return this.#descend(scope.get(operand.name) ?? NO_VALUE, operand.path);
      }
      case 'Nested':
        return this.#descend(this.#pipe(operand.pipe, dot), operand.path);
      case 'Function':
        return placed(operand.spot, () => call(operand.name, []));
      default:
        return operand satisfies never;
    }
  }

  #descend(value: Value, path: readonly string[]): Value {
    let here = value;
    for (const key of path) {
      if (here === NO_VALUE || here === null) return NO_VALUE;
      if (!isObject(here)) throw new CommandError(`can't evaluate field ${key} in type interface {}`);
      const next: Json | undefined = here[key];
      if (next === undefined && this.#missing === 'Refused')
        throw new CommandError(`map has no entry for key ${JSON.stringify(key)}`);
      here = next ?? NO_VALUE;
    }
    return here;
  }
}

/** The same failure, saying where in the template. */
function placed(spot: Spot, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof CommandError) || error.message.startsWith('template: ')) throw error;
    throw new CommandError(
      `template: output:${spot.line}:${spot.column}: executing "output" at <${spot.text}>: ${error.message}`,
    );
  }
}

const compare = (a: Value, b: Value): number => ((a as never) < (b as never) ? -1 : a === b ? 0 : 1);

function indexed(args: readonly Value[]): Value {
  const [value, ...keys] = args;
  return keys.reduce<Value>((here, key) => {
    if (Array.isArray(here)) {
      const found = here[Number(key)];
      if (found === undefined) throw new CommandError(`error calling index: index out of range: ${String(key)}`);
      return found;
    }
    return isObject(here as Json) ? ((here as Record<string, Json>)[String(key)] ?? NO_VALUE) : NO_VALUE;
  }, value ?? NO_VALUE);
}

function formatted([format, ...args]: readonly Value[]): string {
  let next = 0;
  return String(format).replace(/%(-?\d*)([a-zA-Z%])/g, (_, width: string, verb: string) => {
    if (verb === '%') return '%';
    const value = args[next++] ?? null;
    const text = verb === 'q' ? JSON.stringify(goValueText(value)) : goValueText(value);
    return width.startsWith('-') ? text.padEnd(Number(width.slice(1))) : text.padStart(Number(width));
  });
}

const lengthOf = (value: Value): number => {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (isObject(value as Json)) return Object.keys(value as object).length;
  throw new CommandError(`error calling len: len of type ${typeName(value)}`);
};

function call(name: string, args: readonly Value[]): Value {
  const [first = NO_VALUE, second = NO_VALUE] = args;
  switch (name) {
    case 'and':
      return args.find((value) => !isTrue(value)) ?? args.at(-1) ?? NO_VALUE;
    case 'or':
      return args.find(isTrue) ?? args.at(-1) ?? NO_VALUE;
    case 'not':
      return !isTrue(first);
    case 'eq':
      return args.slice(1).some((value) => compare(first, value) === 0);
    case 'ne':
      return compare(first, second) !== 0;
    case 'lt':
      return compare(first, second) < 0;
    case 'le':
      return compare(first, second) <= 0;
    case 'gt':
      return compare(first, second) > 0;
    case 'ge':
      return compare(first, second) >= 0;
    case 'len':
      return lengthOf(first);
    case 'index':
      return indexed(args);
    case 'exists':
      return exists(args);
    case 'base64decode':
      return new TextDecoder().decode(fromBase64(String(first)) ?? new Uint8Array());
    case 'print':
      return args.map(goValueText).join('');
    case 'println':
      return `${args.map(goValueText).join(' ')}\n`;
    case 'printf':
      return formatted(args);
    default:
      throw new CommandError(`not modelled: the template function ${name}`);
  }
}

function exists([value, ...keys]: readonly Value[]): boolean {
  let here: Value = value ?? NO_VALUE;
  for (const key of keys) {
    if (Array.isArray(here)) here = here[Number(key)] ?? NO_VALUE;
    else here = isObject(here as Json) ? ((here as Record<string, Json>)[String(key)] ?? NO_VALUE) : NO_VALUE;
  }
  return here !== NO_VALUE;
}

/** Throws `CommandError` with Go's own reason. */
export function renderGoTemplate(template: string, value: Json, missing: 'Allowed' | 'Refused'): string {
  const run = new Run(value, missing);
  run.walk(parseGoTemplate(template), value);
  return run.text;
}
