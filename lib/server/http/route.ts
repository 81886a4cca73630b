/** A route of the API: method and pattern, and what answers it. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Values of the pattern's `:names`, decoded; `*` is the rest of the path. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/api/sittings/:id/files/*` */
  readonly pattern: string;
  /** The value is answered as JSON, unless the route answered by itself. */
  answer(asked: Asked): Promise<{ readonly status?: number; readonly body: unknown } | undefined>;
}

/** The values of `:names` when the path fits the pattern. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index];
    if (part === '*') {
      const rest = decode(given.slice(index).join('/'));
      return rest ? { ...params, '*': rest } : undefined;
    }
    if (value === undefined) return undefined;
    if (part.startsWith(':')) params[part.slice(1)] = decode(value);
    else if (part !== value) return undefined;
  }
  return given.length === wanted.length ? params : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
