/** Bytes of a terminal as keys. Models: xterm control sequences, the ones xterm.js sends. */

export type Key =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'control'; readonly letter: string }
  | { readonly kind: 'alt'; readonly letter: string }
  | { readonly kind: 'named'; readonly name: NamedKey };

export type NamedKey =
  | 'Enter'
  | 'Tab'
  | 'Backspace'
  | 'Delete'
  | 'Escape'
  | 'Up'
  | 'Down'
  | 'Left'
  | 'Right'
  | 'WordLeft'
  | 'WordRight'
  | 'Home'
  | 'End'
  | 'PageUp'
  | 'PageDown'
  | 'Unknown';

const FINAL: Readonly<Record<string, NamedKey>> = { A: 'Up', B: 'Down', C: 'Right', D: 'Left', H: 'Home', F: 'End' };
const TILDE: Readonly<Record<string, NamedKey>> = {
  1: 'Home',
  3: 'Delete',
  4: 'End',
  5: 'PageUp',
  6: 'PageDown',
  7: 'Home',
  8: 'End',
};
const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';

/** The keys of `data`, and the rest of it that is the beginning of a sequence. */
export function readKeys(data: string): { keys: Key[]; rest: string } {
  const keys: Key[] = [];
  let at = 0;
  while (at < data.length) {
    const found = readKey(data, at);
    if (!found) return { keys, rest: data.slice(at) };
    keys.push(found.key);
    at = found.next;
  }
  return { keys, rest: '' };
}

interface Found {
  readonly key: Key;
  readonly next: number;
}

function readKey(data: string, at: number): Found | undefined {
  const char = data[at] as string;
  const code = char.charCodeAt(0);
  if (char === '\u001b') return readEscape(data, at);
  if (char === '\r' || char === '\n') return named('Enter', at + (data.startsWith('\r\n', at) ? 2 : 1));
  if (char === '\t') return named('Tab', at + 1);
  if (code === 0x7f || code === 0x08) return named('Backspace', at + 1);
  if (code < 0x20) {
    return { key: { kind: 'control', letter: String.fromCharCode(code + 0x40) }, next: at + 1 };
  }
  let end = at + 1;
  while (end < data.length && data.charCodeAt(end) >= 0x20 && data.charCodeAt(end) !== 0x7f) end++;
  return { key: { kind: 'text', text: data.slice(at, end) }, next: end };
}

const named = (name: NamedKey, next: number): Found => ({ key: { kind: 'named', name }, next });

function readEscape(data: string, at: number): Found | undefined {
  if (PASTE_START.startsWith(data.slice(at)) || PASTE_END.startsWith(data.slice(at))) return undefined;
  if (data.startsWith(PASTE_START, at)) {
    const end = data.indexOf(PASTE_END, at);
    if (end < 0) return undefined;
    const text = data.slice(at + PASTE_START.length, end).replace(/\r\n?/g, '\n');
    return { key: { kind: 'paste', text }, next: end + PASTE_END.length };
  }
  const rest = data.slice(at + 1, at + 40);
  const sequence = /^(?:\[([0-9;?]*)([A-Za-z~^$])|O([A-Za-z]))/.exec(rest);
  if (sequence) {
    const [whole, parameters = '', final, ss3] = sequence;
    return named(sequenceName(parameters, final ?? ss3 ?? ''), at + 1 + whole.length);
  }
  if (/^(?:\[[0-9;?]*|O)?$/.test(rest)) return undefined;
  const letter = [...rest][0] as string;
  return { key: { kind: 'alt', letter }, next: at + 1 + letter.length };
}

function sequenceName(parameters: string, final: string): NamedKey {
  const [first = '', modifier = ''] = parameters.split(';');
  if (final === '~') return TILDE[first] ?? 'Unknown';
  if (modifier !== '' && modifier !== '1' && (final === 'C' || final === 'D'))
    return final === 'C' ? 'WordRight' : 'WordLeft';
  return FINAL[final] ?? 'Unknown';
}
