/** What a write says beside its object: field validation, dry runs, preconditions, formats. */
import { describe, expect, it } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../../lib/world/apiserver/request.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';
import { aManifest } from '../../builders/manifests.ts';

const MAPS = '/api/v1/namespaces/shop/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/shop/deployments';
const MERGE = { 'content-type': 'application/merge-patch+json' };

const said = ({ status, body }: ApiResponse) => [status, (body as { message?: string }).message];
const map = (metadata: object = {}, data: object = { a: '1' }) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'x', ...metadata },
  data,
});

function withMap(): TestServer {
  const server = aServer();
  server.ask('POST', MAPS, { body: map() });
  return server;
}

const metaOf = (answer: ApiResponse) =>
  (answer.body as { metadata: { uid: string; resourceVersion: string } }).metadata;

describe('field validation (https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation)', () => {
  const wrong = { ...aManifest('Deployment', 'x'), extra: 1 };

  it('Strict refuses what is unknown', () => {
    const answer = aServer().ask('POST', DEPLOYMENTS, { body: wrong, query: { fieldValidation: 'Strict' } });
    expect(said(answer)).toEqual([
      400,
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "extra"',
    ]);
  });

  it('Warn, which is the default, warns', () => {
    for (const query of [{}, { fieldValidation: 'Warn' }]) {
      const answer = aServer().ask('POST', DEPLOYMENTS, { body: wrong, query: query as Record<string, string> });
      expect([answer.status, answer.warnings]).toEqual([201, ['unknown field "extra"']]);
    }
  });

  it('Ignore says nothing', () => {
    const answer = aServer().ask('POST', DEPLOYMENTS, { body: wrong, query: { fieldValidation: 'Ignore' } });
    expect([answer.status, answer.warnings]).toEqual([201, []]);
  });

  /** https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/apis/meta/v1/validation/validation.go (ValidateFieldValidation) */
  it.each([
    ['POST', MAPS, 'CreateOptions'],
    ['PUT', `${MAPS}/x`, 'UpdateOptions'],
    ['PATCH', `${MAPS}/x`, 'PatchOptions'],
  ] as const)('%s: another word', (method, path, options) => {
    const answer = withMap().ask(method, path, { body: map(), headers: MERGE, query: { fieldValidation: 'Maybe' } });
    expect(said(answer)).toEqual([
      422,
      `${options}.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Maybe": supported values: "", "Ignore", "Strict", "Warn"`,
    ]);
  });
});

describe('dry runs (https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run)', () => {
  const requests: readonly [ApiRequest['method'], string, Partial<ApiRequest>, number][] = [
    ['POST', MAPS, { body: map({ name: 'y' }) }, 201],
    ['PUT', `${MAPS}/x`, { body: map({}, { a: '2' }) }, 200],
    ['PATCH', `${MAPS}/x`, { body: { data: { a: '2' } }, headers: MERGE }, 200],
    ['DELETE', `${MAPS}/x`, {}, 200],
    ['DELETE', MAPS, {}, 200],
  ];

  it.each(requests)('%s %s answers and leaves everything as it was', (method, path, rest, status) => {
    const server = withMap();
    const before = server.ask('GET', MAPS).body;
    expect(server.ask(method, path, { ...rest, query: { dryRun: 'All' } }).status).toBe(status);
    expect(server.ask('GET', MAPS).body).toEqual(before);
  });

  it('a delete says it in its body', () => {
    const server = withMap();
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', dryRun: ['All'] };
    expect(server.ask('DELETE', `${MAPS}/x`, { body }).status).toBe(200);
    expect(server.ask('GET', `${MAPS}/x`).status).toBe(200);
  });

  it.each([
    ['POST', MAPS, 'CreateOptions'],
    ['PATCH', `${MAPS}/x`, 'PatchOptions'],
    ['DELETE', `${MAPS}/x`, 'DeleteOptions'],
  ] as const)('%s: another word', (method, path, options) => {
    const answer = withMap().ask(method, path, { body: map(), headers: MERGE, query: { dryRun: 'Some' } });
    expect(said(answer)[0]).toBe(422);
    expect(said(answer)[1]).toContain(`${options}.meta.k8s.io "" is invalid: dryRun: Unsupported value: `);
  });
});

describe('delete options (https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/apis/meta/v1/validation/validation.go)', () => {
  const remove = (server: TestServer, options: object, query: Record<string, string> = {}) =>
    server.ask('DELETE', `${MAPS}/x`, { body: { kind: 'DeleteOptions', apiVersion: 'v1', ...options }, query });

  it('a policy that there is not', () => {
    expect(said(remove(withMap(), { propagationPolicy: 'Sideways' }))).toEqual([
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"',
    ]);
  });

  it('the old way and the new at once', () => {
    expect(said(remove(withMap(), { propagationPolicy: 'Background', orphanDependents: true }))).toEqual([
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Background": orphanDependents and deletionPropagation cannot be both set',
    ]);
  });

  it('a grace period that is no number', () => {
    expect(said(withMap().ask('DELETE', `${MAPS}/x`, { query: { gracePeriodSeconds: 'soon' } }))).toEqual([
      400,
      'strconv.ParseInt: parsing "soon": invalid syntax',
    ]);
  });

  it('preconditions', () => {
    const server = withMap();
    const { uid, resourceVersion } = metaOf(server.ask('GET', `${MAPS}/x`));
    const conflict = 'Operation cannot be fulfilled on configmaps "x": Precondition failed: ';
    expect(said(remove(server, { preconditions: { uid: 'other' } }))).toEqual([
      409,
      `${conflict}UID in precondition: other, UID in object meta: ${uid}`,
    ]);
    expect(said(remove(server, { preconditions: { resourceVersion: '1' } }))).toEqual([
      409,
      `${conflict}ResourceVersion in precondition: 1, ResourceVersion in object meta: ${resourceVersion}`,
    ]);
    expect(remove(server, { preconditions: { uid, resourceVersion } }).status).toBe(200);
  });
});

describe('formats', () => {
  /** https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/negotiation/errors.go */
  it.each(['POST', 'PUT'] as const)('%s of a body that the server does not read', (method) => {
    const path = method === 'POST' ? MAPS : `${MAPS}/x`;
    const answer = withMap().ask(method, path, { body: map(), headers: { 'content-type': 'text/xml' } });
    expect(said(answer)).toEqual([
      415,
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ]);
  });

  it('kind and version may be left out', () => {
    expect(aServer().ask('POST', MAPS, { body: { metadata: { name: 'x' } } }).status).toBe(201);
  });
});

describe('optimistic concurrency (https://kubernetes.io/docs/reference/using-api/api-concepts/#updates-to-existing-resources)', () => {
  it('an older version is refused, none is not', () => {
    const server = withMap();
    const { resourceVersion } = metaOf(server.ask('GET', `${MAPS}/x`));
    server.ask('PUT', `${MAPS}/x`, { body: map({}, { a: '2' }) });
    expect(said(server.ask('PUT', `${MAPS}/x`, { body: map({ resourceVersion }, { a: '3' }) }))).toEqual([
      409,
      'Operation cannot be fulfilled on configmaps "x": the object has been modified; please apply your changes to the latest version and try again',
    ]);
    expect(server.ask('PUT', `${MAPS}/x`, { body: map({}, { a: '3' }) }).status).toBe(200);
  });
});
