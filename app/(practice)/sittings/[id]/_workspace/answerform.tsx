import { Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ErrorAnswer, TaskView } from '../../../../../lib/sitting/wire.ts';
import { BusyButton } from '../../../../_ui/busybutton.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { useSitting } from './sittingcontext.tsx';

const words = texts.tasks;

interface AnswerFormProps {
  readonly task: string;
  readonly question: NonNullable<TaskView['question']>;
  readonly isFinished: boolean;
}

export function AnswerForm({ task, question, isFinished }: AnswerFormProps) {
  const client = useSitting();
  const [value, setValue] = useState(question.answered ?? '');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorAnswer>();
  const isSaved = question.answered !== undefined && question.answered === value;
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await client.answer(task, value);
    setBusy(false);
    setError(answer.ok ? undefined : answer.error);
  };
  return (
    <form onSubmit={(event) => void onSubmit(event)}>
      <Stack gap={8}>
        {question.options ? (
          <Radio.Group label={question.prompt} value={value} onChange={setValue} error={error?.message}>
            <Stack gap={8} mt={8}>
              {question.options.map((option) => (
                <Radio key={option} value={option} label={option} disabled={isFinished} />
              ))}
            </Stack>
          </Radio.Group>
        ) : (
          <TextInput
            label={question.prompt}
            placeholder={words.answer}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            error={error?.message}
            disabled={isFinished}
          />
        )}
        <Group gap="xs">
          <BusyButton type="submit" size="xs" variant="default" isBusy={isBusy} disabled={isFinished || value === ''}>
            {words.saveAnswer}
          </BusyButton>
          {isSaved && (
            <Text size="xs" c="dimmed" role="status">
              {words.answerSaved}
            </Text>
          )}
        </Group>
      </Stack>
    </form>
  );
}
