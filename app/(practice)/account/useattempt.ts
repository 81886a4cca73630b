import { useState } from 'react';
import { problemOf } from '../../_ui/authclient.ts';

type Outcome = { readonly error: Parameters<typeof problemOf>[0] };

/** One try at a time at something that the server may refuse, and why it did. */
export function useAttempt() {
  const [isTrying, setTrying] = useState(false);
  const [problem, setProblem] = useState<string>();
  const attempt = async (tried: () => Promise<Outcome | undefined>): Promise<'done' | 'refused'> => {
    setTrying(true);
    setProblem(undefined);
    const outcome = await tried().catch(() => ({ error: { status: 0 } }));
    setTrying(false);
    const says = problemOf(outcome?.error);
    setProblem(says);
    return says ? 'refused' : 'done';
  };
  return { attempt, isTrying, problem, setProblem };
}

/** Where the person came from, if that is a page of ours; else their progress. */
export function nextPage(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '';
  return /^\/(?![/\\])/.test(next) ? next : '/progress';
}
