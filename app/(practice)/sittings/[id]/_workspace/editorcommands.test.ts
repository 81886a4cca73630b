import { describe, expect, it } from 'vitest';
import { readEditorCommand } from './editorcommands.ts';

describe('the command line of the editor', () => {
  it('saves and leaves as vi does', () => {
    expect(readEditorCommand(':w', 'dirty')).toEqual({ kind: 'save' });
    for (const typed of [':wq', 'wq', ':x', '::x', 'ZZ'])
      expect(readEditorCommand(typed, 'dirty')).toEqual({ kind: 'saveAndClose' });
    expect(readEditorCommand(':q', 'clean')).toEqual({ kind: 'close' });
    expect(readEditorCommand(':q!', 'dirty')).toEqual({ kind: 'discard' });
  });

  it('refuses to lose a change, and what it does not know', () => {
    expect(readEditorCommand(':q', 'dirty')).toMatchObject({
      says: 'E37: No write since last change (add ! to override)',
    });
    expect(readEditorCommand(':toString', 'clean')).toMatchObject({ says: 'E492: Not an editor command: toString' });
    expect(readEditorCommand(':', 'clean')).toBeUndefined();
  });
});
