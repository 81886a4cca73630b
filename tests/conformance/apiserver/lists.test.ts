/** https://kubernetes.io/docs/reference/using-api/api-concepts/ : pages, versions, watches. */
import { describe, expect, it } from 'vitest';
import type { ApiWatch } from '../../../lib/world/apiserver/request.ts';
import { setNow } from '../../../lib/world/sim/clock.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';

const MAPS = '/api/v1/namespaces/shop/configmaps';
const VALIDATION =
  'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/apis/meta/internalversion/validation/validation.go';

type Query = Record<string, string>;
interface List {
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  items: { metadata: { name: string } }[];
}

function withMaps(...names: string[]): TestServer {
  const server = aServer();
  for (const name of names) make(server, name);
  return server;
}

function make(server: TestServer, name: string, labels: Query = {}): void {
  server.ask('POST', MAPS, { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels } } });
}

const list = (server: TestServer, query: Query = {}) => server.ask('GET', MAPS, { query });
const names = (answer: { body: unknown }) => (answer.body as List).items.map(({ metadata }) => metadata.name);
const meta = (answer: { body: unknown }) => (answer.body as List).metadata;
const said = (answer: { status: number; body: unknown }) => {
  const { message, reason } = answer.body as { message: string; reason: string };
  return [answer.status, reason, message];
};

describe('pages', () => {
  /** https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks */
  it('a list comes in portions of one version', () => {
    const server = withMaps('a', 'b', 'c', 'd', 'e');
    const first = list(server, { limit: '2' });
    expect([names(first), meta(first).remainingItemCount]).toEqual([['a', 'b'], 3]);
    const second = list(server, { limit: '2', continue: meta(first).continue ?? '' });
    expect([names(second), meta(second).remainingItemCount]).toEqual([['c', 'd'], 1]);
    const third = list(server, { limit: '2', continue: meta(second).continue ?? '' });
    expect(names(third)).toEqual(['e']);
    expect(meta(third)).toEqual({ resourceVersion: meta(first).resourceVersion });
    expect(meta(second).resourceVersion).toBe(meta(first).resourceVersion);
  });

  it('what is selected is not counted', () => {
    const server = aServer();
    for (const name of ['a', 'b', 'c']) make(server, name, { of: 'x' });
    const first = list(server, { limit: '1', labelSelector: 'of=x' });
    expect(meta(first).continue).toBeTruthy();
    expect(meta(first).remainingItemCount).toBeUndefined();
  });

  it('other kinds may change meanwhile', () => {
    const server = withMaps('a', 'b');
    const token = meta(list(server, { limit: '1' })).continue ?? '';
    server.ask('POST', '/api/v1/namespaces/shop/secrets', {
      body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } },
    });
    expect(names(list(server, { continue: token }))).toEqual(['b']);
  });

  /** https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/storage/etcd3/errors.go */
  it('a token of a version that is gone expires, with one to go on inconsistently', () => {
    const server = withMaps('a', 'b');
    const token = meta(list(server, { limit: '1' })).continue ?? '';
    make(server, 'c');
    const answer = list(server, { continue: token });
    expect(said(answer).slice(0, 2)).toEqual([410, 'Expired']);
    expect(said(answer)[2]).toMatch(
      /^The provided continue parameter is too old to display a consistent list result\./,
    );
    expect(names(list(server, { continue: meta(answer).continue ?? '' }))).toEqual(['b', 'c']);
  });

  it.each([
    ['!', 'invalid continue token: continue key is not valid: illegal base64 data at input byte 0'],
    [
      btoa('{"v":"v0","rv":1,"start":"a"}').replaceAll('=', ''),
      'invalid continue token: continue key is not valid: server does not recognize this encoded version v0',
    ],
    [
      btoa('{"v":"meta.k8s.io/v1","start":"a"}').replaceAll('=', ''),
      'invalid continue token: continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
    ],
    [
      btoa('{"v":"meta.k8s.io/v1","rv":1}').replaceAll('=', ''),
      'invalid continue token: continue key is not valid: encoded start key empty (version meta.k8s.io/v1)',
    ],
  ])('a token that is none: %s', (token, message) => {
    expect(said(list(withMaps('a'), { continue: token }))).toEqual([400, 'BadRequest', message]);
  });

  it('a token takes no version', () => {
    const server = withMaps('a', 'b');
    const token = meta(list(server, { limit: '1' })).continue ?? '';
    expect(said(list(server, { continue: token, resourceVersion: '3' }))[2]).toBe(
      'specifying resource version is not allowed when using continue',
    );
  });

  it('a limit that is no number', () => {
    expect(said(list(aServer(), { limit: 'many' }))).toEqual([
      400,
      'BadRequest',
      'strconv.ParseInt: parsing "many": invalid syntax',
    ]);
  });
});

describe(`versions of lists (${VALIDATION})`, () => {
  const invalid = (detail: string) => [422, 'Invalid', `ListOptions.meta.k8s.io "" is invalid: ${detail}`];

  it.each([
    [
      { resourceVersionMatch: 'Exact' },
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ],
    [
      { resourceVersionMatch: 'Exact', resourceVersion: '0' },
      'resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    [
      { resourceVersionMatch: 'Newest', resourceVersion: '1' },
      'resourceVersionMatch: Unsupported value: "Newest": supported values: "Exact", "NotOlderThan", ""',
    ],
    [{ sendInitialEvents: 'true' }, 'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list'],
    [
      { watch: 'true', sendInitialEvents: 'true' },
      'resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ],
    [
      { watch: 'true', resourceVersionMatch: 'NotOlderThan' },
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    ],
  ])('%j', (query, detail) => {
    expect(said(list(aServer(), query as Query))).toEqual(invalid(detail));
  });

  it('a version that is no number', () => {
    expect(said(list(aServer(), { resourceVersion: 'new' }))).toEqual([
      422,
      'Invalid',
      'configmaps "" is invalid: resourceVersion: Invalid value: "new": strconv.ParseUint: parsing "new": invalid syntax',
    ]);
  });

  /** https://kubernetes.io/docs/reference/using-api/api-concepts/#unavailable-resource-versions */
  it.each([MAPS, `${MAPS}/a`])('a version that is yet to come, of %s', (path) => {
    const server = withMaps('a');
    const current = meta(list(server)).resourceVersion;
    const answer = server.ask('GET', path, { query: { resourceVersion: '9999' } });
    expect(answer.status).toBe(504);
    expect(answer.body).toMatchObject({
      reason: 'Timeout',
      message: `Timeout: Too large resource version: 9999, current: ${current}`,
      details: {
        causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
        retryAfterSeconds: 1,
      },
    });
  });

  it('exactly a version that is gone', () => {
    const server = withMaps('a');
    const { resourceVersion } = meta(list(server));
    make(server, 'b');
    expect(said(list(server, { resourceVersion, resourceVersionMatch: 'Exact' }))).toEqual([
      410,
      'Expired',
      'The resourceVersion for the provided list is too old.',
    ]);
    expect(names(list(server, { resourceVersion, resourceVersionMatch: 'NotOlderThan' }))).toEqual(['a', 'b']);
  });
});

describe('watches', () => {
  const open = (server: TestServer, query: Query, headers: Query = {}): ApiWatch => {
    const answer = server.handle({ method: 'GET', path: MAPS, query: { watch: 'true', ...query }, headers });
    if (!('watch' in answer)) throw new Error(JSON.stringify(answer.body));
    return answer.watch;
  };
  const events = (watch: ApiWatch) =>
    watch.drain().map(({ type, object }) => {
      const { metadata } = object as { metadata: { name?: string; resourceVersion?: string } };
      return metadata.name === undefined ? `${type} ${metadata.resourceVersion}` : `${type} ${metadata.name}`;
    });

  it('after a list, everything that happened since, in order and as it was', () => {
    const server = withMaps('a');
    open(server, {}).close();
    const { resourceVersion } = meta(list(server));
    make(server, 'b');
    server.ask('DELETE', `${MAPS}/a`);
    make(server, 'a');
    expect(events(open(server, { resourceVersion }))).toEqual(['ADDED b', 'DELETED a', 'ADDED a']);
  });

  /** https://kubernetes.io/docs/reference/using-api/api-concepts/#410-gone-responses */
  it('a version from before what is remembered ends with 410 as an event', () => {
    const server = withMaps('a', 'b');
    const { resourceVersion } = meta(list(server));
    server.ask('DELETE', `${MAPS}/a`);
    const watch = open(server, { resourceVersion });
    const [event] = watch.drain();
    expect(event).toMatchObject({
      type: 'ERROR',
      object: {
        kind: 'Status',
        reason: 'Expired',
        code: 410,
        message: expect.stringContaining('too old resource version'),
      },
    });
    expect(watch.ended?.()).toBe(true);
  });

  it('what leaves the selection is deleted as it was', () => {
    const server = aServer();
    make(server, 'a', { of: 'x' });
    const watch = open(server, { labelSelector: 'of=x' });
    watch.drain();
    server.ask('PATCH', `${MAPS}/a`, {
      body: { metadata: { labels: { of: 'y' } } },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    const { resourceVersion } = meta(list(server));
    expect(watch.drain()).toMatchObject([
      { type: 'DELETED', object: { metadata: { name: 'a', labels: { of: 'x' }, resourceVersion } } },
    ]);
  });

  /** https://kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks */
  it('a bookmark a minute, where one is allowed', () => {
    const server = withMaps('a');
    const { resourceVersion } = meta(list(server));
    const [marked, plain] = [
      open(server, { resourceVersion, allowWatchBookmarks: 'true' }),
      open(server, { resourceVersion }),
    ];
    setNow(server.cluster.state, 30_000);
    expect(events(marked)).toEqual([]);
    setNow(server.cluster.state, 61_000);
    expect(marked.drain()).toEqual([
      { type: 'BOOKMARK', object: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { resourceVersion } } },
    ]);
    expect(events(plain)).toEqual([]);
  });

  it('a watch without initial events begins now', () => {
    const server = withMaps('a');
    const query = { sendInitialEvents: 'false', resourceVersionMatch: 'NotOlderThan' };
    const watch = open(server, query);
    make(server, 'b');
    expect(events(watch)).toEqual(['ADDED b']);
  });

  it('the time that the client gives ends the stream', () => {
    const server = withMaps('a');
    const watch = open(server, { timeoutSeconds: '5' });
    expect([events(watch), watch.ended?.()]).toEqual([['ADDED a'], false]);
    setNow(server.cluster.state, 5_000);
    expect([events(watch), watch.ended?.()]).toEqual([[], true]);
  });

  it('metadata alone', () => {
    const accept = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
    const [event] = open(withMaps('a'), {}, { accept }).drain();
    expect(event?.object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
  });
});

describe('what a list shows', () => {
  it('metadata alone', () => {
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const answer = withMaps('a').ask('GET', MAPS, { headers: { accept } });
    expect(answer.body).toMatchObject({
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      items: [{ kind: 'PartialObjectMetadata', metadata: { name: 'a' } }],
    });
  });

  it.each([
    ['Metadata', 'PartialObjectMetadata'],
    ['Object', 'ConfigMap'],
    ['None', undefined],
  ])('rows with %s', (includeObject, kind) => {
    const accept = 'application/json;as=Table;g=meta.k8s.io;v=v1';
    const answer = withMaps('a').ask('GET', MAPS, { headers: { accept }, query: { includeObject } });
    const { rows } = answer.body as { rows: { object?: { kind: string } }[] };
    expect(rows[0]?.object?.kind).toBe(kind);
  });
});
