/** How go-yaml's emitter writes one scalar: plain, quoted, or a literal block. */
import { readsAsString } from './resolve.ts';

const BEST_WIDTH = 80;

interface Analysis {
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
}

const isBlank = (char: string | undefined) => char === undefined || char === ' ' || char === '\t' || isBreak(char);
const isBreak = (char: string | undefined) =>
  char === '\n' || char === '\r' || char === '\u0085' || char === '\u2028' || char === '\u2029';

function isPrintable(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  return (
    code >= 0xa0 &&
    code !== 0xfeff &&
    !(code >= 0xd800 && code <= 0xdfff) &&
    code !== 0xfffe &&
    code !== 0xffff &&
    code <= 0xffff
  );
}

const LEADING_INDICATORS = '#,[]{}&*!|>\'"%@`';

function hasBlockIndicator(chars: readonly string[]): boolean {
  const [first = ''] = chars;
  const text = chars.join('');
  if (text.startsWith('---') || text.startsWith('...') || LEADING_INDICATORS.includes(first)) return true;
  if ('?:-'.includes(first) && isBlank(chars[1])) return true;
  return chars.some(
    (char, at) => at > 0 && ((char === ':' && isBlank(chars[at + 1])) || (char === '#' && isBlank(chars[at - 1]))),
  );
}

/** Models: yaml_emitter_analyze_scalar. */
function analyze(text: string): Analysis {
  if (text === '') return { plain: true, single: true, block: false };
  const chars = [...text];
  const special = chars.some((char) => !isBreak(char) && !isPrintable(char)) || text.includes('\r');
  const spaceBreak = / [\n]/.test(text);
  const breakSpace = /[\n] /.test(text);
  const edge = /^[ \n]|[ \n]$/.test(text);
  const nothing = special || spaceBreak;
  return {
    plain: !nothing && !edge && !text.includes('\n') && !hasBlockIndicator(chars),
    single: !nothing && !breakSpace,
    block: !nothing && !text.endsWith(' '),
  };
}

/** A key: never folded, never a block. */
export function writeKey(key: string): string {
  const analysis = analyze(key);
  if (!readsAsString(key) || key.includes('\n')) return doubleQuoted(key, 0, -1);
  if (analysis.plain && key !== '') return key;
  return analysis.single ? `'${key.replaceAll("'", "''")}'` : doubleQuoted(key, 0, -1);
}

/** `column` is where the scalar begins, `indent` how far its further lines go in. */
export function writeScalar(value: string | number | boolean | null, indent: number, column: number): string {
  if (typeof value !== 'string') return writeAtom(value);
  const analysis = analyze(value);
  if (value.includes('\n')) return analysis.block ? literal(value, indent) : doubleQuoted(value, indent, column);
  if (!readsAsString(value)) return doubleQuoted(value, indent, column);
  if (analysis.plain) return fold(value, indent, column, 0);
  if (analysis.single) return `'${fold(value.replaceAll("'", "''"), indent, column + 1, 1)}'`;
  return doubleQuoted(value, indent, column);
}

function writeAtom(value: number | boolean | null): string {
  if (typeof value !== 'number' || Number.isInteger(value) || Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** Breaks at single spaces after column 80; `edge` characters at both ends are never broken at. */
function fold(text: string, indent: number, startColumn: number, edge: number): string {
  const chars = [...text];
  let column = startColumn;
  let out = '';
  chars.forEach((char, at) => {
    const inside = edge === 0 || (at > 0 && at < chars.length - 1);
    const alone = char === ' ' && chars[at - 1] !== ' ' && chars[at + 1] !== ' ';
    if (alone && inside && column > BEST_WIDTH) {
      out += `\n${' '.repeat(indent)}`;
      column = indent;
    } else {
      out += char;
      column += 1;
    }
  });
  return out;
}

function literal(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const pad = ' '.repeat(indent);
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const lines = body.split('\n').map((line) => (line === '' ? '' : pad + line));
  return `|${hint}${chomp}\n${lines.join('\n')}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function escapeChar(char: string): string {
  const known = ESCAPES[char];
  if (known !== undefined) return known;
  if (isPrintable(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** A negative column: never broken. */
function doubleQuoted(text: string, indent: number, startColumn: number): string {
  const chars = [...text];
  let column = startColumn + 1;
  let spaces = false;
  let out = '"';
  chars.forEach((char, at) => {
    if (char !== ' ') {
      const escaped = escapeChar(char);
      out += escaped;
      column += [...escaped].length;
      spaces = false;
      return;
    }
    const inside = at > 0 && at < chars.length - 1;
    if (startColumn >= 0 && !spaces && column > BEST_WIDTH && inside) {
      const mark = chars[at + 1] === ' ' ? '\\' : '';
      out += `\n${' '.repeat(indent)}${mark}`;
      column = indent + mark.length;
    } else {
      out += ' ';
      column += 1;
    }
    spaces = true;
  });
  return `${out}"`;
}
