/** Whether a text is a whole command line, or needs another line behind a `> ` prompt. */

interface Scan {
  readonly text: string;
  at: number;
  heredocs: { word: string; stripTabs: boolean }[];
  /** Keywords that open a block and have not been closed. */
  blocks: string[];
}

const CLOSES: Readonly<Record<string, string>> = { fi: 'if', done: 'do', esac: 'case', '}': '{', ')': '(' };

/** False when a quote, here-document, block, parenthesis, pipe or trailing backslash is still open. */
export function isComplete(text: string): boolean {
  // These need a name on the same line; bash refuses them at once.
  if (/(?:^|[;&|]\s*)(?:for|case|function)\s*$/.test(text)) return true;
  const scan: Scan = { text, at: 0, heredocs: [], blocks: [] };
  let atCommand = true;
  let dangling = false;
  while (scan.at < text.length) {
    const char = text[scan.at] as string;
    if (char === '\n') {
      scan.at++;
      if (!skipHeredocs(scan)) return false;
      atCommand = true;
      continue;
    }
    if (char === ' ' || char === '\t') {
      scan.at++;
      continue;
    }
    if (char === '#') {
      while (scan.at < text.length && text[scan.at] !== '\n') scan.at++;
      continue;
    }
    const operator = readOperator(scan);
    if (operator !== undefined) {
      dangling = operator === '&&' || operator === '||' || operator === '|' || operator === '|&';
      atCommand = applyOperator(scan, operator, atCommand);
      continue;
    }
    const word = readWord(scan);
    if (word === undefined) return false;
    dangling = false;
    atCommand = applyWord(scan, word, atCommand);
  }
  return !dangling && scan.blocks.length === 0 && scan.heredocs.length === 0;
}

function readOperator(scan: Scan): string | undefined {
  const { text, at } = scan;
  if (text.startsWith('<<<', at)) {
    scan.at += 3;
    return '<<<';
  }
  const heredoc = /^<<(-?)[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|\\?([^\s;&|<>()'"]+))/.exec(text.slice(at, at + 300));
  if (heredoc) {
    scan.at += heredoc[0].length;
    scan.heredocs.push({ word: heredoc[2] ?? heredoc[3] ?? heredoc[4] ?? '', stripTabs: heredoc[1] === '-' });
    return '<<';
  }
  const two = text.slice(at, at + 2);
  if (two === '((') {
    scan.at += 2;
    return '((';
  }
  if (['&&', '||', '|&', ';;', '>>', '&>', '>&', '<&', '>|', '<>'].includes(two)) {
    scan.at += 2;
    return two;
  }
  const one = text[at] as string;
  // `<(` and `>(` are read as words, with their parenthesis.
  if ((one === '<' || one === '>') && text[at + 1] === '(') return undefined;
  if (!';&|()<>'.includes(one)) return undefined;
  scan.at++;
  return one;
}

/** Whether the next word stands where a command starts. */
function applyOperator(scan: Scan, operator: string, atCommand: boolean): boolean {
  if (operator === '((') {
    const end = closingParentheses(scan.text, scan.at);
    if (end === undefined) scan.blocks.push('((');
    scan.at = end ?? scan.text.length;
    return false;
  }
  if (operator === '(') {
    // `f()` and `a=(` are eaten by readWord; in `case` a pattern may start with it.
    scan.blocks.push('(');
    return true;
  }
  if (operator === ')') {
    if (scan.blocks.at(-1) === '(') scan.blocks.pop();
    return true;
  }
  return operator.includes('<') || operator.includes('>') ? atCommand : true;
}

function applyWord(scan: Scan, word: string, atCommand: boolean): boolean {
  if (word.endsWith('()')) return true;
  if (!atCommand) {
    // `for x in`, `case x in`: `do` and `in` stand where no command does.
    if (word === 'do' && scan.blocks.at(-1) === 'for') scan.blocks[scan.blocks.length - 1] = 'do';
    return word === 'do' || word === 'then' || word === 'in';
  }
  if (word === 'function') {
    scan.at += /^[ \t]+[^\s(){}]+[ \t]*(?:\(\))?/.exec(scan.text.slice(scan.at))?.[0].length ?? 0;
    return true;
  }
  if (word === 'if' || word === 'case' || word === '{') scan.blocks.push(word);
  else if (word === 'for' || word === 'while' || word === 'until' || word === 'select') scan.blocks.push('for');
  else if (word === 'do' && scan.blocks.at(-1) === 'for') scan.blocks[scan.blocks.length - 1] = 'do';
  else if (CLOSES[word] !== undefined && CLOSES[word] === scan.blocks.at(-1)) {
    scan.blocks.pop();
    return false;
  }
  return ['if', 'then', 'else', 'elif', 'do', 'while', 'until', '{', '!', 'time'].includes(word);
}

/** The word at the cursor with its quotes, or undefined when a quote or substitution in it is open. */
function readWord(scan: Scan): string | undefined {
  const start = scan.at;
  const { text } = scan;
  while (scan.at < text.length) {
    const char = text[scan.at] as string;
    if (' \t\n;&|'.includes(char)) break;
    if (char === '(' || char === '<' || char === '>') {
      const opensInWord = text[scan.at - 1] === '=' || ((char === '<' || char === '>') && text[scan.at + 1] === '(');
      if (char === '(' && text[scan.at + 1] === ')') {
        scan.at += 2;
        return '()';
      }
      if (!opensInWord) break;
      if (char !== '(') scan.at++;
      if (!skipParentheses(scan)) return undefined;
      continue;
    }
    if (char === ')') break;
    if (!skipOne(scan)) return undefined;
  }
  return text.slice(start, scan.at);
}

/** Moves over one character, quoted text or expansion; false when it is not closed. */
function skipOne(scan: Scan): boolean {
  const { text } = scan;
  const char = text[scan.at] as string;
  if (char === '\\') {
    scan.at += 2;
    return scan.at <= text.length && !(scan.at === text.length && text[scan.at - 1] === '\n');
  }
  if (char === "'") return skipTo(scan, text.indexOf("'", scan.at + 1));
  if (char === '"') return skipDouble(scan);
  if (char === '`') return skipTo(scan, text.indexOf('`', scan.at + 1));
  if (char === '$' && text[scan.at + 1] === "'") {
    const end = /^\$'(?:[^'\\]|\\[\s\S])*'/.exec(text.slice(scan.at));
    if (end) scan.at += end[0].length;
    return end !== null;
  }
  if (char === '$' && text.startsWith('((', scan.at + 1)) {
    const end = closingParentheses(text, scan.at + 3);
    scan.at = end ?? text.length;
    return end !== undefined;
  }
  if (char === '$' && text[scan.at + 1] === '(') {
    scan.at++;
    return skipParentheses(scan);
  }
  if (char === '$' && text[scan.at + 1] === '{') {
    scan.at += 2;
    while (scan.at < text.length && text[scan.at] !== '}') if (!skipOne(scan)) return false;
    return skipTo(scan, scan.at < text.length ? scan.at : -1);
  }
  scan.at++;
  return true;
}

function skipTo(scan: Scan, end: number): boolean {
  if (end >= 0) scan.at = end + 1;
  return end >= 0;
}

function skipDouble(scan: Scan): boolean {
  scan.at++;
  while (scan.at < scan.text.length) {
    const char = scan.text[scan.at];
    if (char === '"') return skipTo(scan, scan.at);
    if (char === "'") scan.at++;
    else if (!skipOne(scan)) return false;
  }
  return false;
}

/** From an opening parenthesis over its closing one; quotes and nested ones inside count. */
function skipParentheses(scan: Scan): boolean {
  scan.at++;
  while (scan.at < scan.text.length) {
    const char = scan.text[scan.at];
    if (char === ')') return skipTo(scan, scan.at);
    if (char === '(') {
      if (!skipParentheses(scan)) return false;
    } else if (!skipOne(scan)) return false;
  }
  return false;
}

function closingParentheses(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && depth > 0) depth--;
    else if (text[at] === ')' && text[at + 1] === ')') return at + 2;
  }
  return undefined;
}

function skipHeredocs(scan: Scan): boolean {
  while (scan.heredocs.length > 0) {
    const { word, stripTabs } = scan.heredocs[0] as { word: string; stripTabs: boolean };
    let closed = false;
    while (scan.at < scan.text.length && !closed) {
      const end = scan.text.indexOf('\n', scan.at);
      const line = scan.text.slice(scan.at, end < 0 ? undefined : end);
      closed = (stripTabs ? line.replace(/^\t+/, '') : line) === word;
      scan.at = end < 0 ? scan.text.length : end + 1;
    }
    if (!closed) return false;
    scan.heredocs.shift();
  }
  return true;
}

/** A script as the commands a person would enter one after the other; comments and blank lines are left out. */
export function splitCommands(text: string): string[] {
  const commands: string[] = [];
  let open: string[] = [];
  for (const line of text.split('\n')) {
    if (open.length === 0 && /^\s*(?:#.*)?$/.test(line)) continue;
    open.push(line);
    const command = open.join('\n');
    if (!isComplete(command)) continue;
    commands.push(command);
    open = [];
  }
  return open.length === 0 ? commands : [...commands, open.join('\n')];
}
