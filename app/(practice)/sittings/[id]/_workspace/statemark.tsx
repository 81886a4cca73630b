import type { TaskView } from '../../../../../lib/sitting/wire.ts';
import { texts } from '../../../../_ui/texts.ts';
import styles from './tasks.module.css';

const SHAPES = {
  open: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z',
  passed: 'M3 8.5 6.5 12 13 4.5',
  failed: 'M8 2.5v7M8 13v.01',
  undecided: 'M3 5h.01M8 5h.01M13 5h.01M3 11h.01M8 11h.01M13 11h.01',
} as const satisfies Record<TaskView['state'], string>;

/** A task's state as shape, colour and word; the word is for those who do not see the shape. */
export function StateMark({ state }: { readonly state: TaskView['state'] }) {
  return (
    <span className={styles.mark} data-state={state} title={texts.tasks.states[state]}>
      <svg
        viewBox="0 0 16 16"
        width={16}
        height={16}
        fill="none"
        stroke="currentColor"
        strokeWidth={state === 'undecided' || state === 'failed' ? 2.4 : 2}
        strokeLinecap="round"
        strokeLinejoin="round"
        role="img"
        aria-label={texts.tasks.states[state]}
      >
        <path d={SHAPES[state]} />
      </svg>
    </span>
  );
}
