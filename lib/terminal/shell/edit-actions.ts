/** What a key does to the text being edited. Models: readline 8.2, the default emacs bindings. */
import type { EditBuffer } from './edit-buffer.ts';
import type { Key } from './keys.ts';

/** Changes the buffer; false when there was nothing to do, which rings the bell. */
type Action = (buffer: EditBuffer) => boolean;

const moveTo =
  (target: (buffer: EditBuffer) => number): Action =>
  (buffer) => {
    const to = target(buffer);
    if (to < 0 || to > buffer.cells.length) return false;
    buffer.move(to);
    return true;
  };

const change =
  (apply: (buffer: EditBuffer) => void): Action =>
  (buffer) => {
    apply(buffer);
    return true;
  };

const deleteAt =
  (first: (buffer: EditBuffer) => number): Action =>
  (buffer) => {
    const at = first(buffer);
    if (at < 0 || at >= buffer.cells.length) return false;
    buffer.delete(at, at + 1);
    return true;
  };

const left = moveTo((buffer) => buffer.cursor - 1);
const right = moveTo((buffer) => buffer.cursor + 1);
const wordLeft = moveTo((buffer) => buffer.wordLeft());
const wordRight = moveTo((buffer) => buffer.wordRight());
const home = moveTo((buffer) => buffer.lineStart());
const end = moveTo((buffer) => buffer.lineEnd());
const backspace = deleteAt((buffer) => buffer.cursor - 1);
const deleteHere = deleteAt((buffer) => buffer.cursor);
const killWord = change((buffer) => buffer.killWordLeft('word'));

const CONTROL: Readonly<Record<string, Action>> = {
  A: home,
  E: end,
  B: left,
  F: right,
  K: change((buffer) => buffer.kill(buffer.cursor, buffer.lineEnd())),
  U: change((buffer) => buffer.kill(buffer.lineStart(), buffer.cursor)),
  W: change((buffer) => buffer.killWordLeft('blank')),
  Y: change((buffer) => buffer.yank()),
  T: change((buffer) => buffer.transpose()),
};

const ALT: Readonly<Record<string, Action>> = {
  b: wordLeft,
  f: wordRight,
  d: change((buffer) => buffer.kill(buffer.cursor, buffer.wordRight())),
  '\u007f': killWord,
  '\b': killWord,
  u: change((buffer) => buffer.changeWord((word) => word.toUpperCase())),
  l: change((buffer) => buffer.changeWord((word) => word.toLowerCase())),
  c: change((buffer) => buffer.changeWord((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())),
};

const NAMED: Readonly<Record<string, Action>> = {
  Left: left,
  Right: right,
  WordLeft: wordLeft,
  WordRight: wordRight,
  Home: home,
  End: end,
  Backspace: backspace,
  Delete: deleteHere,
};

/** Undefined when the key is not about the text alone. */
export function editAction(key: Key): Action | undefined {
  if (key.kind === 'control') return CONTROL[key.letter];
  if (key.kind === 'alt') return ALT[key.letter];
  return key.kind === 'named' ? NAMED[key.name] : undefined;
}

export { deleteHere };
