'use client';

import styles from './_ui/plain.module.css';
import { texts } from './_ui/texts.ts';

/** Plain, because every page carries this one: what it needs must be small and already there. */
export default function FailedPage() {
  return (
    <main className={styles.page}>
      <h1>{texts.failed.title}</h1>
      <p>{texts.failed.text}</p>
      <a href="/">{texts.failed.back}</a>
    </main>
  );
}
