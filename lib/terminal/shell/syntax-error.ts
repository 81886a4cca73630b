/** just-bash's parse errors in the words of bash. Models: bash 5.2 parse.y, report_syntax_error. */
export function syntaxError(shell: 'bash' | 'sh', message: string): string {
  const body = message.replace(/^Parse error at \d+:\d+: /, '').replace(/^line \d+: /, '');
  const token = /near unexpected token `(.*)'$/s.exec(body)?.[1] ?? /got (?:\w+ )?'?([^']*)'?$/.exec(body)?.[1];
  if (/unexpected EOF/.test(body)) return `${shell}: ${body}\n`;
  if (token === undefined || token === 'EOF' || token === '') return `${shell}: syntax error: unexpected end of file\n`;
  return `${shell}: syntax error near unexpected token \`${token === '\n' || token === 'NEWLINE' ? 'newline' : token}'\n`;
}
