import { Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Answer } from '../../../../_ui/api.ts';
import { BusyButton } from '../../../../_ui/busybutton.tsx';
import { FailureNote } from '../../../../_ui/failurenote.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { LazyTraceView } from '../../../../_ui/trace/lazytraceview.tsx';
import { useSitting } from './sittingcontext.tsx';
import styles from './workspace.module.css';

const words = texts.packet;

/** Asks the world where one packet would go; on a fork, so it leaves no marks. */
export function PacketPane() {
  const client = useSitting();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<{ readonly trace: unknown }>>();
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setAnswer(await client.trace(from.trim(), to.trim()));
    setBusy(false);
  };
  return (
    <div className={styles.scroll}>
      <Title order={2} size="h5">
        {texts.workspace.packet}
      </Title>
      <Text size="xs" c="dimmed" mb={12}>
        {words.lead}
      </Text>
      <form onSubmit={(event) => void onSubmit(event)}>
        <Stack gap={8} mb={16}>
          <TextInput
            label={words.from}
            description={words.fromHint}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            spellCheck={false}
          />
          <TextInput
            label={words.to}
            description={words.toHint}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            spellCheck={false}
          />
          <BusyButton type="submit" isBusy={isBusy} disabled={from.trim() === '' || to.trim() === ''}>
            {words.send}
          </BusyButton>
        </Stack>
      </form>
      {!answer && (
        <Text size="sm" c="dimmed">
          {words.empty}
        </Text>
      )}
      {answer && !answer.ok && <FailureNote error={answer.error} />}
      {answer?.ok && <LazyTraceView key={JSON.stringify(answer.value.trace)} trace={answer.value.trace} />}
    </div>
  );
}
