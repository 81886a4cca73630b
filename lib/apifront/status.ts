/** Answers that the front gives by itself, as `Status` objects of the API. */
import type { ServerResponse } from 'node:http';

export interface Refusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
}

export const UNAUTHORIZED: Refusal = { code: 401, reason: 'Unauthorized', message: 'Unauthorized' };

/** Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/rest.go (limitedReadBody) */
export const TOO_LARGE: Refusal = {
  code: 413,
  reason: 'RequestEntityTooLarge',
  message: 'Request entity too large: limit is 3145728',
};

export const METHOD_NOT_ALLOWED: Refusal = {
  code: 405,
  reason: 'MethodNotAllowed',
  message: 'the server does not allow this method on the requested resource',
};

/** Our own fault, or a sitting that cannot stand now: clients try again. */
export function unavailable(message: string): Refusal {
  return { code: 503, reason: 'ServiceUnavailable', message };
}

export function badRequest(message: string): Refusal {
  return { code: 400, reason: 'BadRequest', message };
}

export function unsupportedMediaType(message: string): Refusal {
  return { code: 415, reason: 'UnsupportedMediaType', message };
}

export function statusText({ code, reason, message }: Refusal): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code });
}

export function refuse(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' };
  response.writeHead(refusal.code, refusal.code === 413 ? { ...headers, Connection: 'close' } : headers);
  response.end(`${statusText(refusal)}\n`);
}
