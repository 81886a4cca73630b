/** JSON in and out of a route, and what becomes of an error. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';

/** An answer that is not 2xx, in words for the person. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { readonly field?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = more.field;
    this.headers = more.headers ?? {};
  }
}

/** Bytes of a request body; the API server's own limit. */
export const BODY_LIMIT = 3 * 1024 * 1024;

/** The body, as the schema has it. An empty body is `{}`. */
export async function readJson<T extends z.ZodType>(request: IncomingMessage, schema: T): Promise<z.output<T>> {
  const text = await readText(request);
  const parsed = schema.safeParse(parseJson(text || '{}'));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const isTooLong = issue?.code === 'too_big';
  throw new HttpError(isTooLong ? 413 : 400, isTooLong ? 'too_large' : 'invalid', issue?.message ?? 'invalid', {
    field: issue?.path.join('.') ?? '',
  });
}

async function readText(request: IncomingMessage): Promise<string> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/json')) {
    throw new HttpError(415, 'not_json', 'Send the body as application/json.');
  }
  if (Number(request.headers['content-length']) > BODY_LIMIT) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(): HttpError {
  return new HttpError(413, 'too_large', `Request entity too large: limit is ${BODY_LIMIT}`, {
    headers: { Connection: 'close' },
  });
}

/** Keys such as `__proto__` are refused: no body of ours has them. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__') throw new SyntaxError('a key named __proto__');
      return value;
    });
  } catch (error) {
    throw new HttpError(400, 'not_json', `The body is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(value));
}

/** Our own refusals by their `code`; what has none is our fault and says nothing of its inside. */
const STATUS: Readonly<Record<string, number>> = {
  not_found: 404,
  limit_exceeded: 429,
  HeldElsewhere: 409,
  LeaseLost: 409,
  NotModelled: 501,
  NotThere: 501,
  Terminated: 422,
  ReadOnly: 409,
  NewerEngine: 409,
  OlderEngine: 409,
  LabError: 422,
  Usage: 422,
  NoName: 422,
};

/** Answers the error; true when it is ours and should be looked at. */
export function sendError(response: ServerResponse, error: unknown): boolean {
  const known = toHttpError(error);
  const { status, code, message, field, headers } = known ?? ourFault();
  if (response.headersSent) {
    response.destroy();
    return !known;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  sendJson(response, status, { error: { code, message, ...(field === undefined ? {} : { field }) } });
  return !known;
}

function toHttpError(error: unknown): HttpError | undefined {
  if (error instanceof HttpError) return error;
  if (!(error instanceof Error)) return undefined;
  const { code, retryAfterS } = error as { code?: unknown; retryAfterS?: unknown };
  const status = typeof code === 'string' ? STATUS[code] : undefined;
  if (status === undefined) return undefined;
  const headers = retryAfterS === undefined ? {} : { 'Retry-After': String(retryAfterS) };
  return new HttpError(status, String(code), error.message.split('\n')[0] ?? '', { headers });
}

function ourFault(): HttpError {
  return new HttpError(500, 'failed', 'This failed on our side. What you typed is saved; try again in a moment.');
}
