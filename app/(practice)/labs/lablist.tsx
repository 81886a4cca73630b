'use client';

import { Skeleton, Stack, Text, Title } from '@mantine/core';
import type { LabCard } from '../../../lib/sitting/wire.ts';
import { FailureNote } from '../../_ui/failurenote.tsx';
import { texts } from '../../_ui/texts.ts';
import { useAnswer } from '../../_ui/useanswer.ts';
import { LabRow } from './labrow.tsx';
import styles from './labs.module.css';

/** All eight topics; a topic without labs says so. */
export function LabList() {
  const { answer, again } = useAnswer<{ readonly labs: readonly LabCard[] }>('/api/labs');
  if (answer && !answer.ok) return <FailureNote error={answer.error} onRetry={again} />;
  if (!answer) return <LoadingList />;
  return (
    <Stack gap="lg">
      {Object.entries(texts.labs.topics).map(([topic, words]) => (
        <section key={topic} aria-labelledby={`topic-${topic}`} className={styles.topic}>
          <div className={styles.heading}>
            <Title order={2} size="h4" id={`topic-${topic}`}>
              {words.title}
            </Title>
            <Text size="sm" c="dimmed">
              {words.says}
            </Text>
          </div>
          <TopicLabs labs={byLength(answer.value.labs.filter((lab) => lab.topic === topic))} />
        </section>
      ))}
    </Stack>
  );
}

/** Gives way to the list as a whole, so that nothing on the page moves. */
function LoadingList() {
  return (
    <Stack gap="lg" role="status" aria-label={texts.labs.loading}>
      {[180, 60, 60].map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: three blocks that never change
        <Skeleton key={index} height={height} />
      ))}
    </Stack>
  );
}

const byLength = (labs: readonly LabCard[]) => [...labs].sort((a, b) => a.minutes - b.minutes);

function TopicLabs({ labs }: { readonly labs: readonly LabCard[] }) {
  if (labs.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {texts.labs.none}
      </Text>
    );
  }
  return (
    <ul className={styles.list}>
      {labs.map((lab) => (
        <LabRow key={lab.id} lab={lab} />
      ))}
    </ul>
  );
}
