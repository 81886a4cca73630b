/** Go's text/template: from text to a tree. Models: https://pkg.go.dev/text/template */
import { CommandError } from '../cli/errors.ts';

/** Where an operand stands, for messages. */
export interface Spot {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

export type Operand =
  | { readonly kind: 'Field'; readonly path: readonly string[]; readonly spot: Spot }
  | { readonly kind: 'Variable'; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: 'Literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'Function'; readonly name: string; readonly spot: Spot }
  | { readonly kind: 'Nested'; readonly pipe: Pipe; readonly path: readonly string[] };

/** Commands joined by `|`, with the variables that take the result. */
export interface Pipe {
  readonly declares: readonly string[];
  readonly commands: readonly (readonly Operand[])[];
}

export type Branch = 'if' | 'range' | 'with';

export type Node =
  | { readonly kind: 'Text'; readonly text: string }
  | { readonly kind: 'Action'; readonly pipe: Pipe }
  | {
      readonly kind: 'Branch';
      readonly branch: Branch;
      readonly pipe: Pipe;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

const failure = (line: number, why: string): CommandError => new CommandError(`template: output:${line}: ${why}`);

interface Chunk {
  readonly kind: 'Text' | 'Action';
  readonly text: string;
  readonly line: number;
  /** Of the text's first character, from 0. */
  readonly column: number;
}

/** Text and actions in turn, white space trimmed where an action asks for it. */
function split(template: string): Chunk[] {
  const chunks: Chunk[] = [];
  let trim = false;
  for (let at = 0; at < template.length; ) {
    const open = template.indexOf('{{', at);
    const end = open < 0 ? template.length : open;
    const trimsBefore = /^\{\{-\s/.test(template.slice(end, end + 4));
    let text = template.slice(at, end);
    if (trim) text = text.trimStart();
    if (trimsBefore) text = text.trimEnd();
    if (text !== '') chunks.push({ kind: 'Text', text, line: 0, column: 0 });
    if (open < 0) break;
    const line = template.slice(0, open).split('\n').length;
    const column = open + 2 - (template.lastIndexOf('\n', open) + 1);
    const close = closing(template, open + 2);
    if (close < 0) throw failure(line, 'unclosed action');
    const inside = template.slice(open + 2, close);
    trim = /\s-$/.test(inside);
    const bare = inside.replace(/^-\s/, '').replace(/\s-$/, '').trim();
    if (!bare.startsWith('/*'))
      chunks.push({ kind: 'Action', text: bare, line, column: column + inside.indexOf(bare) });
    at = close + 2;
  }
  return chunks;
}

/** Where `}}` stands outside strings; -1 without one. */
function closing(template: string, from: number): number {
  let quote = '';
  for (let at = from; at < template.length; at++) {
    const char = template.charAt(at);
    if (quote !== '') {
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === '`') quote = char;
    else if (template.startsWith('}}', at)) return at;
  }
  return -1;
}

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|(`[^`]*`)|('(?:[^'\\]|\\.)')|(:=|=|\||,|\(|\))|([^\s|(),=:"`]+))/y;

interface Token {
  readonly word: string;
  readonly at: number;
}

function tokens(text: string, line: number): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.trimEnd().length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) throw failure(line, `unexpected ${JSON.stringify(text.slice(at).trim())} in operand`);
    found.push({ word: match[0].trim(), at: at + match[0].length - match[0].trimStart().length });
  }
  return found;
}

const fieldPath = (text: string): string[] => text.split('.').filter((part) => part !== '');

class PipeReader {
  readonly #tokens: Token[];
  readonly #line: number;
  readonly #column: number;

  constructor(text: string, line: number, column: number) {
    this.#tokens = tokens(text, line);
    this.#line = line;
    this.#column = column;
  }

  read(nesting: 'Top' | 'Nested' = 'Top'): Pipe {
    const declares: string[] = [];
    const declaration = this.#tokens.findIndex(({ word }) => word === ':=' || word === '=');
    if (declaration > 0 && nesting === 'Top') {
      const before = this.#tokens.splice(0, declaration + 1).map(({ word }) => word);
      declares.push(...before.filter((word) => word.startsWith('$')));
    }
    const commands: Operand[][] = [[]];
    for (let token = this.#tokens.shift(); token; token = this.#tokens.shift()) {
      if (token.word === ')') {
        if (nesting === 'Nested') return { declares, commands };
        throw failure(this.#line, 'unexpected right paren');
      }
      if (token.word === '|') commands.push([]);
      else commands.at(-1)?.push(this.#operand(token));
    }
    if (nesting === 'Nested') throw failure(this.#line, 'unclosed left paren');
    return { declares, commands };
  }

  #operand({ word, at }: Token): Operand {
    if (word === '(') {
      const pipe = this.read('Nested');
      const next = this.#tokens[0]?.word;
      const path = next?.startsWith('.') && next.length > 1 ? fieldPath(this.#tokens.shift()?.word ?? '') : [];
      return { kind: 'Nested', pipe, path };
    }
    if (word.startsWith('.')) return { kind: 'Field', path: fieldPath(word), spot: this.#spot(word, at) };
    if (word.startsWith('$')) {
      const [name = '', ...path] = word.split('.');
      return { kind: 'Variable', name, path };
    }
    if (word.startsWith('"')) return { kind: 'Literal', value: JSON.parse(word) as string };
    if (word.startsWith('`')) return { kind: 'Literal', value: word.slice(1, -1) };
    if (/^[-+]?[\d.]/.test(word)) return { kind: 'Literal', value: Number(word) };
    if (word === 'true' || word === 'false') return { kind: 'Literal', value: word === 'true' };
    if (word === 'nil') return { kind: 'Literal', value: null };
    if (!FUNCTIONS.has(word)) throw failure(this.#line, `function ${JSON.stringify(word)} not defined`);
    return { kind: 'Function', name: word, spot: this.#spot(word, at) };
  }

  /** Go counts a chain of fields from its second one. */
  #spot(text: string, at: number): Spot {
    const second = text.indexOf('.', 1);
    return { text, line: this.#line, column: this.#column + at + (second > 0 ? second : 0) };
  }
}

/** The functions of Go and kubectl's own. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  'and or not eq ne lt le gt ge len index slice print printf println html js urlquery exists base64decode'.split(' '),
);

class TreeReader {
  readonly #chunks: Chunk[];
  #line = 1;
  #column = 0;

  constructor(template: string) {
    this.#chunks = split(template);
  }

  /** Up to `{{end}}` or `{{else…}}`, which is answered; the empty string at the end of the text. */
  read(depth: number): { nodes: Node[]; stop: string } {
    const nodes: Node[] = [];
    for (let chunk = this.#chunks.shift(); chunk; chunk = this.#chunks.shift()) {
      if (chunk.kind === 'Text') {
        nodes.push({ kind: 'Text', text: chunk.text });
        continue;
      }
      this.#line = chunk.line;
      this.#column = chunk.column;
      const [word = ''] = chunk.text.split(/\s/);
      if (word === 'end' || word === 'else') {
        if (depth === 0) throw failure(this.#line, `unexpected {{${word}}}`);
        return { nodes, stop: chunk.text };
      }
      if (word === '') throw failure(this.#line, 'missing value for command');
      if (word === 'if' || word === 'range' || word === 'with') nodes.push(this.#branch(word, chunk.text, depth));
      else nodes.push({ kind: 'Action', pipe: new PipeReader(chunk.text, this.#line, this.#column).read() });
    }
    if (depth > 0) throw failure(this.#line, 'unexpected EOF');
    return { nodes, stop: '' };
  }

  #branch(branch: Branch, text: string, depth: number): Node {
    const condition = text.slice(branch.length).trim();
    if (condition === '') throw failure(this.#line, `missing value for ${branch}`);
    const column = this.#column + text.indexOf(condition, branch.length);
    const pipe = new PipeReader(condition, this.#line, column).read();
    const { nodes: body, stop } = this.read(depth + 1);
    const otherwise = stop === 'end' ? [] : this.#otherwise(stop, depth);
    return { kind: 'Branch', branch, pipe, body, otherwise };
  }

  #otherwise(stop: string, depth: number): readonly Node[] {
    const more = stop.slice('else'.length).trim();
    if (more.startsWith('if ')) return [this.#branch('if', more, depth)];
    return this.read(depth + 1).nodes;
  }
}

/** Throws `CommandError` in Go's words. */
export function parseGoTemplate(template: string): readonly Node[] {
  return new TreeReader(template).read(0).nodes;
}
