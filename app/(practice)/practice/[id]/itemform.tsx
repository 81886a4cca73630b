import { Button, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AskedItem, GivenBack } from '../../../../lib/practice/wire.ts';
import type { ErrorAnswer } from '../../../../lib/sitting/wire.ts';
import { send } from '../../../_ui/api.ts';
import { FailureNote } from '../../../_ui/failurenote.tsx';
import { questionTexts } from '../../../_ui/questiontexts.ts';
import { AnswerFields } from './_item/answerfields.tsx';
import { type Draft, isEmpty, startOf } from './_item/draft.ts';
import { forgetDraft, useDraft } from './_item/usedraft.ts';

const words = questionTexts.item;

interface ItemFormProps {
  readonly practiceId: string;
  readonly item: AskedItem;
  onAnswered(item: GivenBack): void;
}

/** What is not sent yet is kept in this browser; what is sent is kept on the server. */
export function ItemForm({ practiceId, item, onAnswered }: ItemFormProps) {
  const [draft, setDraft] = useDraft(practiceId, item.position, startOf(item.body));
  const { give, isSending, error } = useGive(practiceId, item.position, onAnswered);
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isEmpty(item.body, draft)) return setMissing(true);
    void give(draft);
  };
  const change = (next: Draft) => {
    setMissing(false);
    setDraft(next);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <AnswerFields body={item.body} draft={draft} onChange={change} />
        <Text size="sm" role="alert" c="var(--hop-rejected)" hidden={!isMissing}>
          {isMissing && missingWords(draft)}
        </Text>
        {error && <FailureNote error={error} />}
        <Group gap="sm">
          <Button type="submit" size="md" loading={isSending}>
            {words.answer}
          </Button>
          <Button variant="default" size="md" disabled={isSending} onClick={() => void give({ unknown: true })}>
            {words.unknown}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useGive(practiceId: string, position: number, onAnswered: (item: GivenBack) => void) {
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<ErrorAnswer>();
  const give = async (answer: unknown) => {
    setSending(true);
    setError(undefined);
    const told = await send<GivenBack>('POST', `/api/practice/${practiceId}/answers`, { position, answer });
    setSending(false);
    if (!told.ok) return setError(told.error);
    forgetDraft(practiceId, position);
    onAnswered(told.value);
  };
  return { give, isSending, error };
}

function missingWords(draft: Draft): string {
  const [field] = Object.keys(draft) as (keyof typeof words.firstAnswer)[];
  return words.firstAnswer[field ?? 'value'] ?? words.firstAnswer.value;
}
