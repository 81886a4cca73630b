import type { Disposition } from '../../lib/world/dataplane/disposition.ts';
import styles from './fatemark.module.css';
import { texts } from './texts.ts';

const SHAPES = {
  Delivered: '●',
  Answered: '◆',
  Refused: '▲',
  Rejected: '▼',
  Dropped: '✕',
  NotModelled: '▒',
} as const satisfies Record<Disposition, string>;

/** A packet's fate: the same colour, shape and word everywhere. */
export function FateMark({ fate }: { readonly fate: Disposition }) {
  return (
    <span className={styles.mark} data-fate={fate} title={texts.fates[fate].says}>
      <span className={styles.shape} aria-hidden="true">
        {SHAPES[fate]}
      </span>
      {texts.fates[fate].word}
    </span>
  );
}
