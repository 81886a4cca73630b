import { Stack } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { AskedItem, GivenBack } from '../../../../lib/practice/wire.ts';
import { Markdown } from '../../../_ui/markdown.tsx';
import { questionTexts } from '../../../_ui/questiontexts.ts';
import { Exhibit } from './_item/exhibit.tsx';
import styles from './item.module.css';
import { ItemForm } from './itemform.tsx';
import { ItemMarking } from './itemmarking.tsx';

export interface ItemCardProps {
  readonly practiceId: string;
  readonly item: AskedItem;
  readonly isLast: boolean;
  onAnswered(item: GivenBack): void;
  onNext(): void;
}

/** The question, then what there is to answer, then what came of it. A new question takes the focus, so that it is read first. */
export function ItemCard({ item, ...rest }: ItemCardProps) {
  const question = useRef<HTMLElement>(null);
  useEffect(() => question.current?.focus({ preventScroll: true }), []);
  return (
    <Stack gap="md">
      <section ref={question} tabIndex={-1} className={styles.question} aria-label={questionTexts.item.question}>
        <Markdown text={item.prompt} />
      </section>
      {item.exhibit && <Exhibit {...item.exhibit} />}
      {item.answered ? (
        <ItemMarking item={item} {...rest} answered={item.answered} />
      ) : (
        <ItemForm item={item} {...rest} />
      )}
    </Stack>
  );
}
