'use client';

import { useState } from 'react';
import type { StartedPractice } from '../../lib/practice/wire.ts';
import type { ErrorAnswer } from '../../lib/sitting/wire.ts';
import { send } from './api.ts';

/** Starts a practice session, of all topics when none is named, or a placement, and goes to it. */
export function useStartPractice() {
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<ErrorAnswer>();
  const begin = async (wish: { topic?: string; kind?: 'Placement' }) => {
    setStarting(true);
    setError(undefined);
    const answer = await send<StartedPractice>('POST', '/api/practice', wish);
    if (answer.ok) {
      location.assign(`/practice/${answer.value.practiceId}`);
      return;
    }
    setStarting(false);
    setError(answer.error);
  };
  const start = (topic?: string) => begin(topic ? { topic } : {});
  return { start, startPlacement: () => begin({ kind: 'Placement' }), isStarting, error };
}
