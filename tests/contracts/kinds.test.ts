/** What every kind must be able to do: create, conflict, patch, watch, delete, table. */
import { describe, expect, test } from 'vitest';
import { type KindName, listKinds } from '../../lib/world/api/kinds.ts';
import type { WatchEvent } from '../../lib/world/apiserver/request.ts';
import { aServer, aServerOn, EPOCH_MS, type TestServer } from '../builders/cluster.ts';
import { aManifest, collectionPath } from '../builders/manifests.ts';

interface WireObject {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** The name of an IPAddress is an address. */
const nameOf = (kind: KindName) => (kind === 'IPAddress' ? '172.20.9.9' : 'thing');
const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

function create(server: TestServer, kind: KindName): WireObject {
  const query = { fieldValidation: 'Strict' };
  const answer = server.ask('POST', collectionPath(kind), { body: aManifest(kind, nameOf(kind)), query });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body as WireObject;
}

function openWatch(server: TestServer, kind: KindName) {
  const answer = server.handle({ method: 'GET', path: collectionPath(kind), query: { watch: 'true' } });
  if (!('watch' in answer)) throw new Error('no stream');
  answer.watch.drain();
  return answer.watch;
}

const named = (events: readonly WatchEvent[]) =>
  events.map(({ type, object }) => `${type} ${(object as WireObject).metadata.name}`);

describe.each(listKinds().map(({ kind }) => kind))('%s', (kind) => {
  const NAME = nameOf(kind);
  const path = `${collectionPath(kind)}/${NAME}`;

  test('is created with what the server gives it, and read back the same', () => {
    const server = aServer();
    const made = create(server, kind);
    expect(made.kind).toBe(kind);
    expect(made.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(made.metadata.creationTimestamp).toBe('2026-01-02T03:04:05Z');
    expect(server.ask('GET', path)).toMatchObject({ status: 200, body: made });
  });

  test('is created once', () => {
    const server = aServer();
    create(server, kind);
    const again = server.ask('POST', collectionPath(kind), { body: aManifest(kind, nameOf(kind)) });
    expect(again).toMatchObject({ status: 409, body: { kind: 'Status', reason: 'AlreadyExists', code: 409 } });
  });

  test('an update from an older version conflicts, in the real words', () => {
    const server = aServer();
    const made = create(server, kind);
    const body = { ...made, metadata: { ...made.metadata, labels: { a: '1' } } };
    expect(server.ask('PUT', path, { body })).toMatchObject({ status: 200 });
    const late = server.ask('PUT', path, { body: { ...made, metadata: { ...made.metadata, labels: { a: '2' } } } });
    expect(late).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
    expect((late.body as { message: string }).message).toContain(
      `${JSON.stringify(NAME)}: the object has been modified; please apply your changes to the latest version and try again`,
    );
  });

  test('an update that changes nothing is no write', () => {
    const server = aServer();
    const made = create(server, kind);
    const before = server.changes.length;
    expect(server.ask('PUT', path, { body: made })).toMatchObject({ status: 200, body: made });
    expect(server.changes).toHaveLength(before);
  });

  test.each(['application/merge-patch+json', 'application/strategic-merge-patch+json'])('takes a %s', (type) => {
    const server = aServer();
    const made = create(server, kind);
    const patch = { headers: { 'content-type': type }, body: { metadata: { labels: { tier: 'web' } } } };
    const answer = server.ask('PATCH', path, patch);
    expect(answer).toMatchObject({
      status: 200,
      body: { metadata: { labels: { tier: 'web' }, uid: made.metadata.uid } },
    });
    expect(Number((answer.body as WireObject).metadata.resourceVersion)).toBeGreaterThan(
      Number(made.metadata.resourceVersion),
    );
  });

  test('a watch hears of create, change and delete, in order', () => {
    const server = aServer();
    const watch = openWatch(server, kind);
    create(server, kind);
    const patch = {
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { metadata: { labels: { a: 'b' } } },
    };
    server.ask('PATCH', path, patch);
    server.ask('DELETE', path, { query: { gracePeriodSeconds: '0' } });
    const events = named(watch.drain());
    expect(events.slice(0, 2)).toEqual([`ADDED ${NAME}`, `MODIFIED ${NAME}`]);
    expect(events.at(-1)).toBe(
      ['Namespace', 'Job', 'ReplicationController'].includes(kind) ? `MODIFIED ${NAME}` : `DELETED ${NAME}`,
    );
  });

  test('deletion answers, and nothing is left of what has no finalizer', () => {
    const server = aServer();
    create(server, kind);
    const body = { propagationPolicy: 'Background' };
    expect(server.ask('DELETE', path, { body })).toMatchObject({ status: 200 });
    expect(server.ask('GET', path).status).toBe(kind === 'Namespace' ? 200 : 404);
    expect(server.ask('GET', `${collectionPath(kind)}/nothing`)).toMatchObject({
      status: 404,
      body: { reason: 'NotFound', details: { name: 'nothing' } },
    });
  });

  test('prints itself as a table: a cell for each column', () => {
    const server = aServer();
    create(server, kind);
    const query = { fieldSelector: `metadata.name=${NAME}` };
    const { body } = server.ask('GET', collectionPath(kind), { headers: TABLE, query });
    const table = body as { kind: string; columnDefinitions: { name: string }[]; rows: { cells: unknown[] }[] };
    expect(table.kind).toBe('Table');
    expect(table.rows).toHaveLength(1);
    expect(table.rows[0]?.cells).toHaveLength(table.columnDefinitions.length);
    expect(table.rows[0]?.cells).toContain(NAME);
    expect(table.rows[0]?.cells.every((cell) => ['string', 'number', 'boolean'].includes(typeof cell))).toBe(true);
  });

  test('a dry run answers the same and leaves nothing', () => {
    const server = aServer();
    const query = { dryRun: 'All' };
    expect(server.ask('POST', collectionPath(kind), { body: aManifest(kind, nameOf(kind)), query })).toMatchObject({
      status: 201,
    });
    expect(server.ask('GET', path).status).toBe(404);
    expect(server.changes).toEqual([]);
  });

  test('a fork goes its own way', () => {
    const server = aServer();
    const fork = aServerOn({ ...server.cluster, state: server.cluster.state.fork() });
    create(fork, kind);
    expect(server.ask('GET', path).status).toBe(404);
    expect(create(server, kind).metadata.uid).toBe((fork.ask('GET', path).body as WireObject).metadata.uid);
    expect(server.cluster.epochMs).toBe(EPOCH_MS);
  });
});
