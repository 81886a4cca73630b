'use client';

import { Anchor, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ProgressAnswer } from '../../../lib/practice/wire.ts';
import type { AccountAnswer } from '../../../lib/server/accounts/wire.ts';
import { progressTexts } from '../../_ui/accounttexts.ts';
import { FailureNote } from '../../_ui/failurenote.tsx';
import { useAnswer } from '../../_ui/useanswer.ts';
import { Corrections } from './corrections.tsx';
import { DoneList } from './donelist.tsx';
import { Radar } from './radar.tsx';
import { TopicProgressList } from './topicprogresslist.tsx';

const words = progressTexts;

export function ProgressView() {
  const { answer, again } = useAnswer<ProgressAnswer>('/api/progress');
  const { answer: account } = useAnswer<AccountAnswer>('/api/account');
  if (!answer) return <Skeleton height={480} role="status" aria-label={words.loading} />;
  if (!answer.ok) return <FailureNote error={answer.error} onRetry={again} />;
  const { corrections, topics, done } = answer.value;
  const isGuest = account?.ok === true && account.value.person?.kind !== 'Account';
  return (
    <Stack gap="xl">
      {isGuest && (
        <Text size="sm">
          {words.guest}{' '}
          <Anchor href="/account?next=/progress" underline="always">
            {words.keep}
          </Anchor>
        </Text>
      )}
      {corrections.length > 0 && <Corrections corrections={corrections} onRead={again} />}
      {done.length === 0 && (
        <Group gap="md">
          <Text>{words.nothing}</Text>
          <Anchor href="/practice">{words.practise}</Anchor>
          <Anchor href="/labs">{words.openLab}</Anchor>
        </Group>
      )}
      <Radar topics={topics} />
      <section aria-labelledby="topics">
        <Title order={2} size="h4" id="topics" mb="xs">
          {words.topics}
        </Title>
        <TopicProgressList topics={topics} />
      </section>
      {done.length > 0 && (
        <section aria-labelledby="done">
          <Title order={2} size="h4" id="done" mb="xs">
            {words.done}
          </Title>
          <DoneList done={done} titles={new Map(topics.map(({ id, title }) => [id, title]))} />
        </section>
      )}
    </Stack>
  );
}
