/**
 * How definitions, their objects and what these own come to an end, with the controllers of a cluster.
 * Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/controller/finalizer/crd_finalizer.go,
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
import { expect, test } from 'vitest';
import { World } from '../../../lib/world/world.ts';
import { CRON_TAB } from './crd-fixtures.ts';

const DEFINITION = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const TABS = '/apis/stable.example.com/v1/namespaces/default/crontabs';
const MAPS = '/api/v1/namespaces/default/configmaps';

interface Answer {
  readonly status: number;
  readonly body: { readonly metadata: { readonly uid: string } };
}

function open() {
  const world = new World({ seed: 7, epochMs: 1_767_323_045_000 });
  world.create('main', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } } as never);
  world.advance(5_000);
  const ask = (method: 'GET' | 'POST' | 'DELETE' | 'PATCH', path: string, body?: object): Answer => {
    const headers = method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {};
    const answer = world.request('main', { method, path, headers, ...(body ? { body } : {}) });
    world.advance(1_000);
    return answer as unknown as Answer;
  };
  expect(ask('POST', DEFINITION, CRON_TAB).status).toBe(201);
  const tab = (name: string, metadata: object = {}) =>
    ask('POST', TABS, {
      apiVersion: 'stable.example.com/v1',
      kind: 'CronTab',
      metadata: { name, ...metadata },
      spec: { cronSpec: '* * * * *' },
    });
  return { ask, tab };
}

test('what a custom object owns goes with it', () => {
  const { ask, tab } = open();
  const { uid } = tab('owner').body.metadata;
  const ownerReferences = [{ apiVersion: 'stable.example.com/v1', kind: 'CronTab', name: 'owner', uid }];
  ask('POST', MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owned', ownerReferences } });
  tab('also-owned', { ownerReferences });
  expect(ask('GET', `${MAPS}/owned`).status).toBe(200);
  ask('DELETE', `${TABS}/owner`);
  expect(ask('GET', `${MAPS}/owned`).status).toBe(404);
  expect(ask('GET', `${TABS}/also-owned`).status).toBe(404);
});

test('a definition goes when the last of its objects is gone', () => {
  const { ask, tab } = open();
  tab('free');
  tab('held', { finalizers: ['example.com/hold'] });
  ask('DELETE', `${DEFINITION}/crontabs.stable.example.com`);
  expect(ask('GET', `${TABS}/free`).status).toBe(404);
  expect(ask('GET', `${DEFINITION}/crontabs.stable.example.com`).status).toBe(200);
  ask('PATCH', `${TABS}/held`, { metadata: { finalizers: null } });
  expect(ask('GET', `${DEFINITION}/crontabs.stable.example.com`).status).toBe(404);
  expect(ask('GET', TABS).status).toBe(404);
});
