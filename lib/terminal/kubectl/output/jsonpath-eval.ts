/** What a jsonpath template finds in a value, and its text. */
import { CommandError } from '../cli/errors.ts';
import { isObject, type Json, sortedEntries } from '../json.ts';
import { compactJson } from './json.ts';
import { type Operand, type Piece, parseTemplate, type Step } from './jsonpath.ts';

interface Options {
  readonly allowMissing: boolean;
}

const children = (value: Json): Json[] => {
  if (Array.isArray(value)) return [...value];
  return isObject(value) ? sortedEntries(value).map(([, child]) => child) : [];
};

function descendants(value: Json): Json[] {
  return [value, ...children(value).flatMap(descendants)];
}

function evalField(values: readonly Json[], name: string, options: Options): Json[] {
  const found = values.flatMap((value) => {
    if (!isObject(value) || !Object.hasOwn(value, name)) return [];
    return [value[name] ?? null];
  });
  if (found.length === 0 && !options.allowMissing) throw new CommandError(`${name} is not found`);
  return found;
}

function evalSlice(value: Json, step: Extract<Step, { kind: 'slice' }>): Json[] {
  if (!Array.isArray(value)) return [];
  const length = value.length;
  const start = step.start ?? 0;
  const from = start < 0 ? start + length : start;
  if (step.step === 0) {
    if (from < 0 || from >= length) {
      throw new CommandError(`array index out of bounds: index ${start}, length ${length}`);
    }
    return [value[from] ?? null];
  }
  const end = step.end === undefined ? length : step.end < 0 ? step.end + length : Math.min(step.end, length);
  const every = step.step ?? 1;
  return value.slice(Math.max(from, 0), end).filter((_, index) => index % every === 0);
}

function operandValues(operand: Operand, value: Json): Json[] {
  return 'literal' in operand ? [operand.literal] : evalSteps(operand.path, [value], { allowMissing: true });
}

function compare(operator: string, left: Json | undefined, right: Json | undefined): boolean {
  const same = left === right;
  if (operator === '==' || operator === '!=') return (operator === '==') === same;
  if (left === undefined || right === undefined || left === null || right === null) return false;
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  return operator === '<=' ? left <= right : left >= right;
}

function evalFilter(value: Json, step: Extract<Step, { kind: 'filter' }>): Json[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item) => {
    const left = operandValues(step.left, item);
    if (step.operator === 'exists') return left.length > 0;
    const right = operandValues(step.right, item);
    if (left.length === 0 || right.length === 0) return false;
    return compare(step.operator, left[0], right[0]);
  });
}

function evalStep(step: Step, values: readonly Json[], options: Options): Json[] {
  switch (step.kind) {
    case 'field':
      return evalField(values, step.name, options);
    case 'wildcard':
      return values.flatMap(children);
    case 'recursive':
      return values.flatMap(descendants);
    case 'slice':
      return values.flatMap((value) => evalSlice(value, step));
    case 'union':
      return step.parts.flatMap((part) => evalSteps(part, values, options));
    case 'filter':
      return values.flatMap((value) => evalFilter(value, step));
    default:
      return step satisfies never;
  }
}

function evalSteps(steps: readonly Step[], values: readonly Json[], options: Options): Json[] {
  let here = [...values];
  let afterRecursion = false;
  for (const step of steps) {
    here = evalStep(step, here, afterRecursion ? { allowMissing: true } : options);
    afterRecursion = step.kind === 'recursive';
  }
  return here;
}

/** A found value as text: maps and lists as JSON. */
export function valueText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? compactJson(value) : String(value);
}

function renderPieces(pieces: readonly Piece[], root: Json, options: Options): string {
  let out = '';
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece?.kind === 'text') out += piece.text;
    if (piece?.kind === 'path') out += evalSteps(piece.steps, [root], options).map(valueText).join(' ');
    if (piece?.kind !== 'range') continue;
    const end = matchingEnd(pieces, index);
    const body = pieces.slice(index + 1, end);
    for (const item of evalSteps(piece.steps, [root], options)) out += renderPieces(body, item, options);
    index = end;
  }
  return out;
}

function matchingEnd(pieces: readonly Piece[], start: number): number {
  let depth = 0;
  for (let index = start; index < pieces.length; index++) {
    if (pieces[index]?.kind === 'range') depth++;
    if (pieces[index]?.kind === 'end' && --depth === 0) return index;
  }
  throw new CommandError('unexpected end of template: {range} without {end}');
}

/** The text of a whole template. */
export function renderTemplate(template: string, value: Json, options: Options): string {
  return renderPieces(parseTemplate(template), value, options);
}

/** What the template's paths find, in order. */
export function findAll(template: string, value: Json, options: Options): Json[] {
  return parseTemplate(template).flatMap((piece) =>
    piece.kind === 'path' ? evalSteps(piece.steps, [value], options) : [],
  );
}
