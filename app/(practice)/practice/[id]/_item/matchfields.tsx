import { NativeSelect, Stack } from '@mantine/core';
import type { ShownOption } from '../../../../../lib/assessment/quiz/shown.ts';
import { questionTexts } from '../../../../_ui/questiontexts.ts';
import styles from './fields.module.css';
import { InlineText } from './inlinetext.tsx';

const words = questionTexts.item;

interface MatchFieldsProps {
  readonly lefts: readonly ShownOption[];
  readonly rights: readonly ShownOption[];
  readonly pairs: Readonly<Record<string, string>>;
  onChange(pairs: Readonly<Record<string, string>>): void;
}

export function MatchFields({ lefts, rights, pairs, onChange }: MatchFieldsProps) {
  const choices = [
    { value: '', label: words.counterpart },
    ...rights.map(({ key, text }) => ({ value: key, label: text.replaceAll('`', '') })),
  ];
  const choose = (left: string, right: string) => {
    const { [left]: _, ...others } = pairs;
    onChange(right === '' ? others : { ...others, [left]: right });
  };
  return (
    <fieldset className={styles.plain}>
      <legend className={styles.legend}>{words.ask.match}</legend>
      <Stack gap="sm">
        {lefts.map(({ key, text }) => (
          <NativeSelect
            key={key}
            label={<InlineText text={text} />}
            data={choices}
            value={pairs[key] ?? ''}
            onChange={({ currentTarget }) => choose(key, currentTarget.value)}
          />
        ))}
      </Stack>
    </fieldset>
  );
}
