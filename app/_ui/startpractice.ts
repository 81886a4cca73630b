'use client';

import { useState } from 'react';
import type { StartedPractice } from '../../lib/practice/wire.ts';
import type { ErrorAnswer } from '../../lib/sitting/wire.ts';
import { send } from './api.ts';

/** Starts a practice session and goes to it; of all topics when none is named. */
export function useStartPractice() {
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<ErrorAnswer>();
  const start = async (topic?: string) => {
    setStarting(true);
    setError(undefined);
    const answer = await send<StartedPractice>('POST', '/api/practice', topic ? { topic } : {});
    if (answer.ok) {
      location.assign(`/practice/${answer.value.practiceId}`);
      return;
    }
    setStarting(false);
    setError(answer.error);
  };
  return { start, isStarting, error };
}
