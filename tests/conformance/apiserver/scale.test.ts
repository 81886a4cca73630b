/** The scale of a workload: patches of each type, and who owns the number afterwards. */
import { describe, expect, test } from 'vitest';
import type { TestServer } from '../../builders/cluster.ts';
import { collectionPath } from '../../builders/manifests.ts';
import { made } from './single-object.ts';

const HANDLER = 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/managedfields/scalehandler.go';
const STORAGE = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/apps/deployment/storage/storage.go';

const WEB = `${collectionPath('Deployment')}/x`;

function send(server: TestServer, type: string, body: unknown, query: Record<string, string> = {}) {
  const headers = { 'content-type': `application/${type}` };
  return server.ask('PATCH', `${WEB}/scale`, { headers, query, body });
}

function apply(server: TestServer, fieldManager: string, replicas?: number, query: Record<string, string> = {}) {
  const spec = replicas === undefined ? {} : { replicas };
  const body = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'x' }, spec };
  return send(server, 'apply-patch+yaml', body, { fieldManager, ...query });
}

interface Entry {
  readonly manager: string;
  readonly operation: string;
  readonly apiVersion: string;
  readonly subresource?: string;
  readonly fieldsV1: { readonly 'f:spec'?: Record<string, unknown> };
}

interface Read {
  readonly metadata: { readonly managedFields: readonly Entry[] };
  readonly spec: { readonly replicas: number };
}

function read(server: TestServer): Read {
  return server.ask('GET', WEB).body as Read;
}

/** The managers that own the number. */
function owners(server: TestServer): string[] {
  return read(server)
    .metadata.managedFields.filter(({ fieldsV1 }) => fieldsV1['f:spec']?.['f:replicas'])
    .map(({ manager, operation, apiVersion, subresource }) =>
      [manager, operation, apiVersion, subresource].filter(Boolean).join(' '),
    );
}

describe('patches of a scale', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['json-patch+json', [{ op: 'replace', path: '/spec/replicas', value: 4 }]],
    ['merge-patch+json', { spec: { replicas: 4 } }],
    ['strategic-merge-patch+json', { spec: { replicas: 4 } }],
  ];
  test.each(cases)(`%s: ${STORAGE}`, (type, body) => {
    const server = made('Deployment');
    const answer = send(server, type, body, { fieldManager: 'me' });
    expect(answer).toMatchObject({ status: 200, body: { kind: 'Scale', spec: { replicas: 4 } } });
    expect(read(server).spec.replicas).toBe(4);
    expect(owners(server)).toEqual(['me Update apps/v1 scale']);
  });

  test(`of less than none: ${STORAGE}`, () => {
    const answer = send(made('Deployment'), 'merge-patch+json', { spec: { replicas: -1 } });
    expect(answer.body).toMatchObject({
      code: 422,
      message: 'Scale.autoscaling "x" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    });
  });
});

describe('server-side apply of a scale', () => {
  test(`the manager owns the number of the workload, as of its scale: ${HANDLER}`, () => {
    const server = made('Deployment');
    const answer = apply(server, 'scaler', 3, { force: 'true' });
    expect(answer).toMatchObject({ status: 200, body: { kind: 'Scale', spec: { replicas: 3 } } });
    expect(read(server).spec.replicas).toBe(3);
    expect(owners(server)).toEqual(['scaler Apply apps/v1 scale']);
  });

  test(`a number that another wrote is a conflict, in the version that the scale shows: ${HANDLER}`, () => {
    const server = made('Deployment');
    send(server, 'merge-patch+json', { spec: { replicas: 4 } }, { fieldManager: 'me' });
    const answer = apply(server, 'scaler', 3);
    expect(answer.body).toMatchObject({
      code: 409,
      message:
        'Apply failed with 1 conflict: conflict with "me" with subresource "scale" using autoscaling/v1: .spec.replicas',
    });
    expect(read(server).spec.replicas).toBe(4);
  });

  test(`two that apply the same number share it: ${HANDLER}`, () => {
    const server = made('Deployment');
    apply(server, 'one', 3, { force: 'true' });
    expect(apply(server, 'two', 3).status).toBe(200);
    expect(owners(server)).toEqual(['one Apply apps/v1 scale', 'two Apply apps/v1 scale']);
  });

  test('a configuration of another type', () => {
    const body = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec: { replicas: 1 } };
    const answer = send(made('Deployment'), 'apply-patch+yaml', body, { fieldManager: 'me' });
    expect(answer.body).toMatchObject({ code: 400, message: 'invalid object type: apps/v1, Kind=Deployment' });
  });

  test('a field that no scale has', () => {
    const body = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'x' }, spec: { paused: true } };
    const answer = send(made('Deployment'), 'apply-patch+yaml', body, { fieldManager: 'me' });
    expect(answer.body).toMatchObject({
      code: 500,
      message:
        'failed to create typed patch object (/x; autoscaling/v1, Kind=Scale): .spec.paused: field not declared in schema',
    });
  });
});
