/** kubectl's side of the conversation with one API server: requests, failures as `StatusError`, warnings said once. */
import type { ApiAnswer, ApiRequest, ApiWatch } from '../../../world/apiserver/request.ts';
import { type ApiStatus, CommandError, StatusError } from '../cli/errors.ts';
import { isObject, type Json, type JsonObject, sortedEntries } from '../json.ts';

export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
export const JSON_ONLY = 'application/json';

export type PatchType = 'strategic' | 'merge' | 'json' | 'apply';

const PATCH_CONTENT: Readonly<Record<PatchType, string>> = {
  strategic: 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

export type Query = Readonly<Record<string, string | undefined>>;

/** Leaves out what was not given. */
export function cleanQuery(query: Query | undefined): Record<string, string> {
  const entries = Object.entries(query ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

export class Api {
  readonly #request: (request: ApiRequest) => ApiAnswer;
  readonly #warn: (text: string) => void;
  readonly #said = new Set<string>();

  constructor(request: (request: ApiRequest) => ApiAnswer, warn: (text: string) => void) {
    this.#request = request;
    this.#warn = warn;
  }

  /** How many different warnings the server gave. */
  get warnings(): number {
    return this.#said.size;
  }

  #send(request: ApiRequest): Json {
    const answer = this.#request(request);
    if ('watch' in answer) throw new CommandError('unable to decode an event from the watch stream');
    for (const warning of answer.warnings) {
      if (this.#said.has(warning)) continue;
      this.#said.add(warning);
      this.#warn(warning);
    }
    if (answer.status >= 400) throw new StatusError(statusOf(answer.status, answer.body));
    return answer.body as Json;
  }

  get(path: string, query?: Query, accept: string = JSON_ONLY): Json {
    return this.#send({ method: 'GET', path, query: cleanQuery(query), headers: { accept } });
  }

  /** A request whose answer is an object. */
  object(path: string, query?: Query): JsonObject {
    return asObject(this.get(path, query));
  }

  post(path: string, body: JsonObject, query?: Query): JsonObject {
    return asObject(this.#write('POST', path, body, query, JSON_ONLY));
  }

  put(path: string, body: JsonObject, query?: Query): JsonObject {
    return asObject(this.#write('PUT', path, body, query, JSON_ONLY));
  }

  patch(path: string, type: PatchType, body: Json, query?: Query): JsonObject {
    return asObject(this.#write('PATCH', path, body, query, PATCH_CONTENT[type]));
  }

  delete(path: string, body: JsonObject, query?: Query): JsonObject {
    return asObject(this.#write('DELETE', path, body, query, JSON_ONLY));
  }

  #write(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body: Json,
    query: Query | undefined,
    type: string,
  ): Json {
    const headers = { accept: JSON_ONLY, 'content-type': type };
    return this.#send({ method, path, query: cleanQuery(query), headers, body: sorted(body) });
  }

  watch(path: string, query: Query, accept: string = JSON_ONLY): ApiWatch {
    return this.stream(path, { ...query, watch: 'true' }, accept);
  }

  /** A request that is answered by a stream; the query says which (`watch`, `follow`). */
  stream(path: string, query: Query, accept: string = JSON_ONLY): ApiWatch {
    const answer = this.#request({ method: 'GET', path, query: cleanQuery(query), headers: { accept } });
    if ('watch' in answer) return answer.watch;
    throw new StatusError(statusOf(answer.status, answer.body));
  }

  /** A request that the server answers by opening a stream (exec): 101 when it accepts. */
  upgrade(path: string, query: Query): void {
    this.#send({ method: 'POST', path, query: cleanQuery(query), headers: { accept: '*/*' } });
  }
}

/** Go writes its maps sorted, and the server names mistakes in the order in which it meets them. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(sortedEntries(value).map(([key, inner]) => [key, sorted(inner)]));
}

const asObject = (body: Json): JsonObject => (isObject(body) ? body : {});

function statusOf(code: number, body: unknown): ApiStatus {
  if (isObject(body) && body.kind === 'Status') return body as ApiStatus;
  return {
    code,
    message:
      typeof body === 'string' ? body.trim() : 'an error on the server has prevented the request from succeeding',
  };
}
