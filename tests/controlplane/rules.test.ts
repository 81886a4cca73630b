import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../lib/world/controlplane/deployment/rollout.ts';
import { layOut } from '../../lib/world/controlplane/endpoints/slices.ts';
import { findPullError, goSeconds, imageId, qualifiedImage } from '../../lib/world/controlplane/kubelet/images.ts';
import { phaseOf } from '../../lib/world/controlplane/kubelet/phase.ts';
import type { ContainerState, Deployment, EndpointSlice, Pod } from '../../lib/world/controlplane/objects.ts';
import { templateHash } from '../../lib/world/controlplane/pod-template.ts';
import { isSame } from '../../lib/world/controlplane/same.ts';
import { toleratesTaint } from '../../lib/world/controlplane/scheduling/tolerations.ts';

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable and #max-surge */
describe('limits of a rolling update', () => {
  it.each([
    [3, undefined, undefined, 1, 0],
    [10, '25%', '25%', 3, 2],
    [10, '30%', 0, 3, 0],
    [4, 0, 0, 0, 1],
    [2, 1, 5, 1, 2],
    [1, '25%', '25%', 1, 0],
  ])('%s replicas, surge %s, unavailable %s', (replicas, maxSurge, maxUnavailable, surge, unavailable) => {
    const rollingUpdate = {
      ...(maxSurge === undefined ? {} : { maxSurge }),
      ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
    };
    const deployment = { spec: { replicas, strategy: { rollingUpdate } } } as unknown as Deployment;
    expect(limitsOf(deployment)).toEqual({ surge, unavailable });
  });
});

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase */
describe('the phase of a pod', () => {
  const running: ContainerState = { running: { startedAt: 0 } };
  const waiting: ContainerState = { waiting: { reason: 'ContainerCreating' } };
  const ended = (exitCode: number): ContainerState => ({ terminated: { exitCode } });
  const phase = (restartPolicy: string, inits: ContainerState[], mains: ContainerState[]) => {
    const status = (state: ContainerState) => ({
      name: 'x',
      state,
      ready: false,
      restartCount: 0,
      image: '',
      imageID: '',
      started: state.running !== undefined,
    });
    const pod = { spec: { restartPolicy, initContainers: inits.map(() => ({ name: 'x' })) } } as unknown as Pod;
    return phaseOf(pod, inits.map(status), mains.map(status));
  };

  it.each([
    ['Always', [], [waiting], 'Pending'],
    ['Always', [], [running, waiting], 'Pending'],
    ['Always', [], [running, ended(1)], 'Running'],
    ['Always', [], [ended(0)], 'Running'],
    ['OnFailure', [], [ended(1)], 'Running'],
    ['OnFailure', [], [ended(0), ended(0)], 'Succeeded'],
    ['Never', [], [ended(0), ended(2)], 'Failed'],
    ['Never', [], [running, ended(2)], 'Running'],
    ['Always', [running], [waiting], 'Pending'],
    ['Never', [ended(1)], [waiting], 'Failed'],
    ['Always', [ended(0)], [running], 'Running'],
  ] as const)('%s, init %o, containers %o: %s', (policy, inits, mains, expected) => {
    expect(phase(policy, [...inits], [...mains])).toBe(expected);
  });
});

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
describe('a toleration', () => {
  const taint = { key: 'dedicated', value: 'db', effect: 'NoSchedule' };

  it.each([
    [{ key: 'dedicated', operator: 'Equal', value: 'db', effect: 'NoSchedule' }, true],
    [{ key: 'dedicated', value: 'db' }, true],
    [{ key: 'dedicated', value: 'web' }, false],
    [{ key: 'dedicated', operator: 'Exists' }, true],
    [{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, false],
    [{ operator: 'Exists' }, true],
    [{ key: 'other', operator: 'Exists' }, false],
  ])('%o: %s', (toleration, expected) => {
    expect(toleratesTaint(toleration, taint)).toBe(expected);
  });
});

describe('images', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['shop/cart:2', 'docker.io/shop/cart:2'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
    ['localhost:5000/cart', 'localhost:5000/cart:latest'],
  ])('%s is %s', (image, full) => {
    expect(qualifiedImage(image)).toBe(full);
  });

  it('have a digest of their own', () => {
    expect(imageId('nginx:1.27')).toMatch(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/);
    expect(imageId('nginx:1.27')).not.toBe(imageId('nginx:1.28'));
  });

  it('fail in containerd’s words', () => {
    expect(findPullError('nginx:1.27')).toBeUndefined();
    expect(findPullError('nginx:does-not-exist')).toBe(
      'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:does-not-exist": failed to resolve reference "docker.io/library/nginx:does-not-exist": docker.io/library/nginx:does-not-exist: not found',
    );
    expect(findPullError('ngnix')).toContain(
      'pull access denied, repository does not exist or may require authorization',
    );
  });

  it.each([
    [393, '393ms'],
    [1562, '1.562s'],
    [18_000, '18s'],
  ])('took %d ms: %s', (ms, text) => {
    expect(goSeconds(ms)).toBe(text);
  });
});

describe('the hash of a template', () => {
  it('does not depend on the order of fields, but on every value', () => {
    expect(templateHash({ a: 1, b: [2, 3] })).toBe(templateHash({ b: [2, 3], a: 1 }));
    expect(templateHash({ a: 1, b: [2, 3] })).not.toBe(templateHash({ a: 1, b: [3, 2] }));
    expect(templateHash({ a: 1 }, 1)).not.toBe(templateHash({ a: 1 }));
  });
});

describe('the layout of slices', () => {
  const ports = [{ name: '', port: 80, protocol: 'TCP' }];
  const endpoint = (n: number, ready = true) => ({
    addresses: [`10.0.1.${n}`],
    conditions: { ready },
    targetRef: { kind: 'Pod', name: `web-${n}`, uid: `uid-${n}` },
  });
  const slice = (name: string, from: number, to: number) =>
    ({
      metadata: { name, namespace: 'default' },
      ports,
      endpoints: Array.from({ length: to - from }, (_, index) => endpoint(from + index)),
    }) as unknown as EndpointSlice;

  it('touches only the slice whose endpoint changed', () => {
    const existing = [slice('a', 0, 100), slice('b', 100, 150)];
    const endpoints = Array.from({ length: 150 }, (_, n) => endpoint(n, n !== 120));
    const { create, update, remove } = layOut([{ ports, endpoints }], existing);
    expect([create.length, update.map(({ metadata }) => metadata.name), remove.length]).toEqual([0, ['b'], 0]);
  });

  it('fills a slice with room before it makes another', () => {
    const endpoints = Array.from({ length: 120 }, (_, n) => endpoint(n));
    const { create, update } = layOut([{ ports, endpoints }], [slice('a', 0, 90)]);
    expect(update[0]?.endpoints).toHaveLength(100);
    expect(create.map((each) => each.endpoints?.length)).toEqual([20]);
  });

  it('changes nothing when nothing changed', () => {
    const existing = [slice('a', 0, 3)];
    expect(layOut([{ ports, endpoints: [0, 1, 2].map((n) => endpoint(n)) }], existing)).toEqual({
      create: [],
      update: [],
      remove: [],
    });
  });
});

describe('likeness', () => {
  it.each([
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 0 }, false],
    [[1, { a: 2 }], [1, { a: 2 }], true],
    [[1], [1, 2], false],
    [null, {}, false],
  ])('%o and %o: %s', (a, b, expected) => {
    expect(isSame(a, b)).toBe(expected);
    expect(isSame(b, a)).toBe(expected);
  });
});
