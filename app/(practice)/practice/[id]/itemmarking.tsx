import { Anchor, Button, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { AnsweredItem, AskedItem, GivenBack } from '../../../../lib/practice/wire.ts';
import { Markdown } from '../../../_ui/markdown.tsx';
import { questionTexts } from '../../../_ui/questiontexts.ts';
import { Criteria } from './_item/criteria.tsx';
import { Notes } from './_item/notes.tsx';
import styles from './item.module.css';

const words = questionTexts.item;

interface ItemMarkingProps {
  readonly practiceId: string;
  readonly item: AskedItem;
  readonly answered: AnsweredItem;
  readonly isLast: boolean;
  onAnswered(item: GivenBack): void;
  onNext(): void;
}

/** What came of the answer: the verdict, every option with its reason, the mechanism, where to read on. */
export function ItemMarking({ practiceId, item, answered, isLast, onAnswered, onNext }: ItemMarkingProps) {
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!answered.awaitsCriteria) next.current?.focus();
  }, [answered.awaitsCriteria]);
  return (
    <Stack gap="md">
      <Verdict answered={answered} />
      {answered.model && (
        <Paper withBorder p="md">
          <Title order={2} size="h5" mb={8}>
            {words.modelAnswer}
          </Title>
          <Markdown text={answered.model} />
        </Paper>
      )}
      {answered.awaitsCriteria ? (
        <Criteria practiceId={practiceId} item={item} answered={answered} onAnswered={onAnswered} />
      ) : (
        <>
          <Notes body={item.body} answered={answered} />
          <section aria-labelledby="why">
            <Title order={2} size="h5" id="why" mb={4}>
              {words.why}
            </Title>
            <Markdown text={answered.explanation} />
          </section>
          <Sources answered={answered} />
          <Button ref={next} size="md" onClick={onNext} className={styles.next ?? ''}>
            {isLast ? words.end : words.next}
          </Button>
        </>
      )}
    </Stack>
  );
}

function Verdict({ answered }: { readonly answered: AnsweredItem }) {
  const { share, awaitsCriteria } = answered;
  if (awaitsCriteria) return null;
  const isUnknown = (answered.answer as { readonly unknown?: true }).unknown === true;
  const fate = share === 1 ? 'right' : share > 0 ? 'partly' : 'wrong';
  return (
    <Text role="status" fw={650} size="lg" className={styles.verdict} data-verdict={fate}>
      <span aria-hidden="true">{fate === 'right' ? '● ' : fate === 'partly' ? '◐ ' : '○ '}</span>
      {fate === 'right'
        ? words.right
        : fate === 'partly'
          ? words.partly(share)
          : isUnknown
            ? words.notKnown
            : words.wrong}
    </Text>
  );
}

function Sources({ answered: { sources } }: { readonly answered: AnsweredItem }) {
  return (
    <section aria-labelledby="sources">
      <Title order={2} size="h5" id="sources" mb={4}>
        {words.sources}
      </Title>
      <List size="sm" spacing={4}>
        {sources.map(({ title, url, version }) => (
          <List.Item key={url}>
            <Anchor href={url} target="_blank" rel="noreferrer" size="sm">
              {title}
            </Anchor>{' '}
            ({version})
          </List.Item>
        ))}
      </List>
    </section>
  );
}
