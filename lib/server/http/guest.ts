/** Who asks: a guest known by a cookie. The database holds only the SHA-256 of the cookie's token. */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { GUEST_DAYS, guestExpiry, type Scope } from '../sittings/store.ts';

const COOKIE = 'hoplab_guest';

export interface Guests {
  /** The person of the request's cookie, if any. */
  find(request: IncomingMessage): Promise<Scope | undefined>;
  /** The same, or a new guest whose cookie goes out with this response. */
  findOrCreate(request: IncomingMessage, response: ServerResponse): Promise<Scope>;
}

export interface GuestOptions {
  /** `Secure` on the cookie: the site is served over TLS, by us or by a proxy. */
  readonly transport: 'http' | 'https';
  readonly addressHash: (request: IncomingMessage) => string;
}

/** Sessions looked up lately, so that not every keystroke of a fallback connection asks the database. */
const CACHE_SIZE = 10_000;

export function createGuests(prisma: PrismaClient, options: GuestOptions): Guests {
  const cache = new Map<string, Scope>();
  const remember = (tokenHash: string, scope: Scope) => {
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(tokenHash, scope);
    return scope;
  };
  const find = async (request: IncomingMessage) => {
    const token = readCookie(request, COOKIE);
    if (!token) return undefined;
    const tokenHash = sha256(token);
    const known = cache.get(tokenHash);
    if (known) return known;
    const session = await prisma.session.findUnique({ where: { tokenHash } });
    if (!session || session.expiresAt < new Date()) return undefined;
    return remember(tokenHash, { personId: session.personId });
  };
  const create = async (request: IncomingMessage, response: ServerResponse) => {
    const token = randomBytes(32).toString('base64url');
    const tokenHash = sha256(token);
    const id = uuidv7();
    const expiresAt = guestExpiry();
    const addressHash = options.addressHash(request);
    await prisma.person.create({
      data: { id, kind: 'Guest', addressHash, expiresAt, sessions: { create: { tokenHash, expiresAt } } },
    });
    const secure = options.transport === 'https' ? '; Secure' : '';
    const maxAge = GUEST_DAYS * 24 * 60 * 60;
    response.setHeader('Set-Cookie', `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`);
    return remember(tokenHash, { personId: id });
  };
  return { find, findOrCreate: async (request, response) => (await find(request)) ?? create(request, response) };
}

function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value) return value;
  }
  return undefined;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
