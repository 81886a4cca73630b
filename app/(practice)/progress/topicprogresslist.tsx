import { Anchor, Text, Title } from '@mantine/core';
import type { TopicProgress } from '../../../lib/practice/wire.ts';
import { progressTexts } from '../../_ui/accounttexts.ts';
import styles from './progress.module.css';

const words = progressTexts;

export function TopicProgressList({ topics }: { readonly topics: readonly TopicProgress[] }) {
  return (
    <>
      <Legend />
      <ul className={styles.list}>
        {topics.map((topic) => (
          <TopicLine key={topic.id} topic={topic} />
        ))}
      </ul>
    </>
  );
}

function Legend() {
  return (
    <div className={styles.legend} aria-hidden="true">
      {(['remembered', 'learning', 'new'] as const).map((state) => (
        <span key={state} className={styles.key} data-state={state}>
          {words.legend[state]}
        </span>
      ))}
    </div>
  );
}

function TopicLine({ topic }: { readonly topic: TopicProgress }) {
  const { id, title, items, met, right, concepts, remembered, learning, labs, rating } = topic;
  const solved = labs.filter(({ best }) => best === 1).length;
  return (
    <li className={styles.topic}>
      <Title order={3} size="h5" className={styles.name ?? ''}>
        <Anchor href={`/topics/${id}`} c="inherit" inherit underline="hover">
          {title}
        </Anchor>
      </Title>
      <div className={styles.bar} role="img" aria-label={words.concepts(remembered, learning, concepts)}>
        {Object.entries({ remembered, learning, new: concepts - remembered - learning }).map(
          ([state, count]) => count > 0 && <span key={state} data-state={state} style={{ flexGrow: count }} />,
        )}
      </div>
      <Text size="sm" c="dimmed" className={styles.says ?? ''}>
        {words.concepts(remembered, learning, concepts)} · {words.answers(right, met, items)} ·{' '}
        {words.labs(solved, labs.length)}
        {rating && (
          <>
            <br />
            {words.rating(rating.rating, rating.low, rating.high, rating.provisional)}
          </>
        )}
      </Text>
    </li>
  );
}
