/** go-yaml's sentence for a document that cannot be read, from what the parser of the `yaml` package found. */
import type { YAMLParseError } from 'yaml';

/** Lines count from 1; go-yaml leaves a first line out of its sentence. */
const where = (line: number): string => (line > 1 ? `line ${line}: ` : '');

const lineOf = (source: string, offset: number): number => source.slice(0, offset).split('\n').length;

const indentOf = (line: string): number => line.length - line.trimStart().length;

interface Open {
  readonly column: number;
  readonly kind: 'map' | 'list' | 'unindented list';
}

/** The block collections that are open before a line, by its columns. */
function openBefore(lines: readonly string[], line: number): Open[] {
  const open: Open[] = [];
  for (const text of lines.slice(0, line - 1)) {
    if (text.trim() === '' || text.trim().startsWith('#')) continue;
    let column = indentOf(text);
    let rest = text.trimStart();
    while (open.some((one) => one.column > column)) open.pop();
    for (; /^-(?: |$)/.test(rest); ) {
      const inMap = open.at(-1)?.column === column && open.at(-1)?.kind === 'map';
      if (open.at(-1)?.column !== column || inMap) open.push({ column, kind: inMap ? 'unindented list' : 'list' });
      const inner = rest.slice(1).trimStart();
      column += rest.length - inner.length;
      rest = inner;
    }
    while (open.at(-1)?.kind === 'unindented list' && open.at(-1)?.column === column) open.pop();
    if (/:(?: |$)/.test(rest) && (open.at(-1)?.column ?? -1) < column) open.push({ column, kind: 'map' });
  }
  return open;
}

/** A parser's complaint: it counts the line from 0. */
function indentSentence(lines: readonly string[], line: number): string {
  const column = indentOf(lines[line - 1] ?? '');
  const open = openBefore(lines, line).filter((one) => one.column <= column);
  const what = open.at(-1)?.kind === 'list' ? "did not find expected '-' indicator" : 'did not find expected key';
  return `${where(line - 1)}${what}`;
}

function tabSentence(text: string, line: number): string {
  return /^ +\t/.test(text)
    ? `${where(line)}found a tab character that violates indentation`
    : `${where(line)}found character that cannot start any token`;
}

function sentence(source: string, error: YAMLParseError): string {
  const lines = source.split('\n');
  const line = lineOf(source, error.pos[0]);
  const flow = /Flow (map|sequence)/i.exec(error.message)?.[1];
  if (flow) return `${where(line - 1)}did not find expected ',' or '${flow === 'map' ? '}' : ']'}'`;
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return tabSentence(lines[line - 1] ?? '', line);
    case 'BAD_SCALAR_START':
    case 'BAD_DIRECTIVE':
      return `${where(line)}found character that cannot start any token`;
    case 'BLOCK_AS_IMPLICIT_KEY': {
      if (error.message.includes('block sequence')) return `${where(line - 1)}did not find expected key`;
      const colon = source.slice(error.pos[0]).search(/:\s/);
      return `${where(lineOf(source, error.pos[0] + Math.max(colon, 0)))}mapping values are not allowed in this context`;
    }
    case 'MULTILINE_IMPLICIT_KEY':
      return `${where(line + 1)}could not find expected ':'`;
    case 'MISSING_CHAR':
      if (/quote/i.test(error.message)) return `${where(lines.length)}found unexpected end of stream`;
      if (/indicator/.test(error.message)) return indentSentence(lines, line);
      return `${where(line + 1)}could not find expected ':'`;
    default:
      return indentSentence(lines, line);
  }
}

/** Undefined when the document is readable. */
export function yamlFailure(source: string, errors: readonly YAMLParseError[]): string | undefined {
  const [first] = errors.filter((error) => error.code !== 'MULTIPLE_DOCS' && error.code !== 'DUPLICATE_KEY');
  return first ? sentence(source, first) : undefined;
}
