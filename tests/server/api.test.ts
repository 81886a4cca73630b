import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { TopicShelf } from '../../lib/practice/shelf.ts';
import type { Database } from '../../lib/server/database.ts';
import { type Api, createApi } from '../../lib/server/http/api.ts';
import { type ClusterAccess, createClusterAccess } from '../../lib/server/http/clusteraccess.ts';
import type { Labs } from '../../lib/server/labs.ts';
import { createStartLimit, GUEST_OPEN_SITTINGS } from '../../lib/server/limits.ts';
import { Sittings } from '../../lib/server/sittings/sittings.ts';
import { readTranscript } from '../../lib/server/sittings/transcript.ts';
import {
  type ClientMessage,
  debriefAnswer,
  errorAnswer,
  fileAnswer,
  filesAnswer,
  gradeAnswer,
  labAnswer,
  labsAnswer,
  type ServerMessage,
  serverMessage,
  sittingAnswer,
  startedSitting,
  traceAnswer,
  validateAnswer,
  viewAnswer,
} from '../../lib/sitting/wire.ts';
import { bundleEcho, until } from './bundle.ts';
import { labFolder } from './labfolder.ts';
import { openTestDatabase } from './testdatabase.ts';

const LAB = 'clusterip/echo';

let database: Database;
let sittings: Sittings;
let api: Api;
let clusterAccess: ClusterAccess;
let server: Server;
let base = '';
let script = '';
const troubles: unknown[] = [];

const labs: Labs = { list: () => [labFolder(LAB)], find: (name) => (name === LAB ? labFolder(LAB) : undefined) };

const NO_TOPICS: TopicShelf = { list: () => [], findItem: () => undefined };

/** A server process as it comes up: new workers, the same database. */
function boot() {
  const onTrouble = (error: unknown) => void troubles.push(error);
  const holder = { id: `process-${Math.random()}`, company: 'alone' } as const;
  sittings = new Sittings({ database, holder, script, workers: 1, gatherMs: 5, onTrouble });
  const starts = createStartLimit(1_000);
  const { prisma } = database;
  const reach = { url: 'https://localhost:1', authority: undefined };
  clusterAccess = createClusterAccess({ prisma, sittings, reach, onTrouble });
  api = createApi({
    prisma,
    sittings,
    labs,
    topics: NO_TOPICS,
    starts,
    clusterAccess,
    transport: 'http',
    proxy: 'trusted',
    accounts: { secret: 'a secret of thirty-two characters', mail: undefined, publicUrl: undefined },
    onTrouble,
  });
}

beforeAll(async () => {
  [database, script] = await Promise.all([openTestDatabase(), bundleEcho()]);
  boot();
  server = createServer((request, response) => {
    if (clusterAccess.front.handle(request, response)) return;
    if (!api.handle(request, response)) response.writeHead(418).end();
  });
  server.on('upgrade', (request, socket, head) => api.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  base = `http://localhost:${(server.address() as AddressInfo).port}`;
}, 60_000);

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await sittings.shutdown();
  await database.close();
  expect(troubles).toEqual([]);
});

let callers = 0;
/** A guest's browser from an address of its own. */
async function newGuest() {
  const address = `10.9.0.${++callers}`;
  const answer = await fetch(`${base}/api/labs`, { headers: { 'x-forwarded-for': address } });
  const own = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(base + path, {
      method,
      headers: { cookie: own, 'x-forwarded-for': address, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const start = async () => {
    const started = await call('POST', '/api/sittings', { lab: LAB, seed: 5 });
    expect(started.status).toBe(201);
    return ((await started.json()) as { sittingId: string }).sittingId;
  };
  return { cookie: own, address, call, start, answer };
}

/** A page on a WebSocket that keeps what it was told. */
async function connect(guest: { cookie: string; address: string }, sittingId: string, origin = base) {
  const url = `${base.replace('http', 'ws')}/api/sittings/${sittingId}/ws`;
  const socket = new WebSocket(url, { headers: { cookie: guest.cookie, 'x-forwarded-for': guest.address }, origin });
  const told: ServerMessage[] = [];
  socket.on('message', (data) => told.push(serverMessage.parse(JSON.parse(String(data)))));
  socket.on('error', () => undefined);
  let closed = false;
  socket.on('close', () => {
    closed = true;
  });
  await new Promise((resolve) => {
    socket.once('open', resolve);
    socket.once('error', resolve);
  });
  const tell = (message: ClientMessage) => socket.send(JSON.stringify(message));
  const keys = (clientSeq: number, data: string, terminal = 1) =>
    tell({ t: 'keys', terminal, clientId: 'tab.k', clientSeq, data });
  const of = <T extends ServerMessage['t']>(t: T) =>
    told.filter((message): message is Extract<ServerMessage, { t: T }> => message.t === t);
  const text = () =>
    of('text')
      .map(({ data }) => data)
      .join('');
  return { socket, told, tell, keys, of, text, isClosed: () => closed };
}

describe('a guest', () => {
  test('gets a cookie whose token the database does not hold', async () => {
    const { answer, cookie: own } = await newGuest();
    expect(answer.headers.get('set-cookie')).toMatch(
      /^hoplab_person=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
    );
    const sessions = await database.prisma.session.findMany();
    expect(sessions.map((session) => session.tokenHash)).not.toContain(own.split('=')[1]);
  });

  test('sees the labs, starts one and reads what it is', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const answer = await (await guest.call('GET', `/api/sittings/${id}`)).json();
    expect(answer).toMatchObject({
      sittingId: id,
      seed: 5,
      lab: { topic: 'clusterip', slug: 'echo', title: 'Echo' },
      terminals: [{ id: 1 }],
      files: [{ path: '/root/notes', size: 6 }],
    });
    const listed = (await (await guest.call('GET', '/api/labs')).json()) as { labs: { sittings: unknown[] }[] };
    expect(listed.labs[0]?.sittings).toMatchObject([{ id, seed: 5, finished: false }]);
  });

  test('cannot see the sitting of another', async () => {
    const id = await (await newGuest()).start();
    const other = await newGuest();
    expect((await other.call('GET', `/api/sittings/${id}`)).status).toBe(404);
    expect((await fetch(`${base}/api/sittings/${id}`)).status).toBe(404);
    const page = await connect(other, id);
    await until(() => page.isClosed());
    expect(page.of('error')).toMatchObject([{ code: 'not_found', fatal: true }]);
  });
});

describe('a page', () => {
  test('types a line, sees it, and is told when it is saved', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const page = await connect(guest, id);
    page.keys(1, 'ls');
    page.keys(2, '\r');
    await until(() => page.of('saved').length > 0);
    expect(page.told[0]).toMatchObject({ t: 'hello', terminals: [{ id: 1, scrollback: '$ ' }] });
    expect(page.text()).toBe('ls\r\n$ ');
    expect(page.of('saved')).toEqual([{ t: 'saved', clientId: 'tab.k', seq: 2 }]);
    expect(await database.prisma.entry.count({ where: { sittingId: id } })).toBe(1);
    await sittings.writeTranscripts();
    expect(await readTranscript(database.prisma, id, 1)).toBe('ls\r\n$ ');
    page.socket.close();
  });

  test('sends unsaved input again after a reconnect: a pair seen before does nothing', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const first = await connect(guest, id);
    first.keys(1, 'once\r');
    await until(() => first.of('saved').length > 0);
    first.socket.terminate();
    const second = await connect(guest, id);
    second.keys(1, 'once\r');
    await until(() => second.of('saved').length > 0);
    expect(second.of('saved')).toEqual([{ t: 'saved', clientId: 'tab.k', seq: 1 }]);
    second.keys(2, 'twice\r');
    await until(() => second.of('saved').length > 1);
    expect(second.told[0]).toMatchObject({ terminals: [{ scrollback: '$ once\r\n$ ' }] });
    expect(second.text()).toBe('twice\r\n$ ');
    second.socket.close();
  });

  test('shows in a second tab what is typed in the first', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const [one, two] = [await connect(guest, id), await connect(guest, id)];
    await until(() => two.told.length > 0);
    one.keys(1, 'mirror\r');
    await until(() => two.text().includes('mirror'));
    one.tell({ t: 'open-terminal' });
    await until(() => two.of('hello').length > 1);
    expect(
      two
        .of('hello')
        .at(-1)
        ?.terminals.map((terminal) => terminal.id),
    ).toEqual([1, 2]);
    one.socket.close();
    two.socket.close();
  });

  test('finds everything when the server was killed and started again', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const before = await connect(guest, id);
    before.keys(1, 'kubectl get pods\r');
    await until(() => before.of('saved').length > 0);
    // A killed process gives nothing back: its lease stands, its workers are gone.
    await sittings.pool.shutdown();
    before.socket.terminate();
    boot();
    const after = await connect(guest, id);
    await until(() => after.told.length > 0);
    expect(after.told[0]).toMatchObject({ terminals: [{ scrollback: '$ kubectl get pods\r\n$ ' }] });
    after.keys(2, 'and on\r');
    await until(() => after.text().includes('and on'));
    after.socket.close();
  });

  test('is told of a line that was ended, beside a neighbour who types on', async () => {
    const [guest, neighbour] = [await newGuest(), await newGuest()];
    const [page, other] = [
      await connect(guest, await guest.start()),
      await connect(neighbour, await neighbour.start()),
    ];
    page.keys(1, 'spin\r');
    await new Promise((resolve) => setTimeout(resolve, 200));
    page.tell({ t: 'interrupt', terminal: 1 });
    other.keys(1, 'patient\r');
    await until(() => page.of('hello').length > 1);
    expect(page.of('hello').at(-1)?.terminals[0]?.scrollback).toContain('Terminated: used more than 2 s');
    await until(() => other.of('saved').length > 0);
    page.keys(2, 'on\r');
    await until(() => page.text().includes('on'));
    page.socket.close();
    other.socket.close();
  });

  test('works without WebSockets, by events and posts', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const stream = await guest.call('GET', `/api/sittings/${id}/events`);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const message = { t: 'keys', terminal: 1, clientId: 'tab.k', clientSeq: 1, data: 'by post\r' };
    expect((await guest.call('POST', `/api/sittings/${id}/input`, message)).status).toBe(204);
    let seen = '';
    while (!seen.includes('"t":"saved"')) seen += (await reader?.read())?.value ?? '';
    expect(seen).toMatch(/^data: \{"t":"hello"/);
    expect(seen).toContain('by post');
    await reader?.cancel();
  });

  test('of another site is refused', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const page = await connect(guest, id, 'https://evil.example');
    await until(() => page.isClosed());
    expect(page.told).toEqual([]);
    const answer = await guest.call('POST', `/api/sittings/${id}/check`, {}, { origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
  });
});

describe('inputs', () => {
  test('a check answers after the commit, outlives a reload, and the same check again gets the same answer', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const body = { id: { clientId: 'tab.r', clientSeq: 1 } };
    const first = await (await guest.call('POST', `/api/sittings/${id}/check`, body)).json();
    expect(await database.prisma.entry.count({ where: { sittingId: id, kind: 'check' } })).toBe(1);
    expect(await database.prisma.score.count({ where: { submission: { sittingId: id } } })).toBe(1);
    const again = await (await guest.call('POST', `/api/sittings/${id}/check`, body)).json();
    expect(again).toEqual(first);
    expect(await database.prisma.entry.count({ where: { sittingId: id, kind: 'check' } })).toBe(1);
    expect(await (await guest.call('GET', `/api/sittings/${id}`)).json()).toMatchObject({
      grade: { score: 0, maxScore: 100 },
    });
  });

  test('a reset shows every page the new terminals', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const page = await connect(guest, id);
    page.keys(1, 'old\r');
    page.tell({ t: 'open-terminal' });
    await until(() => page.of('hello').at(-1)?.terminals.length === 2);
    await guest.call('POST', `/api/sittings/${id}/reset`, {});
    await until(() => page.of('hello').length > 2);
    expect(page.of('hello').at(-1)).toMatchObject({ terminals: [{ id: 1, scrollback: '$ ' }], view: { score: 0 } });
    page.keys(2, 'new\r');
    await until(() => page.text().includes('new'));
    page.socket.close();
  });

  test('the debrief is there once the sitting is finished', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    expect(await (await guest.call('GET', `/api/sittings/${id}/debrief`)).json()).toMatchObject({
      error: { code: 'not_finished' },
    });
    await guest.call('POST', `/api/sittings/${id}/finish`, {});
    expect(await (await guest.call('GET', `/api/sittings/${id}/debrief`)).json()).toMatchObject({
      debrief: 'what broke',
      seed: 5,
    });
  });

  test('a new variant is another sitting on another seed', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const { sittingId } = (await (await guest.call('POST', `/api/sittings/${id}/new-variant`, {})).json()) as {
      sittingId: string;
    };
    const { seed } = (await (await guest.call('GET', `/api/sittings/${sittingId}`)).json()) as { seed: number };
    expect(sittingId).not.toBe(id);
    expect(seed).not.toBe(5);
  });
});

describe('answers', () => {
  const file = { text: 'x', editor: 'closed' };
  const submission = { manifests: [], commands: 'check', answers: {} };
  test.each([
    ['GET', '', undefined, sittingAnswer],
    ['GET', '/files', undefined, filesAnswer],
    ['GET', '/files/root/notes', undefined, fileAnswer],
    ['PUT', '/files/root/notes', file, fileAnswer],
    ['POST', '/check', {}, gradeAnswer],
    ['POST', '/submissions', submission, gradeAnswer],
    ['POST', '/hint', { task: 'type' }, viewAnswer],
    ['POST', '/answer', { task: 'type', value: 'a' }, viewAnswer],
    ['POST', '/pause', { paused: true }, viewAnswer],
    ['POST', '/reset', {}, viewAnswer],
    ['POST', '/validate', { text: 'a: 1' }, validateAnswer],
    ['POST', '/trace', { from: 'a', to: 'b:80' }, traceAnswer],
    ['POST', '/finish', {}, debriefAnswer],
    ['POST', '/new-variant', {}, startedSitting],
    ['POST', '/nonsense', {}, errorAnswer],
  ])('%s …%s has the shape the page reads', async (method, path, body, schema) => {
    const guest = await newGuest();
    const id = await guest.start();
    const answer = await (await guest.call(method, `/api/sittings/${id}${path}`, body)).json();
    expect(schema.safeParse(answer).error).toBeUndefined();
  });

  test('labs have the shape the page reads', async () => {
    const guest = await newGuest();
    await guest.start();
    const labsBody = await (await guest.call('GET', '/api/labs')).json();
    const labBody = await (await guest.call('GET', `/api/labs/${LAB}`)).json();
    expect(labsAnswer.safeParse(labsBody).error).toBeUndefined();
    expect(labAnswer.safeParse(labBody).error).toBeUndefined();
  });
});

describe('bounds', () => {
  test.each([
    ['a body of more than 3 MiB', 'POST', 'submissions', `"${'x'.repeat(3 * 1024 * 1024)}"`, 413, 'too_large'],
    [
      'a file of more than 1 MiB',
      'PUT',
      'files/a',
      { text: 'x'.repeat(1024 * 1024 + 1), editor: 'open' },
      413,
      'too_large',
    ],
    ['what is not JSON', 'POST', 'check', '{', 400, 'not_json'],
    ['a key named __proto__', 'POST', 'check', '{"__proto__": {"id": 1}}', 400, 'not_json'],
    ['a missing field', 'POST', 'hint', {}, 400, 'invalid'],
    ['an unknown path', 'POST', 'nonsense', {}, 404, 'not_found'],
    ['a wrong method', 'PUT', 'check', {}, 405, 'wrong_method'],
  ])('%s is refused', async (_, method, path, body, status, code) => {
    const guest = await newGuest();
    const id = await guest.start();
    const answer = await guest.call(method, `/api/sittings/${id}/${path}`, body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code } });
  });

  test('a body that does not say it is JSON is refused', async () => {
    const guest = await newGuest();
    const answer = await guest.call('POST', '/api/sittings', '{}', { 'content-type': 'text/plain' });
    expect(answer.status).toBe(415);
  });

  test('a message that is not one is answered, and the connection goes on', async () => {
    const guest = await newGuest();
    const page = await connect(guest, await guest.start());
    page.socket.send('{"t":"keys"}');
    await until(() => page.of('error').length > 0);
    expect(page.of('error')[0]).toMatchObject({ code: 'invalid', fatal: false });
    page.keys(1, 'fine\r');
    await until(() => page.text().includes('fine'));
    page.socket.close();
  });

  test('a paste beyond the limit of a message ends the connection, not the sitting', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const page = await connect(guest, id);
    page.keys(1, 'x'.repeat(10 * 1024 * 1024));
    await until(() => page.isClosed());
    const again = await connect(guest, id);
    again.keys(1, 'fine\r');
    await until(() => again.text().includes('fine'));
    again.socket.close();
  });

  test('an address holds five sittings: the unused one goes, watched ones stay and the sixth is told', async () => {
    const guest = await newGuest();
    const pages: Awaited<ReturnType<typeof connect>>[] = [];
    for (let n = 0; n < GUEST_OPEN_SITTINGS; n++) pages.push(await connect(guest, await guest.start()));
    await until(() => pages.every((page) => page.told.length > 0));
    const sixth = await guest.start();
    const refused = await guest.call('GET', `/api/sittings/${sixth}`);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('10');
    pages[0]?.socket.close();
    await until(() => pages[0]?.isClosed() ?? false);
    await until(() => true);
    expect((await guest.call('GET', `/api/sittings/${sixth}`)).status).toBe(200);
    for (const page of pages) page.socket.close();
  });
});

describe("a person's own kubectl", () => {
  const enter = (id: string, token: string | undefined, path = '/api/v1/pods') =>
    fetch(
      `${base}/k8s/${id}/main${path}`,
      token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
    );
  const tokenOf = (text: string) => /token: (\S+)/.exec(text)?.[1];
  const newToken = async (guest: Awaited<ReturnType<typeof newGuest>>, id: string) => {
    const made = await guest.call('POST', `/api/sittings/${id}/kubeconfig`, {});
    expect(made.status).toBe(201);
    return tokenOf(((await made.json()) as { kubeconfig: string }).kubeconfig);
  };

  test('reaches the cluster of the sitting with the token of its kubeconfig', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const token = await newToken(guest, id);
    const answer = await enter(id, token);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ sittingId: id, cluster: 'main', method: 'GET', path: '/api/v1/pods' });
    const hashes = (await database.prisma.clusterToken.findMany()).map(({ tokenHash }) => tokenHash);
    expect(hashes).not.toContain(token);
  });

  test('gets 401 as a Status without a token, with a wrong one, and with that of another sitting', async () => {
    const guest = await newGuest();
    const [own, other] = [await guest.start(), await guest.start()];
    const token = await newToken(guest, own);
    for (const wrong of [undefined, 'guess', '', await newToken(guest, other)]) {
      const answer = await enter(own, wrong);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 });
    }
    expect((await enter(other, token)).status).toBe(401);
  });

  test('is let in no more when access was ended or has expired', async () => {
    const guest = await newGuest();
    const id = await guest.start();
    const [ended, expired] = [await newToken(guest, id), await newToken(guest, id)];
    expect((await enter(id, ended)).status).toBe(200);
    await database.prisma.clusterToken.updateMany({ where: { sittingId: id }, data: { expiresAt: new Date(0) } });
    expect((await enter(id, expired)).status).toBe(401);
    expect(await (await guest.call('DELETE', `/api/sittings/${id}/kubeconfig`)).json()).toEqual({ tokens: 0 });
    expect((await enter(id, ended)).status).toBe(401);
  });

  test('is not handed to anybody else', async () => {
    const id = await (await newGuest()).start();
    const other = await newGuest();
    expect((await other.call('POST', `/api/sittings/${id}/kubeconfig`, {})).status).toBe(404);
    expect((await other.call('DELETE', `/api/sittings/${id}/kubeconfig`)).status).toBe(404);
  });
});

test('twenty starts a minute an address, then a time to come back', () => {
  let now = 0;
  const limit = createStartLimit(20, () => now);
  for (let n = 0; n < 20; n++) limit.take('a');
  expect(() => limit.take('a')).toThrow('20 labs were started from your address within a minute. Try again in 60 s.');
  limit.take('b');
  now = 60_001;
  limit.take('a');
});
