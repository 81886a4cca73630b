'use client';

import { useState } from 'react';
import type { ErrorAnswer } from '../../lib/sitting/wire.ts';
import { send } from './api.ts';

/** Starts a lab as whoever is here and goes to its workspace. `lab` is `<topic>/<slug>`. */
export function useStartSitting() {
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<ErrorAnswer>();
  const start = async (lab: string) => {
    setStarting(true);
    setError(undefined);
    const answer = await send<{ readonly sittingId: string }>('POST', '/api/sittings', { lab });
    if (answer.ok) {
      location.assign(`/sittings/${answer.value.sittingId}`);
      return;
    }
    setStarting(false);
    setError(answer.error);
  };
  return { start, isStarting, error };
}
