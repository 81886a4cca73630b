import { ActionIcon, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { ShownOption } from '../../../../../lib/assessment/quiz/shown.ts';
import { questionTexts } from '../../../../_ui/questiontexts.ts';
import styles from './fields.module.css';
import { InlineText } from './inlinetext.tsx';

const words = questionTexts.item;

interface OrderFieldsProps {
  readonly steps: readonly ShownOption[];
  readonly order: readonly string[];
  onChange(order: readonly string[]): void;
}

/** Two buttons a step; where it went is told to those who do not see it. */
export function OrderFields({ steps, order, onChange }: OrderFieldsProps) {
  const [told, setTold] = useState('');
  const textOf = (key: string) => steps.find((step) => step.key === key)?.text ?? '';
  const move = (from: number, to: number) => {
    const next = [...order];
    const [key = ''] = next.splice(from, 1);
    next.splice(to, 0, key);
    setTold(words.moved(textOf(key), to + 1));
    onChange(next);
  };
  return (
    <fieldset className={styles.plain}>
      <legend className={styles.legend}>{words.ask.order}</legend>
      <ol className={styles.steps}>
        {order.map((key, place) => (
          <li key={key} className={styles.step}>
            <span className={styles.place}>{place + 1}</span>
            <span className={styles.stepText}>
              <InlineText text={textOf(key)} />
            </span>
            <Group gap={4} wrap="nowrap">
              <ActionIcon
                variant="default"
                size={36}
                aria-label={words.up(textOf(key))}
                aria-disabled={place === 0}
                onClick={() => place > 0 && move(place, place - 1)}
              >
                ↑
              </ActionIcon>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={words.down(textOf(key))}
                aria-disabled={place === order.length - 1}
                onClick={() => place < order.length - 1 && move(place, place + 1)}
              >
                ↓
              </ActionIcon>
            </Group>
          </li>
        ))}
      </ol>
      <Text className={styles.unseen} aria-live="polite">
        {told}
      </Text>
    </fieldset>
  );
}
