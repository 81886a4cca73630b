import { Anchor, Text } from '@mantine/core';
import type { Done } from '../../../lib/practice/wire.ts';
import { progressTexts } from '../../_ui/accounttexts.ts';
import styles from './progress.module.css';

const words = progressTexts;

interface DoneListProps {
  readonly done: readonly Done[];
  /** Of topics, by id. */
  readonly titles: ReadonlyMap<string, string>;
}

export function DoneList({ done, titles }: DoneListProps) {
  return (
    <ol className={styles.list}>
      {done.map((one) => (
        <li key={one.id} className={styles.done}>
          <Text size="sm" component="time" dateTime={one.at} c="dimmed" className={styles.day ?? ''}>
            {new Date(one.at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}
          </Text>
          <Text size="sm" className={styles.what ?? ''}>
            {says(one, titles)}
          </Text>
          <Anchor
            size="sm"
            href={hrefOf(one)}
            aria-label={`${isOpen(one) ? words.goOn : words.look}: ${says(one, titles)}`}
          >
            {isOpen(one) ? words.goOn : words.look}
          </Anchor>
        </li>
      ))}
    </ol>
  );
}

function says(one: Done, titles: ReadonlyMap<string, string>): string {
  if (one.kind === 'Lab') return words.lab(one.title, one.share);
  return words.practice(one.topic && titles.get(one.topic), one.right, one.answered, one.items);
}

function isOpen(one: Done): boolean {
  return one.kind === 'Lab' ? !one.finished : one.answered < one.items;
}

function hrefOf(one: Done): string {
  if (one.kind === 'Practice') return `/practice/${one.id}`;
  return one.finished ? `/sittings/${one.id}/debrief` : `/sittings/${one.id}`;
}
