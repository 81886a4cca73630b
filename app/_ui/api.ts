import type { ErrorAnswer } from '../../lib/sitting/wire.ts';
import { texts } from './texts.ts';

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorAnswer };

/** Reads from our own server. What failed comes back as a value with words for the person; this never throws. */
export function get<T>(path: string): Promise<Answer<T>> {
  return call<T>(path, { headers: { accept: 'application/json' } });
}

export function send<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<Answer<T>> {
  return call<T>(path, {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export function remove<T>(path: string): Promise<Answer<T>> {
  return call<T>(path, { method: 'DELETE', headers: { accept: 'application/json' } });
}

async function call<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    return { ok: false, error: { code: UNREACHABLE, message: texts.errors.unreachable } };
  }
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && body !== undefined) return { ok: true, value: body as T };
  return { ok: false, error: readError(body) ?? { code: `http_${answer.status}`, message: texts.errors.failed } };
}

/** The request may not have arrived; with its input id it can be sent again. */
export const UNREACHABLE = 'unreachable';

function readError(body: unknown): ErrorAnswer | undefined {
  const error = (body as { error?: Partial<ErrorAnswer> } | undefined)?.error;
  return typeof error?.message === 'string' ? { code: 'unknown', ...error, message: error.message } : undefined;
}
