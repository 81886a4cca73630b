/** https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-interface-definition */
import { describe, expect, it } from 'vitest';
import { listKinds } from '../../../lib/world/api/kinds.ts';
import { DEFINITION_KIND } from '../../../lib/world/apiserver/custom/definition.ts';
import { documentPath, modelName } from '../../../lib/world/apiserver/openapi/names.ts';
import { aServer } from '../../builders/cluster.ts';

interface Model {
  description?: string;
  type?: string;
  required?: string[];
  properties?: Record<string, Record<string, unknown>>;
  [extension: string]: unknown;
}
interface Document {
  paths: Record<string, Record<string, { parameters?: { name: string }[]; [extension: string]: unknown }>>;
  components: { schemas: Record<string, Model> };
}

const server = aServer();
const read = (path: string): unknown => server.ask('GET', path, { headers: { accept: 'application/json' } }).body;
const document = (path: string): Document => read(`/openapi/v3/${path}`) as Document;
const model = (path: string, name: string): Model => document(path).components.schemas[name] as Model;

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [inner as string] : references(inner)));
}

describe('OpenAPI 3', () => {
  it('the index names a document, with its hash, for each group s version', () => {
    const { paths } = read('/openapi/v3') as { paths: Record<string, { serverRelativeURL: string }> };
    const wanted = new Set([...listKinds(), DEFINITION_KIND].map(({ group, version }) => documentPath(group, version)));
    expect(Object.keys(paths)).toEqual([...wanted].sort());
    expect(paths['apis/apps/v1']?.serverRelativeURL).toMatch(/^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{64}$/);
  });

  const documents = [...new Set(listKinds().map(({ group, version }) => documentPath(group, version)))];

  it.each(documents)('%s refers to nothing that it lacks', (path) => {
    const whole = document(path);
    const there = new Set(Object.keys(whole.components.schemas).map((name) => `#/components/schemas/${name}`));
    expect([...new Set(references(whole))].filter((one) => !there.has(one))).toEqual([]);
  });

  it.each(listKinds().map((kind) => [kind.kind, kind] as const))(
    '%s has a model that says which kind it is',
    (_, kind) => {
      const { group, version } = kind;
      const found = model(documentPath(group, version), modelName(kind.schema));
      expect(found['x-kubernetes-group-version-kind']).toEqual([{ group, version, kind: kind.kind }]);
      expect(found.description).toBeTruthy();
    },
  );

  /** https://github.com/kubernetes/kubernetes/blob/v1.35.0/api/openapi-spec/v3/api__v1_openapi.json */
  it('lists say how they merge', () => {
    const { properties, required } = model('api/v1', 'io.k8s.api.core.v1.PodSpec');
    expect(required).toEqual(['containers']);
    expect(properties?.containers).toMatchObject({
      type: 'array',
      'x-kubernetes-list-map-keys': ['name'],
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-patch-merge-key': 'name',
      'x-kubernetes-patch-strategy': 'merge',
    });
    expect(properties?.tolerations).toMatchObject({ 'x-kubernetes-list-type': 'atomic' });
    expect(properties?.nodeSelector).toMatchObject({ 'x-kubernetes-map-type': 'atomic' });
    expect(model('api/v1', 'io.k8s.api.core.v1.ObjectFieldSelector')['x-kubernetes-map-type']).toBe('atomic');
  });

  it('a reference is wrapped, so that a description can stand beside it', () => {
    const { properties } = model('apis/apps/v1', 'io.k8s.api.apps.v1.DeploymentSpec');
    expect(properties?.template).toMatchObject({
      allOf: [{ $ref: '#/components/schemas/io.k8s.api.core.v1.PodTemplateSpec' }],
      default: {},
    });
  });

  /** https://github.com/kubernetes/kubectl/blob/v0.35.0 (QueryParamVerifierV3): how kubectl finds out what a server can do */
  it('a patch says that it takes dryRun and fieldValidation', () => {
    const { patch } = document('apis/apps/v1').paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'] ?? {};
    const names = patch?.parameters?.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['dryRun', 'fieldManager', 'fieldValidation', 'force']));
    expect(patch?.['x-kubernetes-group-version-kind']).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment' });
    expect(patch?.['x-kubernetes-action']).toBe('patch');
  });

  it('the same document comes out of the same work', () => {
    expect(document('apis/apps/v1')).toBe(document('apis/apps/v1'));
  });

  it('a version that is not served has none', () => {
    expect(server.ask('GET', '/openapi/v3/apis/apps/v2').status).toBe(404);
  });
});

describe('OpenAPI 2', () => {
  it('one document has all definitions', () => {
    const { swagger, definitions } = read('/openapi/v2') as { swagger: string; definitions: Record<string, Model> };
    expect(swagger).toBe('2.0');
    for (const { schema } of listKinds()) expect(Object.keys(definitions)).toContain(modelName(schema));
    expect(definitions['io.k8s.api.core.v1.Container']?.properties?.ports).toMatchObject({
      items: { $ref: '#/definitions/io.k8s.api.core.v1.ContainerPort' },
    });
  });

  /** https://github.com/kubernetes/kubernetes/blob/v1.35.0/api/openapi-spec/swagger.json */
  it('paths say what can be done with each kind, and refer to nothing that is not there', () => {
    type Operation = { parameters?: Record<string, unknown>[]; responses: object; consumes: string[] };
    const whole = read('/openapi/v2') as {
      paths: Record<string, Record<string, Operation & Record<string, unknown>>>;
      definitions: object;
    };
    const there = new Set(Object.keys(whole.definitions).map((name) => `#/definitions/${name}`));
    expect([...new Set(references(whole.paths))].filter((one) => !there.has(one))).toEqual([]);
    const one = whole.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'];
    expect(
      Object.fromEntries(['get', 'put', 'patch', 'delete'].map((verb) => [verb, one?.[verb]?.['x-kubernetes-action']])),
    ).toEqual({
      get: 'get',
      put: 'put',
      patch: 'patch',
      delete: 'delete',
    });
    expect(one?.patch?.['x-kubernetes-group-version-kind']).toEqual({
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
    });
    expect(one?.patch?.consumes).toContain('application/strategic-merge-patch+json');
    expect(one?.patch?.parameters).toContainEqual(
      expect.objectContaining({ name: 'dryRun', in: 'query', type: 'string' }),
    );
    expect(one?.put?.parameters).toContainEqual({
      name: 'body',
      in: 'body',
      required: true,
      schema: { $ref: '#/definitions/io.k8s.api.apps.v1.Deployment' },
    });
    const all = whole.paths['/api/v1/namespaces/{namespace}/pods'];
    expect([all?.get?.['x-kubernetes-action'], all?.post?.['x-kubernetes-action']]).toEqual(['list', 'post']);
    expect(all?.get?.responses).toMatchObject({
      200: { schema: { $ref: '#/definitions/io.k8s.api.core.v1.PodList' } },
    });
  });

  it('stays a small document that is made once', () => {
    expect(JSON.stringify(read('/openapi/v2')).length).toBeLessThan(3_000_000);
    expect(read('/openapi/v2')).toBe(read('/openapi/v2'));
  });

  it('protocol buffers alone are not to be had', () => {
    const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
    expect(server.ask('GET', '/openapi/v2', { headers: { accept } }).status).toBe(406);
  });
});

/** Source: https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/api/core/v1/types.go and its neighbours (types marked +enum) */
describe('the values that fields allow', () => {
  const LISTED = {
    'api/v1': {
      Container: { imagePullPolicy: 3, terminationMessagePolicy: 2 },
      ContainerPort: { protocol: 3 },
      EndpointPort: { protocol: 3 },
      EphemeralContainer: { imagePullPolicy: 3, terminationMessagePolicy: 2 },
      HTTPGetAction: { scheme: 2 },
      PodSpec: { dnsPolicy: 4, restartPolicy: 3 },
      ServicePort: { protocol: 3 },
      ServiceSpec: { externalTrafficPolicy: 2, internalTrafficPolicy: 2, sessionAffinity: 2, type: 4 },
      Taint: { effect: 3 },
      Toleration: { effect: 3 },
    },
    'apis/apps/v1': { DaemonSetUpdateStrategy: { type: 2 }, DeploymentStrategy: { type: 2 } },
    'apis/batch/v1': { CronJobSpec: { concurrencyPolicy: 3 } },
    'apis/discovery.k8s.io/v1': { EndpointSlice: { addressType: 3 } },
  } as const;

  it.each(Object.entries(LISTED))('of %s', (path, wanted) => {
    const { schemas } = document(path).components;
    for (const [kind, fields] of Object.entries(wanted)) {
      const [, found] = Object.entries(schemas).find(([name]) => name.endsWith(`.${kind}`)) ?? [];
      const listed = Object.entries(found?.properties ?? {}).filter(([, { enum: values }]) => values !== undefined);
      const counts = listed.map(([name, { enum: values }]) => [name, (values as unknown[]).length]);
      expect(Object.fromEntries(counts), kind).toEqual(fields);
    }
  });

  it('stand in order, and the description says what each means', () => {
    const type = model('api/v1', 'io.k8s.api.core.v1.ServiceSpec').properties?.type;
    expect(type?.enum).toEqual(['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']);
    expect(type?.description).toMatch(
      /\n\nPossible enum values:\n - `"ClusterIP"` means a service will only be accessible inside the cluster, via the cluster IP\.\n - /,
    );
    const restart = model('api/v1', 'io.k8s.api.core.v1.PodSpec').properties?.restartPolicy;
    expect(restart?.description).toMatch(/values:\n - `"Always"`\n - `"Never"`\n - `"OnFailure"`$/);
  });
});
