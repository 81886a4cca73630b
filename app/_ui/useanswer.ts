'use client';

import { useCallback, useEffect, useState } from 'react';
import { type Answer, get } from './api.ts';

/** Reads `path` when the page opens; `undefined` until the answer is there. `again` asks once more. */
export function useAnswer<T>(path: string): { readonly answer: Answer<T> | undefined; readonly again: () => void } {
  const [answer, setAnswer] = useState<Answer<T>>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = round >= 0;
    void get<T>(path).then((next) => {
      if (isCurrent) setAnswer(next);
    });
    return () => {
      isCurrent = false;
    };
  }, [path, round]);
  const again = useCallback(() => {
    setAnswer(undefined);
    setRound((last) => last + 1);
  }, []);
  return { answer, again };
}
