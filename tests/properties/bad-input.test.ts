/** Ten thousand requests that are wrong in some way: none crashes or hangs the server, each failure is a Status, nothing is corrupted. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { getKind, type KindName, listKinds } from '../../lib/world/api/kinds.ts';
import { type Json, jsonCopy } from '../../lib/world/apiserver/patch/json-value.ts';
import type { ApiRequest } from '../../lib/world/apiserver/request.ts';
import { aServer, type TestServer } from '../builders/cluster.ts';
import { aManifest, collectionPath } from '../builders/manifests.ts';

type Method = ApiRequest['method'];

const kinds = fc.constantFrom(...listKinds().map(({ kind }) => kind));
const methods = fc.constantFrom<Method>('GET', 'POST', 'PUT', 'PATCH', 'DELETE');
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 1e300, 2 ** 53, '', '__proto__', '\u0000', 'x'.repeat(300), [], {}),
  fc.constantFrom<unknown>(
    [null],
    [[]],
    [{}],
    { '': '' },
    { $patch: 'replace' },
    { name: null },
    '10Gi',
    '$(A)',
    'ü\ud800',
  ),
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.jsonValue({ maxDepth: 3 }),
);

interface Mutation {
  /** Which of the places of the manifest, wrapped around. */
  readonly at: number;
  readonly how: 'Replace' | 'Remove' | 'Add' | 'Wrap' | 'Double';
  readonly value: unknown;
}

const mutations = fc.array(
  fc.record<Mutation>({
    at: fc.nat(),
    how: fc.constantFrom('Replace', 'Remove', 'Add', 'Wrap', 'Double'),
    value: odd,
  }),
  { minLength: 1, maxLength: 3 },
);

type Holder = Record<string, unknown>;

function places(value: unknown): { holder: Holder; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...places(holder[key])]);
}

function mutate(manifest: object, changes: readonly Mutation[]): unknown {
  const copy: Holder = { whole: JSON.parse(JSON.stringify(manifest)) };
  for (const { at, how, value } of changes) {
    const all = places(copy);
    const { holder, key } = all[at % all.length] ?? { holder: copy, key: 'whole' };
    if (how === 'Replace') holder[key] = structuredClone(value);
    else if (how === 'Remove' && holder !== copy) delete holder[key];
    else if (how === 'Wrap') holder[key] = [holder[key]];
    else if (how === 'Double' && Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
    else Object.assign(holder, { [`${key}x`]: structuredClone(value) });
  }
  return jsonCopy(JSON.parse(JSON.stringify(copy.whole) ?? 'null') as Json);
}

function isAnswered(server: TestServer, request: ApiRequest): void {
  const answer = server.handle(request);
  if ('watch' in answer) {
    answer.watch.drain();
    answer.watch.close();
    return;
  }
  const text = JSON.stringify(answer.body) ?? '';
  if (answer.status < 400) return;
  const body = JSON.parse(text) as Record<string, unknown>;
  expect(body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: answer.status });
  expect(typeof body.message).toBe('string');
}

/** Everything in the store reads, prints and is still frozen. */
function isWhole(server: TestServer): void {
  for (const { kind } of listKinds()) {
    for (const object of server.client.list(kind)) expect(Object.isFrozen(object)).toBe(true);
    const path = collectionPath(kind).replace('/namespaces/shop', '');
    for (const accept of ['application/json', 'application/json;as=Table;v=v1;g=meta.k8s.io']) {
      const answer = server.ask('GET', path, { headers: { accept } });
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).toContain('resourceVersion');
    }
  }
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

/** A server in which one object of each kind stands. */
function furnished(): TestServer {
  const server = aServer();
  for (const { kind } of listKinds()) server.ask('POST', collectionPath(kind), { body: aManifest(kind, 'x') });
  return server;
}

function objectPath(kind: KindName, name = 'x'): string {
  return `${collectionPath(kind)}/${name}`;
}

const RUNS = 2500;

describe('bad input', () => {
  test('manifests with something wrong in them, created and put', { timeout: 120_000 }, () => {
    const server = furnished();
    const property = fc.property(kinds, mutations, fc.boolean(), fc.constantFrom('', 'Strict', 'Ignore'), (...args) => {
      const [kind, changes, put, fieldValidation] = args;
      const body = mutate(aManifest(kind, put ? 'x' : 'y'), changes);
      const [method, path] = put ? (['PUT', objectPath(kind)] as const) : (['POST', collectionPath(kind)] as const);
      isAnswered(server, { method, path, body, query: { fieldValidation } });
    });
    fc.assert(property, { numRuns: RUNS });
    isWhole(server);
  });

  test('patches of each type, applies among them', { timeout: 120_000 }, () => {
    const server = furnished();
    const types = fc.constantFrom(
      'json-patch+json',
      'merge-patch+json',
      'strategic-merge-patch+json',
      'apply-patch+yaml',
    );
    const property = fc.property(kinds, mutations, types, odd, fc.boolean(), (kind, changes, type, value, whole) => {
      const { apiVersion } = getKind(kind);
      const list = [{ op: 'add', path: `/metadata/${(JSON.stringify(value) ?? '').slice(0, 5)}`, value }];
      const manifest = type === 'json-patch+json' ? list : { ...aManifest(kind, 'x'), apiVersion, kind };
      const body = whole ? mutate(manifest, changes) : value;
      const query = type === 'apply-patch+yaml' ? { fieldManager: 'fuzz', force: 'true' } : {};
      isAnswered(server, {
        method: 'PATCH',
        path: objectPath(kind),
        body,
        query,
        headers: { 'content-type': `application/${type}` },
      });
    });
    fc.assert(property, { numRuns: RUNS });
    isWhole(server);
  });

  test('paths, queries and headers', { timeout: 120_000 }, () => {
    const server = furnished();
    const words = ['api', 'apis', 'v1', 'v2', 'apps', 'batch', 'namespaces', 'shop', 'pods', 'nodes', 'x', 'status'];
    const more = [
      'scale',
      'log',
      'exec',
      'eviction',
      'openapi',
      'v3',
      'readyz',
      '..',
      '.',
      '%2e',
      '%00',
      '%zz',
      '',
      '*',
    ];
    const segment = fc.oneof(fc.constantFrom(...words, ...more), fc.string({ maxLength: 5 }));
    const known = kinds.map((kind) => objectPath(kind).split('/'));
    const subresource = fc.constantFrom(
      [],
      ['status'],
      ['scale'],
      ['log'],
      ['exec'],
      ['binding'],
      ['eviction'],
      ['token'],
    );
    const paths = fc.oneof(
      fc.array(segment, { maxLength: 8 }).map((parts) => `/${parts.join('/')}`),
      fc.tuple(known, subresource, segment, fc.nat()).map(([parts, last, inserted, at]) => {
        const all = [...parts, ...last];
        if (at % 3 === 0) all.splice(at % all.length, at % 2, inserted);
        return all.join('/');
      }),
    );
    const names = [
      'labelSelector',
      'fieldSelector',
      'limit',
      'continue',
      'watch',
      'resourceVersion',
      'dryRun',
      'force',
    ];
    const others = ['resourceVersionMatch', 'sendInitialEvents', 'timeoutSeconds', 'includeObject', 'fieldManager'];
    const values = fc.oneof(
      fc.constantFrom('1', '0', 'true', 'All', 'Exact', 'a=b', 'a in (b', ''),
      fc.string({ maxLength: 6 }),
    );
    const queries = fc.dictionary(fc.constantFrom(...names, ...others), values, { maxKeys: 4 });
    const accept = fc.constantFrom(
      '',
      '*/*',
      'application/json',
      'application/json;as=Table;v=v1;g=meta.k8s.io',
      'x',
      ';,;',
      ',',
    );
    const property = fc.property(methods, paths, queries, accept, odd, (method, path, query, wanted, body) => {
      isAnswered(server, { method, path, query, headers: { accept: wanted }, ...(method === 'GET' ? {} : { body }) });
    });
    fc.assert(property, { numRuns: RUNS });
    isWhole(server);
  });

  test('bodies that are no objects of the API at all', { timeout: 120_000 }, () => {
    const server = furnished();
    const property = fc.property(methods, kinds, odd, fc.boolean(), (method, kind, body, named) => {
      const path = named ? objectPath(kind) : collectionPath(kind);
      isAnswered(server, { method, path, ...(method === 'GET' ? {} : { body }), query: { dryRun: 'All' } });
    });
    fc.assert(property, { numRuns: RUNS });
    isWhole(server);
  });
});
