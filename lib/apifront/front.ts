/**
 * The HTTP front of the API servers: `/k8s/<holder>/<cluster>/…` with a bearer token, for anybody's own kubectl, helm
 * or client library. It moves bytes; what a request does is decided in the world.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers
 * Differs: answers are JSON, never protobuf or CBOR; clients negotiate. The OpenAPI 2 document alone comes as protobuf too.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ForeignAnswer } from '../sitting/foreign.ts';
import type { ApiRequest } from '../world/apiserver/request.ts';
import { asAccount, findAccount } from './account.ts';
import type { Client, ClientSink, ClusterPort } from './port.ts';
import { encodeOpenApi2, PROTOBUF_V2, PROTOBUF_V2_ANSWER } from './protobuf/openapi-v2.ts';
import { Refused, readRequest } from './request.ts';
import { refuse, UNAUTHORIZED, unavailable } from './status.ts';
import { findTarget, type Target } from './target.ts';
import { createUpgrades, type Entered } from './upgrade.ts';

export interface FrontOptions {
  /** The clusters of a holder (a sitting) for who has its token; undefined for anybody else. */
  find(holder: string, token: string): Promise<ClusterPort | undefined>;
  /**
   * The clusters of a holder for the service accounts in them. Absent where several people's worlds stand side by side: a
   * world is no secret, so whoever knows one can make a token of its twin.
   */
  findForAccounts?(holder: string): Promise<ClusterPort | undefined>;
  onTrouble(error: unknown): void;
}

export interface Front {
  /** False when the request is not for a cluster. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

/** As the API server: small answers are not worth it. */
const GZIP_FROM_BYTES = 128 * 1024;
/** A client this far behind is disconnected; it lists again. */
const MAX_BUFFERED = 4 * 1024 * 1024;
/** Models: `--min-request-timeout`, 1800 s and up to twice that. */
const WATCH_LIMIT_MS = 2_700_000;

const compress = promisify(gzip);

export function createFront({ find, findForAccounts, onTrouble }: FrontOptions): Front {
  const enter = async (request: IncomingMessage, target: Target): Promise<Entered> => {
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Refused(UNAUTHORIZED);
    const port = await find(target.holder, token.trim());
    if (port) return { port };
    const guest = await findForAccounts?.(target.holder);
    const principal = guest && (await findAccount(guest, target.cluster, token.trim()));
    if (!guest || !principal) throw new Refused(UNAUTHORIZED);
    return { port: asAccount(guest, principal), principal };
  };
  const upgrades = createUpgrades(enter, onTrouble);
  return {
    handle(request, response) {
      const target = findTarget(request);
      if (!target) return false;
      const refusing = (error: unknown) => {
        if (error instanceof Refused) return refuse(response, error.refusal);
        refuse(response, unavailable(`this sitting cannot answer now: ${textOf(error)}`));
        if (!hasCode(error)) onTrouble(error);
      };
      enter(request, target)
        .then(({ port }) => answer(port, target, request, response))
        .catch(refusing);
      return true;
    },
    upgrade(request, socket, head) {
      const target = findTarget(request);
      if (target) upgrades(request, target, socket, head);
      return target !== undefined;
    },
  };
}

async function answer(port: ClusterPort, target: Target, request: IncomingMessage, response: ServerResponse) {
  const sink = createSink(response);
  const client = port.connect(sink);
  response.on('close', () => client.gone());
  const asked = await readRequest(request, target.path, target.query);
  if (wantsProtobuf2(asked)) return sendOpenApi2(client, target, response);
  const answered = await client.request(target.cluster, asked);
  if (answered.kind === 'Stream') return sink.begin(answered.contentType, target.query);
  await send(request, response, answered);
}

/** kubectl takes this document in protocol buffers only. */
function wantsProtobuf2({ path, headers }: ApiRequest): boolean {
  return path === '/openapi/v2' && (headers?.accept ?? '').startsWith(PROTOBUF_V2);
}

async function sendOpenApi2(client: Client, { cluster, path }: Target, response: ServerResponse): Promise<void> {
  const answered = await client.request(cluster, { method: 'GET', path, headers: { accept: 'application/json' } });
  if (answered.kind !== 'Answer') throw new Error('a document does not stream');
  if (answered.status !== 200) return void response.writeHead(answered.status, answered.headers).end(answered.text);
  const body = encodeOpenApi2(JSON.parse(answered.text) as Record<string, unknown>);
  response.writeHead(200, { 'content-type': PROTOBUF_V2_ANSWER, 'content-length': String(body.length) });
  response.end(body);
}

/** Text that comes before the answer was begun waits for it. */
function createSink(response: ServerResponse): ClientSink & { begin(type: string, query: URLSearchParams): void } {
  let early: string[] | undefined = [];
  let timer: NodeJS.Timeout | undefined;
  response.on('close', () => clearTimeout(timer));
  return {
    begin(type, query) {
      const limitMs = Math.min(Number(query.get('timeoutSeconds')) * 1000 || WATCH_LIMIT_MS, WATCH_LIMIT_MS);
      timer = setTimeout(() => response.end(), limitMs);
      response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-cache, private' });
      response.flushHeaders();
      for (const text of early ?? []) response.write(text);
      early = undefined;
    },
    data(text) {
      if (early) early.push(text);
      else if (response.writableLength > MAX_BUFFERED) response.destroy();
      else response.write(text);
    },
    ended: () => response.end(),
    text: () => undefined,
    exited: () => undefined,
  };
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, warnings, text }: Extract<ForeignAnswer, { kind: 'Answer' }>,
): Promise<void> {
  const lines: Record<string, string | string[]> = { 'cache-control': 'no-cache, private', ...headers };
  if (warnings.length > 0) lines.warning = warnings.map((warning) => `299 - ${JSON.stringify(warning)}`);
  const acceptsGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const plain = Buffer.from(headers['content-type']?.includes('json') ? `${text}\n` : text);
  const packed = acceptsGzip && plain.length >= GZIP_FROM_BYTES;
  const body = packed ? await compress(plain, { level: 1 }) : plain;
  if (packed) lines['content-encoding'] = 'gzip';
  response.writeHead(status, { ...lines, 'content-length': String(body.length) });
  response.end(body);
}

/** What has a code says itself what is the matter; what has none is our fault. */
function hasCode(error: unknown): boolean {
  return typeof (error as { code?: unknown } | undefined)?.code === 'string';
}

function textOf(error: unknown): string {
  return hasCode(error) ? ((error as Error).message.split('\n')[0] ?? '') : 'an error on our side';
}
