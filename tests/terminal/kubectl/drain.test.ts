/** Draining nodes of a modelled cluster: what blocks, what goes on by itself, and what a dry run leaves alone. */
import { beforeEach, describe, expect, it } from 'vitest';
import { bootstrapCluster } from '../../../lib/world/controlplane/bootstrap.ts';
import { findNextTimer } from '../../../lib/world/sim/clock.ts';
import { World } from '../../../lib/world/world.ts';
import { run, type Setting } from './terminal.ts';

const NODE = 'ip-10-0-1-20.us-west-2.compute.internal';
const LABELS = { app: 'cart' };

const deployment = (replicas: number, delaySeconds: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'cart', namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: {
        nodeSelector: { drained: 'soon' },
        containers: [
          {
            name: 'app',
            image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
            args: ['netexec', '--http-port=8080'],
            readinessProbe: { httpGet: { path: '/healthz', port: 8080 }, initialDelaySeconds: delaySeconds },
          },
        ],
      },
    },
  },
});

const budget = (minAvailable: number) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'cart', namespace: 'default' },
  spec: { minAvailable, selector: { matchLabels: LABELS } },
});

const template = new World({ seed: 11, epochMs: 1_767_225_600_000 });
for (const manifest of bootstrapCluster()) template.create('main', manifest);
template.settle(600_000);

let world: World;
let setting: Setting;
const kubectl = (line: string) => run(line, setting);

beforeEach(async () => {
  world = template.fork();
  setting = {
    request: (cluster, request) => world.request(cluster, request),
    clock: {
      nowMs: () => world.nowMs(),
      epochMs: world.epochMs,
      sleep: (ms) => {
        world.advance(ms);
        return Promise.resolve();
      },
      next: () => {
        const next = findNextTimer(world.state);
        if (next) world.advance(Math.max(0, next.dueMs - world.nowMs()));
        return Promise.resolve(next ? 'moved' : 'idle');
      },
    },
  };
});

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('kubectl drain', () => {
  it('goes on by itself when new pods get ready and the budget allows the next one to go', async () => {
    await kubectl(`label node ${NODE} drained=soon`);
    await kubectl('label node ip-10-0-2-20.us-west-2.compute.internal drained=soon');
    await kubectl('cordon ip-10-0-2-20.us-west-2.compute.internal');
    world.create('main', deployment(2, 20));
    world.create('main', budget(1));
    world.settle(600_000);
    await kubectl('uncordon ip-10-0-2-20.us-west-2.compute.internal');
    const before = world.nowMs();
    const drained = await kubectl(`drain ${NODE} --ignore-daemonsets --pod-selector=app=cart`);
    expect(drained.code).toBe(0);
    expect(count(drained.out, 'evicted\n')).toBe(2);
    const refused = count(drained.err, "(will retry after 5s): Cannot evict pod as it would violate the pod's");
    expect(refused).toBeGreaterThan(2);
    expect(count(drained.out, 'evicting pod')).toBe(2 + refused);
    expect(world.nowMs() - before).toBeGreaterThanOrEqual(20_000);
    const left = await kubectl(`get pods --field-selector=spec.nodeName=${NODE}`);
    expect(left.err).toContain('No resources found');
  });

  it('takes the pods away together: the waits do not add up', async () => {
    await kubectl(`label node ${NODE} drained=soon`);
    world.create('main', deployment(4, 0));
    world.settle(600_000);
    const before = world.nowMs();
    const drained = await kubectl(`drain ${NODE} --ignore-daemonsets --pod-selector=app=cart`);
    expect(count(drained.out, 'evicted\n')).toBe(4);
    expect(world.nowMs() - before).toBeLessThan(40_000);
  });

  it('evicts nothing in a dry run', async () => {
    await kubectl(`label node ${NODE} drained=soon`);
    world.create('main', deployment(1, 0));
    world.settle(600_000);
    const drained = await kubectl(`drain ${NODE} --ignore-daemonsets --pod-selector=app=cart --dry-run=server`);
    expect(drained.out).toContain('(server dry run)');
    const pods = await kubectl('get pods -l app=cart -o jsonpath={.items[*].metadata.deletionTimestamp}');
    expect(pods).toEqual({ code: 0, out: '', err: '' });
    expect((await kubectl('get pods -l app=cart')).out).toContain('1/1     Running');
  });

  it('gives up in a script when a budget never lets go', async () => {
    await kubectl(`label node ${NODE} drained=soon`);
    world.create('main', deployment(1, 0));
    world.create('main', budget(1));
    world.settle(600_000);
    const drained = await kubectl(`drain ${NODE} --ignore-daemonsets --pod-selector=app=cart`);
    expect(drained.code).toBe(1);
    expect(drained.err).toContain('(will retry after 5s)');
  });
});
