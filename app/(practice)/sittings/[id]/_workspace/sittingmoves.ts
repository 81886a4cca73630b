'use client';

import { useState } from 'react';
import type { ErrorAnswer } from '../../../../../lib/sitting/wire.ts';
import type { Answer } from '../../../../_ui/api.ts';
import { texts } from '../../../../_ui/texts.ts';
import { useSitting } from './sittingcontext.tsx';

const words = texts.workspace;

export type Move = 'startOver' | 'newVariant' | 'finish';

/** The moves that change the whole sitting; each asks first and says what it does. */
export function useSittingMoves(sittingId: string) {
  const client = useSitting();
  const [move, setMove] = useState<Move>();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorAnswer>();

  const cancel = () => {
    setMove(undefined);
    setError(undefined);
  };
  const run = async <T>(action: () => Promise<Answer<T>>, then: (value: T) => void) => {
    setBusy(true);
    const answer = await action();
    setBusy(false);
    if (!answer.ok) return setError(answer.error);
    cancel();
    then(answer.value);
  };
  const questions = {
    startOver: {
      title: words.startOverTitle,
      text: words.startOverText,
      confirm: words.startOver,
      onConfirm: () => run(client.reset, () => {}),
    },
    newVariant: {
      title: words.newVariantTitle,
      text: words.newVariantText,
      confirm: words.newVariant,
      onConfirm: () => run(client.newVariant, (started) => location.assign(`/sittings/${started.sittingId}`)),
    },
    finish: {
      title: words.finishTitle,
      text: words.finishText,
      confirm: words.finish,
      onConfirm: () => run(client.finish, () => location.assign(`/sittings/${sittingId}/debrief`)),
    },
  } satisfies Record<Move, object>;
  return { ask: setMove, cancel, asked: move && { ...questions[move], isBusy, error } };
}
