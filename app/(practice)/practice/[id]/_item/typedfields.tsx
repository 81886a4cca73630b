import { Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { ShownBody } from '../../../../../lib/assessment/quiz/shown.ts';
import { questionTexts } from '../../../../_ui/questiontexts.ts';
import styles from './fields.module.css';

const words = questionTexts.item;

interface TypedFieldProps<T extends ShownBody['type']> {
  readonly body: Extract<ShownBody, { type: T }>;
  readonly value: string;
  onChange(value: string): void;
}

export function ValueField({ body, value, onChange }: TypedFieldProps<'value'>) {
  return (
    <TextInput
      label={words.ask.value}
      description={body.unit ?? words.kinds[body.kind]}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      inputMode={body.kind === 'number' || body.kind === 'port' ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={false}
      maw={320}
      maxLength={80}
      classNames={{ input: styles.typed ?? '' }}
    />
  );
}

/** The manifest with an input where the blank stands. */
export function BlankField({ body, value, onChange }: TypedFieldProps<'field'>) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500} id="blank">
        {words.ask.field}
      </Text>
      <pre className={styles.code} data-kind="manifest">
        {body.before}
        <input
          className={styles.blank}
          aria-labelledby="blank"
          value={value}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          size={Math.max(12, value.length + 1)}
          maxLength={200}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
        {body.after.replace(/\n+$/, '')}
      </pre>
    </Stack>
  );
}

interface ExplainFieldProps {
  readonly text: string;
  onChange(text: string): void;
}

export function ExplainField({ text, onChange }: ExplainFieldProps) {
  return (
    <Textarea
      label={words.ask.explain}
      description={words.explainHint}
      value={text}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      rows={9}
      maxLength={8_000}
    />
  );
}
