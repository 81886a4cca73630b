/** From HTTP to a request of the API: path, query, the headers that matter, and the body as a JSON value. */

import type { IncomingMessage } from 'node:http';
import { parseDocument } from 'yaml';
import { findSyntaxError } from '../world/apiserver/json-syntax.ts';
import type { ApiRequest, Principal } from '../world/apiserver/request.ts';
import { decodeProtobuf } from './protobuf/decode.ts';
import { badRequest, METHOD_NOT_ALLOWED, type Refusal, TOO_LARGE, unsupportedMediaType } from './status.ts';

/** Bytes of a body; the API server's own limit. */
const BODY_LIMIT = 3 * 1024 * 1024;
const MAX_ALIASES = 100;
const MAX_DEPTH = 100;

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const HEADERS = ['accept', 'content-type', 'user-agent'] as const;

/** A request that cannot be understood; `refusal` is its answer. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** `path` is what follows the cluster's own prefix. Throws `Refused`. */
export async function readRequest(message: IncomingMessage, path: string, query: URLSearchParams): Promise<ApiRequest> {
  const { method = 'GET' } = message;
  if (!METHODS.has(method)) throw new Refused(METHOD_NOT_ALLOWED);
  const principal = impersonated(message);
  const bytes = method === 'GET' ? Buffer.alloc(0) : await readBytes(message);
  const body = bytes.length === 0 ? undefined : parseBody(bytes, message.headers['content-type'] ?? 'application/json');
  return {
    method: method as ApiRequest['method'],
    path,
    query: Object.fromEntries(query),
    headers: Object.fromEntries(HEADERS.flatMap((name) => headerOf(message, name))),
    ...(body === undefined ? {} : { body }),
    ...(principal ? { principal } : {}),
  };
}

function headerOf({ headers }: IncomingMessage, name: string): [string, string][] {
  const value = headers[name];
  return typeof value === 'string' ? [[name, value]] : [];
}

/** `kubectl --as`. Models: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
function impersonated({ headers }: IncomingMessage): Principal | undefined {
  const username = headers['impersonate-user'];
  if (typeof username !== 'string') return undefined;
  const groups = headers['impersonate-group'];
  const given = typeof groups === 'string' ? groups.split(',').map((group) => group.trim()) : (groups ?? []);
  return { username, groups: [...given, 'system:authenticated'] };
}

async function readBytes(message: IncomingMessage): Promise<Buffer> {
  if (Number(message.headers['content-length']) > BODY_LIMIT) throw new Refused(TOO_LARGE);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT) throw new Refused(TOO_LARGE);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseBody(bytes: Buffer, type: string): unknown {
  const media = type.split(';')[0]?.trim() ?? '';
  if (media === 'application/vnd.kubernetes.protobuf') return parseProtobuf(bytes);
  const text = bytes.toString('utf8');
  if (text.trim() === '') return undefined;
  return media.endsWith('yaml') ? parseYaml(text) : parseJson(text);
}

/** client-go writes its typed objects so since 1.35, and does not fall back. */
function parseProtobuf(bytes: Buffer): unknown {
  const object = decodeProtobuf(bytes);
  if (object) return object;
  throw new Refused(
    unsupportedMediaType(
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/cbor',
    ),
  );
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text, withoutPrototype);
  } catch {
    throw new Refused(badRequest(`couldn't get version/kind; json parse error: ${findSyntaxError(text)}`));
  }
  return checkDepth(value);
}

/** Maps have no prototype: `__proto__` is a key like any other. */
function withoutPrototype(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.setPrototypeOf(value, null);
}

function parseYaml(text: string): unknown {
  const document = parseDocument(text, { version: '1.1', merge: false, uniqueKeys: false });
  const [error] = document.errors;
  if (error) throw new Refused(badRequest(`error converting YAML to JSON: yaml: ${error.message.split('\n')[0]}`));
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return parseJson(JSON.stringify(value));
  } catch (problem) {
    if (problem instanceof Refused) throw problem;
    throw new Refused(badRequest(`error converting YAML to JSON: yaml: ${(problem as Error).message}`));
  }
}

function checkDepth(value: unknown): unknown {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new Refused(badRequest(`the body is nested deeper than ${MAX_DEPTH} levels`));
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return value;
}
