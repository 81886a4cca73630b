'use client';

import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { TopicCard, TopicsAnswer } from '../../../lib/practice/wire.ts';
import { FailureNote } from '../../_ui/failurenote.tsx';
import { questionTexts } from '../../_ui/questiontexts.ts';
import { useStartPractice } from '../../_ui/startpractice.ts';
import { texts } from '../../_ui/texts.ts';
import { useAnswer } from '../../_ui/useanswer.ts';
import styles from './practice.module.css';

const words = questionTexts.practice;

/** The next session at the top, then every topic with its primer and its questions. */
export function TopicList() {
  const { answer, again } = useAnswer<TopicsAnswer>('/api/topics');
  const { start, startPlacement, isStarting, error } = useStartPractice();
  if (answer && !answer.ok) return <FailureNote error={answer.error} onRetry={again} />;
  if (!answer) return <LoadingTopics />;
  const { topics, open, placed, dueLab } = answer.value;
  return (
    <Stack gap="lg">
      <NextSession topics={topics} open={open} isStarting={isStarting} onStart={() => void start()} />
      {dueLab && (
        <Anchor href={`/labs/${dueLab.name}`} size="sm">
          {words.dueLab(dueLab.title)}
        </Anchor>
      )}
      {!placed && (
        <Group gap="md">
          <Button variant="default" size="md" disabled={isStarting} onClick={() => void startPlacement()}>
            {words.place}
          </Button>
          <Text size="sm" c="dimmed">
            {words.placeText}
          </Text>
        </Group>
      )}
      {error && <FailureNote error={error} />}
      <ul className={styles.list}>
        {topics.map((topic) => (
          <TopicRow key={topic.id} topic={topic} isBusy={isStarting} onStart={() => void start(topic.id)} />
        ))}
      </ul>
    </Stack>
  );
}

function LoadingTopics() {
  return (
    <Stack role="status" aria-label={words.loading}>
      <Skeleton height={64} />
      <Skeleton height={400} />
    </Stack>
  );
}

interface NextSessionProps {
  readonly topics: readonly TopicCard[];
  readonly open: TopicsAnswer['open'];
  readonly isStarting: boolean;
  onStart(): void;
}

function NextSession({ topics, open, isStarting, onStart }: NextSessionProps) {
  const items = topics.reduce((sum, topic) => sum + topic.items, 0);
  const due = topics.reduce((sum, topic) => sum + topic.due, 0);
  const titleOf = (id?: string) => topics.find((topic) => topic.id === id)?.title;
  return (
    <Stack gap="sm">
      {open && (
        <Group gap="md">
          <Button component="a" href={`/practice/${open.practiceId}`} size="md">
            {words.resume}
          </Button>
          <Text size="sm" c="dimmed">
            {words.resumeText(open.answered, open.items, titleOf(open.topic))}
          </Text>
        </Group>
      )}
      <Group gap="md">
        <Button
          size="md"
          variant={open ? 'default' : 'filled'}
          loading={isStarting}
          disabled={items === 0}
          onClick={onStart}
        >
          {words.all}
        </Button>
        <Text size="sm" c="dimmed">
          {words.allText(items)} {due > 0 && words.dueText(due)}
        </Text>
      </Group>
    </Stack>
  );
}

interface TopicRowProps {
  readonly topic: TopicCard;
  readonly isBusy: boolean;
  onStart(): void;
}

function TopicRow({ topic, isBusy, onStart }: TopicRowProps) {
  const says = texts.labs.topics[topic.id as keyof typeof texts.labs.topics]?.says;
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <Title order={2} size="h4">
          <Anchor href={`/topics/${topic.id}`} c="inherit" inherit underline="hover">
            {topic.title}
          </Anchor>
        </Title>
        <Text size="sm" c="dimmed">
          {says}
        </Text>
        <Text size="sm">{topic.items > 0 ? words.counts(topic.items, topic.met, topic.due) : words.none}</Text>
      </div>
      <Group gap="sm">
        {topic.hasPrimer && (
          <Anchor href={`/topics/${topic.id}`} size="sm" aria-label={`${words.read}: ${topic.title}`}>
            {words.read}
          </Anchor>
        )}
        <Button
          variant="default"
          disabled={topic.items === 0 || isBusy}
          onClick={onStart}
          aria-label={words.practiseTopic(topic.title)}
        >
          {words.practise}
        </Button>
      </Group>
    </li>
  );
}
