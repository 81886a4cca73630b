/**
 * Splits a label selector into the tokens that its grammar knows.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/labels/selector.go (Lexer)
 */

export interface LabelToken {
  readonly kind: 'word' | 'end' | '!' | '(' | ')' | ',' | '=' | '==' | '!=' | '>' | '<' | 'in' | 'notin' | 'error';
  readonly text: string;
}

const SPECIAL = new Set(['!', '(', ')', ',', '=', '>', '<']);
const OPERATORS = ['==', '!=', '=', '!', '(', ')', ',', '>', '<'] as const;
const BLANK = new Set([' ', '\t', '\r', '\n']);

function specialToken(run: string): { token: LabelToken; length: number } {
  for (const operator of OPERATORS) {
    if (run.startsWith(operator)) return { token: { kind: operator, text: operator }, length: operator.length };
  }
  return { token: { kind: 'error', text: `error expected: keyword found '${run}'` }, length: run.length };
}

/** Tokens in order, the last of kind `end`. */
export function lexLabelSelector(text: string): LabelToken[] {
  const tokens: LabelToken[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (BLANK.has(character)) {
      at++;
    } else if (SPECIAL.has(character)) {
      const { token, length } = specialToken(text.slice(at, at + 2));
      tokens.push(token);
      at += length;
    } else {
      const start = at;
      while (at < text.length && !SPECIAL.has(text[at] as string) && !BLANK.has(text[at] as string)) at++;
      const word = text.slice(start, at);
      tokens.push(word === 'in' || word === 'notin' ? { kind: word, text: word } : { kind: 'word', text: word });
    }
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}
