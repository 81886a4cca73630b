/** Who may do what: role-based access at the door, reviews, tokens. */
import { describe, expect, test } from 'vitest';
import { resolveToken } from '../../../lib/world/apiserver/authorization/token.ts';
import { setNow } from '../../../lib/world/sim/clock.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';

const FORBIDDEN =
  'https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/responsewriters/errors.go';
const RBAC = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/auth/authorizer/rbac/rbac.go';
const REVIEWS = 'https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access';
const TOKENS =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/serviceaccount/storage/token.go';

const GROUP = 'rbac.authorization.k8s.io';
const ci = { username: 'system:serviceaccount:shop:ci', groups: ['system:serviceaccounts', 'system:authenticated'] };
const reader = [{ apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] }];

function make(server: TestServer, kind: Parameters<typeof aManifest>[0], name: string, rest: Record<string, unknown>) {
  expect(server.ask('POST', collectionPath(kind), { body: aManifest(kind, name, rest) }).status).toBe(201);
}

/** `shop/ci` may read pods in `shop`. */
function granted(): TestServer {
  const server = aServer();
  make(server, 'ServiceAccount', 'ci', {});
  make(server, 'Role', 'reader', { rules: reader });
  make(server, 'RoleBinding', 'ci-reads', {
    roleRef: { apiGroup: GROUP, kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'ci', namespace: 'shop' }],
  });
  return server;
}

const says = (what: string) => `User "${ci.username}" cannot ${what}`;

describe(`the door (${FORBIDDEN}, ${RBAC})`, () => {
  const refusals: readonly (readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string, string])[] = [
    ['GET', '/api/v1/pods', `pods is forbidden: ${says('list resource "pods" in API group "" at the cluster scope')}`],
    [
      'GET',
      '/api/v1/namespaces/default/pods',
      `pods is forbidden: ${says('list resource "pods" in API group "" in the namespace "default"')}`,
    ],
    [
      'DELETE',
      '/api/v1/namespaces/shop/pods/web',
      `pods "web" is forbidden: ${says('delete resource "pods" in API group "" in the namespace "shop"')}`,
    ],
    [
      'DELETE',
      '/api/v1/namespaces/shop/pods',
      `pods is forbidden: ${says('deletecollection resource "pods" in API group "" in the namespace "shop"')}`,
    ],
    [
      'POST',
      '/api/v1/namespaces/shop/pods/web/exec',
      `pods "web" is forbidden: ${says('create resource "pods/exec" in API group "" in the namespace "shop"')}`,
    ],
    [
      'POST',
      '/apis/apps/v1/namespaces/shop/deployments',
      `deployments.apps is forbidden: ${says('create resource "deployments" in API group "apps" in the namespace "shop"')}`,
    ],
    [
      'PUT',
      '/apis/apps/v1/namespaces/shop/deployments/web/scale',
      `deployments.apps "web" is forbidden: ${says('update resource "deployments/scale" in API group "apps" in the namespace "shop"')}`,
    ],
    [
      'GET',
      '/api/v1/nodes/a',
      `nodes "a" is forbidden: ${says('get resource "nodes" in API group "" at the cluster scope')}`,
    ],
    ['GET', '/metrics', `forbidden: ${says('get path "/metrics"')}`],
  ];
  test.each(refusals)('%s %s', (method, path, message) => {
    expect(granted().ask(method, path, { principal: ci })).toMatchObject({
      status: 403,
      body: { kind: 'Status', reason: 'Forbidden', message, code: 403 },
    });
  });

  test.each([
    ['/api/v1/namespaces/shop/pods', 200],
    ['/api/v1/namespaces/shop/pods/nothing', 404],
    ['/api/v1/namespaces/shop/pods/nothing/log', 404],
  ])('%s is let through', (path, status) => {
    expect(granted().ask('GET', path, { principal: ci }).status).toBe(status);
  });

  test('a watch is a verb of its own', () => {
    const path = '/api/v1/namespaces/shop/pods';
    expect(granted().ask('GET', path, { principal: ci, query: { watch: 'true' } })).toMatchObject({
      status: 403,
      body: { message: `pods is forbidden: ${says('watch resource "pods" in API group "" in the namespace "shop"')}` },
    });
  });

  test('a missing role is named', () => {
    const server = granted();
    make(server, 'ClusterRoleBinding', 'gone', {
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: 'gone' },
      subjects: [{ kind: 'ServiceAccount', name: 'ci', namespace: 'shop' }],
    });
    expect(server.ask('GET', '/api/v1/nodes', { principal: ci }).body).toMatchObject({
      message: `nodes is forbidden: ${says('list resource "nodes" in API group "" at the cluster scope')}: RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found`,
    });
  });
});

function review(server: TestServer, kind: string, spec: object, principal = ci, namespace = ''): { status: object } {
  const group = kind === 'TokenReview' || kind === 'SelfSubjectReview' ? 'authentication' : 'authorization';
  const at = namespace ? `namespaces/${namespace}/` : '';
  const path = `/apis/${group}.k8s.io/v1/${at}${kind.toLowerCase()}s`;
  const admin = { username: 'system:admin', groups: ['system:masters', 'system:authenticated'] };
  make(server, 'ClusterRole', 'ask', {
    rules: [
      { apiGroups: [`${group}.k8s.io`], resources: [`${kind.toLowerCase()}s`], verbs: ['create'] },
      { nonResourceURLs: ['/healthz', '/logs/*'], verbs: ['get'] },
    ],
  });
  make(server, 'ClusterRoleBinding', 'ask', {
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: 'ask' },
    subjects: [{ kind: 'Group', name: 'system:authenticated', apiGroup: GROUP }],
  });
  const user = kind.startsWith('Self') ? principal : admin;
  const answer = server.ask('POST', path, { body: { spec }, principal: user });
  expect(answer.status).toBe(201);
  return answer.body as { status: object };
}

describe(`reviews (${REVIEWS})`, () => {
  const pods = { resource: 'pods', namespace: 'shop' };
  const WHY = 'RBAC: allowed by RoleBinding "ci-reads/shop" of Role "reader" to ServiceAccount "ci/shop"';
  const PATH = 'RBAC: allowed by ClusterRoleBinding "ask" of ClusterRole "ask" to Group "system:authenticated"';

  test.each([
    [{ resourceAttributes: { ...pods, verb: 'list' } }, { allowed: true, reason: WHY }],
    [{ resourceAttributes: { ...pods, verb: 'get', subresource: 'log' } }, { allowed: true, reason: WHY }],
    [{ resourceAttributes: { ...pods, verb: 'delete' } }, { allowed: false }],
    [{ resourceAttributes: { resource: 'pods', verb: 'list' } }, { allowed: false }],
    [{ nonResourceAttributes: { path: '/healthz', verb: 'get' } }, { allowed: true, reason: PATH }],
    [{ nonResourceAttributes: { path: '/logs/kubelet', verb: 'get' } }, { allowed: true, reason: PATH }],
    [{ nonResourceAttributes: { path: '/metrics', verb: 'get' } }, { allowed: false }],
  ])('SelfSubjectAccessReview %j', (spec, status) => {
    expect(review(granted(), 'SelfSubjectAccessReview', spec).status).toEqual(status);
  });

  test('SubjectAccessReview of another, and of a group', () => {
    const resourceAttributes = { ...pods, verb: 'list' };
    const asked = review(granted(), 'SubjectAccessReview', { user: ci.username, resourceAttributes });
    expect(asked.status).toEqual({ allowed: true, reason: WHY });
    expect(review(granted(), 'SubjectAccessReview', { user: 'jo', resourceAttributes }).status).toEqual({
      allowed: false,
    });
    const masters = { groups: ['system:masters'], resourceAttributes: { resource: 'nodes', verb: 'delete' } };
    expect(review(granted(), 'SubjectAccessReview', masters).status).toEqual({ allowed: true });
  });

  test('LocalSubjectAccessReview stays in its namespace', () => {
    const spec = { user: ci.username, resourceAttributes: { ...pods, verb: 'list' } };
    expect(review(granted(), 'LocalSubjectAccessReview', spec, ci, 'shop').status).toMatchObject({ allowed: true });
    const path = '/apis/authorization.k8s.io/v1/namespaces/default/localsubjectaccessreviews';
    expect(granted().ask('POST', path, { body: { spec } })).toMatchObject({
      status: 422,
      body: {
        message:
          'LocalSubjectAccessReview.authorization.k8s.io "" is invalid: spec.resourceAttributes.namespace: Invalid value: "shop": must match metadata.namespace',
      },
    });
  });

  test('SelfSubjectRulesReview lists what is granted', () => {
    expect(review(granted(), 'SelfSubjectRulesReview', { namespace: 'shop' }).status).toMatchObject({
      resourceRules: [{ resources: ['selfsubjectrulesreviews'] }, reader[0]],
      nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/logs/*'] }],
      incomplete: false,
    });
  });

  test('SelfSubjectReview', () => {
    expect(review(granted(), 'SelfSubjectReview', {}).status).toEqual({ userInfo: ci });
  });

  test('neither resource nor path', () => {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    expect(aServer().ask('POST', path, { body: { spec: {} } })).toMatchObject({
      status: 422,
      body: {
        message:
          'SelfSubjectAccessReview.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
      },
    });
  });

  test('a review is only ever created', () => {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    expect(aServer().ask('GET', path).status).toBe(405);
  });
});

describe(`tokens (${TOKENS})`, () => {
  const PATH = '/api/v1/namespaces/shop/serviceaccounts/ci/token';
  const PODS = '/api/v1/namespaces/shop/pods';

  function tokenOf(server: TestServer, spec: object = {}): string {
    const answer = server.ask('POST', PATH, { body: { spec } });
    expect(answer.status).toBe(201);
    return (answer.body as { status: { token: string } }).status.token;
  }

  test('names its account, and is the same wherever it is asked for', () => {
    const server = granted();
    const token = tokenOf(server);
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(tokenOf(granted())).toBe(token);
    const { user } = resolveToken(server.cluster, token) ?? {};
    expect(user).toMatchObject({
      username: 'system:serviceaccount:shop:ci',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
    });
  });

  test('lasts an hour unless another time is wished for', () => {
    const server = granted();
    expect(server.ask('POST', PATH, { body: {} }).body).toMatchObject({
      spec: { audiences: ['https://kubernetes.default.svc'], expirationSeconds: 3600 },
      status: { expirationTimestamp: '2026-01-02T04:04:05Z' },
    });
    const token = tokenOf(server);
    setNow(server.cluster.state, 3_600_000);
    expect(resolveToken(server.cluster, token)).toBeUndefined();
  });

  test('is worth nothing when changed, elsewhere, or when the account is another one', () => {
    const server = granted();
    const token = tokenOf(server);
    expect(resolveToken(server.cluster, `${token}x`)).toBeUndefined();
    expect(resolveToken(aServer(8).cluster, token)).toBeUndefined();
    expect(resolveToken(server.cluster, token, ['vault'])).toBeUndefined();
    expect(resolveToken(server.cluster, 'not a token')).toBeUndefined();
    server.client.delete('ServiceAccount', 'ci', 'shop');
    make(server, 'ServiceAccount', 'ci', {});
    expect(resolveToken(server.cluster, token)).toBeUndefined();
  });

  test('speaks for its account in a request, or for nobody', () => {
    const server = granted();
    const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
    const token = tokenOf(server);
    expect(server.ask('GET', PODS, as(token)).status).toBe(200);
    expect(server.ask('DELETE', PODS, as(token)).status).toBe(403);
    expect(server.ask('GET', PODS, as('nobody'))).toMatchObject({
      status: 401,
      body: { kind: 'Status', message: 'Unauthorized', reason: 'Unauthorized', code: 401 },
    });
    expect(server.ask('GET', PODS, { headers: { authorization: 'Basic eDp5' } }).status).toBe(401);
  });

  test('TokenReview', () => {
    const server = granted();
    const token = tokenOf(server);
    expect(review(server, 'TokenReview', { token }).status).toMatchObject({
      authenticated: true,
      user: { username: 'system:serviceaccount:shop:ci' },
      audiences: ['https://kubernetes.default.svc'],
    });
    expect(review(granted(), 'TokenReview', { token: 'x' }).status).toMatchObject({ error: 'invalid bearer token' });
  });
});
