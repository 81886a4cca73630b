import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineEditor } from '../../../lib/terminal/shell/line-editor.ts';
import { isComplete } from '../../../lib/terminal/shell/scan.ts';
import { Screen } from './screen.ts';

const LEFT = '\u001b[D';
const UP = '\u001b[A';
const DOWN = '\u001b[B';
const HOME = '\u001b[H';
const DELETE = '\u001b[3~';
const ctrl = (letter: string) => String.fromCharCode(letter.charCodeAt(0) - 64);
const alt = (letter: string) => `\u001b${letter}`;
const paste = (text: string) => `\u001b[200~${text}\u001b[201~`;

function anEditor(setup: { columns?: number; history?: string[]; names?: string[]; prompt?: string } = {}) {
  const { columns = 40, history = [], names = [], prompt = '$ ' } = setup;
  const editor = new LineEditor(columns);
  const screen = new Screen(columns);
  const events: string[] = [];
  const take = (result: ReturnType<LineEditor['feed']>) => {
    screen.write(result.print);
    for (const event of result.events) events.push(event.kind === 'line' ? `line:${event.text}` : event.kind);
  };
  const complete = (line: string, cursor: number) => {
    const from = line.lastIndexOf(' ', cursor - 1) + 1;
    return { from, candidates: names.filter((name) => name.startsWith(line.slice(from, cursor))) };
  };
  const ask = () => take(editor.ask({ prompt, kind: 'command', history, complete, isComplete }));
  ask();
  return { editor, screen, events, ask, feed: (keys: string) => take(editor.feed(keys)) };
}

/** The line that Enter would give after these keys. */
function lineAfter(keys: string, setup: Parameters<typeof anEditor>[0] = {}): string | undefined {
  const { feed, events } = anEditor(setup);
  feed(`${keys}\r`);
  return events[0]?.replace(/^line:/, '');
}

describe('emacs keys', () => {
  it.each([
    ['typing', 'echo hi', 'echo hi'],
    ['Ctrl-A and insert', `bc${ctrl('A')}a`, 'abc'],
    ['Ctrl-E', `bc${ctrl('A')}a${ctrl('E')}d`, 'abcd'],
    ['Ctrl-K kills to the end', `abcd${LEFT}${LEFT}${ctrl('K')}`, 'ab'],
    ['Ctrl-U kills to the start', `abcd${LEFT}${ctrl('U')}`, 'd'],
    ['Ctrl-W kills a blank-separated word', `ls a/b c-d${ctrl('W')}`, 'ls a/b '],
    ['Alt-Backspace kills a word', `ls a/b${alt('\u007f')}`, 'ls a/'],
    ['Ctrl-Y brings back what was killed', `one two${ctrl('W')}${ctrl('A')}${ctrl('Y')} `, 'two one '],
    ['Alt-B and Alt-F', `one two${alt('b')}X${alt('b')}${alt('f')}Y`, 'one XtwoY'],
    ['Ctrl-arrows', 'one two\u001b[1;5DX', 'one Xtwo'],
    ['Alt-D', `one two${HOME}${alt('d')}`, ' two'],
    ['Home and Delete', `xabc${HOME}${DELETE}`, 'abc'],
    ['Backspace', 'abx\u007fc', 'abc'],
    ['Ctrl-T swaps', `ab${ctrl('T')}`, 'ba'],
    ['Alt-U', `abc${HOME}${alt('u')}`, 'ABC'],
    ['Ctrl-D deletes within a line', `abc${HOME}${ctrl('D')}`, 'bc'],
    ['a grapheme is one step', `a👩‍🚀b${LEFT}${LEFT}X`, 'aX👩‍🚀b'],
    ['a mark goes with its letter', 'ae\u0301\u007fb', 'ab'],
  ])('%s', (_, keys, expected) => expect(lineAfter(keys)).toBe(expected));

  it('recalls history and keeps the line being typed', () => {
    const history = ['first', 'second'];
    expect(lineAfter(`${UP}${UP}`, { history })).toBe('first');
    expect(lineAfter(`dra${UP}${DOWN}ft`, { history })).toBe('draft');
    expect(lineAfter(alt('.'), { history: ['kubectl get svc web'] })).toBe('web');
  });

  it('searches backwards', () => {
    const history = ['kubectl get pods', 'ls', 'kubectl get svc'];
    expect(lineAfter(`${ctrl('R')}kube`, { history })).toBe('kubectl get svc');
    expect(lineAfter(`${ctrl('R')}kube${ctrl('R')}`, { history })).toBe('kubectl get pods');
    expect(lineAfter(`${ctrl('R')}kube${ctrl('G')}ok`, { history })).toBe('ok');
    const { feed, screen } = anEditor({ history });
    feed(`${ctrl('R')}zz`);
    expect(screen.text).toBe("(failed reverse-i-search)`zz':");
  });
});

describe('ends of a line', () => {
  it('Ctrl-C drops the line and Ctrl-D on an empty one ends input', () => {
    const { feed, events, screen } = anEditor();
    feed(`abc${ctrl('C')}`);
    expect(events).toEqual(['interrupt']);
    expect(screen.text).toBe('$ abc^C');
    const empty = anEditor();
    empty.feed(ctrl('D'));
    expect(empty.events).toEqual(['end']);
  });

  it('asks on behind `> ` while a quote, a block or a here-document is open', () => {
    const { feed, events, screen } = anEditor();
    feed('for i in 1 2\rdo echo $i\rdone\r');
    expect(events).toEqual(['line:for i in 1 2\ndo echo $i\ndone']);
    expect(screen.text).toBe('$ for i in 1 2\n> do echo $i\n> done');
  });

  it('keeps a paste of many lines in one edit until Enter', () => {
    const { feed, events, screen } = anEditor();
    feed(paste('echo a\r\necho b'));
    expect(events).toEqual([]);
    expect(screen.text).toBe('$ echo a\necho b');
    feed('\r');
    expect(events).toEqual(['line:echo a\necho b']);
  });

  it('takes up what was typed while a command ran', () => {
    const { feed, events, ask } = anEditor();
    feed('sleep 1\recho typed ahead\r');
    expect(events).toEqual(['line:sleep 1']);
    ask();
    expect(events).toEqual(['line:sleep 1', 'line:echo typed ahead']);
  });

  it('lets Ctrl-C through while a command runs', () => {
    const { feed, events } = anEditor();
    feed('sleep 1\r');
    feed(`x${ctrl('C')}`);
    expect(events).toEqual(['line:sleep 1', 'interrupt']);
  });

  it('waits for the rest of a split escape sequence', () => {
    const { feed, events } = anEditor();
    feed('ab\u001b');
    feed('[');
    feed('DX\r');
    expect(events).toEqual(['line:aXb']);
  });
});

describe('completion', () => {
  const names = ['pods ', 'podtemplates ', 'services '];

  it('inserts the only candidate and the common prefix', () => {
    expect(lineAfter('get s\t', { names })).toBe('get services ');
    expect(lineAfter('get p\t', { names })).toBe('get pod');
  });

  it('lists on the second Tab and shows the line again', () => {
    const { feed, screen } = anEditor({ names });
    feed('get pod\t\t');
    expect(screen.text).toBe('$ get pod\npods          podtemplates\n$ get pod');
  });

  it('asks before it lists more than a hundred', () => {
    const many = Array.from({ length: 120 }, (_, index) => `name-${index} `);
    const { feed, screen } = anEditor({ names: many });
    feed('name-\t\t');
    expect(screen.text).toBe('$ name-\nDisplay all 120 possibilities? (y or n)');
    feed('n');
    expect(screen.text.split('\n').at(-1)).toBe('$ name-');
  });
});

describe('the screen', () => {
  it('wraps long lines and wide characters', () => {
    const { feed, screen } = anEditor({ columns: 10 });
    feed('abcdefghij日本');
    expect(screen.text).toBe('$ abcdefgh\nij日本');
    feed(`${ctrl('A')}X`);
    expect(screen.text).toBe('$ Xabcdefg\nhij日本');
  });

  it('draws again for another width', () => {
    const { feed, editor, screen } = anEditor({ columns: 10 });
    feed('abcdefghijkl');
    const wide = new Screen(40);
    wide.write(editor.resize(40));
    expect(screen.text).toBe('$ abcdefgh\nijkl');
    expect(wide.text).toBe('$ abcdefghijkl');
  });

  it('clears with Ctrl-L and keeps the line', () => {
    const { feed, screen } = anEditor();
    feed(`ls\u001b[D${ctrl('L')}`);
    expect(screen.text).toBe('$ ls');
    expect([screen.row, screen.column]).toEqual([0, 3]);
  });

  it('shows exactly the prompt and the text after any keys', () => {
    const key = fc.constantFrom(
      ...['a', 'bc', '日', 'é', '👩‍🚀', ' ', LEFT, '\u001b[C', HOME, '\u001b[F', '\u007f', DELETE, UP, DOWN],
      ...['A', 'E', 'K', 'U', 'W', 'Y', 'T', 'B', 'F', 'P', 'N'].map(ctrl),
      ...['b', 'f', 'd', 'u'].map(alt),
      paste('x\ny'),
      paste('long text that goes over the edge'),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), fc.integer({ min: 8, max: 30 }), (keys, columns) => {
        const { feed, screen, events } = anEditor({ columns, history: ['one', 'a longer line of the history'] });
        for (const one of keys) feed(one);
        const shown = screen.text;
        feed('\r');
        const text = events[0]?.replace(/^line:/, '') ?? '';
        const expected = new Screen(columns);
        expected.write(`$ ${text.replaceAll('\n', '\r\n')}`);
        expect(shown).toBe(expected.text);
      }),
      { numRuns: 500, seed: 20_260_101 },
    );
  });
});
