/** Responses and log lines that servers of several images share. */
import { nowMs } from '../sim/clock.ts';
import { appendLog } from './logs.ts';
import { httpDate } from './timestamps.ts';
import type { HttpRequest, HttpResponse, Process } from './workload.ts';

/** What a server on the same network needs for a small answer, ms. */
const ANSWER_MS = 1;

/** Wall-clock ms since 1970, as the process reads it. */
export function wallMs(process: Process): number {
  return process.cluster.epochMs + nowMs(process.cluster.state);
}

/** A response of Go's net/http: the program's own headers sorted, then length and sniffed type. */
export function goResponse(
  process: Process,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): HttpResponse {
  const own = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const sniffed = headers['Content-Type'] ? {} : { 'Content-Type': 'text/plain; charset=utf-8' };
  const all = {
    ...Object.fromEntries(own),
    Date: httpDate(wallMs(process)),
    'Content-Length': String(new TextEncoder().encode(body).length),
    ...sniffed,
  };
  return { status, headers: all, body, afterMs: ANSWER_MS };
}

/** `http.NotFound` of Go. */
export function goNotFound(process: Process): HttpResponse {
  return goResponse(process, 404, '404 page not found\n', {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
  });
}

export function log(process: Process, ...lines: readonly string[]): void {
  appendLog(
    process.cluster,
    {
      namespace: process.pod.metadata?.namespace ?? '',
      pod: process.pod.metadata?.name ?? '',
      container: process.container.name,
    },
    ...lines,
  );
}

/** The path without its query, and the query's fields. */
export function splitPath(request: HttpRequest): { readonly path: string; readonly query: URLSearchParams } {
  const mark = request.path.indexOf('?');
  if (mark < 0) return { path: request.path, query: new URLSearchParams() };
  return { path: request.path.slice(0, mark), query: new URLSearchParams(request.path.slice(mark + 1)) };
}
