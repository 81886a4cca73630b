import { useState } from 'react';
import { texts } from '../../../../_ui/texts.ts';
import { AT_ONCE, type EditorCommand, readEditorCommand } from './editorcommands.ts';
import styles from './files.module.css';

const words = texts.files;

interface EditorCommandLineProps {
  readonly state: 'clean' | 'dirty';
  readonly onCommand: (kind: Exclude<EditorCommand['kind'], 'refused'>) => void;
  /** Nothing was done; the text has the keys again. */
  readonly onLeave: () => void;
}

/** The thin line below a text that Esc opens, for those who type `:wq` by habit. */
export function EditorCommandLine({ state, onCommand, onLeave }: EditorCommandLineProps) {
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const run = (line: string) => {
    const command = readEditorCommand(line, state);
    if (command?.kind === 'refused') {
      setRefusal(command.says);
      setTyped('');
    } else if (command) onCommand(command.kind);
    else onLeave();
  };
  return (
    <form
      className={styles.command}
      onSubmit={(event) => {
        event.preventDefault();
        run(typed);
      }}
    >
      <span aria-hidden="true">:</span>
      <input
        aria-label={words.commandLine}
        value={typed}
        placeholder={words.commandHint}
        autoCapitalize="off"
        autoComplete="off"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: Esc was pressed to come here
        autoFocus
        onChange={(event) => {
          const line = event.currentTarget.value.replace(/^:+/, '');
          setRefusal(undefined);
          setTyped(line);
          if (AT_ONCE.has(line)) run(line);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && !(event.key === 'Backspace' && typed === '')) return;
          event.preventDefault();
          onLeave();
        }}
      />
      <span role="alert">{refusal}</span>
    </form>
  );
}
