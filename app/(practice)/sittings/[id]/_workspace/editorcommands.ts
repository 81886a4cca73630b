/** What people type by habit to leave vi, and what it does to the file that is open. */
export type EditorCommand =
  | { readonly kind: 'save' }
  | { readonly kind: 'saveAndClose' }
  | { readonly kind: 'close' }
  | { readonly kind: 'discard' }
  /** In the words of vi. */
  | { readonly kind: 'refused'; readonly says: string };

const COMMANDS: Readonly<Record<string, EditorCommand['kind']>> = {
  w: 'save',
  'w!': 'save',
  write: 'save',
  wq: 'saveAndClose',
  'wq!': 'saveAndClose',
  x: 'saveAndClose',
  'x!': 'saveAndClose',
  wqa: 'saveAndClose',
  ZZ: 'saveAndClose',
  q: 'close',
  quit: 'close',
  qa: 'close',
  'q!': 'discard',
  'quit!': 'discard',
  'qa!': 'discard',
  ZQ: 'discard',
};

/** These need no Enter. */
export const AT_ONCE: ReadonlySet<string> = new Set(['ZZ', 'ZQ']);

/** Models: the command line of vi, as far as saving and leaving goes; undefined when nothing is typed. */
export function readEditorCommand(typed: string, state: 'clean' | 'dirty'): EditorCommand | undefined {
  const command = typed.trim().replace(/^:+/, '').trim();
  if (command === '') return undefined;
  const kind = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (kind === undefined || kind === 'refused')
    return { kind: 'refused', says: `E492: Not an editor command: ${command}` };
  if (kind === 'close' && state === 'dirty')
    return { kind: 'refused', says: 'E37: No write since last change (add ! to override)' };
  return { kind };
}
