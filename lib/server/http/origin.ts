import type { IncomingMessage } from 'node:http';

/**
 * A browser names the page that asks: it must be ours. Requests without `Origin` are not a browser's cross-site
 * requests (own clients, same-origin GET).
 */
export function isSameOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** The address of the one who asks. Only a proxy of ours may say that it asks for somebody else. */
export function clientAddress(request: IncomingMessage, proxy: 'trusted' | 'none'): string {
  const forwarded = request.headers['x-forwarded-for'];
  const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
  return (proxy === 'trusted' && last) || (request.socket.remoteAddress ?? 'unknown');
}
