/** Updates, patches, scaling and deletion behave as on a real server. */
import { describe, expect, test } from 'vitest';
import type { Service } from '../../../lib/world/api/core/v1/service.schema.ts';
import type { KindName } from '../../../lib/world/api/kinds.ts';
import { setNow } from '../../../lib/world/sim/clock.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';
import { aPod, aService } from '../../builders/objects.ts';
import { made, patch } from './single-object.ts';

type ImmutableCase = readonly [KindName, Record<string, unknown> | undefined, object, string, string];

const CORE = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go';
const APPS = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/apps/validation/validation.go';

const service = (spec: object) => ({ spec: { selector: { app: 'x' }, ports: [{ port: 80 }], ...spec } });

describe('what may not change', () => {
  const SELECTOR = '{"matchLabels":{"app":"y"}}';
  const cases: readonly ImmutableCase[] = [
    [
      'Deployment',
      undefined,
      { spec: { selector: { matchLabels: { app: 'y' } }, template: { metadata: { labels: { app: 'y' } } } } },
      `spec.selector: Invalid value: ${SELECTOR}: field is immutable`,
      APPS,
    ],
    [
      'DaemonSet',
      undefined,
      { spec: { selector: { matchLabels: { app: 'y' } }, template: { metadata: { labels: { app: 'y' } } } } },
      `spec.selector: Invalid value: ${SELECTOR}: field is immutable`,
      APPS,
    ],
    [
      'StatefulSet',
      undefined,
      { spec: { serviceName: 'y' } },
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      APPS,
    ],
    [
      'Job',
      undefined,
      { spec: { completions: 3 } },
      'spec.completions: Invalid value: 3: field is immutable',
      'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/batch/validation/validation.go',
    ],
    [
      'Service',
      undefined,
      { spec: { clusterIP: 'None', clusterIPs: ['None'] } },
      'spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set',
      CORE,
    ],
    [
      'Service',
      service({ clusterIP: '172.20.9.9' }),
      { spec: { clusterIP: '172.20.9.10' } },
      'spec.clusterIPs[0]: Invalid value: ["172.20.9.10"]: may not change once set',
      CORE,
    ],
    [
      'EndpointSlice',
      undefined,
      { addressType: 'FQDN', endpoints: [{ addresses: ['a.example.com'] }] },
      'addressType: Invalid value: "FQDN": field is immutable',
      'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/discovery/validation/validation.go',
    ],
    [
      'ConfigMap',
      { immutable: true, data: { a: 'b' } },
      { data: { a: 'c' } },
      'data: Forbidden: field is immutable when `immutable` is set',
      CORE,
    ],
    [
      'Secret',
      undefined,
      { type: 'example.com/own' },
      'type: Invalid value: "example.com/own": field is immutable',
      CORE,
    ],
    [
      'Pod',
      undefined,
      { spec: { containers: [{ name: 'two', image: 'x' }] } },
      'spec.containers: Forbidden: pod updates may not add or remove containers',
      CORE,
    ],
  ];
  test.each(cases)('%s %#', (kind, rest, body, says) => {
    const answer = patch(made(kind, rest), kind, body);
    const { message } = answer.body as { message: string };
    expect(message.replace(/^[\w.]+ "x" is invalid: /, '')).toBe(says);
    expect(answer.status).toBe(422);
  });

  test('a pod keeps all but images, deadlines and new tolerations', () => {
    const server = made('Pod');
    const refused = patch(server, 'Pod', { spec: { dnsPolicy: 'Default' } }).body as { message: string };
    expect(refused.message).toMatch(
      /^Pod "x" is invalid: spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`,`spec\.initContainers\[\*\]\.image`,`spec\.activeDeadlineSeconds`,`spec\.tolerations` \(only additions to existing tolerations\),`spec\.terminationGracePeriodSeconds` \(allow it to be set to 1 if it was previously negative\)\n/,
    );
    const image = patch(server, 'Pod', { spec: { containers: [{ name: 'app', image: 'nginx:1.28' }] } });
    expect(image).toMatchObject({ status: 200, body: { spec: { containers: [{ image: 'nginx:1.28' }] } } });
  });
});

describe('Service transitions', () => {
  test('the address stays when the type changes, node ports come and go', () => {
    const server = made('Service', service({}));
    const path = `${collectionPath('Service')}/x`;
    const before = server.ask('GET', path).body as Service;
    const open = patch(server, 'Service', { spec: { type: 'NodePort' } }).body as Service;
    expect(open.spec.clusterIP).toBe(before.spec.clusterIP);
    expect(open.spec.ports?.[0]?.nodePort).toBeGreaterThanOrEqual(30_086);
    expect(open.spec.externalTrafficPolicy).toBe('Cluster');
    const closed = patch(server, 'Service', { spec: { type: 'ClusterIP' } }).body as Service;
    expect(closed.spec).toEqual(before.spec);
  });

  test('an external name gives its address back and gets one again', () => {
    const server = made('Service', service({}));
    const outside = patch(server, 'Service', { spec: { type: 'ExternalName', externalName: 'a.example.com' } }).body;
    expect((outside as Service).spec).not.toHaveProperty('clusterIP');
    const inside = patch(server, 'Service', { spec: { type: 'ClusterIP' } }).body as Service;
    expect(inside.spec.clusterIP).toMatch(/^172\.20\./);
    expect(inside.spec).not.toHaveProperty('externalName');
  });

  test('an applied manifest without the allocated fields keeps them', () => {
    const server = made('Service', service({ type: 'NodePort' }));
    const path = `${collectionPath('Service')}/x`;
    const before = server.ask('GET', path).body as Service;
    const put = server.ask('PUT', path, { body: aManifest('Service', 'x', service({ type: 'NodePort' })) });
    expect(put).toMatchObject({ status: 200, body: { spec: before.spec } });
  });

  test('an address and a port are given once', () => {
    const server = made(
      'Service',
      service({ clusterIP: '172.20.9.9', type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] }),
    );
    const ask = (spec: object) =>
      (
        server.ask('POST', collectionPath('Service'), { body: aManifest('Service', 'y', service(spec)) }).body as {
          message: string;
        }
      ).message;
    expect(ask({ clusterIP: '172.20.9.9' })).toBe(
      'Service "y" is invalid: spec.clusterIPs: Invalid value: ["172.20.9.9"]: failed to allocate IP 172.20.9.9: provided IP is already allocated',
    );
    expect(ask({ type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] })).toBe(
      'Service "y" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    );
  });

  test('addresses come from the dynamic band, each once (KEP-3070)', () => {
    const server = aServer();
    const given = Array.from({ length: 60 }, (_, index) => {
      const made = server.client.create('Service', aService(`s${index}`).build());
      return made.spec.clusterIP ?? '';
    });
    expect(new Set(given).size).toBe(60);
    for (const address of given) {
      const [, , third = 0, fourth = 0] = address.split('.').map(Number);
      expect(third * 256 + fourth).toBeGreaterThan(256);
    }
  });
});

describe('generations', () => {
  test('a change of spec counts, a change of labels or status does not', () => {
    const server = made('ReplicaSet');
    const generation = (body: unknown) => (body as { metadata: { generation: number } }).metadata.generation;
    expect(generation(patch(server, 'ReplicaSet', { metadata: { labels: { a: 'b' } } }).body)).toBe(1);
    expect(generation(patch(server, 'ReplicaSet', { spec: { replicas: 3 } }).body)).toBe(2);
    expect(generation(patch(server, 'ReplicaSet', { status: { replicas: 3 } }, undefined, '/status').body)).toBe(2);
  });

  test('binding a pod is not counted, a new image is (1.35 counts pods)', () => {
    const server = made('Pod');
    server.ask('POST', `${collectionPath('Pod')}/x/binding`, { body: { target: { kind: 'Node', name: 'node-a' } } });
    const bound = server.client.find('Pod', 'x', 'shop');
    expect(bound).toMatchObject({
      metadata: { generation: 1 },
      spec: { nodeName: 'node-a' },
      status: { conditions: [{ type: 'PodScheduled', status: 'True' }] },
    });
    const changed = patch(server, 'Pod', { spec: { containers: [{ name: 'app', image: 'nginx:1.28' }] } });
    expect(changed.body).toMatchObject({ metadata: { generation: 2 } });
  });

  test('status is written through its subresource only, and it alone', () => {
    const server = made('Deployment');
    expect(patch(server, 'Deployment', { status: { replicas: 5 } }).body).not.toMatchObject({
      status: { replicas: 5 },
    });
    const answer = patch(
      server,
      'Deployment',
      { spec: { replicas: 9 }, status: { replicas: 5 } },
      undefined,
      '/status',
    );
    expect(answer.body).toMatchObject({ spec: { replicas: 1 }, status: { replicas: 5 } });
  });

  test('scale', () => {
    const server = made('Deployment');
    const scaled = patch(server, 'Deployment', { spec: { replicas: 3 } }, 'merge-patch', '/scale');
    expect(scaled).toMatchObject({
      status: 200,
      body: { kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 3 }, status: { selector: 'app=x' } },
    });
    expect(server.ask('GET', `${collectionPath('Deployment')}/x`).body).toMatchObject({
      metadata: { generation: 2 },
      spec: { replicas: 3 },
    });
    const negative = patch(server, 'Deployment', { spec: { replicas: -1 } }, 'merge-patch', '/scale');
    expect(negative.body).toMatchObject({
      message: 'Scale.autoscaling "x" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    });
  });
});

describe('deletion', () => {
  const running = (server: TestServer) =>
    server.load('Pod', aPod('x').inNamespace('shop').onNode('node-a').running('10.0.1.7').build());
  const path = `${collectionPath('Pod')}/x`;

  test('a pod on a node is given its time, which may only get shorter', () => {
    const server = aServer();
    running(server);
    setNow(server.cluster.state, 1000);
    expect(server.ask('DELETE', path).body).toMatchObject({
      metadata: { deletionGracePeriodSeconds: 30, deletionTimestamp: '2026-01-02T03:04:36Z' },
    });
    const shorter = server.ask('DELETE', path, { body: { gracePeriodSeconds: 5 } });
    expect(shorter.body).toMatchObject({
      metadata: { deletionGracePeriodSeconds: 5, deletionTimestamp: '2026-01-02T03:04:11Z' },
    });
    const longer = server.ask('DELETE', path, { body: { gracePeriodSeconds: 60 } });
    expect(longer.body).toMatchObject({ metadata: { deletionGracePeriodSeconds: 5 } });
    server.client.delete('Pod', 'x', 'shop', { gracePeriodSeconds: 0 });
    expect(server.ask('GET', path).status).toBe(404);
  });

  test('finalizers hold an object, and the last one lets it go', () => {
    const server = made('ConfigMap');
    const config = `${collectionPath('ConfigMap')}/x`;
    patch(server, 'ConfigMap', { metadata: { finalizers: ['example.com/wait'] } });
    server.ask('DELETE', config);
    expect(server.ask('GET', config).body).toMatchObject({ metadata: { finalizers: ['example.com/wait'] } });
    const added = patch(server, 'ConfigMap', { metadata: { finalizers: ['example.com/more'] } }).body as {
      message: string;
    };
    expect(added.message).toContain(
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/more"}',
    );
    patch(server, 'ConfigMap', { metadata: { finalizers: null } });
    expect(server.ask('GET', config).status).toBe(404);
    expect(server.changes.at(-1)).toMatchObject({ kind: 'ConfigMap', object: undefined });
  });

  test.each([
    ['Foreground', 'foregroundDeletion'],
    ['Orphan', 'orphan'],
  ])('%s deletion leaves it to the garbage collector', (propagationPolicy, finalizer) => {
    const server = made('ReplicaSet');
    const { body } = server.ask('DELETE', `${collectionPath('ReplicaSet')}/x`, { body: { propagationPolicy } });
    expect(body).toMatchObject({ metadata: { finalizers: [finalizer], deletionGracePeriodSeconds: 0 } });
  });

  test('a job by default leaves its pods, and says so', () => {
    const server = made('Job');
    const { warnings } = server.ask('DELETE', `${collectionPath('Job')}/x`);
    expect(warnings).toEqual([
      'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
    ]);
  });

  test('a uid that is another object’s', () => {
    const server = made('ConfigMap');
    const answer = server.ask('DELETE', `${collectionPath('ConfigMap')}/x`, {
      body: { preconditions: { uid: 'other' } },
    });
    expect(answer).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
    expect((answer.body as { message: string }).message).toMatch(
      /^Operation cannot be fulfilled on configmaps "x": Precondition failed: UID in precondition: other, UID in object meta: /,
    );
  });

  test('a namespace goes when its finalizer does', () => {
    const server = aServer();
    server.ask('DELETE', '/api/v1/namespaces/shop');
    const again = server.ask('DELETE', '/api/v1/namespaces/shop').body as { message: string };
    expect(again.message).toMatch(
      /^Operation cannot be fulfilled on namespaces "shop": The system is ensuring all content/,
    );
    const namespace = server.client.find('Namespace', 'shop');
    if (namespace) server.client.update('Namespace', { ...namespace, spec: { finalizers: [] } });
    expect(server.client.find('Namespace', 'shop')).toBeUndefined();
  });

  test('a collection by selector', () => {
    const server = aServer();
    for (const name of ['a', 'b', 'c']) {
      server.load(
        'Pod',
        aPod(name)
          .inNamespace('shop')
          .labelled({ app: name === 'c' ? 'db' : 'web' })
          .build(),
      );
    }
    server.ask('DELETE', collectionPath('Pod'), { query: { labelSelector: 'app=web' } });
    expect(server.client.list('Pod', 'shop').map(({ metadata }) => metadata.name)).toEqual(['c']);
  });
});

test('a load balancer that keeps sources has a port for health checks while it does', () => {
  const server = made('Service', service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' }));
  const { spec } = server.client.find('Service', 'x', 'shop') as Service;
  expect(spec.healthCheckNodePort).toBeGreaterThanOrEqual(30_086);
  const cluster = patch(server, 'Service', { spec: { externalTrafficPolicy: 'Cluster' } }).body as Service;
  expect(cluster.spec).not.toHaveProperty('healthCheckNodePort');
});

test('events are kept for an hour', () => {
  const server = aServer();
  const source = { component: 'tester' };
  const say = (reason: string) =>
    server.client.record({
      regarding: { kind: 'Pod', namespace: 'shop', name: 'x' },
      type: 'Normal',
      reason,
      message: 'm',
      source,
    });
  say('First');
  setNow(server.cluster.state, 3_700_000);
  say('Second');
  expect(server.client.list('Event').map(({ reason }) => reason)).toEqual(['Second']);
});

test('a cluster holds 2,000 objects, and has room again when one is gone', () => {
  const server = aServer();
  const path = collectionPath('ConfigMap');
  const create = (name: string) => server.ask('POST', path, { body: aManifest('ConfigMap', name) });
  const standing = server.client.list('Namespace').length + server.client.list('ServiceAccount').length;
  for (let index = standing; index < 2000; index++) create(`c${index}`);
  expect(create('more')).toMatchObject({
    status: 403,
    body: {
      message:
        'configmaps "more" is forbidden: exceeded quota: sitting, requested: count/objects=1, used: count/objects=2000, limited: count/objects=2000',
    },
  });
  server.ask('DELETE', `${path}/c100`);
  expect(create('more').status).toBe(201);
});
