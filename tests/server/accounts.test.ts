/** Signing up, in and out over HTTP: what a guest did goes along, what is kept lets nobody in, strangers see nothing. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Letter } from '../../lib/server/accounts/mail.ts';
import type { AccountAnswer } from '../../lib/server/accounts/wire.ts';
import type { Database } from '../../lib/server/database.ts';
import { createApi } from '../../lib/server/http/api.ts';
import { createClusterAccess } from '../../lib/server/http/clusteraccess.ts';
import { createPeople } from '../../lib/server/http/people.ts';
import { createStartLimit } from '../../lib/server/limits.ts';
import { Sittings } from '../../lib/server/sittings/sittings.ts';
import { SHELF } from '../practice/shelf.ts';
import { bundleEcho } from './bundle.ts';
import { openTestDatabase } from './testdatabase.ts';

const PASSWORD = 'correct horse battery';
const letters: Letter[] = [];
const troubles: unknown[] = [];
let database: Database;
let sittings: Sittings;
let server: Server;
let base = '';

beforeAll(async () => {
  const [opened, script] = await Promise.all([openTestDatabase(), bundleEcho()]);
  database = opened;
  const { prisma } = database;
  const onTrouble = (error: unknown) => void troubles.push(error);
  sittings = new Sittings({
    database,
    holder: { id: 'accounts', company: 'alone' },
    script,
    workers: 1,
    gatherMs: 5,
    onTrouble,
  });
  const reach = { url: 'https://localhost:1', authority: undefined };
  const api = createApi({
    prisma,
    sittings,
    labs: { list: () => [], find: () => undefined },
    topics: SHELF,
    starts: createStartLimit(1_000),
    clusterAccess: createClusterAccess({ prisma, sittings, reach, onTrouble }),
    transport: 'http',
    proxy: 'trusted',
    accounts: {
      secret: 'a secret of thirty-two characters',
      mail: { send: async (letter) => void letters.push(letter) },
      publicUrl: undefined,
    },
    onTrouble,
  });
  server = createServer((request, response) => {
    if (!api.handle(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  base = `http://localhost:${(server.address() as AddressInfo).port}`;
}, 60_000);

afterAll(async () => {
  server.close();
  await sittings.shutdown();
  await database.close();
  expect(troubles).toEqual([]);
});

const part = () => Math.floor(Math.random() * 255);

/** A browser: it keeps its cookies, and comes from an address of its own. */
class Browser {
  readonly cookies = new Map<string, string>();
  readonly #address = `10.${part()}.${part()}.${part()}`;

  async ask(path: string, body?: unknown, origin = base): Promise<Response> {
    const headers: Record<string, string> = {
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'x-forwarded-for': this.#address,
      ...(body === undefined ? {} : { 'content-type': 'application/json', origin }),
    };
    const url = path.startsWith('http') ? path : base + path;
    const answer = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '' || /Max-Age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  async account(): Promise<AccountAnswer> {
    return (await this.ask('/api/account')).json() as Promise<AccountAnswer>;
  }

  /** Answers one question as whoever this browser is. */
  async practise(): Promise<string> {
    const { practiceId } = (await (await this.ask('/api/practice', { items: 1 })).json()) as { practiceId: string };
    await this.ask(`/api/practice/${practiceId}/answers`, { position: 0, answer: { unknown: true } });
    return practiceId;
  }

  signUp(email: string) {
    return this.ask('/api/auth/sign-up/email', { name: 'Ada', email, password: PASSWORD });
  }

  signIn(email: string, password = PASSWORD) {
    return this.ask('/api/auth/sign-in/email', { email, password });
  }
}

const someone = () => `${uuidv7()}@example.org`;

describe('an account', () => {
  test('takes along what the guest did, and has it in another browser', async () => {
    const email = someone();
    const first = new Browser();
    const practiceId = await first.practise();
    expect(await first.account()).toMatchObject({ person: { kind: 'Guest', answers: 1 }, mail: 'sent' });
    const answer = await first.signUp(email);
    expect(answer.status, await answer.clone().text()).toBe(200);
    expect(await first.account()).toMatchObject({
      person: { kind: 'Account', name: 'Ada', email, answers: 1, hasPassword: true },
    });
    const second = new Browser();
    const other = await second.practise();
    expect((await second.signIn(email)).status).toBe(200);
    expect(await second.account()).toMatchObject({ person: { kind: 'Account', answers: 2 } });
    for (const id of [practiceId, other]) expect((await second.ask(`/api/practice/${id}`)).status).toBe(200);
    expect((await first.ask(`/api/practice/${other}`)).status).toBe(200);
    expect((await new Browser().ask(`/api/practice/${practiceId}`)).status).toBe(404);
  });

  test('is left by signing out: the browser is nobody, the account is still there', async () => {
    const email = someone();
    const browser = new Browser();
    await browser.signUp(email);
    const practiceId = await browser.practise();
    const stolen = new Browser();
    for (const [name, value] of browser.cookies) stolen.cookies.set(name, value);
    expect((await browser.ask('/api/auth/sign-out', {})).status).toBe(200);
    expect(await browser.account()).toEqual({ mail: 'sent' });
    expect((await stolen.ask(`/api/practice/${practiceId}`)).status).toBe(404);
    await browser.signIn(email);
    expect((await browser.ask(`/api/practice/${practiceId}`)).status).toBe(200);
  });

  test('a guest never takes over an account: two accounts in one browser stay two', async () => {
    const [one, other] = [someone(), someone()];
    const browser = new Browser();
    await browser.signUp(one);
    const practiceId = await browser.practise();
    await new Browser().signUp(other);
    expect((await browser.signIn(other)).status).toBe(200);
    expect(await browser.account()).toMatchObject({ person: { email: other, answers: 0 } });
    expect((await browser.ask(`/api/practice/${practiceId}`)).status).toBe(404);
  });

  test('refuses a wrong password, a short one, a second account of one address, a page of another site', async () => {
    const email = someone();
    const browser = new Browser();
    await browser.signUp(email);
    const guest = new Browser();
    const practiceId = await guest.practise();
    expect((await guest.signIn(email, 'not this one, no')).status).toBe(401);
    expect(await guest.account()).toMatchObject({ person: { kind: 'Guest', answers: 1 } });
    expect((await guest.ask(`/api/practice/${practiceId}`)).status).toBe(200);
    const short = { name: 'Eve', email: someone(), password: 'short' };
    expect((await guest.ask('/api/auth/sign-up/email', short)).status).toBe(400);
    expect((await guest.signUp(email)).status).toBe(422);
    const body = { email, password: PASSWORD };
    expect((await guest.ask('/api/auth/sign-in/email', body, 'https://evil.example')).status).toBe(403);
    expect(await guest.account()).toMatchObject({ person: { kind: 'Guest' } });
  });

  test('is entered by a link in a mail, once', async () => {
    const email = someone();
    const browser = new Browser();
    await browser.practise();
    const asked = await browser.ask('/api/auth/sign-in/magic-link', { email, callbackURL: '/account' });
    expect(asked.status, await asked.clone().text()).toBe(200);
    const letter = letters.findLast(({ to }) => to === email);
    const [link = ''] = /http\S+/.exec(letter?.text ?? '') ?? [];
    expect((await browser.ask(link)).status).toBe(302);
    expect(await browser.account()).toMatchObject({
      person: { kind: 'Account', email, answers: 1, hasPassword: false },
    });
    const late = new Browser();
    await late.ask(link);
    expect(await late.account()).toEqual({ mail: 'sent' });
  });

  test('a link by mail ends what somebody else began with that address', async () => {
    const email = someone();
    const squatter = new Browser();
    await squatter.signUp(email);
    expect(await squatter.account()).toMatchObject({ person: { email } });
    const owner = new Browser();
    await owner.ask('/api/auth/sign-in/magic-link', { email });
    const [link = ''] = /http\S+/.exec(letters.findLast(({ to }) => to === email)?.text ?? '') ?? [];
    await owner.ask(link);
    expect(await owner.account()).toMatchObject({ person: { email, hasPassword: false } });
    expect(await squatter.account()).toEqual({ mail: 'sent' });
    expect((await squatter.signIn(email)).status).toBe(401);
  });

  test('a new password ends every other browser', async () => {
    const email = someone();
    const [one, other] = [new Browser(), new Browser()];
    await one.signUp(email);
    await other.signIn(email);
    const changed = { currentPassword: PASSWORD, newPassword: 'another long password', revokeOtherSessions: true };
    const answer = await one.ask('/api/auth/change-password', changed);
    expect(answer.status, await answer.clone().text()).toBe(200);
    expect(await one.account()).toMatchObject({ person: { email } });
    expect(await other.account()).toEqual({ mail: 'sent' });
    await one.ask('/api/auth/request-password-reset', { email, redirectTo: '/account/password' });
    const [link = ''] = /http\S+/.exec(letters.findLast(({ to }) => to === email)?.text ?? '') ?? [];
    const token = new URL(link).pathname.split('/').at(-1);
    await other.ask('/api/auth/reset-password', { token, newPassword: PASSWORD });
    expect(await one.account()).toEqual({ mail: 'sent' });
    expect((await other.signIn(email)).status).toBe(200);
  });

  test('a browser that comes back is known for as long again, once a day', async () => {
    const browser = new Browser();
    await browser.practise();
    const { personId = '' } = (await database.prisma.session.findFirst({ orderBy: { createdAt: 'desc' } })) ?? {};
    const inTwoDays = new Date(Date.now() + 2 * 24 * 60 * 60 * 1000);
    await database.prisma.session.updateMany({ where: { personId }, data: { expiresAt: inTwoDays } });
    const later = new Browser();
    for (const [name, value] of browser.cookies) later.cookies.set(name, value);
    // What this process knows of the session is a minute old at most; another process has never seen it.
    const fresh = createPeople(database.prisma, { transport: 'http', addressHash: () => '' });
    const sent: string[] = [];
    const request = { headers: { cookie: `hoplab_person=${later.cookies.get('hoplab_person')}` } } as IncomingMessage;
    const response = { setHeader: (_: string, value: string) => sent.push(value) } as unknown as ServerResponse;
    expect(await fresh.findOrCreate(request, response)).toEqual({ personId });
    expect(await fresh.findOrCreate(request, response)).toEqual({ personId });
    expect(sent).toEqual([expect.stringContaining('Max-Age=2592000')]);
    const renewed = await database.prisma.session.findFirst({ where: { personId } });
    expect(renewed?.expiresAt.getTime()).toBeGreaterThan(inTwoDays.getTime());
  });

  test('is deleted with all that it owns', async () => {
    const email = someone();
    const browser = new Browser();
    await browser.signUp(email);
    const practiceId = await browser.practise();
    const gone = await browser.ask('/api/auth/delete-user', { password: PASSWORD });
    expect(gone.status, await gone.clone().text()).toBe(200);
    expect(await browser.account()).toEqual({ mail: 'sent' });
    expect(await database.prisma.practiceSession.findUnique({ where: { id: practiceId } })).toBeNull();
    expect((await new Browser().signIn(email)).status).toBe(401);
  });

  test('nothing in the database lets a reader in', async () => {
    const email = someone();
    const browser = new Browser();
    await browser.signUp(email);
    const kept = JSON.stringify([
      await database.prisma.session.findMany(),
      await database.prisma.sealedValue.findMany(),
      await database.prisma.credential.findMany(),
      await database.prisma.person.findMany(),
    ]);
    expect(kept).toContain(email);
    for (const secret of [
      PASSWORD,
      ...[...browser.cookies.values()].map((value) => decodeURIComponent(value).split('.')[0] ?? ''),
    ])
      expect(kept).not.toContain(secret);
  });

  test('guessing is slowed down', async () => {
    const email = someone();
    const browser = new Browser();
    await browser.signUp(email);
    const guesses = [];
    for (let n = 0; n < 12; n++) guesses.push((await browser.signIn(email, `wrong password ${n}`)).status);
    expect(guesses).toContain(429);
  });
});
