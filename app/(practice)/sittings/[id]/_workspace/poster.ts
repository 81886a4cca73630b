import { type Answer, send, UNREACHABLE } from '../../../../_ui/api.ts';
import { backoffMs } from './backoff.ts';

const TRIES = 5;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Inputs over HTTP: one at a time, numbered under a client id of their own, and sent again with the same number when
 * the server was not reached.
 */
export function createPoster(base: string, clientId: string) {
  let clientSeq = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const attempt = async <T>(method: 'POST' | 'PUT', path: string, body: object): Promise<Answer<T>> => {
    clientSeq += 1;
    const input = { ...body, id: { clientId, clientSeq } };
    for (let failed = 0; ; failed += 1) {
      const answer = await send<T>(method, `${base}${path}`, input);
      if (answer.ok || answer.error.code !== UNREACHABLE || failed + 1 === TRIES) return answer;
      await pause(backoffMs(failed, Math.random()));
    }
  };
  return <T>(method: 'POST' | 'PUT', path: string, body: object = {}): Promise<Answer<T>> => {
    const answer = queue.then(() => attempt<T>(method, path, body));
    queue = answer;
    return answer;
  };
}

export type Poster = ReturnType<typeof createPoster>;
