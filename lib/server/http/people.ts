/** Who asks: a guest or an account, known by a cookie. The database holds only the SHA-256 of the cookie's token. */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { GUEST_DAYS, guestExpiry, type Scope } from '../sittings/store.ts';

const COOKIE = 'hoplab_person';
/** How long a browser is known without a visit; its cookie is renewed once a day. */
const DAYS = { Guest: GUEST_DAYS, Account: 90 } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface People {
  /** The person of the request's cookie, if any. */
  find(request: IncomingMessage): Promise<Scope | undefined>;
  /** The same, or a new guest whose cookie goes out with this response. */
  findOrCreate(request: IncomingMessage, response: ServerResponse): Promise<Scope>;
  /** This browser is that account from now on: the `Set-Cookie` that says so. What the browser was before ends. */
  signIn(cookies: string | undefined, personId: string): Promise<string>;
  /** This browser is nobody: the `Set-Cookie` that says so. */
  signOut(cookies: string | undefined): Promise<string>;
  /** Every browser of that account is nobody: a way to sign in has changed or is gone. */
  signOutEverywhere(personId: string): Promise<void>;
  /** The person of a `Cookie` header, if any. */
  findByCookies(cookies: string | undefined): Promise<Scope | undefined>;
}

export interface PeopleOptions {
  /** `Secure` on the cookie: the site is served over TLS, by us or by a proxy. */
  readonly transport: 'http' | 'https';
  readonly addressHash: (request: IncomingMessage) => string;
}

/** Sessions looked up lately, so that not every keystroke of a fallback connection asks the database. */
const CACHE_SIZE = 10_000;
/** A session that another process ended is known here for so long. */
const CACHE_MS = 60_000;

interface Cached {
  readonly scope: Scope;
  readonly untilMs: number;
  readonly kind: keyof typeof DAYS;
  readonly expiresAtMs: number;
}

function createSessionCache(prisma: PrismaClient) {
  const cache = new Map<string, Cached>();
  const remember = (tokenHash: string, known: Omit<Cached, 'untilMs'>): Cached => {
    if (cache.size >= CACHE_SIZE) cache.clear();
    const cached = { ...known, untilMs: Date.now() + CACHE_MS };
    cache.set(tokenHash, cached);
    return cached;
  };
  return {
    remember,
    async find(token: string): Promise<Cached | undefined> {
      const tokenHash = sha256(token);
      const known = cache.get(tokenHash);
      if (known && known.untilMs > Date.now()) return known;
      const session = await prisma.session.findUnique({
        where: { tokenHash },
        include: { person: { select: { kind: true } } },
      });
      if (!session || session.expiresAt < new Date()) return undefined;
      const { personId, person, expiresAt } = session;
      return remember(tokenHash, { scope: { personId }, kind: person.kind, expiresAtMs: expiresAt.getTime() });
    },
    forget: (tokenHash: string) => void cache.delete(tokenHash),
    forgetPerson(personId: string) {
      for (const [tokenHash, { scope }] of cache) if (scope.personId === personId) cache.delete(tokenHash);
    },
  };
}

export function createPeople(prisma: PrismaClient, options: PeopleOptions): People {
  const known = createSessionCache(prisma);
  const findByCookies = async (cookies: string | undefined) => {
    const token = readCookie(cookies);
    return token ? (await known.find(token))?.scope : undefined;
  };
  const find = (request: IncomingMessage) => findByCookies(request.headers.cookie);
  const setCookie = (token: string, days: number) => {
    const secure = options.transport === 'https' ? '; Secure' : '';
    return `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${days * 24 * 60 * 60}${secure}`;
  };
  const create = async (request: IncomingMessage, response: ServerResponse) => {
    const { token, tokenHash } = newToken();
    const id = uuidv7();
    const expiresAt = guestExpiry();
    const addressHash = options.addressHash(request);
    await prisma.person.create({
      data: { id, kind: 'Guest', addressHash, expiresAt, sessions: { create: { tokenHash, expiresAt } } },
    });
    response.setHeader('Set-Cookie', setCookie(token, DAYS.Guest));
    return known.remember(tokenHash, { scope: { personId: id }, kind: 'Guest', expiresAtMs: expiresAt.getTime() })
      .scope;
  };
  const renew = async (token: string, session: Cached, response: ServerResponse) => {
    const days = DAYS[session.kind];
    if (session.expiresAtMs - Date.now() > (days - 1) * DAY_MS) return;
    const expiresAt = new Date(Date.now() + days * DAY_MS);
    await prisma.session.updateMany({ where: { tokenHash: sha256(token) }, data: { expiresAt } });
    known.remember(sha256(token), { ...session, expiresAtMs: expiresAt.getTime() });
    response.setHeader('Set-Cookie', setCookie(token, days));
  };
  const forget = async (cookies: string | undefined) => {
    const token = readCookie(cookies);
    if (!token) return;
    known.forget(sha256(token));
    await prisma.session.deleteMany({ where: { tokenHash: sha256(token) } });
  };
  return {
    find,
    findByCookies,
    async findOrCreate(request, response) {
      const token = readCookie(request.headers.cookie);
      const session = token ? await known.find(token) : undefined;
      if (!token || !session) return create(request, response);
      await renew(token, session, response);
      return session.scope;
    },
    async signIn(cookies, personId) {
      await forget(cookies);
      const { token, tokenHash } = newToken();
      const expiresAt = new Date(Date.now() + DAYS.Account * DAY_MS);
      await prisma.session.create({ data: { tokenHash, personId, expiresAt } });
      return setCookie(token, DAYS.Account);
    },
    async signOut(cookies) {
      await forget(cookies);
      return setCookie('', 0);
    },
    async signOutEverywhere(personId) {
      known.forgetPerson(personId);
      await prisma.session.deleteMany({ where: { personId } });
    },
  };
}

function newToken() {
  const token = randomBytes(32).toString('base64url');
  return { token, tokenHash: sha256(token) };
}

function readCookie(cookies: string | undefined): string | undefined {
  for (const part of (cookies ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === COOKIE && value) return value;
  }
  return undefined;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
