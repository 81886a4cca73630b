/** `pods/ephemeralcontainers`: what it takes, what it refuses, and that it changes nothing else. */
import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../lib/world/api/core/v1/pod.schema.ts';
import type { TestServer } from '../../builders/cluster.ts';
import { collectionPath } from '../../builders/manifests.ts';
import { made, patch } from './single-object.ts';

const VALIDATION =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go#ValidatePodEphemeralContainersUpdate';
const STRATEGY =
  'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/strategy.go#podEphemeralContainersStrategy';

const SUB = '/ephemeralcontainers';
const DEBUGGER = { name: 'debug', image: 'busybox:1.36' };

function add(server: TestServer, ...ephemeralContainers: object[]) {
  return patch(server, 'Pod', { spec: { ephemeralContainers } }, 'strategic-merge-patch', SUB);
}

function read(server: TestServer): Pod {
  return server.ask('GET', `${collectionPath('Pod')}/x${SUB}`).body as Pod;
}

describe('a write of ephemeral containers', () => {
  test(`adds one with the defaults of a container, and counts as a change of the spec: ${STRATEGY}`, () => {
    const server = made('Pod');
    expect(add(server, DEBUGGER)).toMatchObject({ status: 200, body: { kind: 'Pod', metadata: { generation: 2 } } });
    expect(read(server).spec.ephemeralContainers).toEqual([
      {
        ...DEBUGGER,
        imagePullPolicy: 'IfNotPresent',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ]);
  });

  test(`merges by name, and keeps the manager with its subresource: ${STRATEGY}`, () => {
    const server = made('Pod');
    add(server, DEBUGGER);
    add(server, { ...DEBUGGER, name: 'second' });
    const { metadata, spec } = read(server);
    expect(spec.ephemeralContainers?.map(({ name }) => name).sort()).toEqual(['debug', 'second']);
    expect(metadata.managedFields?.map(({ subresource }) => subresource)).toContain('ephemeralcontainers');
  });

  test(`drops every other change: ${STRATEGY}#dropNonEphemeralContainerUpdates`, () => {
    const server = made('Pod');
    const body = read(server) as unknown as { metadata: object; spec: object };
    const changed = {
      ...body,
      metadata: { ...body.metadata, labels: { other: 'label' } },
      spec: { ...body.spec, nodeName: 'elsewhere', ephemeralContainers: [DEBUGGER] },
    };
    const answer = server.ask('PUT', `${collectionPath('Pod')}/x${SUB}`, { body: changed });
    expect(answer.status).toBe(200);
    const { metadata, spec } = read(server);
    expect([metadata.labels?.other, spec.nodeName, spec.ephemeralContainers?.length]).toEqual([
      undefined,
      undefined,
      1,
    ]);
  });

  test(`server-side apply adds one: ${STRATEGY}`, () => {
    const server = made('Pod');
    const headers = { 'content-type': 'application/apply-patch+yaml' };
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec: { ephemeralContainers: [DEBUGGER] } };
    const query = { fieldManager: 'me' };
    const answer = server.ask('PATCH', `${collectionPath('Pod')}/x${SUB}`, { headers, query, body });
    expect(answer.status).toBe(200);
    expect(read(server).spec.ephemeralContainers).toHaveLength(1);
  });
});

describe('what it refuses', () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ image: 'busybox' }, 'spec.ephemeralContainers[0].name: Required value'],
    [{ name: 'debug' }, 'spec.ephemeralContainers[0].image: Required value'],
    [
      { ...DEBUGGER, targetContainerName: 'none' },
      'spec.ephemeralContainers[0].targetContainerName: Not found: "none"',
    ],
    ...(
      [
        ['ports', [{ containerPort: 80 }]],
        ['resources', { limits: { cpu: '1' } }],
        ['restartPolicy', 'Always'],
        ['livenessProbe', { tcpSocket: { port: 80 } }],
        ['lifecycle', { preStop: { sleep: { seconds: 1 } } }],
      ] as const
    ).map(
      ([field, value]) =>
        [
          { ...DEBUGGER, [field]: value },
          `spec.ephemeralContainers[0].${field}: Forbidden: cannot be set for an Ephemeral Container`,
        ] as const,
    ),
  ];
  test.each(cases)(`%j: ${VALIDATION}`, (container, sentence) => {
    const server = made('Pod');
    const query = { fieldValidation: 'Ignore' };
    const headers = { 'content-type': 'application/merge-patch+json' };
    const body = { spec: { ephemeralContainers: [container] } };
    const answer = server.ask('PATCH', `${collectionPath('Pod')}/x${SUB}`, { headers, query, body });
    expect(answer).toMatchObject({ status: 422, body: { reason: 'Invalid' } });
    expect((answer.body as { message: string }).message).toContain(sentence);
    expect(read(server).spec.ephemeralContainers).toBeUndefined();
  });

  test(`removing and changing those that are there: ${VALIDATION}`, () => {
    const server = made('Pod');
    add(server, DEBUGGER);
    const gone = patch(server, 'Pod', { spec: { ephemeralContainers: null } }, 'merge-patch', SUB);
    expect(gone.body).toMatchObject({
      message:
        'Pod "x" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be removed\n',
    });
    const changed = add(server, { name: 'debug', image: 'other' });
    expect((changed.body as { message: string }).message).toContain(
      'spec.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be changed\n',
    );
  });

  test(`a pod that is created with some: ${VALIDATION}`, () => {
    const spec = { containers: [{ name: 'app', image: 'nginx' }], ephemeralContainers: [DEBUGGER] };
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'y' }, spec };
    const answer = made('Pod').ask('POST', collectionPath('Pod'), { body });
    expect(answer.body).toMatchObject({
      message: 'Pod "y" is invalid: spec.ephemeralContainers: Forbidden: cannot be set on create',
    });
  });

  test(`the plain update, which may not touch them: ${VALIDATION}`, () => {
    const answer = patch(made('Pod'), 'Pod', { spec: { ephemeralContainers: [DEBUGGER] } });
    expect(answer.status).toBe(422);
    expect((answer.body as { message: string }).message).toContain('pod updates may not change fields other than');
  });
});
