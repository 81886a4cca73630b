import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { AnsweredItem, AskedItem, GivenBack } from '../../../../../lib/practice/wire.ts';
import type { ErrorAnswer } from '../../../../../lib/sitting/wire.ts';
import { send } from '../../../../_ui/api.ts';
import { FailureNote } from '../../../../_ui/failurenote.tsx';
import { questionTexts } from '../../../../_ui/questiontexts.ts';

const words = questionTexts.item;

interface CriteriaProps {
  readonly practiceId: string;
  readonly item: AskedItem;
  readonly answered: AnsweredItem;
  onAnswered(item: GivenBack): void;
}

/** Who explained says which criteria the explanation meets, with a suggestion from its words. */
export function Criteria({ practiceId, item, answered, onAnswered }: CriteriaProps) {
  const suggested = answered.notes.flatMap(({ key, chosen }) => (key && chosen ? [key] : []));
  const [met, setMet] = useState<readonly string[]>(suggested);
  const [error, setError] = useState<ErrorAnswer>();
  const keep = async () => {
    setError(undefined);
    const body = { position: item.position, answer: { met } };
    const told = await send<GivenBack>('POST', `/api/practice/${practiceId}/answers`, body);
    if (told.ok) onAnswered(told.value);
    else setError(told.error);
  };
  return (
    <Stack gap="md">
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
        <strong>{words.yours}.</strong> {(answered.answer as { readonly text?: string }).text}
      </Text>
      <Checkbox.Group label={words.criteria} description={words.criteriaNote} value={[...met]} onChange={setMet}>
        <Stack gap={8} mt={8}>
          {answered.notes.map(({ key, text, because }) => (
            <Checkbox key={key} value={key ?? ''} label={text} description={because} />
          ))}
        </Stack>
      </Checkbox.Group>
      {error && <FailureNote error={error} />}
      <Group>
        <Button onClick={() => void keep()} data-autofocus>
          {words.keepCriteria}
        </Button>
      </Group>
    </Stack>
  );
}
