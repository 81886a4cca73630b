/** Logs, exec and watches. */
import { describe, expect, test } from 'vitest';
import { bootstrapCluster } from '../../../lib/world/controlplane/bootstrap.ts';
import { World } from '../../../lib/world/world.ts';
import type { TestServer } from '../../builders/cluster.ts';
import { collectionPath } from '../../builders/manifests.ts';
import { furnished } from './furnished.ts';

const PODS = collectionPath('Pod');

describe('logs and exec', () => {
  test('the newest lines, their times, what is new', () => {
    const server = furnished();
    const table = server.cluster.state.table<readonly object[]>('main/logs');
    const lines = ['one', 'two', 'three'].map((text, index) => ({ atMs: index * 1000, text }));
    table.set('shop/web/app', lines);
    const path = `${PODS}/web/log`;
    const ask = (query: Record<string, string>) =>
      server.ask('GET', path, { query: { container: 'app', ...query } }).body;
    expect(ask({})).toBe('one\ntwo\nthree\n');
    expect(ask({ tailLines: '1', timestamps: 'true' })).toBe('2026-01-02T03:04:07.000000000Z three\n');
    expect(ask({ limitBytes: '5' })).toBe('one\nt');
    const answer = server.handle({ method: 'GET', path, query: { container: 'app', follow: 'true', tailLines: '1' } });
    if (!('watch' in answer)) throw new Error('no stream');
    expect(answer.watch.drain()).toEqual([{ type: 'ADDED', object: 'three\n' }]);
    table.set('shop/web/app', [...lines, { atMs: 9000, text: 'four' }]);
    expect(answer.watch.drain()).toEqual([{ type: 'ADDED', object: 'four\n' }]);
    expect(answer.watch.drain()).toEqual([]);
  });

  test('exec says where it may run', () => {
    const query = { container: 'proxy', command: 'sh' };
    expect(furnished().ask('POST', `${PODS}/web/exec`, { query })).toMatchObject({
      status: 101,
      body: { pod: 'web', container: 'proxy', command: ['sh'] },
    });
  });
});

describe('watches', () => {
  const open = (server: TestServer, query: Record<string, string>) => {
    const answer = server.handle({ method: 'GET', path: PODS, query: { watch: 'true', ...query } });
    if (!('watch' in answer)) throw new Error(JSON.stringify(answer.body));
    return answer.watch;
  };
  const said = (events: readonly { type: string; object: unknown }[]) =>
    events.map(({ type, object }) => `${type} ${(object as { metadata: { name?: string } }).metadata.name}`);

  test('begin with what there is, or after a version', () => {
    const server = furnished();
    expect(said(open(server, {}).drain())).toEqual(['ADDED idle', 'ADDED pull', 'ADDED web']);
    const { metadata } = server.ask('GET', PODS).body as { metadata: { resourceVersion: string } };
    const watch = open(server, { resourceVersion: metadata.resourceVersion });
    expect(watch.drain()).toEqual([]);
    server.client.delete('Pod', 'idle', 'shop');
    expect(said(watch.drain())).toEqual(['DELETED idle']);
    const late = open(server, { resourceVersion: metadata.resourceVersion });
    expect(said(late.drain())).toEqual(['DELETED idle']);
  });

  test('an object that leaves the selection is deleted to that watch', () => {
    const server = furnished();
    const watch = open(server, { labelSelector: 'a=b' });
    const label = (value: string | null) =>
      server.ask('PATCH', `${PODS}/web`, {
        headers: { 'content-type': 'application/merge-patch+json' },
        body: { metadata: { labels: { a: value } } },
      });
    label('b');
    label('c');
    expect(said(watch.drain())).toEqual(['ADDED web', 'DELETED web']);
  });

  test('a bookmark ends the initial events when asked (KEP-3157)', () => {
    const query = { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true' };
    const events = open(furnished(), query).drain();
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'ADDED', 'ADDED', 'BOOKMARK']);
    expect(events.at(-1)?.object).toMatchObject({
      kind: 'Pod',
      metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
    });
  });

  test('as tables: columns once', () => {
    const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
    const answer = furnished().handle({ method: 'GET', path: PODS, query: { watch: 'true' }, headers });
    const events = 'watch' in answer ? answer.watch.drain() : [];
    const columns = events.map(({ object }) => (object as { columnDefinitions: object[] | null }).columnDefinitions);
    expect(columns[0]).toHaveLength(9);
    expect(columns.slice(1)).toEqual([null, null]);
  });
});

/** Sources: https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (--event-ttl), https://kubernetes.io/docs/concepts/architecture/leases/ */
describe('watches of what changes without a write', () => {
  const said = (events: readonly { type: string; object: unknown }[]) =>
    events.map(({ type, object }) => `${type} ${(object as { metadata: { name?: string } }).metadata.name}`);
  const watch = (world: World, path: string) => {
    const answer = world.request('main', { method: 'GET', path, query: { watch: 'true' } });
    if (!('watch' in answer)) throw new Error('no stream');
    return answer.watch;
  };

  test('an event ends an hour after it was written, to a watch too', () => {
    const world = new World({ seed: 1, epochMs: 0 });
    world.create('main', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    const place = { namespace: 'shop', name: 'said' };
    const involvedObject = { kind: 'Pod', name: 'web', namespace: 'shop' };
    const times = { firstTimestamp: '1970-01-01T00:00:00Z', lastTimestamp: '1970-01-01T00:00:00Z' };
    const event = { apiVersion: 'v1', kind: 'Event', metadata: place, involvedObject, type: 'Normal', ...times };
    world.create('main', event);
    const events = watch(world, '/api/v1/namespaces/shop/events');
    expect(said(events.drain())).toEqual(['ADDED said']);
    world.advance(3_500_000);
    expect(events.drain()).toEqual([]);
    world.advance(200_000);
    expect(said(events.drain())).toEqual(['DELETED said']);
    expect(events.drain()).toEqual([]);
  });

  test('the lease of a node is renewed every ten seconds', () => {
    const world = new World({ seed: 1, epochMs: 0 });
    for (const manifest of bootstrapCluster()) world.create('main', manifest);
    world.settle(600_000);
    const leases = watch(world, '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases');
    const names = leases.drain().map(({ object }) => (object as { metadata: { name: string } }).metadata.name);
    expect(leases.drain()).toEqual([]);
    world.advance(10_000);
    const renewed = leases.drain();
    expect(said(renewed)).toEqual(names.map((name) => `MODIFIED ${name}`));
    const moments = renewed.map(({ object }) => Date.parse((object as { spec: { renewTime: string } }).spec.renewTime));
    expect(moments.every((moment) => world.nowMs() - moment <= 10_000)).toBe(true);
  });
});
