'use client';

import { Anchor, Button, Group, Skeleton, Stack, Tabs, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { TopicAnswer } from '../../../../lib/practice/wire.ts';
import { FailureNote } from '../../../_ui/failurenote.tsx';
import { Markdown } from '../../../_ui/markdown.tsx';
import { questionTexts } from '../../../_ui/questiontexts.ts';
import { useStartPractice } from '../../../_ui/startpractice.ts';
import { texts } from '../../../_ui/texts.ts';
import { useAnswer } from '../../../_ui/useanswer.ts';
import styles from './topic.module.css';

const words = questionTexts.topic;

export function TopicView({ id }: { readonly id: string }) {
  const { answer, again } = useAnswer<TopicAnswer>(`/api/topics/${encodeURIComponent(id)}`);
  if (!answer) return <LoadingTopic />;
  if (answer.ok) return <TopicIntroduction topic={answer.value} />;
  if (answer.error.code !== 'not_found') return <FailureNote error={answer.error} onRetry={again} />;
  return (
    <Stack>
      <Title order={1}>{words.missing}</Title>
      <Text>
        {words.missingText} <Anchor href="/practice">{words.toList}</Anchor>
      </Text>
    </Stack>
  );
}

function LoadingTopic() {
  return (
    <Stack aria-busy="true" aria-label={words.loading}>
      <Skeleton height={36} width="40%" />
      <Skeleton height={400} />
    </Stack>
  );
}

function TopicIntroduction({ topic }: { readonly topic: TopicAnswer }) {
  useDocumentTitle(`${topic.title} · ${texts.product}`);
  return (
    <Stack gap="lg">
      <Title order={1}>{topic.title}</Title>
      <NextSteps topic={topic} />
      {topic.primer ? <Primer primer={topic.primer} /> : <Text c="dimmed">{words.noPrimer}</Text>}
      <section aria-labelledby="concepts">
        <Title order={2} size="h4" id="concepts" mb={8}>
          {words.concepts}
        </Title>
        <ul className={styles.concepts}>
          {topic.concepts.map(({ id, title, state }) => (
            <li key={id} className={styles.concept}>
              <Text size="sm">{title}</Text>
              <Text size="sm" className={styles.state} data-state={state}>
                {words.states[state]}
              </Text>
            </li>
          ))}
        </ul>
      </section>
    </Stack>
  );
}

function NextSteps({ topic }: { readonly topic: TopicAnswer }) {
  const { start, isStarting, error } = useStartPractice();
  return (
    <Stack gap="sm">
      <Group gap="md">
        <Button loading={isStarting} disabled={topic.items === 0} onClick={() => void start(topic.id)}>
          {questionTexts.practice.practise}
        </Button>
        <Text size="sm" c="dimmed">
          {topic.items > 0
            ? questionTexts.practice.counts(topic.items, topic.met, topic.due)
            : questionTexts.practice.none}
        </Text>
        {topic.labs > 0 && (
          <Anchor href={`/labs#topic-${topic.id}`} size="sm">
            {words.labs(topic.labs)}
          </Anchor>
        )}
      </Group>
      {error && <FailureNote error={error} />}
    </Stack>
  );
}

function Primer({ primer }: { readonly primer: NonNullable<TopicAnswer['primer']> }) {
  return (
    <Tabs defaultValue="scratch" keepMounted={false}>
      <Tabs.List aria-label={words.depths} mb="md">
        <Tabs.Tab value="scratch">{words.scratch}</Tabs.Tab>
        <Tabs.Tab value="senior">{words.senior}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="scratch">
        <Markdown text={primer.scratch} />
      </Tabs.Panel>
      <Tabs.Panel value="senior">
        <Markdown text={primer.senior} />
      </Tabs.Panel>
    </Tabs>
  );
}
