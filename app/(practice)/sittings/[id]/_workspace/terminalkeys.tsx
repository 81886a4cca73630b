import { Button } from '@mantine/core';
import { texts } from '../../../../_ui/texts.ts';
import { useSitting } from './sittingcontext.tsx';
import styles from './terminal.module.css';

const words = texts.terminal.keys;

const KEYS = [
  [words.tab, '\t'],
  [words.ctrlC, undefined],
  [words.esc, '\x1b'],
  [words.left, '\x1b[D'],
  [words.up, '\x1b[A'],
  [words.down, '\x1b[B'],
  [words.right, '\x1b[C'],
  [words.ctrlD, '\x04'],
] as const;

/** The keys that a phone's keyboard does not have. */
export function KeyBar({ terminal }: { readonly terminal: number }) {
  const client = useSitting();
  return (
    <div className={styles.keys} role="toolbar" aria-label={words.label}>
      {KEYS.map(([name, data]) => (
        <Button
          key={name}
          size="compact-sm"
          variant="default"
          // Keeps the focus in the terminal, so the keyboard of the phone stays up.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => (data === undefined ? client.tell({ t: 'interrupt', terminal }) : client.keys(terminal, data))}
        >
          {name}
        </Button>
      ))}
    </div>
  );
}
