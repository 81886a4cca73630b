'use client';

import { Anchor, Progress, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { AskedItem, GivenBack, PracticeView } from '../../../../lib/practice/wire.ts';
import { FailureNote } from '../../../_ui/failurenote.tsx';
import { questionTexts } from '../../../_ui/questiontexts.ts';
import { texts } from '../../../_ui/texts.ts';
import { useAnswer } from '../../../_ui/useanswer.ts';
import { ItemCard } from './itemcard.tsx';
import { SessionEnd } from './sessionend.tsx';

const words = questionTexts.item;

export function PracticeSession({ id }: { readonly id: string }) {
  const { answer, again } = useAnswer<PracticeView>(`/api/practice/${encodeURIComponent(id)}`);
  if (!answer) return <LoadingSession />;
  if (answer.ok) return <Questions view={answer.value} />;
  if (answer.error.code !== 'not_found') return <FailureNote error={answer.error} onRetry={again} />;
  return (
    <Stack>
      <Title order={1}>{words.missing}</Title>
      <Text>
        {words.missingText} <Anchor href="/practice">{words.toPractice}</Anchor>
      </Text>
    </Stack>
  );
}

function LoadingSession() {
  return (
    <Stack aria-busy="true" aria-label={words.loading}>
      <Skeleton height={24} width="40%" />
      <Skeleton height={320} />
    </Stack>
  );
}

/** One question at a time, from the first that is open; the end when none is left. */
function Questions({ view }: { readonly view: PracticeView }) {
  const [items, setItems] = useState(view.items);
  const [at, setAt] = useState(() => firstOpen(view.items));
  const item = items[at];
  const isPlacement = view.kind === 'Placement';
  if (!item) return <SessionEnd items={items} topic={view.topic} kind={view.kind} />;
  const onAnswered = ({ next, ...asked }: GivenBack) =>
    setItems((before) => [
      ...before.map((one) => (one.position === asked.position ? asked : one)),
      ...(next && !before.some(({ position }) => position === next.position) ? [next] : []),
    ]);
  const place = isPlacement ? words.placementPlace(at + 1, view.most) : words.place(at + 1, items.length);
  return (
    <Stack gap="md">
      <div>
        <Title order={1} size="sm" fw={500} c="dimmed">
          {place} · {texts.labs.topics[item.topic as keyof typeof texts.labs.topics]?.title} ·{' '}
          {words.levels[item.level]}
        </Title>
        <Progress
          value={(100 * items.filter(({ answered }) => answered).length) / view.most}
          size="xs"
          mt={8}
          aria-label={place}
        />
      </div>
      <ItemCard
        key={item.position}
        practiceId={view.id}
        item={item}
        isLast={at === items.length - 1}
        onAnswered={onAnswered}
        onNext={() => setAt(at + 1)}
      />
    </Stack>
  );
}

function firstOpen(items: readonly AskedItem[]): number {
  const open = items.findIndex(({ answered }) => !answered || answered.awaitsCriteria);
  return open === -1 ? items.length : open;
}
