/** just-bash's parse errors in the words of bash. Models: bash 5.2 parse.y, report_syntax_error. */
export function syntaxError(shell: 'bash' | 'sh', text: string, message: string): string {
  const body = message.replace(/^Parse error at \d+:\d+: /, '').replace(/^line \d+: /, '');
  if (NAMELESS.test(text)) return `${shell}: syntax error near unexpected token \`newline'\n`;
  const token = /near unexpected token `(.*)'$/s.exec(body)?.[1] ?? /got (?:\w+ )?'?([^']*)'?$/.exec(body)?.[1];
  if (/unexpected EOF/.test(body)) return `${shell}: ${body}\n`;
  if (token === undefined || token === 'EOF' || token === '') return `${shell}: syntax error: unexpected end of file\n`;
  return `${shell}: syntax error near unexpected token \`${token === '\n' || token === 'NEWLINE' ? 'newline' : token}'\n`;
}

/** A keyword at the end of a line that needs its name on the same line. */
const NAMELESS = /(?:^|[;&|]\s*)(?:for|case|function)\s*$/;
