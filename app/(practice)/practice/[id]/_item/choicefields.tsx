import { Checkbox, Radio, Stack } from '@mantine/core';
import type { ShownOption } from '../../../../../lib/assessment/quiz/shown.ts';
import { FateMark } from '../../../../_ui/fatemark.tsx';
import styles from './fields.module.css';
import { InlineText } from './inlinetext.tsx';

interface ChoiceFieldsProps<V> {
  readonly label: string;
  readonly options: readonly ShownOption[];
  readonly chosen: V;
  onChange(chosen: V): void;
}

export function ChoiceFields({ label, options, chosen, onChange }: ChoiceFieldsProps<string>) {
  return (
    <Radio.Group label={label} value={chosen} onChange={onChange}>
      <Stack gap={8} mt={8}>
        {options.map((option) => (
          <Radio
            key={option.key}
            value={option.key}
            label={<OptionText option={option} />}
            classNames={{ root: styles.option ?? '', body: styles.optionBody ?? '', label: styles.optionLabel ?? '' }}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

export function ChoicesFields({ label, options, chosen, onChange }: ChoiceFieldsProps<readonly string[]>) {
  return (
    <Checkbox.Group label={label} value={[...chosen]} onChange={onChange}>
      <Stack gap={8} mt={8}>
        {options.map((option) => (
          <Checkbox
            key={option.key}
            value={option.key}
            label={<OptionText option={option} />}
            classNames={{ root: styles.option ?? '', body: styles.optionBody ?? '', label: styles.optionLabel ?? '' }}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function OptionText({ option: { text, fate } }: { readonly option: ShownOption }) {
  if (!fate) return <InlineText text={text} />;
  return (
    <>
      <FateMark fate={fate} />
      {text !== fate && (
        <>
          {' '}
          <InlineText text={text} />
        </>
      )}
    </>
  );
}
