/** Everything below /api: finds the route, the person and the sitting, and turns errors into answers. */
import { randomInt } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { toNodeHandler } from 'better-auth/node';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { TopicShelf } from '../../practice/shelf.ts';
import { startSitting } from '../../sitting/wire.ts';
import { ADDRESS_HEADER, AUTH_PATH, type AuthOptions, createAuth } from '../accounts/auth.ts';
import type { Labs } from '../labs.ts';
import type { StartLimit } from '../limits.ts';
import type { Live } from '../sittings/live.ts';
import { type Sittings, UnknownSitting } from '../sittings/sittings.ts';
import { createSitting, findSitting, type Scope } from '../sittings/store.ts';
import { accountRoutes } from './accountroutes.ts';
import type { ClusterAccess } from './clusteraccess.ts';
import { inputRoutes } from './inputroutes.ts';
import { HttpError, readJson, sendError, sendJson } from './json.ts';
import { getLab, labRoutes } from './labroutes.ts';
import { createLiveWires } from './livewire.ts';
import { clientAddress, isSameOrigin } from './origin.ts';
import { createPeople, type People, sha256 } from './people.ts';
import { practiceRoutes } from './practiceroutes.ts';
import { type Asked, matchPath, type Route } from './route.ts';
import { sittingRoutes } from './sittingroutes.ts';

export interface ApiOptions {
  readonly prisma: PrismaClient;
  readonly sittings: Sittings;
  readonly labs: Labs;
  readonly topics: TopicShelf;
  readonly starts: StartLimit;
  readonly clusterAccess: ClusterAccess;
  readonly transport: 'http' | 'https';
  readonly proxy: 'trusted' | 'none';
  readonly accounts: Omit<AuthOptions, 'prisma' | 'people' | 'onTrouble'>;
  onTrouble(error: unknown): void;
}

export interface Api {
  /** False when the request is not for the API. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Opens the sitting whose page is asked for while the page is made; its socket comes next. */
  prepare(request: IncomingMessage): void;
}

/** Seeds the server chooses; a person may name any other. */
const SEEDS = 1_000_000;

export function createApi(options: ApiOptions): Api {
  const { prisma, sittings, labs } = options;
  const addressHash = (request: IncomingMessage) => sha256(clientAddress(request, options.proxy));
  const people = createPeople(prisma, { transport: options.transport, addressHash });
  const auth = toNodeHandler(createAuth({ prisma, people, onTrouble: options.onTrouble, ...options.accounts }));
  const authenticate = async (request: IncomingMessage, response: ServerResponse) => {
    refuseStrangers(request);
    request.headers[ADDRESS_HEADER] = clientAddress(request, options.proxy);
    await auth(request, response);
  };
  const wires = createLiveWires(sittings, options.onTrouble);
  const openFor = async (request: IncomingMessage, id: string): Promise<Live> =>
    sittings.open(await getScope(people, request), id, addressHash(request));
  const open = ({ request, params }: Asked) => openFor(request, params.id ?? '');
  const routes: Route[] = [
    ...labRoutes({ prisma, labs, who: people.findOrCreate }),
    ...accountRoutes({ prisma, mail: options.accounts.mail, find: people.find }),
    ...practiceRoutes({ ...options, addressHash, who: people.findOrCreate }),
    ...startRoutes(options, people, addressHash),
    ...sittingRoutes({ prisma, sittings, wires, open }),
    ...inputRoutes({ sittings, open }),
    ...options.clusterAccess.routes(open),
  ];
  return {
    handle(request, response) {
      const path = pathOf(request);
      if (!path.startsWith('/api/')) return false;
      const answering = path.startsWith(`${AUTH_PATH}/`)
        ? authenticate(request, response)
        : answer(routes, path, request, response);
      answering.catch((error: unknown) => {
        if (sendError(response, error)) options.onTrouble(error);
      });
      return true;
    },
    upgrade(request, socket, head) {
      const params = matchPath('/api/sittings/:id/ws', pathOf(request));
      if (!params) return false;
      if (isSameOrigin(request)) wires.upgrade(request, socket, head, () => openFor(request, params.id ?? ''));
      else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return true;
    },
    prepare(request) {
      const params = request.method === 'GET' ? matchPath('/sittings/:id', pathOf(request)) : undefined;
      // What fails here fails again when the page connects, and is told there.
      if (params) openFor(request, params.id ?? '').catch(() => undefined);
    },
  };
}

/** Only a read may come from a page of another site. */
function refuseStrangers(request: IncomingMessage): void {
  if (request.method === 'GET' || isSameOrigin(request)) return;
  throw new HttpError(403, 'wrong_origin', 'This request comes from a page of another site.');
}

async function answer(routes: readonly Route[], path: string, request: IncomingMessage, response: ServerResponse) {
  refuseStrangers(request);
  const fitting = routes.flatMap((route) => {
    const params = matchPath(route.pattern, path);
    return params ? [{ route, params }] : [];
  });
  const found = fitting.find(({ route }) => route.method === request.method);
  if (!found && fitting.length > 0) {
    const allowed = fitting.map(({ route }) => route.method).join(', ');
    throw new HttpError(405, 'wrong_method', `Use ${allowed}.`, { headers: { Allow: allowed } });
  }
  if (!found) throw new HttpError(404, 'not_found', `There is nothing at ${path}.`);
  const result = await found.route.answer({ request, response, params: found.params });
  if (result) sendJson(response, result.status ?? 200, result.body);
}

async function getScope(people: People, request: IncomingMessage): Promise<Scope> {
  const scope = await people.find(request);
  if (!scope) throw new UnknownSitting('There is no such sitting, or it belongs to somebody else.');
  return scope;
}

function startRoutes(
  { prisma, sittings, labs, starts }: ApiOptions,
  people: People,
  addressHash: (request: IncomingMessage) => string,
): Route[] {
  const start = async (request: IncomingMessage, scope: Scope, name: string, seed: number) => {
    starts.take(addressHash(request));
    const lab = getLab(labs, name);
    const sittingId = await createSitting(prisma, scope, {
      lab: lab.name,
      labVersion: lab.version,
      labFiles: lab.files,
      seed,
      // Timestamps have whole seconds: so has the beginning, and ages agree with them.
      epochMs: Math.floor(Date.now() / 1000) * 1000,
      engineVersion: (await sittings.pool.versions()).engine,
    });
    return { status: 201, body: { sittingId } };
  };
  return [
    {
      method: 'POST',
      pattern: '/api/sittings',
      async answer({ request, response }) {
        const { lab, seed } = await readJson(request, startSitting);
        return start(request, await people.findOrCreate(request, response), lab, seed ?? randomInt(SEEDS));
      },
    },
    {
      method: 'POST',
      pattern: '/api/sittings/:id/new-variant',
      async answer({ request, params }) {
        const scope = await getScope(people, request);
        const old = await findSitting(prisma, scope, params.id ?? '');
        if (!old) throw new UnknownSitting('There is no such sitting, or it belongs to somebody else.');
        // Never the same seed again.
        const seed = (old.seed + 1 + randomInt(SEEDS - 1)) % SEEDS;
        return start(request, scope, old.lab, seed);
      },
    },
  ];
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}
