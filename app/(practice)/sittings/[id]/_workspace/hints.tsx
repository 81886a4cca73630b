import { Text } from '@mantine/core';
import { useState } from 'react';
import type { ErrorAnswer, TaskView } from '../../../../../lib/sitting/wire.ts';
import { BusyButton } from '../../../../_ui/busybutton.tsx';
import { FailureNote } from '../../../../_ui/failurenote.tsx';
import { Markdown } from '../../../../_ui/markdown.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { ConfirmDialog } from './confirmdialog.tsx';
import { useSitting } from './sittingcontext.tsx';
import styles from './tasks.module.css';

const words = texts.tasks;

/** Three steps from nudge to near-answer, one at a time; the last one asks first. */
export function Hints({ task, isFinished }: { readonly task: TaskView; readonly isFinished: boolean }) {
  const client = useSitting();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorAnswer>();
  const next = task.hints.length + 1;
  const open = async () => {
    setBusy(true);
    const answer = await client.hint(task.id);
    setBusy(false);
    setAsking(false);
    setError(answer.ok ? undefined : answer.error);
  };
  return (
    <div>
      {task.hints.map((hint) => (
        <div key={hint.step} className={styles.hint}>
          <Text size="xs" fw={600} c="dimmed">
            {words.hint(hint.step)}
          </Text>
          <Markdown text={hint.text} />
        </div>
      ))}
      {task.hintsLeft > 0 && !isFinished && (
        <BusyButton
          size="xs"
          variant="subtle"
          isBusy={isBusy}
          onClick={() => (task.hintsLeft === 1 ? setAsking(true) : void open())}
        >
          {words.openHint(next)}
        </BusyButton>
      )}
      {error && <FailureNote error={error} />}
      {isAsking && (
        <ConfirmDialog
          title={words.lastHintTitle}
          text={words.lastHintText}
          confirm={words.lastHintOpen}
          isBusy={isBusy}
          onConfirm={() => void open()}
          onCancel={() => setAsking(false)}
        />
      )}
    </div>
  );
}
