'use client';

import { useState } from 'react';
import type { Draft } from './draft.ts';

const nameOf = (practiceId: string, position: number) => `hoplab.draft.${practiceId}.${position}`;

/** A draft that survives a reload of this tab and of the browser. `start` where there is none. */
export function useDraft(practiceId: string, position: number, start: Draft): readonly [Draft, (draft: Draft) => void] {
  const name = nameOf(practiceId, position);
  const [draft, setDraft] = useState(() => readDraft(name, start));
  const keep = (next: Draft) => {
    setDraft(next);
    try {
      localStorage.setItem(name, JSON.stringify(next));
    } catch {
      // A browser that keeps nothing still lets one answer.
    }
  };
  return [draft, keep];
}

/** Of the same form as `start`, or `start`. */
function readDraft(name: string, start: Draft): Draft {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? 'null') as Draft | null;
    return kept && Object.keys(kept)[0] === Object.keys(start)[0] ? kept : start;
  } catch {
    return start;
  }
}

export function forgetDraft(practiceId: string, position: number): void {
  try {
    localStorage.removeItem(nameOf(practiceId, position));
  } catch {
    // Nothing was kept.
  }
}
