/**
 * Server-side apply as its page documents it: https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
import { describe, expect, it } from 'vitest';
import type { ApiResponse } from '../../../lib/world/apiserver/request.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/shop/deployments';
const MAPS = '/api/v1/namespaces/shop/configmaps';
const APPLY = 'application/apply-patch+yaml';

type Json = Record<string, unknown>;
interface Entry {
  manager: string;
  operation: string;
  fieldsV1: Json;
  subresource?: string;
}

function map(data: Record<string, string>, metadata: Json = {}): Json {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', ...metadata }, data };
}

function deployment(spec: Json = {}, container: Json = { image: 'nginx:1.27' }): Json {
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', ...container }] },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, template, ...spec },
  };
}

function apply(server: TestServer, path: string, body: Json, fieldManager: string, query: Json = {}): ApiResponse {
  const rest = { fieldManager, ...query } as Record<string, string>;
  return server.ask('PATCH', path, { body, query: rest, headers: { 'content-type': APPLY } });
}

function entries(answer: ApiResponse): Entry[] {
  return (answer.body as { metadata: { managedFields: Entry[] } }).metadata.managedFields;
}

function managers(answer: ApiResponse): string[] {
  return entries(answer).map(({ manager, operation }) => `${manager} ${operation}`);
}

function fields(answer: ApiResponse, manager: string): Json | undefined {
  return entries(answer).find((entry) => entry.manager === manager)?.fieldsV1;
}

const message = (answer: ApiResponse): string => (answer.body as { message: string }).message;
const dataOf = (answer: ApiResponse): unknown => (answer.body as { data: unknown }).data;

describe('field management', () => {
  /** https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management */
  it('an applied ConfigMap is owned field by field', () => {
    const server = aServer();
    const body = map({ key: 'some value' }, { labels: { 'test-label': 'test' } });
    const answer = apply(server, `${MAPS}/settings`, body, 'kubectl');
    expect(answer.status).toBe(201);
    expect(entries(answer)).toEqual([
      {
        manager: 'kubectl',
        operation: 'Apply',
        apiVersion: 'v1',
        time: '2026-01-02T03:04:05Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:metadata': { 'f:labels': { 'f:test-label': {} } }, 'f:data': { 'f:key': {} } },
      },
    ]);
    expect(Object.keys(fields(answer, 'kubectl') as Json)).toEqual(['f:data', 'f:metadata']);
  });

  it('a created ConfigMap is owned by its creator, maps themselves included', () => {
    const server = aServer();
    const body = map({ key: 'some value' }, { labels: { 'test-label': 'test' } });
    const answer = server.ask('POST', MAPS, { body, query: { fieldManager: 'kubectl-create' } });
    expect(managers(answer)).toEqual(['kubectl-create Update']);
    expect(fields(answer, 'kubectl-create')).toEqual({
      'f:data': { '.': {}, 'f:key': {} },
      'f:metadata': { 'f:labels': { '.': {}, 'f:test-label': {} } },
    });
  });

  it('without fieldManager the first word of the user agent is the manager', () => {
    const server = aServer();
    const headers = { 'user-agent': 'helm/v3.19.0 (linux/amd64)' };
    expect(managers(server.ask('POST', MAPS, { body: map({ a: '1' }), headers }))).toEqual(['helm Update']);
  });

  it('a Deployment of client-side apply shows the sets that everybody knows', () => {
    const server = aServer();
    const body = deployment({ replicas: 3 });
    const answer = server.ask('POST', DEPLOYMENTS, { body, query: { fieldManager: 'kubectl-client-side-apply' } });
    expect(fields(answer, 'kubectl-client-side-apply')).toEqual({
      'f:spec': {
        'f:progressDeadlineSeconds': {},
        'f:replicas': {},
        'f:revisionHistoryLimit': {},
        'f:selector': {},
        'f:strategy': {
          'f:rollingUpdate': { '.': {}, 'f:maxSurge': {}, 'f:maxUnavailable': {} },
          'f:type': {},
        },
        'f:template': {
          'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"web"}': {
                '.': {},
                'f:image': {},
                'f:imagePullPolicy': {},
                'f:name': {},
                'f:resources': {},
                'f:terminationMessagePath': {},
                'f:terminationMessagePolicy': {},
              },
            },
            'f:dnsPolicy': {},
            'f:restartPolicy': {},
            'f:schedulerName': {},
            'f:securityContext': {},
            'f:terminationGracePeriodSeconds': {},
          },
        },
      },
    });
  });
});

describe('conflicts', () => {
  /** https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts */
  it('an update takes fields over without asking', () => {
    const server = aServer();
    apply(server, `${MAPS}/settings`, map({ key: 'some value', other: 'x' }), 'kubectl');
    const patch = { data: { key: 'new value' } };
    const answer = server.ask('PATCH', `${MAPS}/settings`, {
      body: patch,
      query: { fieldManager: 'kube-controller-manager' },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect(fields(answer, 'kubectl')).toEqual({ 'f:data': { 'f:other': {} } });
    expect(fields(answer, 'kube-controller-manager')).toEqual({ 'f:data': { 'f:key': {} } });
  });

  it('an apply of another value for a field of somebody else is refused with one conflict', () => {
    const server = aServer();
    server.ask('POST', DEPLOYMENTS, {
      body: deployment({ replicas: 3 }),
      query: { fieldManager: 'kubectl-client-side-apply' },
    });
    const answer = apply(server, `${DEPLOYMENTS}/web`, deployment({ replicas: 5 }), 'ours');
    expect(answer.status).toBe(409);
    expect(answer.body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas',
      reason: 'Conflict',
      details: {
        causes: [
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "kubectl-client-side-apply" using apps/v1',
            field: '.spec.replicas',
          },
        ],
      },
      code: 409,
    });
  });

  it('several conflicts are listed by manager', () => {
    const server = aServer();
    apply(server, `${MAPS}/settings`, map({ a: '1', b: '1' }), 'one');
    apply(server, `${MAPS}/settings`, map({ c: '1' }), 'two');
    const answer = apply(server, `${MAPS}/settings`, map({ a: '2', b: '2', c: '2' }), 'three');
    expect(message(answer)).toBe(
      'Apply failed with 3 conflicts: conflicts with "one":\n- .data.a\n- .data.b\nconflicts with "two":\n- .data.c',
    );
  });

  it('a list item is named by its keys', () => {
    const server = aServer();
    apply(server, `${DEPLOYMENTS}/web`, deployment(), 'one');
    const answer = apply(server, `${DEPLOYMENTS}/web`, deployment({}, { image: 'nginx:1.28' }), 'two');
    expect(message(answer)).toBe(
      'Apply failed with 1 conflict: conflict with "one": .spec.template.spec.containers[name="web"].image',
    );
  });

  it('a subresource is named with its manager', () => {
    const server = aServer();
    apply(server, `${DEPLOYMENTS}/web`, deployment(), 'one');
    const scale = { spec: { replicas: 4 } };
    server.ask('PATCH', `${DEPLOYMENTS}/web/scale`, {
      body: scale,
      headers: { 'content-type': 'application/merge-patch+json', 'user-agent': 'kubectl/v1.35.2' },
    });
    const answer = apply(server, `${DEPLOYMENTS}/web`, deployment({ replicas: 2 }), 'one');
    expect(message(answer)).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    );
  });

  it('force overwrites the value and takes the field', () => {
    const server = aServer();
    apply(server, `${MAPS}/settings`, map({ key: 'one' }), 'one');
    const answer = apply(server, `${MAPS}/settings`, map({ key: 'two' }), 'two', { force: 'true' });
    expect(answer.status).toBe(200);
    expect(dataOf(answer)).toEqual({ key: 'two' });
    expect(managers(answer)).toEqual(['two Apply']);
  });

  it('the same value makes both owners', () => {
    const server = aServer();
    apply(server, `${MAPS}/settings`, map({ key: 'same' }), 'one');
    const answer = apply(server, `${MAPS}/settings`, map({ key: 'same' }), 'two');
    expect(managers(answer)).toEqual(['one Apply', 'two Apply']);
    expect(fields(answer, 'one')).toEqual(fields(answer, 'two'));
  });

  it('a shared field stays when one of its owners lets go', () => {
    const server = aServer();
    apply(server, `${MAPS}/settings`, map({ key: 'same', own: '1' }), 'one');
    apply(server, `${MAPS}/settings`, map({ key: 'same' }), 'two');
    const answer = apply(server, `${MAPS}/settings`, map({ own: '1' }), 'one');
    expect(dataOf(answer)).toEqual({ key: 'same', own: '1' });
    expect(fields(answer, 'one')).toEqual({ 'f:data': { 'f:own': {} } });
  });
});

describe('applying less', () => {
  /** https://kubernetes.io/docs/reference/using-api/server-side-apply/#clearing-managedfields and "merge strategy" */
  it('a field that is no longer applied and has no other owner goes', () => {
    const server = aServer();
    apply(server, `${MAPS}/settings`, map({ a: '1', b: '2' }), 'one');
    const answer = apply(server, `${MAPS}/settings`, map({ a: '1' }), 'one');
    expect(dataOf(answer)).toEqual({ a: '1' });
  });

  it('a list item that is no longer applied goes, the others stay', () => {
    const server = aServer();
    const ports = [
      { port: 80, name: 'http' },
      { port: 443, name: 'https' },
    ];
    const service = (some: Json[]): Json => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: some },
    });
    const path = '/api/v1/namespaces/shop/services/web';
    apply(server, path, service(ports), 'one');
    const answer = apply(server, path, service([ports[1] as Json]), 'one');
    const { spec } = answer.body as { spec: { ports: Json[] } };
    expect(spec.ports.map(({ port }) => port)).toEqual([443]);
  });

  it('a field with a default gets its default back', () => {
    const server = aServer();
    apply(server, `${DEPLOYMENTS}/web`, deployment({ replicas: 3 }), 'one');
    const answer = apply(server, `${DEPLOYMENTS}/web`, deployment(), 'one');
    expect((answer.body as { spec: { replicas: number } }).spec.replicas).toBe(1);
  });

  /** https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership */
  it('replicas handed over to the autoscaler stay as they are', () => {
    const server = aServer();
    apply(server, `${DEPLOYMENTS}/web`, deployment({ replicas: 3 }), 'kubectl');
    const replicas = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 3 } };
    apply(server, `${DEPLOYMENTS}/web`, replicas, 'handover-to-hpa');
    const answer = apply(server, `${DEPLOYMENTS}/web`, deployment(), 'kubectl');
    expect((answer.body as { spec: { replicas: number } }).spec.replicas).toBe(3);
    expect(managers(answer)).toEqual(['handover-to-hpa Apply', 'kubectl Apply']);
  });
});

describe('from client-side apply', () => {
  /** https://kubernetes.io/docs/reference/using-api/server-side-apply/#upgrading-from-client-side-apply-to-server-side-apply */
  const annotated = (replicas: number): Json => {
    const body = deployment({ replicas });
    const text = `${JSON.stringify(body)}\n`;
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': text };
    return { ...body, metadata: { name: 'web', annotations } };
  };

  it('kubectl may change what its own annotation says, and the annotation follows', () => {
    const server = aServer();
    server.ask('POST', DEPLOYMENTS, { body: annotated(3), query: { fieldManager: 'kubectl-client-side-apply' } });
    const answer = apply(server, `${DEPLOYMENTS}/web`, deployment({ replicas: 5 }), 'kubectl');
    expect(answer.status).toBe(200);
    const { metadata, spec } = answer.body as { metadata: { annotations: Json }; spec: Json };
    expect(spec.replicas).toBe(5);
    const text = metadata.annotations['kubectl.kubernetes.io/last-applied-configuration'] as string;
    expect(JSON.parse(text)).toEqual(deployment({ replicas: 5 }));
  });

  it('another manager may not', () => {
    const server = aServer();
    server.ask('POST', DEPLOYMENTS, { body: annotated(3), query: { fieldManager: 'kubectl-client-side-apply' } });
    expect(apply(server, `${DEPLOYMENTS}/web`, deployment({ replicas: 5 }), 'argo').status).toBe(409);
  });

  it('the JSON patch with which kubectl moves the entries is taken', () => {
    const server = aServer();
    const created = server.ask('POST', DEPLOYMENTS, {
      body: annotated(3),
      query: { fieldManager: 'kubectl-client-side-apply' },
    });
    const moved = entries(created).map((entry) => ({ ...entry, manager: 'kubectl', operation: 'Apply' }));
    const { resourceVersion } = (created.body as { metadata: { resourceVersion: string } }).metadata;
    const answer = server.ask('PATCH', `${DEPLOYMENTS}/web`, {
      body: [
        { op: 'replace', path: '/metadata/managedFields', value: moved },
        { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
      ],
      headers: { 'content-type': 'application/json-patch+json' },
      query: { fieldManager: 'kubectl' },
    });
    expect(answer.status).toBe(200);
    expect(managers(answer)).toEqual(['kubectl Apply']);
  });

  /** https://kubernetes.io/docs/reference/using-api/server-side-apply/#clearing-managedfields */
  it('a list with one empty entry forgets all managers, and a later apply finds one from before', () => {
    const server = aServer();
    apply(server, `${MAPS}/settings`, map({ key: '1' }), 'one');
    const cleared = server.ask('PATCH', `${MAPS}/settings`, {
      body: { metadata: { managedFields: [{}] } },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect(entries(cleared)).toBeUndefined();
    const labelled = server.ask('PATCH', `${MAPS}/settings`, {
      body: { metadata: { labels: { a: 'b' } } },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect(entries(labelled)).toBeUndefined();
    const answer = apply(server, `${MAPS}/settings`, map({ key: '2' }), 'two');
    expect(message(answer)).toBe(
      'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.key',
    );
  });
});

describe('what an apply may not say', () => {
  /** https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/apis/meta/v1/validation/validation.go (ValidatePatchOptions) */
  it('nobody', () => {
    const answer = aServer().ask('PATCH', `${MAPS}/settings`, { body: map({}), headers: { 'content-type': APPLY } });
    expect(answer.status).toBe(422);
    expect(message(answer)).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  });

  it('force of another patch', () => {
    const server = aServer();
    server.ask('POST', MAPS, { body: map({}) });
    const answer = server.ask('PATCH', `${MAPS}/settings`, {
      body: {},
      query: { force: 'true' },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect(message(answer)).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    );
  });

  it('managed fields', () => {
    const answer = apply(aServer(), `${MAPS}/settings`, map({}, { managedFields: [] }), 'one');
    expect([answer.status, message(answer)]).toEqual([400, 'metadata.managedFields must be nil']);
  });

  it('a field that the schema has not', () => {
    const answer = apply(aServer(), `${DEPLOYMENTS}/web`, deployment({ replica: 1 }), 'one');
    expect([answer.status, message(answer)]).toEqual([
      500,
      'failed to create typed patch object (/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema',
    ]);
  });

  it('the same item twice', () => {
    const twice = {
      spec: {
        containers: [
          { name: 'a', image: 'x' },
          { name: 'a', image: 'y' },
        ],
      },
    };
    const answer = apply(aServer(), `${DEPLOYMENTS}/web`, deployment({ template: twice }), 'one');
    expect(message(answer)).toContain('.spec.template.spec.containers: duplicate entries for key [name="a"]');
  });

  it('an item without its key', () => {
    const answer = apply(
      aServer(),
      `${DEPLOYMENTS}/web`,
      deployment({ template: { spec: { containers: [{ image: 'x' }] } } }),
      'one',
    );
    expect(message(answer)).toContain(
      'associative list with keys has an element that omits key field "name" (and doesn\'t have default value)',
    );
  });

  it('another kind', () => {
    const answer = apply(aServer(), `${MAPS}/settings`, { ...map({}), kind: 'Secret' }, 'one');
    expect([answer.status, message(answer)]).toEqual([400, 'invalid object type: /v1, Kind=Secret']);
  });

  it('an older version of the object', () => {
    const server = aServer();
    apply(server, `${MAPS}/settings`, map({ a: '1' }), 'one');
    const answer = apply(server, `${MAPS}/settings`, map({ a: '2' }, { resourceVersion: '1' }), 'one');
    expect([answer.status, message(answer)]).toEqual([
      409,
      'Operation cannot be fulfilled on configmaps "settings": the object has been modified; please apply your changes to the latest version and try again',
    ]);
  });
});

describe('an apply that changes nothing', () => {
  it('leaves the version and the time alone', () => {
    const server = aServer();
    const first = apply(server, `${MAPS}/settings`, map({ a: '1' }), 'one');
    const again = apply(server, `${MAPS}/settings`, map({ a: '1' }), 'one');
    expect(again.body).toEqual(first.body);
  });

  it('on a dry run nothing is kept', () => {
    const server = aServer();
    const answer = apply(server, `${MAPS}/settings`, map({ a: '1' }), 'one', { dryRun: 'All' });
    expect(answer.status).toBe(201);
    expect(server.ask('GET', `${MAPS}/settings`).status).toBe(404);
  });
});

describe('controllers are managers too', () => {
  it('the status of a Deployment is the controller manager s, the revision with it', () => {
    const server = aServer();
    server.ask('POST', DEPLOYMENTS, { body: deployment(), query: { fieldManager: 'kubectl-create' } });
    const standing = server.client.find('Deployment', 'web', 'shop');
    if (!standing) throw new Error('no deployment');
    const metadata = { ...standing.metadata, annotations: { 'deployment.kubernetes.io/revision': '1' } };
    const status = { observedGeneration: 1, replicas: 1 };
    server.client.updateStatus('Deployment', { ...standing, metadata, status });
    const answer = server.ask('GET', `${DEPLOYMENTS}/web`);
    const [controller, creator] = entries(answer);
    expect([creator?.manager, controller?.manager, controller?.subresource]).toEqual([
      'kubectl-create',
      'kube-controller-manager',
      'status',
    ]);
    expect(controller?.fieldsV1).toEqual({
      'f:metadata': { 'f:annotations': { '.': {}, 'f:deployment.kubernetes.io/revision': {} } },
      'f:status': { 'f:observedGeneration': {}, 'f:replicas': {} },
    });
    expect(creator?.fieldsV1['f:metadata']).toBeUndefined();
  });

  it('an apply of the spec leaves the status with its controller', () => {
    const server = aServer();
    apply(server, `${DEPLOYMENTS}/web`, deployment(), 'one');
    const standing = server.client.find('Deployment', 'web', 'shop');
    if (!standing) throw new Error('no deployment');
    server.client.updateStatus('Deployment', { ...standing, status: { replicas: 1 } });
    const answer = apply(server, `${DEPLOYMENTS}/web`, deployment({ replicas: 2 }), 'one');
    expect(managers(answer)).toEqual(['one Apply', 'kube-controller-manager Update']);
  });
});
