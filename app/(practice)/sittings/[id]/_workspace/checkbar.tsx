import { Text } from '@mantine/core';
import { useState } from 'react';
import type { ErrorAnswer } from '../../../../../lib/sitting/wire.ts';
import { BusyButton } from '../../../../_ui/busybutton.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { useSitting, useSittingState } from './sittingcontext.tsx';
import styles from './tasks.module.css';

/** The Check button and the score it gave; always in reach below the tasks. */
export function CheckBar({ onChecked }: { readonly onChecked?: () => void }) {
  const client = useSitting();
  const view = useSittingState((state) => state.view);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorAnswer>();
  const check = async () => {
    setBusy(true);
    const answer = await client.check();
    setBusy(false);
    setError(answer.ok ? undefined : answer.error);
    if (answer.ok) onChecked?.();
  };
  if (!view) return null;
  return (
    <div className={styles.bar}>
      <BusyButton flex="none" onClick={() => void check()} isBusy={isBusy} disabled={view.finished}>
        {texts.tasks.check}
      </BusyButton>
      <Text size="sm" role="status">
        {error ? error.message : scoreWords(view)}
      </Text>
    </div>
  );
}

function scoreWords(view: {
  readonly finished: boolean;
  readonly score?: number | undefined;
  readonly maxScore: number;
}) {
  if (view.finished) return texts.workspace.finished;
  return view.score === undefined
    ? texts.workspace.noScore(view.maxScore)
    : texts.workspace.score(view.score, view.maxScore);
}
