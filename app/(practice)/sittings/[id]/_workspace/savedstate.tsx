import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { texts } from '../../../../_ui/texts.ts';
import { useSittingState } from './sittingcontext.tsx';
import type { SittingState } from './sittingstate.ts';
import styles from './workspace.module.css';

const words = texts.workspace;

/** Whether what was typed is safe. It changes only when a state lasts, so nothing flickers while one types. */
export function SavedState() {
  const current = useSittingState(describe);
  const [settled] = useDebouncedValue(current, 600);
  const link = useSittingState((state) => state.link);
  return (
    <Text size="xs" c="dimmed" role="status" className={styles.saved} data-link={link}>
      {settled}
    </Text>
  );
}

function describe({ link, unsaved, view }: SittingState): string {
  if (view?.paused && link === 'open' && unsaved === 0) return words.pausedState;
  switch (link) {
    case 'open':
      return unsaved === 0 ? words.saved : words.saving;
    case 'connecting':
      return words.connecting;
    case 'offline':
      return unsaved === 0 ? words.offline : words.offlineKept(unsaved);
    case 'stopped':
      return words.stopped;
    default:
      return link satisfies never;
  }
}
