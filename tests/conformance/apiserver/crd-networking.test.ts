/** Kinds of networking projects, each with what its definition leans on. Sources stand at the definitions. */
import { beforeEach, describe, expect, test } from 'vitest';
import { aServer, aServerOn, type TestServer } from '../../builders/cluster.ts';
import { ALL_DEFINITIONS } from './crd-networking.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const MERGE = { 'content-type': 'application/merge-patch+json' };
let server: TestServer;

beforeEach(() => {
  server = aServer();
  for (const body of ALL_DEFINITIONS) expect(server.ask('POST', DEFINITIONS, { body })).toMatchObject({ status: 201 });
});

function make(path: string, kind: string, spec: object, metadata: object = {}) {
  const [, , group, version] = path.split('/');
  const body = { apiVersion: `${group}/${version}`, kind, metadata: { name: 'a', ...metadata }, spec };
  return server.ask('POST', path, { body });
}

const CLASSES = '/apis/gateway.networking.k8s.io/v1/gatewayclasses';
const GATEWAYS = '/apis/gateway.networking.k8s.io/v1/namespaces/shop/gateways';
const ROUTES = '/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes';
const BINDINGS = '/apis/elbv2.k8s.aws/v1beta1/namespaces/shop/targetgroupbindings';
const POLICIES = '/apis/cilium.io/v2/namespaces/shop/ciliumnetworkpolicies';

test('ENIConfig keeps fields that its definition does not name', () => {
  const made = make('/apis/crd.k8s.amazonaws.com/v1alpha1/eniconfigs', 'ENIConfig', {
    subnet: 'subnet-1',
    securityGroups: ['sg-1'],
  });
  expect(made).toMatchObject({
    status: 201,
    warnings: [],
    body: { spec: { subnet: 'subnet-1', securityGroups: ['sg-1'] } },
  });
});

describe('TargetGroupBinding', () => {
  const spec = { targetGroupARN: 'arn', serviceRef: { name: 'web', port: 80 } };

  test('takes a port by number or by name, and nothing else', () => {
    expect(make(BINDINGS, 'TargetGroupBinding', spec).status).toBe(201);
    const named = { ...spec, serviceRef: { name: 'web', port: 'http' } };
    expect(make(BINDINGS, 'TargetGroupBinding', named, { name: 'b' }).status).toBe(201);
    const wrong = { ...spec, serviceRef: { name: 'web', port: true } };
    expect(make(BINDINGS, 'TargetGroupBinding', wrong, { name: 'c' }).body).toMatchObject({
      message:
        'TargetGroupBinding.elbv2.k8s.aws "c" is invalid: spec.serviceRef.port: Invalid value: "boolean": spec.serviceRef.port in body must be of type integer,string: "boolean"',
    });
  });

  test('an unknown target type', () => {
    expect(make(BINDINGS, 'TargetGroupBinding', { ...spec, targetType: 'lambda' }).body).toMatchObject({
      message:
        'TargetGroupBinding.elbv2.k8s.aws "a" is invalid: spec.targetType: Unsupported value: "lambda": supported values: "instance", "ip"',
    });
  });

  test('status belongs to its subresource', () => {
    make(BINDINGS, 'TargetGroupBinding', spec);
    const body = { status: { observedGeneration: 3 } };
    expect(server.ask('PATCH', `${BINDINGS}/a`, { headers: MERGE, body }).body).not.toHaveProperty('status');
    expect(server.ask('PATCH', `${BINDINGS}/a/status`, { headers: MERGE, body }).body).toMatchObject({
      metadata: { generation: 1 },
      status: { observedGeneration: 3 },
    });
  });

  test('a field that is not known is dropped and warned of, or refused', () => {
    const loose = make(BINDINGS, 'TargetGroupBinding', { ...spec, colour: 'red' });
    expect(loose).toMatchObject({ status: 201, warnings: ['unknown field "spec.colour"'] });
    expect((loose.body as { spec: object }).spec).not.toHaveProperty('colour');
    const body = {
      apiVersion: 'elbv2.k8s.aws/v1beta1',
      kind: 'TargetGroupBinding',
      metadata: { name: 'b' },
      spec: { ...spec, colour: 1 },
    };
    const strict = server.ask('POST', BINDINGS, { body, query: { fieldValidation: 'Strict' } });
    expect(strict).toMatchObject({
      status: 400,
      body: {
        message:
          'TargetGroupBinding in version "v1beta1" cannot be handled as a TargetGroupBinding: strict decoding error: unknown field "spec.colour"',
      },
    });
  });
});

describe('Gateway API', () => {
  test('a class shows what its condition says, and keeps its controller', () => {
    expect(make(CLASSES, 'GatewayClass', { controllerName: 'example.com/lattice' }).status).toBe(201);
    const status = { status: { conditions: [{ type: 'Accepted', status: 'True' }] } };
    server.ask('PATCH', `${CLASSES}/a/status`, { headers: MERGE, body: status });
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    expect(server.ask('GET', CLASSES, { headers: { accept } }).body).toMatchObject({
      columnDefinitions: [{ name: 'Name' }, { name: 'Controller' }, { name: 'Accepted' }, { name: 'Age' }],
      rows: [{ cells: ['a', 'example.com/lattice', 'True', '0s'] }],
    });
    const changed = server.ask('PATCH', `${CLASSES}/a`, {
      headers: MERGE,
      body: { spec: { controllerName: 'other.io/x' } },
    });
    expect(changed).toMatchObject({
      status: 422,
      body: {
        message:
          'GatewayClass.gateway.networking.k8s.io "a" is invalid: spec.controllerName: Invalid value: "string": Value is immutable',
      },
    });
  });

  test('listeners are told apart by name, and HTTP has no tls', () => {
    const listener = { name: 'web', port: 80, protocol: 'HTTP' };
    const spec = { gatewayClassName: 'c', listeners: [listener, listener] };
    expect(make(GATEWAYS, 'Gateway', spec).body).toMatchObject({
      message: 'Gateway.gateway.networking.k8s.io "a" is invalid: spec.listeners[1]: Duplicate value: {"name":"web"}',
    });
    expect(make(GATEWAYS, 'Gateway', { ...spec, listeners: [{ ...listener, tls: {} }] }).body).toMatchObject({
      message:
        'Gateway.gateway.networking.k8s.io "a" is invalid: spec.listeners: Invalid value: "array": tls must not be specified for protocols [\'HTTP\']',
    });
  });

  test('a route has its defaults in either version', () => {
    const spec = { hostnames: ['a.example'], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] };
    make(ROUTES, 'HTTPRoute', spec);
    const older = server.ask('GET', `${ROUTES.replace('/v1/', '/v1beta1/')}/a`).body;
    const filled = [{ kind: 'Service', name: 'web', port: 80, weight: 1 }];
    expect(older).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      spec: { rules: [{ backendRefs: filled }] },
    });
    expect(
      make(ROUTES, 'HTTPRoute', { rules: [{ backendRefs: [{ name: 'web' }] }] }, { name: 'b' }).body,
    ).toMatchObject({
      message:
        'HTTPRoute.gateway.networking.k8s.io "b" is invalid: spec.rules[0].backendRefs[0]: Invalid value: "object": Must have port for Service reference',
    });
  });
});

test('two groups may share the name of a kind', () => {
  const istio = '/apis/networking.istio.io/v1/namespaces/shop/gateways';
  expect(make(istio, 'Gateway', { selector: { istio: 'ingressgateway' } }).status).toBe(201);
  expect(server.ask('GET', istio).body).toMatchObject({
    apiVersion: 'networking.istio.io/v1',
    items: [{ metadata: { name: 'a' } }],
  });
  expect(server.ask('GET', GATEWAYS).body).toMatchObject({ items: [] });
});

test('Cilium: one of two selectors', () => {
  expect(make(POLICIES, 'CiliumNetworkPolicy', { ingress: [] }).status).toBe(422);
  expect(make(POLICIES, 'CiliumNetworkPolicy', { endpointSelector: { matchLabels: { app: 'web' } } }).status).toBe(201);
});

test('server-side apply merges listeners by name and says who holds what', () => {
  const apply = (manager: string, listeners: object[]) =>
    server.ask('PATCH', `${GATEWAYS}/a`, {
      headers: { 'content-type': 'application/apply-patch+yaml' },
      query: { fieldManager: manager },
      body: {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { name: 'a' },
        spec: { gatewayClassName: 'c', listeners },
      },
    });
  expect(apply('one', [{ name: 'web', port: 80, protocol: 'HTTP' }]).status).toBe(201);
  expect(apply('two', [{ name: 'tls', port: 443, protocol: 'HTTPS' }]).body).toMatchObject({
    spec: { listeners: [{ name: 'web' }, { name: 'tls' }] },
  });
  expect(apply('two', [{ name: 'web', port: 81, protocol: 'HTTP' }])).toMatchObject({
    status: 409,
    body: { message: 'Apply failed with 1 conflict: conflict with "one": .spec.listeners[name="web"].port' },
  });
});

test('strategic merge patches are refused', () => {
  make(CLASSES, 'GatewayClass', { controllerName: 'example.com/lattice' });
  const headers = { 'content-type': 'application/strategic-merge-patch+json' };
  expect(server.ask('PATCH', `${CLASSES}/a`, { headers, body: {} })).toMatchObject({
    status: 415,
    body: { reason: 'UnsupportedMediaType' },
  });
});

test('a fork has the definitions of its origin, and its own', () => {
  const fork = aServerOn({ ...server.cluster, state: server.cluster.state.fork() });
  const body = JSON.parse(
    JSON.stringify(ALL_DEFINITIONS[0]).replaceAll('eniconfig', 'podeni').replaceAll('ENIConfig', 'PodENI'),
  );
  expect(fork.ask('POST', DEFINITIONS, { body }).status).toBe(201);
  expect(fork.ask('GET', '/apis/crd.k8s.amazonaws.com/v1alpha1/podenis').status).toBe(200);
  expect(server.ask('GET', '/apis/crd.k8s.amazonaws.com/v1alpha1/podenis').status).toBe(404);
});
