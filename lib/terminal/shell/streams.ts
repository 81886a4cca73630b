/** Where the streams of the commands of a script lead, and the marks by which commands and files are told. */
import type { CommandNode, SimpleCommandNode, StatementNode, WordNode } from 'just-bash';

type Compound = Exclude<CommandNode, { type: 'FunctionDef' | 'SimpleCommand' }>;
type Redirection = SimpleCommandNode['redirections'][number];

/** Where a command's streams lead; `joined` is `2>&1`. */
export interface Streams {
  readonly input: 'terminal' | 'elsewhere';
  readonly output: 'terminal' | 'elsewhere';
  readonly errors: 'terminal' | 'joined' | 'elsewhere';
}

/** First argument of a tool whose streams lead to the terminal; the letters behind it say which. */
const MARK = '\u0001';
export type Mark = { readonly input: boolean; readonly output: boolean; readonly errors: 'err' | 'out' | undefined };

/** Behind the path of a redirection that writes, so that the file system can refuse it as bash does. */
export const WRITE_MARK = '\u0002';

/** Takes the mark off the arguments a tool was called with; an alias may have put words of its own before it. */
export function unmark(args: readonly string[]): { argv: readonly string[]; mark: Mark } {
  const at = args.findIndex((arg) => arg.startsWith(MARK));
  const letters = args[at];
  if (letters === undefined) return { argv: args, mark: { input: false, output: false, errors: undefined } };
  const errors = letters.includes('j') ? 'out' : letters.includes('e') ? 'err' : undefined;
  const mark: Mark = { input: letters.includes('i'), output: letters.includes('o'), errors };
  return { argv: args.toSpliced(at, 1), mark };
}

/** The text of a word that is only literal text, else undefined. */
export function literalOf(word: WordNode | null): string | undefined {
  if (!word) return undefined;
  let text = '';
  for (const part of word.parts) {
    if (part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'Escaped') text += part.value;
    else if (part.type === 'DoubleQuoted') {
      const inner = literalOf({ type: 'Word', parts: part.parts });
      if (inner === undefined) return undefined;
      text += inner;
    } else return undefined;
  }
  return text;
}

export function markWrite({ operator, target }: Redirection): void {
  if (target.type !== 'Word' || !['>', '>>', '>|', '&>', '&>>'].includes(operator)) return;
  if (literalOf(target)?.startsWith('/dev/')) return;
  target.parts.push({ type: 'Literal', value: WRITE_MARK });
}

/** The lists of statements inside a compound command. */
export function bodiesOf(command: Compound): readonly (readonly StatementNode[])[] {
  switch (command.type) {
    case 'If':
      return [...command.clauses.flatMap(({ condition, body }) => [condition, body]), command.elseBody ?? []];
    case 'While':
    case 'Until':
      return [command.condition, command.body];
    case 'For':
    case 'CStyleFor':
    case 'Group':
    case 'Subshell':
      return [command.body];
    case 'Case':
      return command.items.map((item) => item.body);
    case 'ArithmeticCommand':
    case 'ConditionalCommand':
      return [];
    default:
      return command satisfies never;
  }
}

export function appendTo(fd: number, path: string): Redirection {
  return {
    type: 'Redirection',
    fd,
    operator: '>>',
    target: { type: 'Word', parts: [{ type: 'Literal', value: path }] },
  };
}

export function markOf({ input, output, errors }: Streams): WordNode[] {
  const error = errors === 'elsewhere' ? '' : errors === 'joined' && output === 'terminal' ? 'j' : 'e';
  const letters = (input === 'terminal' ? 'i' : '') + (output === 'terminal' ? 'o' : '') + error;
  return letters === '' ? [] : [{ type: 'Word', parts: [{ type: 'Literal', value: MARK + letters }] }];
}

export function redirected(streams: Streams, redirections: readonly Redirection[]): Streams {
  let { input, output, errors } = streams;
  for (const { operator, fd, target } of redirections) {
    if (operator.startsWith('<') && operator !== '<>' && (fd ?? 0) === 0) input = 'elsewhere';
    else if (operator === '&>' || operator === '&>>') {
      output = 'elsewhere';
      errors = 'elsewhere';
    } else if (operator === '>&' && fd === 2) {
      const toOutput = target.type === 'Word' && literalOf(target) === '1' && output === 'terminal';
      errors = toOutput ? 'joined' : 'elsewhere';
    } else if (fd === 2) errors = 'elsewhere';
    else if ((fd ?? 1) === 1) output = 'elsewhere';
  }
  return { input, output, errors };
}
