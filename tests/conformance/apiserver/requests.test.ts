/** Answers beside validation: codes, reasons and sentences. Source: k8s.io/apiserver and apimachinery v0.35.0, per case. */
import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../../../lib/world/apiserver/request.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';
import { aContainer, aPod } from '../../builders/objects.ts';

const PODS = collectionPath('Pod');
const ERRORS = 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/api/errors/errors.go';
const HANDLERS = 'https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/';
const SELECTORS = 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/labels/selector.go';
const CONVERSION = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/v1/conversion.go';
const LIFECYCLE =
  'https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/admission/plugin/namespace/lifecycle/admission.go';
const ACCOUNTS =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/serviceaccount/admission.go';
const POD_STRATEGY = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/strategy.go';
const KUBELET = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet_pods.go';

interface RefusalCase {
  readonly name: string;
  readonly ask: readonly [ApiRequest['method'], string, Partial<ApiRequest>?];
  readonly code: number;
  readonly reason: string;
  readonly says: string;
  readonly source: string;
}

const pod = (rest: object = {}) => ({ ...aManifest('Pod', 'web'), ...rest });
const metadata = (rest: object) => ({ name: 'web', namespace: 'shop', ...rest });
const merge = (body: object) => ({ headers: { 'content-type': 'application/merge-patch+json' }, body });
const where = (labelSelector: string) => ({ query: { labelSelector } });
const fields = (fieldSelector: string) => ({ query: { fieldSelector } });
const strict = { fieldValidation: 'Strict' };

/** Against a server with pods `web` (running on node-a, containers app and proxy), `idle` (unscheduled) and `pull`. */
const REFUSALS: readonly RefusalCase[] = [
  {
    name: 'nothing of that name',
    ask: ['GET', `${PODS}/nope`],
    code: 404,
    reason: 'NotFound',
    says: 'pods "nope" not found',
    source: ERRORS,
  },
  {
    name: 'a group is part of the name',
    ask: ['GET', `${collectionPath('Deployment')}/nope`],
    code: 404,
    reason: 'NotFound',
    says: 'deployments.apps "nope" not found',
    source: ERRORS,
  },
  {
    name: 'no such path',
    ask: ['GET', '/apis/example.com/v1/things'],
    code: 404,
    reason: 'NotFound',
    says: 'the server could not find the requested resource',
    source: ERRORS,
  },
  {
    name: 'no such plural',
    ask: ['GET', '/api/v1/namespaces/shop/poods'],
    code: 404,
    reason: 'NotFound',
    says: 'the server could not find the requested resource',
    source: ERRORS,
  },
  {
    name: 'no such subresource',
    ask: ['GET', `${PODS}/web/scale`],
    code: 404,
    reason: 'NotFound',
    says: 'the server could not find the requested resource',
    source: ERRORS,
  },
  {
    name: 'no such method',
    ask: ['PUT', PODS],
    code: 405,
    reason: 'MethodNotAllowed',
    says: 'the server does not allow this method on the requested resource',
    source: ERRORS,
  },
  {
    name: 'namespaces are not deleted together',
    ask: ['DELETE', '/api/v1/namespaces'],
    code: 405,
    reason: 'MethodNotAllowed',
    says: 'the server does not allow this method on the requested resource',
    source: ERRORS,
  },
  {
    name: 'already there',
    ask: ['POST', PODS, { body: pod() }],
    code: 409,
    reason: 'AlreadyExists',
    says: 'pods "web" already exists',
    source: ERRORS,
  },
  {
    name: 'no such namespace',
    ask: ['POST', '/api/v1/namespaces/nope/pods', { body: { ...pod(), metadata: { name: 'x' } } }],
    code: 404,
    reason: 'NotFound',
    says: 'namespaces "nope" not found',
    source: LIFECYCLE,
  },
  {
    name: 'two namespaces',
    ask: ['POST', PODS, { body: pod({ metadata: metadata({ namespace: 'other' }) }) }],
    code: 400,
    reason: 'BadRequest',
    says: 'the namespace of the provided object does not match the namespace sent on the request',
    source: `${HANDLERS}create.go`,
  },
  {
    name: 'two names',
    ask: ['PUT', `${PODS}/web`, { body: pod({ metadata: metadata({ name: 'other' }) }) }],
    code: 400,
    reason: 'BadRequest',
    says: 'the name of the object (other) does not match the name on the URL (web)',
    source: `${HANDLERS}rest.go`,
  },
  {
    name: 'two versions',
    ask: ['POST', PODS, { body: pod({ apiVersion: 'apps/v1' }) }],
    code: 400,
    reason: 'BadRequest',
    says: 'the API version in the data (apps/v1) does not match the expected API version (v1)',
    source: `${HANDLERS}create.go`,
  },
  {
    name: 'a version on create',
    ask: ['POST', PODS, { body: pod({ metadata: metadata({ name: 'x', resourceVersion: '5' }) }) }],
    code: 400,
    reason: 'BadRequest',
    says: 'resourceVersion should not be set on objects to be created',
    source: 'https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/storage/errors.go',
  },
  {
    name: 'an unknown field',
    ask: ['POST', PODS, { body: pod({ spec: { containers: [], foo: 1 } }), query: strict }],
    code: 400,
    reason: 'BadRequest',
    says: 'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.foo"',
    source: `${HANDLERS}rest.go`,
  },
  {
    name: 'a wrong type',
    ask: ['POST', collectionPath('Deployment'), { body: aManifest('Deployment', 'x', { spec: { replicas: 'two' } }) }],
    code: 400,
    reason: 'BadRequest',
    says: 'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    source: `${HANDLERS}rest.go`,
  },
  {
    name: 'an unknown field in a patch',
    ask: ['PATCH', `${collectionPath('ConfigMap')}/c`, { ...merge({ foo: 1 }), query: strict }],
    code: 422,
    reason: 'Invalid',
    says: 'strict decoding error: unknown field "foo"',
    source: `${HANDLERS}patch.go`,
  },
  {
    name: 'an unknown way to patch',
    ask: ['PATCH', `${PODS}/web`, { headers: { 'content-type': 'text/plain' }, body: {} }],
    code: 415,
    reason: 'UnsupportedMediaType',
    says: 'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml, application/strategic-merge-patch+json',
    source: `${HANDLERS}patch.go`,
  },
  {
    name: 'server-side apply',
    ask: ['PATCH', `${PODS}/web`, { headers: { 'content-type': 'application/apply-patch+yaml' }, body: {} }],
    code: 415,
    reason: 'UnsupportedMediaType',
    says: 'not modelled: server-side apply',
    source: 'ours',
  },
  {
    name: 'a JSON patch whose test fails',
    ask: [
      'PATCH',
      `${PODS}/web`,
      {
        headers: { 'content-type': 'application/json-patch+json' },
        body: [{ op: 'test', path: '/metadata/name', value: 'x' }] as unknown as object,
      },
    ],
    code: 422,
    reason: 'Invalid',
    says: 'the server rejected our request due to an error in our request',
    source: `${HANDLERS}patch.go`,
  },
  {
    name: 'a list that merges without its key',
    ask: [
      'PATCH',
      `${PODS}/web`,
      {
        headers: { 'content-type': 'application/strategic-merge-patch+json' },
        body: { spec: { containers: [{ image: 'x' }] } },
      },
    ],
    code: 400,
    reason: 'BadRequest',
    says: 'map: map[image:x] does not contain declared merge key: name',
    source: 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/strategicpatch/patch.go',
  },
  {
    name: 'a broken label selector',
    ask: ['GET', PODS, where('a b')],
    code: 400,
    reason: 'BadRequest',
    says: "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
    source: SELECTORS,
  },
  {
    name: 'an unfinished label selector',
    ask: ['GET', PODS, where('a=b,')],
    code: 400,
    reason: 'BadRequest',
    says: "found '', expected: identifier after ','",
    source: SELECTORS,
  },
  {
    name: 'a set without brackets',
    ask: ['GET', PODS, where('a in b')],
    code: 400,
    reason: 'BadRequest',
    says: "unable to parse requirement: found 'b' expected: '('",
    source: SELECTORS,
  },
  {
    name: 'a pod field that cannot be selected',
    ask: ['GET', PODS, fields('spec.foo=x')],
    code: 400,
    reason: 'BadRequest',
    says: 'field label not supported: spec.foo',
    source: CONVERSION,
  },
  {
    name: 'a field of another kind',
    ask: ['GET', collectionPath('Deployment'), fields('spec.replicas=1')],
    code: 400,
    reason: 'BadRequest',
    says: '"spec.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
    source: 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/runtime/conversion.go',
  },
  {
    name: 'a job field',
    ask: ['GET', collectionPath('Job'), fields('x=1')],
    code: 400,
    reason: 'BadRequest',
    says: 'field label "x" not supported for Job',
    source: 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/batch/v1/conversion.go',
  },
  {
    name: 'no comparison',
    ask: ['GET', PODS, fields('web')],
    code: 400,
    reason: 'BadRequest',
    says: "invalid selector: 'web'; can't understand 'web'",
    source: 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/fields/selector.go',
  },
  {
    name: 'the default namespace stays',
    ask: ['DELETE', '/api/v1/namespaces/default'],
    code: 403,
    reason: 'Forbidden',
    says: 'namespaces "default" is forbidden: this namespace may not be deleted',
    source: LIFECYCLE,
  },
  {
    name: 'no such account',
    ask: [
      'POST',
      PODS,
      {
        body: pod({
          metadata: metadata({ name: 'x' }),
          spec: { serviceAccountName: 'robot', containers: [{ name: 'a', image: 'b' }] },
        }),
      },
    ],
    code: 403,
    reason: 'Forbidden',
    says: 'pods "x" is forbidden: error looking up service account shop/robot: serviceaccount "robot" not found',
    source: ACCOUNTS,
  },
  {
    name: 'no such priority',
    ask: [
      'POST',
      PODS,
      {
        body: pod({
          metadata: metadata({ name: 'x' }),
          spec: { priorityClassName: 'high', containers: [{ name: 'a', image: 'b' }] },
        }),
      },
    ],
    code: 403,
    reason: 'Forbidden',
    says: 'pods "x" is forbidden: no PriorityClass with name high was found',
    source: 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/priority/admission.go',
  },
  {
    name: 'which container',
    ask: ['GET', `${PODS}/web/log`],
    code: 400,
    reason: 'BadRequest',
    says: 'a container name must be specified for pod web, choose one of: [app proxy]',
    source: POD_STRATEGY,
  },
  {
    name: 'no such container',
    ask: ['GET', `${PODS}/web/log`, { query: { container: 'db' } }],
    code: 400,
    reason: 'BadRequest',
    says: 'container db is not valid for pod web',
    source: POD_STRATEGY,
  },
  {
    name: 'no earlier container',
    ask: ['GET', `${PODS}/web/log`, { query: { container: 'app', previous: 'true' } }],
    code: 400,
    reason: 'BadRequest',
    says: 'previous terminated container "app" in pod "web" not found',
    source: KUBELET,
  },
  {
    name: 'no image yet',
    ask: ['GET', `${PODS}/pull/log`],
    code: 400,
    reason: 'BadRequest',
    says: 'container "app" in pod "pull" is waiting to start: trying and failing to pull image',
    source: KUBELET,
  },
  {
    name: 'exec where nothing runs',
    ask: ['POST', `${PODS}/pull/exec`, { query: { command: 'sh' } }],
    code: 500,
    reason: 'InternalError',
    says: 'container not found ("app")',
    source: 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet_pods.go',
  },
  {
    name: 'exec before a node is found',
    ask: ['POST', `${PODS}/idle/exec`, { query: { command: 'sh' } }],
    code: 400,
    reason: 'BadRequest',
    says: 'pod idle does not have a host assigned',
    source: POD_STRATEGY,
  },
  {
    name: 'bound already',
    ask: ['POST', `${PODS}/web/binding`, { body: { target: { name: 'node-b' } } }],
    code: 409,
    reason: 'Conflict',
    says: 'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "node-a"',
    source: 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/storage/storage.go',
  },
  {
    name: 'a token',
    ask: ['POST', '/api/v1/namespaces/shop/serviceaccounts/default/token', { body: {} }],
    code: 501,
    reason: 'NotImplemented',
    says: 'not modelled: serviceaccounts/token',
    source: 'ours',
  },
];

function furnished(): TestServer {
  const server = aServer();
  const web = aPod('web').inNamespace('shop').containing(aContainer('app'), aContainer('proxy'));
  server.load('Pod', web.onNode('node-a').running('10.0.1.7').build());
  server.load('Pod', aPod('idle').inNamespace('shop').build());
  const pulling = { name: 'app', image: '', imageID: '', ready: false, restartCount: 0 };
  server.load('Pod', {
    ...aPod('pull').inNamespace('shop').onNode('node-a').build(),
    status: { containerStatuses: [{ ...pulling, state: { waiting: { reason: 'ImagePullBackOff' } } }] },
  });
  server.load('ConfigMap', { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'c', namespace: 'shop' } });
  return server;
}

describe('refusals', () => {
  test.each(REFUSALS.map((one) => [one.name, one] as const))('%s', (_, { ask, code, reason, says }) => {
    const [method, path, rest = {}] = ask;
    const { status, body } = furnished().ask(method, path, rest);
    expect(body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason });
    expect(status).toBe(code);
    const { message } = body as { message: string };
    if (code === 422 && says.startsWith('strict')) expect(message).toContain(says);
    else expect(message).toBe(says);
  });

  test('a terminating namespace takes nothing new', () => {
    const server = aServer();
    expect(server.ask('DELETE', '/api/v1/namespaces/shop')).toMatchObject({
      body: { status: { phase: 'Terminating' } },
    });
    const { body } = server.ask('POST', collectionPath('ConfigMap'), { body: aManifest('ConfigMap', 'x') });
    const cause = {
      reason: 'NamespaceTerminating',
      message: 'namespace shop is being terminated',
      field: 'metadata.namespace',
    };
    expect(body).toMatchObject({
      code: 403,
      message:
        'configmaps "x" is forbidden: unable to create new content in namespace shop because it is being terminated',
      details: { causes: [cause] },
    });
  });
});

describe(`label and field selectors (${SELECTORS})`, () => {
  const labelled = () => {
    const server = aServer();
    const all = { a: { app: 'web', tier: 'front' }, b: { app: 'web' }, c: { app: 'db', weight: '5' }, d: {} };
    for (const [name, labels] of Object.entries(all)) {
      const pod = aPod(name).inNamespace('shop').labelled(labels).build();
      server.load('Pod', name === 'a' ? { ...pod, status: { phase: 'Running' } } : pod);
    }
    return server;
  };
  test.each([
    ['app=web', 'ab'],
    ['app==web', 'ab'],
    ['app!=web', 'cd'],
    ['app', 'abc'],
    ['!app', 'd'],
    ['app in (web, db)', 'abc'],
    ['app notin (web)', 'cd'],
    ['app=web,tier', 'a'],
    ['app=web,!tier', 'b'],
    ['weight>4', 'c'],
    ['weight<5', ''],
    ['', 'abcd'],
  ])('%s', (labelSelector, expected) => {
    const { body } = labelled().ask('GET', PODS, { query: { labelSelector } });
    const { items } = body as { items: { metadata: { name: string } }[] };
    expect(items.map(({ metadata: { name } }) => name).join('')).toBe(expected);
  });

  test.each([
    ['metadata.name=b', 'b'],
    ['metadata.name!=b', 'acd'],
    ['status.phase=Running', 'a'],
    ['status.phase!=Running,metadata.namespace=shop', 'bcd'],
    ['spec.nodeName=', 'abcd'],
  ])('%s', (fieldSelector, expected) => {
    const { body } = labelled().ask('GET', PODS, { query: { fieldSelector } });
    const { items } = body as { items: { metadata: { name: string } }[] };
    expect(items.map(({ metadata: { name } }) => name).join('')).toBe(expected);
  });

  test('a list comes in pages', () => {
    const server = labelled();
    const first = server.ask('GET', PODS, { query: { limit: '3' } }).body as {
      items: object[];
      metadata: { continue: string };
    };
    expect(first).toMatchObject({ metadata: { remainingItemCount: 1 } });
    expect(first.items).toHaveLength(3);
    const rest = server.ask('GET', PODS, { query: { limit: '3', continue: first.metadata.continue } });
    expect(rest.body).toMatchObject({ items: [{ metadata: { name: 'd' } }] });
    const bad = server.ask('GET', PODS, { query: { continue: 'x' } });
    expect(bad).toMatchObject({
      status: 410,
      body: { reason: 'Expired', message: 'The provided continue parameter is too old or not valid.' },
    });
  });
});

describe('warnings', () => {
  const DEPRECATED = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';
  test('Endpoints are deprecated, however one asks (KEP-4974)', () => {
    const server = aServer();
    const path = collectionPath('Endpoints');
    expect(server.ask('GET', path).warnings).toEqual([DEPRECATED]);
    expect(server.ask('POST', path, { body: aManifest('Endpoints', 'x') }).warnings).toEqual([DEPRECATED]);
  });

  test('a field without effect here is named when it first stands there', () => {
    const server = aServer();
    const path = collectionPath('Service');
    const body = aManifest('Service', 'x', { spec: { ports: [{ port: 80 }], externalIPs: ['192.0.2.1'] } });
    const { warnings } = server.ask('POST', path, { body });
    const patch = {
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { metadata: { labels: { a: 'b' } } },
    };
    for (const warning of warnings) expect(warning).toMatch(/^not modelled: .+ has no effect here$/);
    expect(server.ask('PATCH', `${path}/x`, patch).warnings).toEqual([]);
  });

  test('an unknown field, as strictly as one asks', () => {
    const body = aManifest('ConfigMap', 'x', { dada: {} });
    const ask = (fieldValidation: string) =>
      aServer().ask('POST', collectionPath('ConfigMap'), { body, query: { fieldValidation } });
    expect(ask('Strict').status).toBe(400);
    expect(ask('Warn')).toMatchObject({ status: 201, warnings: ['unknown field "dada"'] });
    expect(ask('Ignore')).toMatchObject({ status: 201, warnings: [] });
  });

  test('ports and variables said twice', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 80 }];
    const env = [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ];
    const body = aManifest('Pod', 'x', { spec: { containers: [{ name: 'app', image: 'x', ports, env }] } });
    expect(aServer().ask('POST', PODS, { body }).warnings).toEqual([
      'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
      'spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]',
    ]);
  });
});

describe('paths without resources', () => {
  test.each([
    ['/version', { major: '1', minor: '35' }],
    ['/api', { kind: 'APIVersions', versions: ['v1'] }],
    ['/apis', { kind: 'APIGroupList' }],
    ['/apis/apps', { kind: 'APIGroup', name: 'apps' }],
    ['/apis/apps/v1', { kind: 'APIResourceList', groupVersion: 'apps/v1' }],
  ])('%s', (path, body) => expect(aServer().ask('GET', path)).toMatchObject({ status: 200, body }));

  test.each(['/healthz', '/livez', '/readyz'])('%s', (path) => {
    expect(aServer().ask('GET', path)).toMatchObject({ status: 200, body: 'ok' });
  });

  test('openapi is not there yet', () => {
    expect(aServer().ask('GET', '/openapi/v2')).toMatchObject({
      status: 404,
      body: { kind: 'Status', reason: 'NotFound' },
    });
  });
});

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
    const late = server.handle({
      method: 'GET',
      path: PODS,
      query: { watch: 'true', resourceVersion: metadata.resourceVersion },
    });
    expect(late).toMatchObject({ status: 410, body: { reason: 'Expired' } });
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
    const events = open(furnished(), { sendInitialEvents: 'true', allowWatchBookmarks: 'true' }).drain();
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
