/** kubectl's dialect of JSONPath: templates of text and `{…}`. Models: client-go util/jsonpath. */
import { CommandError } from '../cli/errors.ts';

export type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'recursive' }
  | { readonly kind: 'slice'; readonly start?: number; readonly end?: number; readonly step?: number }
  | { readonly kind: 'union'; readonly parts: readonly Step[][] }
  | { readonly kind: 'filter'; readonly left: Operand; readonly operator: string; readonly right: Operand };

export type Operand = { readonly literal: string | number | boolean } | { readonly path: readonly Step[] };

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly steps: readonly Step[] }
  | { readonly kind: 'range'; readonly steps: readonly Step[] }
  | { readonly kind: 'end' };

const WORD = /[A-Za-z0-9_\-/+\\\u0080-\uffff]/;
const MAX_DEPTH = 100;

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  template(): Piece[] {
    const pieces: Piece[] = [];
    while (this.#at < this.#text.length) {
      const open = this.#text.indexOf('{', this.#at);
      const end = open < 0 ? this.#text.length : open;
      if (end > this.#at) pieces.push({ kind: 'text', text: this.#text.slice(this.#at, end) });
      this.#at = end + 1;
      if (open >= 0) pieces.push(...this.#action());
    }
    return pieces;
  }

  /** What stands between `{` and `}`. */
  #action(): Piece[] {
    const pieces: Piece[] = [];
    for (;;) {
      this.#spaces();
      const char = this.#peek();
      if (char === '') throw new CommandError('unclosed action');
      if (char === '}') {
        this.#at++;
        return pieces;
      }
      if (char === '"' || char === "'") pieces.push({ kind: 'text', text: this.#quoted() });
      else if (/^range\b/.test(this.#text.slice(this.#at))) {
        this.#at += 5;
        this.#spaces();
        pieces.push({ kind: 'range', steps: this.#path() });
      } else if (/^end\b/.test(this.#text.slice(this.#at))) {
        this.#at += 3;
        pieces.push({ kind: 'end' });
      } else pieces.push({ kind: 'path', steps: this.#path() });
    }
  }

  #spaces(): void {
    while (/\s/.test(this.#peek())) this.#at++;
  }

  #quoted(): string {
    const quote = this.#peek();
    let out = '';
    for (this.#at++; this.#peek() !== quote; this.#at++) {
      if (this.#peek() === '') throw new CommandError(`unterminated quoted string`);
      if (this.#peek() !== '\\') {
        out += this.#peek();
        continue;
      }
      this.#at++;
      const escaped = this.#peek();
      out += ({ n: '\n', t: '\t', r: '\r' } as Record<string, string>)[escaped] ?? escaped;
    }
    this.#at++;
    return out;
  }

  /** Steps up to something that belongs to no path. */
  #path(): Step[] {
    if (++this.#depth > MAX_DEPTH) throw new CommandError(`not modelled: jsonpath deeper than ${MAX_DEPTH}`);
    const steps: Step[] = [];
    for (;;) {
      const char = this.#peek();
      if (char === '$' || char === '@') this.#at++;
      else if (char === '.') this.#dot(steps);
      else if (char === '[') steps.push(this.#bracket());
      else if (steps.length === 0 && (WORD.test(char) || char === '*')) this.#name(steps);
      else break;
    }
    this.#depth--;
    if (steps.length === 0 && !'} ,)]'.includes(this.#peek()) && this.#peek() !== '')
      throw new CommandError(
        `unrecognized character in action: U+00${this.#peek().charCodeAt(0).toString(16).toUpperCase()} '${this.#peek()}'`,
      );
    return steps;
  }

  #dot(steps: Step[]): void {
    this.#at++;
    if (this.#peek() === '.') {
      this.#at++;
      steps.push({ kind: 'recursive' });
    }
    this.#name(steps);
  }

  #name(steps: Step[]): void {
    if (this.#peek() === '*') {
      this.#at++;
      steps.push({ kind: 'wildcard' });
      return;
    }
    let name = '';
    for (; WORD.test(this.#peek()); this.#at++) {
      if (this.#peek() === '\\') this.#at++;
      name += this.#peek();
    }
    if (name !== '') steps.push({ kind: 'field', name });
  }

  #bracket(): Step {
    this.#at++;
    this.#spaces();
    if (this.#peek() === '?') return this.#filter();
    const parts: Step[][] = [];
    for (;;) {
      this.#spaces();
      parts.push([this.#part()]);
      this.#spaces();
      const char = this.#peek();
      this.#at++;
      if (char === ']') break;
      if (char !== ',') throw new CommandError('unterminated array');
    }
    const [only] = parts;
    return parts.length === 1 && only?.[0] ? only[0] : { kind: 'union', parts };
  }

  #part(): Step {
    const char = this.#peek();
    if (char === '*') {
      this.#at++;
      return { kind: 'wildcard' };
    }
    if (char === "'") return { kind: 'field', name: this.#quoted() };
    if (char === '') throw new CommandError('unterminated array');
    const match = /^(-?\d*)(?::(-?\d*))?(?::(-?\d*))?/.exec(this.#text.slice(this.#at));
    const raw = match?.[0] ?? '';
    this.#at += raw.length;
    if (raw === '')
      throw new CommandError(`invalid array index ${/^[^\],]*/.exec(this.#text.slice(this.#at))?.[0] ?? ''}`);
    if (!raw.includes(':')) return { kind: 'slice', start: Number(raw), end: Number(raw) + 1, step: 0 };
    const given = (value: string | undefined) => (value ? Number(value) : undefined);
    const [start, end, step] = [given(match?.[1]), given(match?.[2]), given(match?.[3])];
    return {
      kind: 'slice',
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      ...(step === undefined ? {} : { step }),
    };
  }

  #filter(): Step {
    this.#at++;
    this.#spaces();
    if (this.#peek() !== '(') throw new CommandError('unrecognized filter');
    this.#at++;
    const left = this.#operand();
    this.#spaces();
    const operator = /^(==|!=|<=|>=|<|>)/.exec(this.#text.slice(this.#at))?.[0] ?? 'exists';
    if (operator !== 'exists') this.#at += operator.length;
    const right = operator === 'exists' ? left : this.#operand();
    this.#spaces();
    if (!this.#text.slice(this.#at).startsWith(')]')) throw new CommandError('unclosed array expect ]');
    this.#at += 2;
    return { kind: 'filter', left, operator, right };
  }

  #operand(): Operand {
    this.#spaces();
    const char = this.#peek();
    if (char === '"' || char === "'") return { literal: this.#quoted() };
    const word = /^(?:true|false|-?\d+(?:\.\d+)?)(?=[\s)<>=!])/.exec(this.#text.slice(this.#at))?.[0];
    if (word === undefined) return { path: this.#path() };
    this.#at += word.length;
    return { literal: word === 'true' || word === 'false' ? word === 'true' : Number(word) };
  }
}

/** Throws `CommandError` where the template cannot be read. */
export const parseTemplate = (template: string): Piece[] => new Parser(template).template();

/** As `--sort-by`, `custom-columns` and `wait --for=jsonpath` take one path: with or without braces and the dot. */
export function relaxedTemplate(expression: string): string {
  if (expression === '') return expression;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (!match)
    throw new CommandError(
      `unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    );
  return `{.${match[1] ?? match[2]}}`;
}
