/**
 * A small API server made by hand: enough for kubectl's side of a conversation, and the same for the real binary when
 * its answers were recorded. It stores what it is given and decides nothing.
 */
import type { ApiAnswer, ApiRequest } from '../../../lib/world/apiserver/request.ts';

export type Value = string | number | boolean | null | undefined | Value[] | { [key: string]: Value };
export type Stored = { [key: string]: Value };

interface Served {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
}

const served = (name: string, kind: string, shortNames: string[] = [], categories: string[] = []): Served => ({
  name,
  kind,
  namespaced: kind !== 'Namespace' && kind !== 'Node',
  shortNames,
  categories,
});

const GROUPS: Readonly<Record<string, readonly Served[]>> = {
  v1: [
    served('configmaps', 'ConfigMap', ['cm']),
    served('endpoints', 'Endpoints', ['ep']),
    served('events', 'Event', ['ev']),
    served('namespaces', 'Namespace', ['ns']),
    served('nodes', 'Node', ['no']),
    served('pods', 'Pod', ['po'], ['all']),
    served('secrets', 'Secret'),
    served('serviceaccounts', 'ServiceAccount', ['sa']),
    served('services', 'Service', ['svc'], ['all']),
  ],
  'apps/v1': [
    served('daemonsets', 'DaemonSet', ['ds'], ['all']),
    served('deployments', 'Deployment', ['deploy'], ['all']),
    served('replicasets', 'ReplicaSet', ['rs'], ['all']),
    served('statefulsets', 'StatefulSet', ['sts'], ['all']),
  ],
  'batch/v1': [served('jobs', 'Job', [], ['all'])],
  'discovery.k8s.io/v1': [served('endpointslices', 'EndpointSlice')],
};

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

export function at(value: Value, ...path: string[]): Value {
  let here = value;
  for (const key of path)
    here = typeof here === 'object' && here !== null && !Array.isArray(here) ? here[key] : undefined;
  return here;
}

const metadataOf = (object: Stored): Stored => (object.metadata ?? {}) as Stored;

const groupOf = (groupVersion: string): string =>
  groupVersion.includes('/') ? (groupVersion.split('/')[0] ?? '') : '';

function discovery(groupVersion: string): Value {
  const resources = (GROUPS[groupVersion] ?? []).map(
    (one): Value => ({
      name: one.name,
      singularName: one.kind.toLowerCase(),
      kind: one.kind,
      namespaced: one.namespaced,
      shortNames: [...one.shortNames],
      categories: [...one.categories],
      verbs: [...VERBS],
    }),
  );
  const sub = (name: string, kind: string, extra: Stored = {}): Value => ({
    name,
    singularName: '',
    kind,
    namespaced: true,
    verbs: ['get'],
    ...extra,
  });
  if (groupVersion === 'v1')
    resources.push(sub('pods/eviction', 'Eviction', { group: 'policy', version: 'v1' }), sub('pods/log', 'Pod'));
  if (groupVersion === 'apps/v1')
    resources.push(sub('deployments/scale', 'Scale', { group: 'autoscaling', version: 'v1' }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function groupList(): Value {
  const groups = Object.keys(GROUPS)
    .filter((groupVersion) => groupVersion.includes('/'))
    .map((groupVersion): Value => {
      const version = { groupVersion, version: groupVersion.split('/')[1] ?? '' };
      return { name: groupOf(groupVersion), versions: [version], preferredVersion: version };
    });
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

/** Just enough OpenAPI for the real binary to trust the server's field validation. */
function openapi(groupVersion: string): Value {
  const prefix = groupVersion.includes('/') ? 'apis' : 'api';
  const paths = (GROUPS[groupVersion] ?? []).map(({ name, namespaced, kind }) => [
    `/${prefix}/${groupVersion}/${namespaced ? 'namespaces/{namespace}/' : ''}${name}/{name}`,
    {
      patch: {
        parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string', uniqueItems: true } }],
        responses: { '200': { description: 'OK' } },
        'x-kubernetes-group-version-kind': {
          group: groupOf(groupVersion),
          version: groupVersion.split('/').at(-1) ?? '',
          kind,
        },
      },
    },
  ]);
  return {
    openapi: '3.0.0',
    info: { title: 'K', version: 'v1' },
    paths: Object.fromEntries(paths),
    components: { schemas: {} },
  };
}

function openapiIndex(): Value {
  const entries = Object.keys(GROUPS).map((groupVersion) => {
    const path = `${groupVersion.includes('/') ? 'apis' : 'api'}/${groupVersion}`;
    return [path, { serverRelativeURL: `/openapi/v3/${path}` }];
  });
  return { paths: Object.fromEntries(entries) };
}

const answer = (status: number, body: unknown): ApiAnswer => ({
  status,
  headers: { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' },
  warnings: [],
  body,
});

const failure = (code: number, reason: string, message: string, details: Stored = {}): ApiAnswer =>
  answer(code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code });

function matches(object: Stored, labels: string, fields: string): boolean {
  const parts = (selector: string) => selector.split(',').filter(Boolean);
  const byLabel = parts(labels).every((part) => {
    const [key = '', value = ''] = part.split('=');
    return at(object, 'metadata', 'labels', key) === value;
  });
  const byField = parts(fields).every((part) => {
    const negative = part.includes('!=');
    const [key = '', value = ''] = part.split(negative ? '!=' : '=');
    return ((at(object, ...key.split('.')) ?? '') === value) !== negative;
  });
  return byLabel && byField;
}

function table(objects: readonly Stored[]): Value {
  const column = (name: string, priority: number, format = ''): Value => ({
    name,
    type: 'string',
    format,
    description: '',
    priority,
  });
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion: '100' },
    columnDefinitions: [column('Name', 0, 'name'), column('Age', 0), column('Extra', 1)],
    rows: objects.map((object) => ({
      cells: [at(object, 'metadata', 'name'), '5d', 'x'],
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
    })),
  };
}

interface Route {
  readonly groupVersion: string;
  readonly served: Served;
  readonly namespace: string;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

function findRoute(path: string): Route | undefined {
  const match =
    /^\/(?:api\/(v1)|apis\/([^/]+\/v\d+))(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
      path,
    );
  const groupVersion = match?.[1] ?? match?.[2] ?? '';
  const found = (GROUPS[groupVersion] ?? []).find((one) => one.name === match?.[4]);
  return (
    found && { groupVersion, served: found, namespace: match?.[3] ?? '', name: match?.[5], subresource: match?.[6] }
  );
}

export class RecordedServer {
  /** The body of the last PATCH, or the PUT of a scale. */
  lastPatch: unknown;
  readonly #objects = new Map<string, Stored>();
  #version = 100;

  constructor(objects: readonly Stored[]) {
    for (const object of objects) this.#store(structuredClone(object));
  }

  #key({ groupVersion, served: { name, namespaced }, namespace }: Route, object: string): string {
    return [groupVersion, name, namespaced ? namespace : '', object].join('|');
  }

  #store(object: Stored): Stored {
    const groupVersion = String(object.apiVersion);
    const kind = (GROUPS[groupVersion] ?? []).find((one) => one.kind === object.kind);
    if (!kind) throw new Error(`the fixture has an unknown kind: ${String(object.kind)}`);
    const given = metadataOf(object);
    const metadata: Stored = {
      ...given,
      uid: given.uid ?? `u-${String(given.name)}`,
      resourceVersion: given.resourceVersion ?? String(this.#version++),
      creationTimestamp: given.creationTimestamp ?? '2026-11-22T10:00:00Z',
      ...(kind.namespaced ? { namespace: given.namespace ?? 'default' } : {}),
    };
    const stored = { ...object, metadata };
    const route = {
      groupVersion,
      served: kind,
      namespace: String(metadata.namespace ?? ''),
      name: undefined,
      subresource: undefined,
    };
    this.#objects.set(this.#key(route, String(metadata.name)), stored);
    return stored;
  }

  request(request: ApiRequest): ApiAnswer {
    const { path } = request;
    const versions = /^\/(?:api|apis)\/((?:[^/]+\/)?v\d+)$/.exec(path)?.[1];
    const schemas = /^\/openapi\/v3\/apis?\/(.*)$/.exec(path)?.[1];
    if (path === '/version')
      return answer(200, {
        major: '1',
        minor: '35',
        gitVersion: 'v1.35.2-eks-ecaa3a6',
        gitCommit: 'fdc9',
        gitTreeState: 'clean',
        buildDate: '2026-02-26T20:05:34Z',
        goVersion: 'go1.25',
        compiler: 'gc',
        platform: 'linux/amd64',
      });
    if (path === '/api') return answer(200, { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
    if (path === '/apis') return answer(200, groupList());
    if (path === '/openapi/v3') return answer(200, openapiIndex());
    if (schemas !== undefined && GROUPS[schemas]) return answer(200, openapi(schemas));
    if (versions !== undefined && GROUPS[versions]) return answer(200, discovery(versions));
    const route = findRoute(path);
    if (!route) return failure(404, 'NotFound', 'the server could not find the requested resource');
    return route.name === undefined ? this.#collection(route, request) : this.#object(route, request);
  }

  #collection(route: Route, { method, query = {}, headers = {}, body }: ApiRequest): ApiAnswer {
    const { served: kind, groupVersion } = route;
    if (method === 'POST') return this.#create(route, body as Stored, query.dryRun !== undefined);
    const prefix = this.#key(route, '');
    const start = route.namespace === '' && kind.namespaced ? `${groupVersion}|${kind.name}|` : prefix;
    const objects = [...this.#objects]
      .filter(([key]) => key.startsWith(start))
      .map(([, object]) => object)
      .filter((object) => matches(object, query.labelSelector ?? '', query.fieldSelector ?? ''));
    if (headers.accept?.includes('as=Table')) return answer(200, table(objects));
    const items = objects.map(({ kind: _, apiVersion: __, ...item }) => item);
    return answer(200, {
      kind: `${kind.kind}List`,
      apiVersion: groupVersion,
      metadata: { resourceVersion: '100' },
      items,
    });
  }

  #create(route: Route, body: Stored, dryRun: boolean): ApiAnswer {
    const placed = {
      ...body,
      metadata: { ...metadataOf(body), ...(route.namespace === '' ? {} : { namespace: route.namespace }) },
    };
    const name = String(metadataOf(placed).name);
    if (this.#objects.has(this.#key(route, name)))
      return failure(409, 'AlreadyExists', `${route.served.name} "${name}" already exists`, {
        name,
        kind: route.served.name,
      });
    return answer(201, dryRun ? placed : this.#store(placed));
  }

  #object(route: Route, { method, query = {}, headers = {}, body }: ApiRequest): ApiAnswer {
    const { served: kind, groupVersion, subresource } = route;
    const name = route.name ?? '';
    const key = this.#key(route, name);
    const object = this.#objects.get(key);
    const group = groupOf(groupVersion);
    if (!object)
      return failure(404, 'NotFound', `${kind.name}${group === '' ? '' : `.${group}`} "${name}" not found`, {
        name,
        kind: kind.name,
      });
    if (subresource === 'log') return answer(200, `line one of ${name} ${JSON.stringify(query)}\nline two\n`);
    if (method !== 'GET' && method !== 'DELETE') this.lastPatch = body;
    if (subresource === 'scale') return answer(200, scaleOf(object));
    if (subresource !== undefined)
      return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
    if (method === 'DELETE') {
      this.#objects.delete(key);
      return answer(200, {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: { name, kind: kind.name, uid: metadataOf(object).uid },
      });
    }
    if (method === 'PATCH')
      return answer(200, { ...object, metadata: { ...metadataOf(object), resourceVersion: String(this.#version++) } });
    return answer(200, headers.accept?.includes('as=Table') ? table([object]) : object);
  }
}

function scaleOf(object: Stored): Value {
  const { name, namespace, uid, resourceVersion } = metadataOf(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion },
    spec: { replicas: at(object, 'spec', 'replicas') },
    status: { replicas: at(object, 'status', 'replicas') ?? 0 },
  };
}
