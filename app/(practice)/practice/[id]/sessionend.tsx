import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { AskedItem, PracticeView } from '../../../../lib/practice/wire.ts';
import { FailureNote } from '../../../_ui/failurenote.tsx';
import { questionTexts } from '../../../_ui/questiontexts.ts';
import { useStartPractice } from '../../../_ui/startpractice.ts';
import { texts } from '../../../_ui/texts.ts';
import { InlineText } from './_item/inlinetext.tsx';
import styles from './item.module.css';

const words = questionTexts.item;

interface SessionEndProps {
  readonly items: readonly AskedItem[];
  readonly topic: string | undefined;
  readonly kind: PracticeView['kind'];
}

/** How it went, question by question, and the next step. */
export function SessionEnd({ items, topic, kind }: SessionEndProps) {
  const { start, isStarting, error } = useStartPractice();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const right = items.filter(({ answered }) => answered?.share === 1).length;
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} ref={title} tabIndex={-1} className={styles.quietFocus ?? ''}>
          {kind === 'Placement' ? words.placedTitle : words.doneTitle}
        </Title>
        <Text>{words.done(right, items.length)}</Text>
        <Text size="sm" c="dimmed">
          {kind === 'Placement' ? words.placedNote : words.doneNote}
        </Text>
      </div>
      <Group gap="md">
        {kind === 'Placement' && (
          <Button component="a" href="/progress">
            {words.toProgress}
          </Button>
        )}
        <Button
          variant={kind === 'Placement' ? 'default' : 'filled'}
          loading={isStarting}
          onClick={() => void start(topic)}
        >
          {kind === 'Placement' ? questionTexts.practice.all : words.again}
        </Button>
        <Anchor href="/practice" size="sm">
          {questionTexts.topic.toList}
        </Anchor>
      </Group>
      {error && <FailureNote error={error} />}
      <section aria-labelledby="review">
        <Title order={2} size="h4" id="review" mb={8}>
          {words.review}
        </Title>
        <ol className={styles.review}>
          {items.map((item) => (
            <ReviewLine key={item.position} item={item} />
          ))}
        </ol>
      </section>
    </Stack>
  );
}

function ReviewLine({ item: { topic, prompt, answered } }: { readonly item: AskedItem }) {
  const share = answered?.share ?? 0;
  const verdict = share === 1 ? words.right : share > 0 ? words.partly(share) : words.wrong;
  return (
    <li className={styles.reviewLine}>
      <Text size="sm">{firstSentence(prompt)}</Text>
      {answered && (
        <Text size="sm" c="dimmed">
          {verdict}. {words.keyIs}: <InlineText text={answered.key} />
        </Text>
      )}
      <Anchor href={`/topics/${topic}`} size="sm">
        {texts.labs.topics[topic as keyof typeof texts.labs.topics]?.title}
      </Anchor>
    </li>
  );
}

const LONGEST = 160;

function firstSentence(markdown: string): string {
  const text = markdown.replaceAll(/`|\*\*/g, '').replaceAll(/\s+/g, ' ');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST).replace(/\s\S*$/, '')} …`;
}
